import { Argument, Option } from 'commander';
import { hasErrors } from '#model/diagnostics';
import { EXIT, ThreatloomError } from '#model/errors';
import { LEVELS } from '#model/system-model';
import type { Level } from '#model/system-model';
import type { AddCommand } from '../command.ts';
import { wantsColour } from '../io.ts';
import { isoDate, textLook } from '../open-system.ts';
import { diagnosticsText } from '../present-diagnostics.ts';
import {
  LIBRARY_OPTION,
  OUTPUT_OPTION,
  STRICT_OPTION,
  libraryFolders,
  wholeNumber,
} from '../read-options.ts';
import { writeOutput } from '../write-output.ts';

interface AnalyzeOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly failOn?: Level;
  readonly library?: readonly string[];
  readonly paths: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
  readonly asOf?: string;
}

export const addAnalyze: AddCommand = (program, { io, outcome }) => {
  program
    .command('analyze')
    .description('threats, attack paths, gaps and coverage of a system')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(OUTPUT_OPTION())
    .addOption(
      new Option(
        '--fail-on <level>',
        'exit with 1 when a reachable threat is left at this risk or above',
      ).choices(LEVELS),
    )
    .addOption(LIBRARY_OPTION())
    .option('--paths <n>', 'paths of each goal to show as text', '3')
    .option('--all', 'show every threat as text, and not only the worst gaps')
    .option('--quiet', 'no warnings')
    .addOption(STRICT_OPTION())
    .option('--as-of <date>', 'judge evidence and acceptances as of this day, e.g. 2026-11-23')
    .action(async (file: string, options: AnalyzeOptions) => {
      const { openWorkspace, readSystem, analyzeSystem } = await import('#workspace/analysis');
      const shown = wholeNumber('--paths', options.paths);
      const today = options.asOf === undefined ? io.today : isoDate(options.asOf);
      const workspace = openWorkspace(libraryFolders(io, options.library), io.cwd);
      const { model, diagnostics, folder } = readSystem(workspace, file, io.cwd, options.strict);
      if (model === undefined || hasErrors(diagnostics)) {
        throw new ThreatloomError('CLI-007', `${file} is no valid system model`, { file, diagnostics });
      }
      const result = analyzeSystem(workspace, model, {
        today,
        diagnostics,
        folder,
        pathsPerGoal: Math.max(10, shown),
      });
      if (options.quiet !== true) io.err(diagnosticsText(result.diagnostics, wantsColour(io)));
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
