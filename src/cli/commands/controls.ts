import { Argument, Option } from 'commander';
import { ThreatloomError } from '#model/errors';
import { packageVersion } from '#packaging/package-root';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, listOption, openSystem, textLook, withProgress } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { wholeNumber } from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

interface ControlsOptions extends SystemOptions {
  readonly goal: readonly string[];
  readonly target?: string;
  readonly timeLimit: string;
  readonly top: string;
  readonly format: 'text' | 'json';
}

/** Words for targets: the upper ends of the likelihood bands. */
const TARGETS: Readonly<Record<string, number>> = { impossible: 0, rare: 0.05, unlikely: 0.2, possible: 0.5 };

export const addControls: AddCommand = (program, { io }) => {
  const command = program
    .command('controls')
    .description('the cheapest controls that bring each goal down, and what single controls would do')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(listOption('--goal <id...>', 'goals of the model; all unless told'))
    .option(
      '--target <likelihood>',
      'bring goals below this, 0 to 1, or impossible, rare, unlikely, possible; the lowest band that can be had unless told',
    )
    .option(
      '--time-limit <seconds>',
      'after this, the best found and how much cheaper another could be',
      '30',
    )
    .option('--top <n>', 'single controls to show as text', '10')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  addSystemOptions(command).action(async (file: string, options: ControlsOptions) => {
    const target = options.target === undefined ? {} : { target: targetOf(options.target) };
    const limit = secondsOf(options.timeLimit) * 1000;
    const top = wholeNumber('--top', options.top);
    const { workspace, model, folder, today } = await openSystem(io, file, options);
    const { openAnswers } = await import('#workspace/answers');
    const { askControls } = await import('#analysis/control-query/ask-controls');
    const basis = openAnswers(workspace, model, { today, folder });
    const end = Date.now() + limit;
    const question = { goals: options.goal, ...target };
    const advice = withProgress(io, options, (onProgress) =>
      askControls(basis, question, packageVersion(), { shouldStop: () => Date.now() > end, onProgress }),
    );
    if (options.format === 'json') {
      writeOutput(io, `${JSON.stringify(advice, null, 2)}\n`, options.output);
      return;
    }
    const { controlAdviceText } = await import('#reports/answers/control-advice');
    writeOutput(io, controlAdviceText(advice, await textLook(io, options), top), options.output);
  });
};

function targetOf(text: string): number {
  const value = Object.hasOwn(TARGETS, text) ? TARGETS[text]! : text.trim() === '' ? NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new ThreatloomError('CLI-009', `--target wants a number from 0 to 1, not "${text}"`, {
    hint: `or one of ${Object.keys(TARGETS).join(', ')}`,
  });
}

function secondsOf(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= 0 && value <= 86_400) return value;
  throw new ThreatloomError('CLI-006', `--time-limit wants a number of seconds up to 86400, not "${text}"`);
}
