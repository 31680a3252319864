import { Option } from 'commander';
import { ThreatloomError } from '#model/errors';
import type { OpenedFiles } from '#workspace/system-files';
import type { AddCommand } from '../command.ts';
import { wantsColour, type Io } from '../io.ts';
import { modelDiagnosticsText } from '../present-diagnostics.ts';
import { LIBRARY_OPTION, OUTPUT_OPTION, libraryFolders } from '../read-options.ts';
import { writeNewModel, writeOutput } from '../write-output.ts';

interface ImportCommandOptions {
  readonly from?: string;
  readonly output?: string;
  readonly guess: boolean;
  readonly report?: string;
  readonly format?: 'text' | 'json';
  readonly library?: readonly string[];
  readonly force?: boolean;
  readonly quiet?: boolean;
}

export const addImport: AddCommand = (program, { io }) => {
  program
    .command('import')
    .description(
      'make a system model of a file from another tool; says what it read, guessed and could not read',
    )
    .argument(
      '<file...>',
      'one system: a file, several, a folder with them, or the address of an MLflow server',
    )
    .option('--from <importer>', 'what the file is, where it does not tell itself, e.g. otm')
    .addOption(OUTPUT_OPTION())
    .option('--force', 'write over a model that is there')
    .option('--no-guess', 'no kinds, people, trust, relations or ratings from words')
    .option('--report <file>', 'what became of each part of the file, line by line')
    .addOption(
      new Option('--format <format>', 'of the report; by the name of its file unless told').choices([
        'text',
        'json',
      ]),
    )
    .addOption(LIBRARY_OPTION())
    .option('--quiet', 'no summary and no warnings')
    .action(async (paths: readonly string[], options: ImportCommandOptions) => {
      const { openWorkspace } = await import('#workspace/analysis');
      const { importSystem } = await import('#workspace/system-import');
      const { lossReport, lossReportJson, lossSummary } = await import('#reports/import/loss-report');
      const opened = await openSources(paths, io, options.from);
      const workspace = openWorkspace(libraryFolders(io, options.library), io.cwd);
      const { text, diagnostics, report } = importSystem(workspace, opened, {
        guess: options.guess,
        ...(options.from !== undefined && { from: options.from }),
        ...(options.output !== undefined && { writtenAs: options.output }),
      });
      writeNewModel(io, text, options.output, options.force);
      if (options.report !== undefined) {
        const asJson =
          options.format === undefined ? options.report.endsWith('.json') : options.format === 'json';
        writeOutput(io, asJson ? lossReportJson(report) : lossReport(report), options.report);
      }
      if (options.quiet === true) return;
      io.err(modelDiagnosticsText([...report.diagnostics, ...diagnostics], wantsColour(io)));
      io.err(lossSummary(report));
      if (options.report === undefined) io.err('each part line by line: --report FILE\n');
    });
};

/** Files, or with `--from mlflow` what a server answers. */
async function openSources(
  paths: readonly string[],
  { cwd, env }: Io,
  from: string | undefined,
): Promise<OpenedFiles> {
  const address = paths.find((path) => /^https?:\/\//i.test(path));
  if (address === undefined) {
    const { openSystemFiles } = await import('#workspace/system-files');
    return openSystemFiles(paths, cwd);
  }
  if (from !== 'mlflow' || paths.length > 1) {
    const { withoutCredentials } = await import('#importers/formats/redact');
    throw new ThreatloomError(
      'CLI-022',
      `${withoutCredentials(address)} is an address, and files are imported`,
      {
        hint: 'only an MLflow server is read by its address, alone: --from mlflow',
      },
    );
  }
  const { openMlflowServer } = await import('#workspace/mlflow-server');
  return openMlflowServer(address, env);
}
