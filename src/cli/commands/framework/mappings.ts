import { Option } from 'commander';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { OUTPUT_OPTION } from '../../read-options.ts';
import { ROW_FORMATS, rowsText, type RowFormat } from '../../result-rows.ts';
import { writeOutput } from '../../write-output.ts';

interface MappingsOptions {
  readonly format: RowFormat | 'sssom';
  readonly with: readonly string[];
  readonly output?: string;
}

const COLUMNS = [
  'subject',
  'subject edition',
  'predicate',
  'object',
  'object edition',
  'trust',
  'confidence',
  'justification',
  'author',
  'source',
];

export const addFrameworkMappings: AddCommand = (framework, { io }) => {
  framework
    .command('mappings')
    .description('what is mapped to what: all mappings of a framework, or between two; out as SSSOM TSV too')
    .argument('<from>', 'a framework, an edition or a record: atlas, owasp-llm@2025, owasp-llm@2025/LLM01')
    .argument('[to]', 'the other end; everything unless told')
    .addOption(
      new Option('--with <file...>', 'mapping files of your own in SSSOM TSV, beside those at hand').default(
        [],
        'none',
      ),
    )
    .addOption(
      new Option('--format <format>', 'how to print').choices([...ROW_FORMATS, 'sssom']).default('table'),
    )
    .addOption(OUTPUT_OPTION())
    .action(async (from: string, to: string | undefined, options: MappingsOptions) => {
      const { listMappings, openMappings, readAskedEnd, withEditions } = await import('#workspace/mappings');
      const knowledge = openMappings(io.cwd, options.with);
      const ends = [from, ...(to === undefined ? [] : [to])].map((text) =>
        readAskedEnd(io.cwd, knowledge, text),
      );
      const mappings = listMappings(knowledge, ends[0]!, ends[1]).map(withEditions);
      if (options.format === 'sssom') {
        const { writeSssom } = await import('#knowledge/mappings/write-sssom');
        const id = `urn:threatloom:mappings:${ends.map((end) => end.framework).join('-to-')}`;
        writeOutput(io, writeSssom(mappings, id), options.output);
        return;
      }
      const rows = mappings.map(({ subject, predicate, object, trust, ...rest }) => [
        `${subject.framework}:${subject.id}`,
        subject.edition ?? null,
        predicate,
        `${object.framework}:${object.id}`,
        object.edition ?? null,
        trust,
        rest.confidence ?? null,
        rest.justification,
        rest.author ?? null,
        rest.source,
      ]);
      const look = {
        colour: wantsColour(io) && options.output === undefined,
        width: options.output === undefined ? io.width : undefined,
      };
      const result = { columns: COLUMNS, rows, truncated: false };
      writeOutput(io, rowsText(result, options.format, look), options.output);
    });
};
