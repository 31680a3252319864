import type { CypherAnswer, GraphqlAnswer } from '../data/client.ts';
import type { Cell, Table } from '../export/table.ts';

export function cypherTable(title: string, { columns, rows }: CypherAnswer): Table {
  return { title, columns, rows: rows.map((row) => row.map(cellOf)) };
}

/**
 * The first list of objects in an answer, as rows: `{ analysis: { paths: [ … ] } }` gives the paths. None: the answer
 * itself as one row.
 */
export function graphqlTable(title: string, { data }: GraphqlAnswer): Table {
  const list = firstList(data) ?? (isObject(data) ? [data] : []);
  const objects = list.filter(isObject);
  const columns = [...new Set(objects.flatMap((each) => Object.keys(each)))];
  return { title, columns, rows: objects.map((each) => columns.map((column) => cellOf(each[column]))) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isObject(value)) return undefined;
  for (const inner of Object.values(value)) {
    const found = firstList(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
