import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { OUTPUT_OPTION, ROW_FORMAT_OPTION } from '../../read-options.ts';
import { rowsText, type RowFormat } from '../../result-rows.ts';
import { writeOutput } from '../../write-output.ts';

interface ListOptions {
  readonly format: RowFormat;
  readonly output?: string;
}

const COLUMNS = [
  'framework',
  'edition',
  'origin',
  'pinned',
  'tactics',
  'techniques',
  'risks',
  'controls',
  'requirements',
  'case studies',
  'read from',
  'sha256',
];

export const addFrameworkList: AddCommand = (framework, { io }) => {
  framework
    .command('list')
    .description('what is there, shipped and added: editions, counts, sources')
    .addOption(ROW_FORMAT_OPTION())
    .addOption(OUTPUT_OPTION())
    .action(async ({ format, output }: ListOptions) => {
      const { editionsAtHand } = await import('#workspace/editions');
      const rows = editionsAtHand(io.cwd).map(({ origin, pinned, read }) => {
        const { framework: identity, source, ...records } = read();
        return [
          identity.id,
          identity.edition,
          origin,
          pinned,
          records.tactics.length,
          records.techniques.filter(({ status }) => status === 'active').length,
          records.risks.length,
          records.controls.filter(({ status }) => status === 'active').length,
          records.requirements.length,
          records.caseStudies.length,
          format === 'table' ? shortened(source.file) : source.file,
          format === 'table' ? source.sha256.slice(0, 12) : source.sha256,
        ];
      });
      const look = { colour: wantsColour(io) && output === undefined, width: io.width };
      writeOutput(io, rowsText({ columns: COLUMNS, rows, truncated: false }, format, look), output);
    });
};

/** Several files are joined by `+`; a table names the first. */
function shortened(files: string): string {
  const [first = '', ...others] = files.split('+');
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
