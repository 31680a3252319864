/**
 * Reads a finished database file back, whole, and gives what it says: the check before it may become the graph.
 *
 * The engine hands over rows one object at a time, some tens of thousands a second; collected into one text for many
 * rows they come ten times as fast.
 */
import { EXIT, ThreatloomError } from '#model/errors';
import type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import type { GraphSchema, SchemaProperty } from '../schema/graph-schema.ts';
import type { EngineConnection } from './engine.ts';
import { connect, openForReading, run } from './engine.ts';
import { quoted } from './tables.ts';
import { byPair } from './write-build.ts';
import { FIELD, RECORD, floatExpression, valueOf, writingExpression } from './transfer.ts';

/** Keeps one text well below the longest string of V8, whatever the descriptions. */
const ROWS_A_READ = 20_000;

/**
 * What the file holds of the tables that a batch fills; the build's own node is left out. O(nodes + edges).
 *
 * @throws ThreatloomError STORE-004 where the file holds another number of nodes or edges in all
 */
export async function readBack(file: string, schema: GraphSchema, batch: GraphBatch): Promise<GraphBatch> {
  const database = await openForReading(file);
  try {
    const connection = await connect(database);
    await assertTotal(connection, '(n)', total(batch.nodes) + 1);
    await assertTotal(connection, '()-[r]->()', total(batch.edges));
    const nodes = new Map<string, GraphNode[]>();
    for (const { name, properties } of schema.labels) {
      const expected = batch.nodes.get(name)?.length ?? 0;
      if (expected === 0) continue;
      const rest = properties.filter((property) => property.name !== 'key');
      const pattern = `(n:${quoted(name)})`;
      const rows = await readRows(connection, { pattern, owner: 'n', keys: ['n.`key`'], expected }, rest);
      nodes.set(
        name,
        rows.map(({ keys, values }) => ({ key: keys[0]!, properties: values })),
      );
    }
    const edges = new Map<string, GraphEdge[]>();
    for (const { type, properties } of schema.relationships) {
      const members: GraphEdge[] = [];
      for (const [pair, { length: expected }] of byPair(batch.edges.get(type) ?? [])) {
        const [from, to] = pair.split(' ') as [string, string];
        const pattern = `(a:${quoted(from)})-[r:${quoted(type)}]->(b:${quoted(to)})`;
        const source = { pattern, owner: 'r', keys: ['a.`key`', 'b.`key`'], expected };
        for (const { keys, values } of await readRows(connection, source, properties)) {
          members.push({
            from: { label: from, key: keys[0]! },
            to: { label: to, key: keys[1]! },
            properties: values,
          });
        }
      }
      edges.set(type, members);
    }
    await connection.close();
    return { nodes, edges };
  } finally {
    await database.close();
  }
}

interface Source {
  readonly pattern: string;
  /** Variable whose properties are read. */
  readonly owner: string;
  /** Expressions that say which node or edge it is. */
  readonly keys: readonly string[];
  readonly expected: number;
}

interface Row {
  readonly keys: readonly string[];
  readonly values: Readonly<Record<string, PropertyValue>>;
}

async function readRows(
  connection: EngineConnection,
  { pattern, owner, keys, expected }: Source,
  properties: readonly SchemaProperty[],
): Promise<Row[]> {
  const texts = properties.filter((property) => property.type !== 'Float');
  const floats = properties.filter((property) => property.type === 'Float');
  const record = [...keys, ...texts.map((property) => writingExpression(property, owner))];
  const columns = [
    `list_to_string('${RECORD}', collect(concat_ws('${FIELD}', ${[...record, "''"].join(', ')}))) AS records`,
    ...floats.map((property, index) => `collect(${floatExpression(property, owner)}) AS f${index}`),
  ];
  const rows: Row[] = [];
  for (let start = 0; start < expected; start += ROWS_A_READ) {
    const offset = `offset(id(${owner}))`;
    const page =
      expected > ROWS_A_READ ? ` WHERE ${offset} >= ${start} AND ${offset} < ${start + ROWS_A_READ}` : '';
    const [answer] = await run(connection, `MATCH ${pattern}${page} RETURN ${columns.join(', ')}`);
    const records = answer?.['records'];
    if (typeof records !== 'string') continue;
    const numbers = floats.map((_, index) => answer?.[`f${index}`] as readonly number[]);
    for (const [index, text] of records.split(RECORD).entries()) {
      const fields = text.split(FIELD);
      const values: Record<string, PropertyValue> = {};
      texts.forEach((property, at) => {
        values[property.name] = valueOf(property, fields[keys.length + at]!);
      });
      floats.forEach((property, at) => {
        const number = numbers[at]![index]!;
        values[property.name] = Number.isNaN(number) ? null : number;
      });
      rows.push({ keys: fields.slice(0, keys.length), values });
    }
  }
  return rows;
}

async function assertTotal(connection: EngineConnection, pattern: string, expected: number): Promise<void> {
  const [answer] = await run(connection, `MATCH ${pattern} RETURN count(*) AS n`);
  const found = Number(answer?.['n']);
  if (found !== expected) throw unlikeWhatWasWritten(`handed over ${expected} of ${pattern}, found ${found}`);
}

function total(groups: ReadonlyMap<string, readonly unknown[]>): number {
  return [...groups.values()].reduce((sum, members) => sum + members.length, 0);
}

export function unlikeWhatWasWritten(hint: string): ThreatloomError {
  return new ThreatloomError('STORE-004', 'the graph that was written does not read back the same', {
    exitCode: EXIT.internal,
    hint,
  });
}
