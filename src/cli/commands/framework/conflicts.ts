import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { OUTPUT_OPTION, ROW_FORMAT_OPTION } from '../../read-options.ts';
import { rowsText, type RowFormat } from '../../result-rows.ts';
import { writeOutput } from '../../write-output.ts';

interface ConflictsOptions {
  readonly format: RowFormat;
  readonly output?: string;
}

const COLUMNS = [
  'about',
  'record',
  'other end',
  'one says',
  'source',
  'the other says',
  'other source',
  'prevails',
];

export const addFrameworkConflicts: AddCommand = (framework, { io }) => {
  framework
    .command('conflicts')
    .description('where two crosswalks contradict each other, with both sources')
    .argument('[files...]', 'mapping files of your own in SSSOM TSV, held against those at hand')
    .addOption(ROW_FORMAT_OPTION())
    .addOption(OUTPUT_OPTION())
    .action(async (files: readonly string[], { format, output }: ConflictsOptions) => {
      const { openMappings } = await import('#workspace/mappings');
      const { findConflicts } = await import('#knowledge/mappings/conflicts');
      const { readFormerNames } = await import('#knowledge/lint/former-names');
      const rows = findConflicts(openMappings(io.cwd, files), readFormerNames()).map(
        ({ kind, subject, object, statements: [first, second], prevails }) => [
          kind,
          subject,
          object ?? null,
          first.says,
          `${first.source} (${first.trust})`,
          second.says,
          `${second.source} (${second.trust})`,
          prevails ?? 'neither',
        ],
      );
      const look = {
        colour: wantsColour(io) && output === undefined,
        width: output === undefined ? io.width : undefined,
      };
      writeOutput(io, rowsText({ columns: COLUMNS, rows, truncated: false }, format, look), output);
    });
};
