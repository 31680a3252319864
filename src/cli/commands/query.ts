import { Argument } from 'commander';
import { EXIT, ThreatloomError } from '#model/errors';
import { openStore } from '#workspace/store';
import type { AddCommand } from '../command.ts';
import { wantsColour } from '../io.ts';
import { rowsText } from '../result-rows.ts';
import { writeOutput } from '../write-output.ts';
import {
  OUTPUT_OPTION,
  ROW_FORMAT_OPTION,
  STORE_OPTION,
  limitsOf,
  type ReadOptions,
} from '../read-options.ts';

interface QueryOptions extends ReadOptions {
  readonly param: readonly string[];
}

export const addQuery: AddCommand = (program, { io }) => {
  program
    .command('query')
    .description('ask the graph a named question; "query list" names them')
    .addArgument(new Argument('<name>', 'a query of queries/, or "list"'))
    .option('-p, --param <name=value>', 'a parameter of the query; repeat for more', collect, [])
    .addOption(STORE_OPTION())
    .addOption(ROW_FORMAT_OPTION())
    .option('--max-rows <n>', 'most rows to print', '10000')
    .option('--timeout <seconds>', 'longest time to wait', '30')
    .addOption(OUTPUT_OPTION())
    .action(async (name: string, options: QueryOptions) => {
      const { graphSchema } = await import('#stores/schema/read-schema');
      const { findQuery, loadNamedQueries } = await import('#stores/queries/load-queries');
      const { bindParameters } = await import('#stores/queries/query-parameters');
      const look = { colour: wantsColour(io) && options.output === undefined, width: io.width };
      const queries = loadNamedQueries(graphSchema());
      if (name === 'list') {
        const rows = queries.map((query) => [
          query.name,
          query.parameters.map((p) => (p.default === undefined ? p.name : `[${p.name}]`)),
          query.summary,
        ]);
        writeOutput(
          io,
          rowsText(
            { columns: ['query', 'parameters', 'summary'], rows, truncated: false },
            options.format,
            look,
          ),
          options.output,
        );
        return;
      }
      const query = findQuery(queries, name);
      const parameters = bindParameters(query, namedValues(options.param, query.parameters));
      const store = await openStore(options.store, io.cwd, io.env);
      try {
        const result = await store.read(query.cypher, parameters, limitsOf(options));
        writeOutput(io, rowsText(result, options.format, look), options.output);
        if (result.rows.length === 0) io.err('no rows\n');
        if (result.truncated) io.err(`cut after ${result.rows.length} rows: use --max-rows for more\n`);
      } finally {
        await store.close();
      }
    });
};

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** `name=value` pairs, read as the type that the query declares for the name. */
function namedValues(
  pairs: readonly string[],
  specs: readonly { readonly name: string; readonly type: string }[],
): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) {
        throw new ThreatloomError('CLI-005', `"${pair}" is no parameter`, {
          hint: 'write --param name=value',
          exitCode: EXIT.badInput,
        });
      }
      const name = pair.slice(0, at);
      return [name, typed(pair.slice(at + 1), specs.find((spec) => spec.name === name)?.type)];
    }),
  );
}

function typed(text: string, type: string | undefined): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return text.trim() === '' ? text : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'strings':
      return text === '' ? [] : text.split(',');
    case undefined:
    default:
      return text;
  }
}
