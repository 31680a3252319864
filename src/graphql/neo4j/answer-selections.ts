/**
 * Answers selections by the resolvers of `@neo4j/graphql`, whose queries go through the store as all queries do: one for
 * each selection at the root.
 */
import { execute } from 'graphql/execution/index.js';
import { GraphQLError } from 'graphql/error/index.js';
import type { GraphQLSchema } from 'graphql/type/index.js';
import { ThreatloomError } from '#model/errors';
import type { QueryParameter, ReadQuery, ResultValue } from '#stores/port';
import type { Row, Rows, Values } from '../selection/rows.ts';
import type { Selection } from '../selection/selection.ts';
import type { RootFields } from './inner-document.ts';
import { innerDocument, isAsked } from './inner-document.ts';

export interface GeneratedApi {
  readonly schema: GraphQLSchema;
  readonly rootFields: ReadonlyMap<string, RootFields>;
}

/**
 * @param maxRows most rows of one selection at the root
 * @throws ThreatloomError GRAPHQL-004 where it would be more; STORE-…
 */
export async function answerSelections(
  read: ReadQuery,
  { schema, rootFields }: GeneratedApi,
  selections: readonly Selection[],
  maxRows: number,
): Promise<Map<string, Rows>> {
  const asked = selections.filter(isAsked);
  if (asked.length === 0) return new Map(selections.map(({ id }) => [id, NOTHING]));
  const { data, errors } = await execute({
    schema,
    ...innerDocument(schema, rootFields, asked),
    contextValue: { executionContext: { run: runner(read, maxRows) } },
  });
  const [error] = errors ?? [];
  if (error !== undefined) throw causeOf(error);
  return new Map(selections.map((selection) => [selection.id, rowsOf(selection, data![selection.id])]));
}

const NOTHING: Rows = { rows: [], total: undefined };

/** What the library takes from the records and the summary of a driver's result. */
interface DriverResult {
  readonly records: readonly DriverRecord[];
  readonly summary: { readonly counters: { updates(): object } };
}
interface DriverRecord extends Iterable<ResultValue> {
  toObject(): Record<string, ResultValue>;
}

/** Stands in for a transaction of the driver. */
function runner(
  read: ReadQuery,
  maxRows: number,
): (cypher: string, parameters: Readonly<Record<string, unknown>>) => Promise<DriverResult> {
  return async (cypher, parameters) => {
    const plain = Object.entries(parameters).map(([name, value]) => [name, plainParameter(value)] as const);
    const { columns, rows, truncated } = await read(cypher, Object.fromEntries(plain), { maxRows });
    if (truncated) {
      throw new ThreatloomError('GRAPHQL-004', `the answer would rest on more than ${maxRows} rows`, {
        hint: 'narrow it with where, limit or first',
      });
    }
    return {
      records: rows.map((row) => ({
        toObject: () => Object.fromEntries(columns.map((column, at) => [column, row[at]!])),
        [Symbol.iterator]: () => row[Symbol.iterator](),
      })),
      summary: { counters: { updates: () => ({}) } },
    };
  };
}

/** The driver's integers, as which the library hands over `limit` and `offset`, as numbers. */
function plainParameter(value: unknown): QueryParameter {
  const isInteger = typeof value === 'object' && value !== null && 'low' in value && 'high' in value;
  return isInteger ? Number(value) : (value as QueryParameter);
}

function causeOf(error: GraphQLError): Error {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? causeOf(originalError) : (originalError ?? error);
}

function rowsOf(selection: Selection, answer: unknown): Rows {
  if (!isAsked(selection)) return NOTHING;
  if (!selection.connection) {
    if (!selection.wantsRows) return NOTHING;
    return { rows: (answer as Values[]).map((node) => rowOf(selection, node, {})), total: undefined };
  }
  const { totalCount, edges } = answer as {
    readonly totalCount?: number;
    readonly edges?: readonly { readonly node: Values; readonly properties?: Values }[];
  };
  return {
    rows: edges?.map(({ node, properties = {} }) => rowOf(selection, node, properties)) ?? [],
    total: totalCount,
  };
}

function rowOf({ inner }: Selection, node: Values, edge: Values): Row {
  return { node, edge, inner: new Map(inner.map((each) => [each.id, rowsOf(each, node[each.id])])) };
}
