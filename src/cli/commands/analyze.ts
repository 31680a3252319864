import { Argument, Option } from 'commander';
import { EXIT } from '#model/errors';
import { LEVELS } from '#model/system-model';
import type { Level } from '#model/system-model';
import type { AddCommand } from '../command.ts';
import { wantsColour } from '../io.ts';
import { addSystemOptions, openSystem, textLook } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { modelDiagnosticsText } from '../present-diagnostics.ts';
import { wholeNumber } from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

interface AnalyzeOptions extends SystemOptions {
  readonly format: 'text' | 'json';
  readonly failOn?: Level;
  readonly paths: string;
  readonly all?: boolean;
}

export const addAnalyze: AddCommand = (program, { io, outcome }) => {
  const command = program
    .command('analyze')
    .description('threats, attack paths, gaps and coverage of a system')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(
      new Option(
        '--fail-on <level>',
        'exit with 1 when a reachable threat is left at this risk or above',
      ).choices(LEVELS),
    )
    .option('--paths <n>', 'paths of each goal to show as text', '3')
    .option('--all', 'show every threat as text, and not only the worst gaps');
  addSystemOptions(command).action(async (file: string, options: AnalyzeOptions) => {
    const shown = wholeNumber('--paths', options.paths);
    // What was found in the model is part of the result, and said with the rest of it.
    const opened = await openSystem(io, file, { ...options, quiet: true });
    const { workspace, model, diagnostics, folder, today } = opened;
    const { analyzeSystem } = await import('#workspace/analysis');
    const result = analyzeSystem(workspace, model, {
      today,
      diagnostics,
      folder,
      pathsPerGoal: Math.max(10, shown),
    });
    if (options.quiet !== true) io.err(modelDiagnosticsText(result.diagnostics, wantsColour(io)));
    if (options.format === 'json') {
      writeOutput(io, `${JSON.stringify(result, null, 2)}\n`, options.output);
    } else {
      const { textReport } = await import('#reports/text/report');
      const look = { ...(await textLook(io, options)), paths: shown, all: options.all === true };
      const tactics = new Map([...workspace.view.tactics].map(([id, { name }]) => [id, name]));
      writeOutput(io, textReport(result, look, tactics), options.output);
    }
    if (options.failOn !== undefined) {
      const limit = LEVELS.indexOf(options.failOn);
      const found = result.threats.some(
        ({ reachable, status, residual }) =>
          reachable && status !== 'accepted' && LEVELS.indexOf(residual.risk) >= limit,
      );
      if (found) outcome.exitCode = EXIT.findings;
    }
  });
};
