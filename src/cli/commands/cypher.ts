import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { openStore } from '#workspace/store';
import type { AddCommand } from '../command.ts';
import { wantsColour } from '../io.ts';
import {
  OUTPUT_OPTION,
  ROW_FORMAT_OPTION,
  STORE_OPTION,
  limitsOf,
  type ReadOptions,
} from '../read-options.ts';
import { rowsText } from '../result-rows.ts';
import { writeOutput } from '../write-output.ts';

export const addCypher: AddCommand = (program, { io }) => {
  program
    .command('cypher')
    .description('ask the graph in read-only Cypher')
    .argument('<text>', 'e.g. "MATCH (a:Asset) RETURN a.id AS id ORDER BY id"')
    .addOption(STORE_OPTION())
    .addOption(ROW_FORMAT_OPTION())
    .option('--max-rows <n>', 'most rows to print', '10000')
    .option('--timeout <seconds>', 'longest time to wait', '30')
    .addOption(OUTPUT_OPTION())
    .action(async (text: string, options: ReadOptions) => {
      const { readQuery } = await import('#stores/cypher-guard/read-query');
      const { checkQuery } = await import('#stores/cypher-guard/check-query');
      const { graphSchema } = await import('#stores/schema/read-schema');
      const query = readQuery(text);
      const diagnostics = checkQuery(query, graphSchema());
      if (hasErrors(diagnostics)) {
        throw new ThreatloomError('CLI-014', 'the query does not fit the graph', { diagnostics });
      }
      const store = await openStore(options.store, io.cwd, io.env);
      try {
        const result = await store.read(query.cypher, {}, limitsOf(options));
        const look = { colour: wantsColour(io) && options.output === undefined, width: io.width };
        writeOutput(io, rowsText(result, options.format, look), options.output);
        if (result.rows.length === 0) io.err('no rows\n');
        if (result.truncated) io.err(`cut after ${result.rows.length} rows: use --max-rows for more\n`);
      } finally {
        await store.close();
      }
    });
};
