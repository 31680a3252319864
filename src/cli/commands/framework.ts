import { join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import type { AddCommand } from '../command.ts';
import { wantsColour } from '../io.ts';
import { rowFormat, rowsText } from '../result-rows.ts';
import { writeOutput } from '../write-output.ts';

interface ListOptions {
  readonly format: string;
  readonly output?: string;
}

export const addFramework: AddCommand = (program, { io }) => {
  const framework = program.command('framework').description('the frameworks that answers are built on');
  framework
    .command('list')
    .description('what is shipped: editions, counts, sources')
    .option('--format <format>', 'table, json or csv', 'table')
    .option('-o, --output <file>', 'write to a file')
    .action(async ({ format: name, output }: ListOptions) => {
      const { readIndexedPack, readPackIndex } = await import('#knowledge/pack-index');
      const format = rowFormat(name);
      const packs = join(packageRoot(), 'packs');
      const rows = readPackIndex(packs).map((entry) => {
        const pack = readIndexedPack(packs, entry);
        return [
          entry.framework,
          entry.edition,
          entry.pinned,
          pack.tactics.length,
          pack.techniques.filter(({ status }) => status === 'active').length,
          pack.risks.length,
          pack.controls.filter(({ status }) => status === 'active').length,
          pack.requirements.length,
          pack.caseStudies.length,
          format === 'table' ? shortened(pack.source.file) : pack.source.file,
          format === 'table' ? pack.source.sha256.slice(0, 12) : pack.source.sha256,
        ];
      });
      const columns = [
        'framework',
        'edition',
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
      const look = { colour: wantsColour(io) && output === undefined, width: io.width };
      writeOutput(io, rowsText({ columns, rows, truncated: false }, format, look), output);
    });
};

/** Several files are joined by `+`; a table names the first. */
function shortened(files: string): string {
  const [first = '', ...others] = files.split('+');
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
