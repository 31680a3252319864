/**
 * Reads a finished database file back, whole, and gives what it says: the check before it may become the graph.
 *
 * The engine hands over rows one object at a time, some tens of thousands a second; collected into one text for many
 * rows they come ten times as fast.
 */
import type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import { BUILD_LABEL } from '../schema/check-batch.ts';
import type { GraphSchema, SchemaProperty } from '../schema/graph-schema.ts';
import type { EngineConnection } from './engine.ts';
import { connect, openForReading, run } from './engine.ts';
import { quoted } from './tables.ts';
import { FIELD, RECORD, floatExpression, valueOf, writingExpression } from './transfer.ts';

/** Keeps one text well below the longest string of V8, whatever the descriptions. */
const ROWS_A_READ = 20_000;

/** Everything in the file but the build's own node. O(nodes + edges). */
export async function readBack(file: string, schema: GraphSchema): Promise<GraphBatch> {
  const database = await openForReading(file);
  try {
    const connection = await connect(database);
    const nodes = new Map<string, GraphNode[]>();
    for (const { name, properties } of schema.labels) {
      if (name === BUILD_LABEL) continue;
      const rest = properties.filter((property) => property.name !== 'key');
      const rows = await readRows(connection, `(n:${quoted(name)})`, 'n', ['n.`key`'], rest);
      nodes.set(
        name,
        rows.map(({ keys, values }) => ({ key: keys[0]!, properties: values })),
      );
    }
    const edges = new Map<string, GraphEdge[]>();
    for (const { type, pairs, properties } of schema.relationships) {
      const members: GraphEdge[] = [];
      for (const { from, to } of pairs) {
        const pattern = `(a:${quoted(from)})-[r:${quoted(type)}]->(b:${quoted(to)})`;
        for (const { keys, values } of await readRows(
          connection,
          pattern,
          'r',
          ['a.`key`', 'b.`key`'],
          properties,
        )) {
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

interface Row {
  readonly keys: readonly string[];
  readonly values: Readonly<Record<string, PropertyValue>>;
}

async function readRows(
  connection: EngineConnection,
  pattern: string,
  owner: string,
  keys: readonly string[],
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
  const count = await countOf(connection, pattern);
  for (let start = 0; start < count; start += ROWS_A_READ) {
    const offset = `offset(id(${owner}))`;
    const page =
      count > ROWS_A_READ ? ` WHERE ${offset} >= ${start} AND ${offset} < ${start + ROWS_A_READ}` : '';
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

async function countOf(connection: EngineConnection, pattern: string): Promise<number> {
  const [answer] = await run(connection, `MATCH ${pattern} RETURN count(*) AS n`);
  return Number(answer?.['n']);
}
