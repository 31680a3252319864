import { Option } from 'commander';
import { EXIT } from '#model/errors';
import type { Verdict } from '#knowledge/lint/lint-mentions';
import { packageVersion } from '#packaging/package-root';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { diagnosticText } from '../../present-diagnostics.ts';
import { OUTPUT_OPTION } from '../../read-options.ts';
import { tableText } from '#reports/text/table';
import { writeOutput } from '../../write-output.ts';

interface LintOptions {
  readonly format: 'text' | 'json' | 'sarif';
  readonly output?: string;
}

const RULES = {
  'LINT-001': 'The framework has no record with this id',
  'LINT-002': 'The label beside an id is no name that its record has or had',
  'LINT-003': 'The label beside an id is an earlier name of its record',
  'LINT-004': 'The record with this id was retired',
};

const VERDICTS: readonly Verdict[] = ['current', 'old-name', 'wrong-name', 'retired-id', 'unknown-id'];

export const addFrameworkLint: AddCommand = (framework, { io, outcome }) => {
  framework
    .command('lint')
    .description('check ids and labels in mapping files against the pinned editions and all earlier names')
    .argument('<files...>', 'SSSOM, TSV, CSV, JSON, YAML or markdown, or folders with them')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'sarif']).default('text'),
    )
    .addOption(OUTPUT_OPTION())
    .addHelpText('after', '\nExit code 1 where anything was found.')
    .action(async (paths: readonly string[], { format, output }: LintOptions) => {
      const { lintFiles } = await import('#workspace/lint');
      const linted = lintFiles(io.cwd, paths);
      const diagnostics = linted.flatMap((file) => file.diagnostics);
      if (diagnostics.length > 0) outcome.exitCode = EXIT.findings;
      const rows = linted.map(({ file, mentions }) => [
        file,
        mentions.length,
        ...VERDICTS.map((verdict) => mentions.filter((mention) => mention.verdict === verdict).length),
      ]);
      if (format === 'sarif') {
        const { diagnosticsLog } = await import('#reports/sarif/diagnostics-log');
        writeOutput(io, diagnosticsLog(diagnostics, RULES, packageVersion()), output);
        return;
      }
      if (format === 'json') {
        writeOutput(io, `${JSON.stringify(linted, null, 2)}\n`, output);
        return;
      }
      const colour = wantsColour(io) && output === undefined;
      const found = diagnostics.map((diagnostic) => diagnosticText(diagnostic, colour)).join('');
      const columns = ['file', 'ids', 'current', 'old name', 'wrong name', 'retired', 'unknown'];
      const table = tableText(columns, rows, { colour, width: output === undefined ? io.width : undefined });
      writeOutput(io, `${found}${found === '' ? '' : '\n'}${table}`, output);
    });
};
