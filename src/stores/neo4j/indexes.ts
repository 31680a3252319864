/**
 * Constraints and indexes: there before the first row, since edges find their ends by them.
 */
import type { GraphSchema } from '../schema/graph-schema.ts';
import { neo4jIndexes } from '../schema/neo4j-indexes.ts';
import type { Connection } from './connection.ts';
import { LOAD_LABEL, NUMBER, STAGED_LABEL } from './names.ts';

const SHOWN = { timeoutMs: 60_000, fetchSize: 1000 };

/** Makes what is missing, and waits until all of it can be used. */
export async function ensureIndexes(connection: Connection, schema: GraphSchema): Promise<void> {
  const wanted = [
    unique('threatloom_load', LOAD_LABEL, 'key'),
    unique('threatloom_staged', STAGED_LABEL, NUMBER),
    ...neo4jIndexes(schema),
  ];
  const there = await connection.read(SHOWN, async (queries) => {
    const { records } = await queries.run('SHOW INDEXES YIELD name');
    return new Set(records.map((record) => record.get('name') as string));
  });
  const missing = wanted.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return;
  await connection.write(async (queries) => {
    for (const { statement } of missing) await queries.run(statement);
  });
  await connection.read(SHOWN, async (queries) => {
    await queries.run('CALL db.awaitIndexes(60)');
  });
}

function unique(name: string, label: string, property: string): { name: string; statement: string } {
  const statement = `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE n.${property} IS UNIQUE`;
  return { name, statement };
}
