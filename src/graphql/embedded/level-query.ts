/**
 * Selections as queries of the common Cypher subset: one for the rows of a selection, however many places they hang on.
 */
import type { QueryParameter } from '#stores/port';
import type { Selection } from '../selection/selection.ts';
import type { Bound } from './filter-text.ts';
import { QueryText, filterClauses, property, quoted, relationPattern } from './filter-text.ts';

export interface LevelQuery {
  readonly cypher: string;
  readonly parameters: Readonly<Record<string, QueryParameter>>;
}

/** What the columns of a query hold, in order. */
export interface LevelColumns {
  /** Of nodes and edges, after the key of the parent where there is one. */
  readonly node: readonly string[];
  readonly edge: readonly string[];
}

/** What is read of a selection: what the document wants, and what order and inner selections need. */
export function columnsOf({ properties, edgeProperties, sort, by }: Selection): LevelColumns {
  // At the root the query sorts; below, the order is made of what the rows hold.
  const needed = (of: 'node' | 'edge'): string[] =>
    by === undefined ? [] : sort.filter((term) => term.of === of).map((term) => term.property);
  return {
    node: [...new Set(['key', ...properties, ...needed('node')])],
    edge: [...new Set([...edgeProperties, ...needed('edge')])],
  };
}

/** Rows of a selection at the root, in order and on their page. */
export function rootQuery(selection: Selection): LevelQuery {
  const text = new QueryText();
  const bound = { node: 'n' };
  const order = selection.sort.map((term) => `${property(bound, term)}${term.falling ? ' DESC' : ''}`);
  const parts = [
    ...matching(text, selection, bound),
    `RETURN ${returned(columnsOf(selection), bound).join(', ')}`,
    `ORDER BY ${order.join(', ')}`,
    ...(selection.offset > 0 ? [`SKIP ${text.parameter(selection.offset)}`] : []),
    ...(selection.limit === undefined ? [] : [`LIMIT ${text.parameter(selection.limit)}`]),
  ];
  return { cypher: parts.join(' '), parameters: text.parameters };
}

/** How many rows a selection at the root has, on all pages. */
export function totalQuery(selection: Selection): LevelQuery {
  const text = new QueryText();
  const parts = [...matching(text, selection, { node: 'n' }), 'RETURN count(*) AS c0'];
  return { cypher: parts.join(' '), parameters: text.parameters };
}

/** Rows of an inner selection at all of these parents, in any order; the first column is the parent's key. */
export function innerQuery(selection: Selection, parents: readonly string[]): LevelQuery {
  const text = new QueryText();
  const bound = { node: 'n', edge: 'r' };
  const by = selection.by!;
  const parts = [
    // Joined by their keys, where the engine would go through all of `IN $keys` for each node.
    `UNWIND ${text.parameter(parents)} AS k`,
    `MATCH ${relationPattern(`o:${quoted(by.from)}`, by, bound)}`,
    ...filterClauses(text, selection.filter, bound, ['k', 'r', 'n'], 'o.key = k'),
    `RETURN ${['k AS p', ...returned(columnsOf(selection), bound)].join(', ')}`,
  ];
  return { cypher: parts.join(' '), parameters: text.parameters };
}

function matching(text: QueryText, { label, filter }: Selection, bound: Bound): string[] {
  return [`MATCH (${bound.node}:${quoted(label)})`, ...filterClauses(text, filter, bound, [bound.node])];
}

/** Columns are numbered: a name of the schema could be one of the query's variables. */
function returned({ node, edge }: LevelColumns, bound: Bound): string[] {
  return [
    ...node.map((name) => ({ of: 'node', property: name }) as const),
    ...edge.map((name) => ({ of: 'edge', property: name }) as const),
  ].map((each, index) => `${property(bound, each)} AS c${index}`);
}
