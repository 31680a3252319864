/**
 * Brings one build into the database: staged under labels that no query names, read back, made the graph in one
 * transaction, and the build before it swept away afterwards.
 */
import type { Integer, ManagedTransaction } from 'neo4j-driver';
import { EXIT, ThreatloomError } from '#model/errors';
import type { GraphBatch, GraphEdge, GraphNode } from '#model/graph';
import { graphDigest } from '#model/graph';
import type { BuildSummary, LoadProgress } from '../port.ts';
import { buildNode, summaryOf } from '../schema/build-node.ts';
import { BUILD_LABEL } from '../schema/check-batch.ts';
import type { GraphSchema, SchemaProperty } from '../schema/graph-schema.ts';
import type { StoredBuild } from './build-state.ts';
import { countsText } from './build-state.ts';
import type { Connection } from './connection.ts';
import type { LoadLock } from './load-lock.ts';
import type { Chunk, LoadPlan } from './load-plan.ts';
import { RETIRED_LABEL, labelsOf, quoted, staged } from './names.ts';
import { readStaged } from './read-back.ts';
import { propertyWriter } from './values.ts';

/** Nodes deleted at a time, with their edges. */
const SWEEP_NODES = 2000;

export interface LoadContext {
  readonly connection: Connection;
  readonly schema: GraphSchema;
  readonly lock: LoadLock;
}

/** Creates what is not staged yet, transaction by transaction. */
export async function stage(
  { connection, schema, lock }: LoadContext,
  plan: LoadPlan,
  batch: GraphBatch,
  onProgress?: (progress: LoadProgress) => void,
): Promise<void> {
  const labels = [...batch.nodes.keys()];
  if (lock.done === undefined || lock.done > plan.transactions.length) {
    await clearStaged({ connection, schema, lock });
    await lock.startOver(labels);
  }
  const integer = await connection.integers();
  let done = 0;
  for (const [index, chunks] of plan.transactions.entries()) {
    if (index >= (lock.done ?? 0)) {
      await lock.step(async (transaction) => {
        for (const chunk of chunks) {
          await transaction.run(chunk.statement, { rows: rowsOf(chunk, schema, integer) });
        }
      }, index + 1);
    }
    done += chunks.reduce((sum, { rows }) => sum + rows.length, 0);
    onProgress?.({ done, total: plan.total });
  }
}

/** @throws ThreatloomError STORE-004 where what is staged is not what was handed over; it is cleared away */
export async function verify(context: LoadContext, summary: BuildSummary): Promise<void> {
  const found = await readStaged(context.connection, context.schema);
  const counts = summaryOf(found, graphDigest(found));
  if (JSON.stringify(counts) === JSON.stringify(summary)) return;
  await clearStaged(context);
  await context.lock.startOver([]);
  throw new ThreatloomError('STORE-004', 'the graph that was written does not read back the same', {
    exitCode: EXIT.internal,
    hint: `handed over ${JSON.stringify(summary)}, found ${JSON.stringify(counts)}`,
  });
}

/** From one moment to the next, readers see the staged build in place of the one before. */
export async function publish(
  { connection, schema, lock }: LoadContext,
  plan: LoadPlan,
  summary: BuildSummary,
  before: StoredBuild | undefined,
): Promise<void> {
  const integer = await connection.integers();
  const { key, properties } = buildNode(schema, summary);
  const known = schema.labels.find((label) => label.name === BUILD_LABEL)?.properties ?? [];
  const build = { ...propertyWriter(known, integer)(properties), key, counts: countsText(summary) };
  // A build of an older version may have labels that the schema has no more.
  const old = new Set([...labelsOf(schema), ...Object.keys(before?.nodes ?? {})]);
  await lock.exchange(async (transaction) => {
    for (const label of old) {
      await transaction.run(`MATCH (n:${quoted(label)}) REMOVE n:${quoted(label)} SET n:${RETIRED_LABEL}`);
    }
    for (const label of Object.keys(summary.nodes)) {
      const waiting = quoted(staged(label));
      await transaction.run(`MATCH (n:${waiting}) REMOVE n:${waiting} SET n:${quoted(label)}`);
    }
    await transaction.run(`CREATE (b:${quoted(BUILD_LABEL)}) SET b = $build`, { build });
  }, plan.transactions.length + 1);
}

/** Deletes what readers no longer see, a few nodes at a time, so that no transaction grows with the graph. */
export async function sweep({ lock }: LoadContext): Promise<void> {
  await deleteAll(lock, RETIRED_LABEL);
}

/** Deletes what this load or one before it has staged. */
export async function clearStaged({ schema, lock }: LoadContext): Promise<void> {
  const labels = new Set([...labelsOf(schema), ...lock.labelsStaged]);
  await deleteAll(lock, [...labels].map((label) => quoted(staged(label))).join('|'));
}

async function deleteAll(lock: LoadLock, labels: string): Promise<void> {
  const statement = `MATCH (n:${labels}) WITH n LIMIT ${SWEEP_NODES} DETACH DELETE n RETURN count(*) AS deleted`;
  let deleted: number;
  do {
    deleted = 0;
    await lock.step(async (transaction: ManagedTransaction) => {
      const { records } = await transaction.run(statement);
      deleted = records[0]!.get('deleted') as number;
    });
  } while (deleted > 0);
}

function rowsOf(chunk: Chunk, schema: GraphSchema, integer: (value: number) => Integer): unknown[] {
  const write = propertyWriter(propertiesOf(chunk, schema), integer);
  return chunk.kind === 'nodes'
    ? chunk.rows.map(({ key, properties }: GraphNode) => ({ ...write(properties), key }))
    : chunk.rows.map(({ from, to, properties }: GraphEdge) => ({
        from: from.key,
        to: to.key,
        properties: write(properties),
      }));
}

function propertiesOf({ kind, name }: Chunk, schema: GraphSchema): readonly SchemaProperty[] {
  const known =
    kind === 'nodes'
      ? schema.labels.find((label) => label.name === name)
      : schema.relationships.find((relationship) => relationship.type === name);
  return known?.properties ?? [];
}
