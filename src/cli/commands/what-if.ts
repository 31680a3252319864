import { Argument, Option } from 'commander';
import type { SystemChanges, TriedSafeguard } from '#model/answers/what-if';
import { ThreatloomError } from '#model/errors';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, listOption, openSystem, textLook, withProgress } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { wholeNumber } from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

interface WhatIfOptions extends SystemOptions {
  readonly addSafeguard: readonly string[];
  readonly removeSafeguard: readonly string[];
  readonly inPlace: readonly string[];
  readonly removeAsset: readonly string[];
  readonly removeFlow: readonly string[];
  readonly set: readonly string[];
  readonly unset: readonly string[];
  readonly paths: string;
  readonly format: 'text' | 'json';
}

export const addWhatIf: AddCommand = (program, { io }) => {
  const command = program
    .command('what-if')
    .description('what would change if safeguards, assets, flows or facts did')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(
      listOption(
        '--add-safeguard <id=control@on...>',
        'try a safeguard, e.g. shield=AML.M0020@bot or shield=AML.M0020,AML.M0021@bot,mailbox:0.9 with its effectiveness',
      ),
    )
    .addOption(listOption('--in-place <id...>', 'planned safeguards, as if they were in place'))
    .addOption(listOption('--remove-safeguard <id...>', 'safeguards of the model'))
    .addOption(listOption('--remove-asset <id...>', 'assets, with all that refers to them'))
    .addOption(
      listOption('--remove-flow <id...>', 'flows; one without an id of its own is FROM->TO#1, then #2'),
    )
    .addOption(
      listOption('--set <pointer=value...>', 'say something else, e.g. /assets/bot/approval=each-call'),
    )
    .addOption(listOption('--unset <pointer...>', 'say nothing there, so that it is not known'))
    .option('--paths <n>', 'paths of each goal to compare', '10')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  addSystemOptions(command).action(async (file: string, options: WhatIfOptions) => {
    const { parse } = await import('yaml');
    const changes: SystemChanges = {
      set: [
        ...options.set.map((text) => settingOf(text, parse)),
        ...options.unset.map((pointer) => ({ pointer, value: undefined })),
      ],
      addSafeguards: options.addSafeguard.map(safeguardOf),
      removeSafeguards: options.removeSafeguard,
      inPlace: options.inPlace,
      removeAssets: options.removeAsset,
      removeFlows: options.removeFlow,
    };
    const pathsPerGoal = wholeNumber('--paths', options.paths);
    const { workspace, model, folder, today } = await openSystem(io, file, options);
    const { askWhatIf } = await import('#workspace/what-if');
    const request = { model, file, cwd: io.cwd, folder, today, pathsPerGoal };
    const answer = withProgress(io, options, (onProgress) =>
      askWhatIf(workspace, { ...request, onProgress }, changes),
    );
    if (options.format === 'json') {
      writeOutput(io, `${JSON.stringify(answer, null, 2)}\n`, options.output);
      return;
    }
    const { whatIfText } = await import('#reports/answers/what-if');
    writeOutput(io, whatIfText(answer, await textLook(io, options)), options.output);
  });
};

/** @throws ThreatloomError CLI-013 where it is not ID=CONTROL@ON, with lists by commas and an effectiveness after a colon */
function safeguardOf(text: string): TriedSafeguard {
  const parts = /^([^=]+)=([^@]+)@(.+?)(?::(\d*\.?\d+))?$/.exec(text);
  const effectiveness = parts?.[4] === undefined ? undefined : Number(parts[4]);
  if (parts === null || (effectiveness !== undefined && effectiveness > 1)) {
    throw new ThreatloomError('CLI-013', `"${text}" is no safeguard to try`, {
      hint: 'write shield=AML.M0020@bot, or shield=AML.M0020,AML.M0021@bot,mailbox:0.9 (effectiveness 0 to 1)',
    });
  }
  const [, id, controls, places] = parts as unknown as [string, string, string, string];
  return {
    id,
    implements: controls.split(','),
    on: places.split(','),
    ...(effectiveness === undefined ? {} : { effectiveness }),
  };
}

/** @throws ThreatloomError CLI-013 where it is not POINTER=VALUE with a value that YAML can read */
function settingOf(
  text: string,
  parse: (yaml: string) => unknown,
): { readonly pointer: string; readonly value: unknown } {
  const at = text.indexOf('=');
  const hint =
    'write /assets/bot/approval=each-call; lists as [read, write]; --unset /assets/bot/approval to say nothing';
  if (at < 1 || at === text.length - 1) {
    throw new ThreatloomError('CLI-013', `"${text}" is no setting`, { hint });
  }
  try {
    return { pointer: text.slice(0, at), value: parse(text.slice(at + 1)) };
  } catch (cause) {
    throw new ThreatloomError('CLI-013', `the value of "${text}" is not YAML`, { hint, cause });
  }
}
