import { Option } from 'commander';
import { hasErrors } from '#model/diagnostics';
import { EXIT } from '#model/errors';
import type { AddCommand } from '../command.ts';
import { wantsColour } from '../io.ts';
import { modelDiagnosticsText } from '../present-diagnostics.ts';
import { LIBRARY_OPTION, STRICT_OPTION, libraryFolders } from '../read-options.ts';

interface ValidateOptions {
  readonly library?: readonly string[];
  readonly strict?: boolean;
  readonly format: 'text' | 'json';
}

export const addValidate: AddCommand = (program, { io, outcome }) => {
  program
    .command('validate')
    .description('check system models; all faults of a file in one run')
    .argument('<system...>', 'system models, NAME.system.yaml')
    .addOption(LIBRARY_OPTION())
    .addOption(STRICT_OPTION())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { openWorkspace, readSystem } = await import('#workspace/analysis');
      const workspace = openWorkspace(libraryFolders(io, options.library), io.cwd);
      const all = files.map((file) => ({ file, ...readSystem(workspace, file, io.cwd, options.strict) }));
      if (all.some(({ diagnostics }) => hasErrors(diagnostics))) outcome.exitCode = EXIT.badInput;
      if (options.format === 'json') {
        io.out(
          `${JSON.stringify(
            all.flatMap(({ diagnostics }) => diagnostics),
            null,
            2,
          )}\n`,
        );
        return;
      }
      for (const { file, model, diagnostics } of all) {
        io.err(modelDiagnosticsText(diagnostics, wantsColour(io)));
        if (model === undefined) continue;
        const { assets, actors, flows, zones, safeguards, goals } = model;
        io.out(
          `${file}: valid; ${[
            counted(assets.length, 'asset'),
            counted(actors.length, 'actor'),
            counted(zones.length, 'zone'),
            counted(flows.length, 'flow'),
            counted(safeguards.length, 'safeguard'),
            counted(goals.length, 'goal'),
          ].join(', ')}\n`,
        );
      }
    });
};

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
