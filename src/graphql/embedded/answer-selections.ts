/**
 * Answers selections level by level: one query for each selection, at all of its parents at once, so that their number
 * does not depend on how many rows there are.
 */
import { ThreatloomError } from '#model/errors';
import type { ReadQuery, ResultValue } from '#stores/port';
import type { Row, Rows, Values } from '../selection/rows.ts';
import type { Selection } from '../selection/selection.ts';
import { compareValues } from './compare-values.ts';
import type { LevelQuery } from './level-query.ts';
import { columnsOf, innerQuery, rootQuery, totalQuery } from './level-query.ts';

/**
 * @param maxRows most rows that one query may read, those included that a page leaves out
 * @throws ThreatloomError GRAPHQL-004 where it would be more; STORE-…
 */
export async function answerSelections(
  read: ReadQuery,
  selections: readonly Selection[],
  maxRows: number,
): Promise<Map<string, Rows>> {
  const answers = await Promise.all(
    selections.map(async (selection) => [selection.id, await atRoot(read, selection, maxRows)] as const),
  );
  return new Map(answers);
}

/** A row whose inner selections are yet to be answered. */
interface OpenRow extends Row {
  readonly key: string;
  readonly inner: Map<string, Rows>;
}

async function atRoot(read: ReadQuery, selection: Selection, maxRows: number): Promise<Rows> {
  const isWhole = selection.limit === undefined && selection.offset === 0 && selection.wantsRows;
  const [rows, total] = await Promise.all([
    selection.wantsRows
      ? rowsOf(read, rootQuery(selection), maxRows).then((all) => all.map(opening(selection)))
      : [],
    selection.wantsTotal && !isWhole ? totalOf(read, totalQuery(selection)) : undefined,
  ]);
  await answerInner(read, selection, rows, maxRows);
  return { rows, total: selection.wantsTotal ? (total ?? rows.length) : undefined };
}

/** Fills in what hangs on these rows, and on those in turn. */
async function answerInner(
  read: ReadQuery,
  { inner }: Selection,
  owners: readonly OpenRow[],
  maxRows: number,
): Promise<void> {
  const parents = [...new Set(owners.map(({ key }) => key))];
  await Promise.all(
    inner.map(async (selection) => {
      const atParents = await answerAt(read, selection, parents, maxRows);
      for (const { key, inner: answers } of owners) answers.set(selection.id, atParents.get(key)!);
    }),
  );
}

async function answerAt(
  read: ReadQuery,
  selection: Selection,
  parents: readonly string[],
  maxRows: number,
): Promise<Map<string, Rows>> {
  const found = new Map<string, OpenRow[]>(parents.map((key) => [key, []]));
  if (parents.length > 0 && (selection.wantsRows || selection.wantsTotal)) {
    const open = opening(selection);
    for (const [parent, ...values] of await rowsOf(read, innerQuery(selection, parents), maxRows)) {
      found.get(parent as string)!.push(open(values));
    }
  }
  const pages: OpenRow[] = [];
  const answers = new Map<string, Rows>();
  for (const [parent, all] of found) {
    const rows = selection.connection ? all : eachOnce(all);
    rows.sort(inOrder(selection));
    const { offset, limit } = selection;
    const page = selection.wantsRows
      ? rows.slice(offset, limit === undefined ? undefined : offset + limit)
      : [];
    answers.set(parent, { rows: page, total: selection.wantsTotal ? rows.length : undefined });
    for (const row of page) pages.push(row);
  }
  await answerInner(read, selection, pages, maxRows);
  return answers;
}

/** Several edges may join the same two nodes. */
function eachOnce(rows: readonly OpenRow[]): OpenRow[] {
  return [...new Map(rows.map((row) => [row.key, row])).values()];
}

function inOrder({ sort }: Selection): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { of, property, falling } of sort) {
      const order = compareValues(a[of][property]!, b[of][property]!);
      if (order !== 0) return falling ? -order : order;
    }
    return 0;
  };
}

type OpenRows = (values: readonly ResultValue[]) => OpenRow;

function opening(selection: Selection): OpenRows {
  const { node, edge } = columnsOf(selection);
  const record = (names: readonly string[], values: readonly ResultValue[], from: number): Values =>
    Object.fromEntries(names.map((name, at) => [name, values[from + at]!]));
  return (values) => ({
    node: record(node, values, 0),
    edge: record(edge, values, node.length),
    key: values[0] as string,
    inner: new Map(),
  });
}

async function rowsOf(
  read: ReadQuery,
  { cypher, parameters }: LevelQuery,
  maxRows: number,
): Promise<readonly (readonly ResultValue[])[]> {
  const { rows, truncated } = await read(cypher, parameters, { maxRows });
  if (!truncated) return rows;
  throw new ThreatloomError('GRAPHQL-004', `the answer would rest on more than ${maxRows} rows`, {
    hint: 'narrow it with where, limit or first',
  });
}

async function totalOf(read: ReadQuery, { cypher, parameters }: LevelQuery): Promise<number> {
  const { rows } = await read(cypher, parameters, { maxRows: 1 });
  return rows[0]![0] as number;
}
