/**
 * Brings one build into the database: staged under a label that no query names, read back, made the graph in one
 * transaction, and the build before it swept away afterwards.
 */
import { randomUUID } from 'node:crypto';
import type { Integer } from 'neo4j-driver';
import { EXIT, ThreatloomError } from '#model/errors';
import { graphDigest } from '#model/graph';
import type { BuildSummary, LoadProgress } from '../port.ts';
import { buildNode, summaryOf } from '../schema/build-node.ts';
import { BUILD_LABEL } from '../schema/check-batch.ts';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { StoredBuild } from './build-state.ts';
import { countsText } from './build-state.ts';
import type { Connection } from './connection.ts';
import type { LoadLock } from './load-lock.ts';
import type { LoadPlan, PlannedEdge, PlannedNode } from './load-plan.ts';
import { LABEL, NUMBER, RETIRED_LABEL, STAGED_LABEL, labelsOf, quoted } from './names.ts';
import { readStaged } from './read-back.ts';
import { propertyWriter } from './values.ts';

/** Nodes deleted at a time, with their edges. */
const SWEEP_NODES = 2000;

/** What the exchange of two builds may take, and a millisecond more for each node. */
const EXCHANGE_MS = 10_000;

export interface LoadContext {
  readonly connection: Connection;
  readonly schema: GraphSchema;
  readonly lock: LoadLock;
}

const CREATE_NODES = `UNWIND $rows AS row CREATE (n:${STAGED_LABEL}) SET n = row`;
/** The relationship type is checked against the schema before, as all names are. */
const CREATE_EDGES =
  `UNWIND $rows AS row MATCH (a:${STAGED_LABEL} {${NUMBER}: row.from}) MATCH (b:${STAGED_LABEL} {${NUMBER}: row.to}) ` +
  'CREATE (a)-[r:$(row.type)]->(b) SET r = row.properties';
const PUBLISH = `MATCH (n:${STAGED_LABEL}) SET n:$(n.${LABEL}) REMOVE n:${STAGED_LABEL}, n.${LABEL}, n.${NUMBER}`;

/** Creates what is not staged yet, transaction by transaction. */
export async function stage(
  context: LoadContext,
  plan: LoadPlan,
  onProgress?: (progress: LoadProgress) => void,
): Promise<void> {
  const { connection, schema, lock } = context;
  if (lock.done === undefined || lock.done > plan.transactions.length) {
    await clearStaged(context);
    await lock.startOver();
  }
  const rows = rowMaker(schema, await connection.integers());
  let done = 0;
  for (const [index, { nodes, edges }] of plan.transactions.entries()) {
    if (index >= (lock.done ?? 0)) {
      await lock.step(async (queries) => {
        if (nodes.length > 0) await queries.run(CREATE_NODES, { rows: nodes.map(rows.node) });
        if (edges.length > 0) await queries.run(CREATE_EDGES, { rows: edges.map(rows.edge) });
      }, index + 1);
    }
    done += nodes.length + edges.length;
    onProgress?.({ done, total: plan.total });
  }
}

/** @throws ThreatloomError STORE-004 where what is staged is not what was handed over; it is cleared away */
export async function verify(context: LoadContext, summary: BuildSummary): Promise<void> {
  const found = await readStaged(context.connection);
  const counts = summaryOf(found, graphDigest(found));
  if (JSON.stringify(counts) === JSON.stringify(summary)) return;
  await clearStaged(context);
  await context.lock.startOver();
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
  const { key, properties } = buildNode(schema, summary);
  const known = schema.labels.find((label) => label.name === BUILD_LABEL)?.properties ?? [];
  const write = propertyWriter(known, await connection.integers());
  const build = { ...write(properties), key, counts: countsText(summary), load: randomUUID() };
  // A build of an older version may have labels that the schema has no more.
  const labels = [...new Set([...labelsOf(schema), ...Object.keys(before?.nodes ?? {})])].map(quoted);
  const retire = `MATCH (n:${labels.join('|')}) REMOVE n:${labels.join(':')} SET n:${RETIRED_LABEL}`;
  const sizes = [...Object.values(summary.nodes), ...Object.values(before?.nodes ?? {})];
  const size = sizes.reduce((sum, count) => sum + count, 0);
  await lock.exchange(
    async (queries) => {
      await queries.run(retire);
      await queries.run(PUBLISH);
      await queries.run(`CREATE (b:${quoted(BUILD_LABEL)}) SET b = $build`, { build });
    },
    plan.transactions.length + 1,
    EXCHANGE_MS + size,
  );
}

/** Deletes what readers no longer see, a few nodes at a time, so that no transaction grows with the graph. */
export async function sweep({ lock }: LoadContext): Promise<void> {
  await deleteAll(lock, RETIRED_LABEL);
}

/** Deletes what an interrupted load has staged. */
export async function clearStaged({ lock }: LoadContext): Promise<void> {
  await deleteAll(lock, STAGED_LABEL);
}

async function deleteAll(lock: LoadLock, label: string): Promise<void> {
  const statement = `MATCH (n:${label}) WITH n LIMIT ${SWEEP_NODES} DETACH DELETE n RETURN count(*) AS deleted`;
  let deleted: number;
  do {
    deleted = 0;
    await lock.step(async (queries) => {
      const { records } = await queries.run(statement);
      deleted = records[0]!.get('deleted') as number;
    });
  } while (deleted === SWEEP_NODES);
}

interface RowMaker {
  readonly node: (node: PlannedNode) => Record<string, unknown>;
  readonly edge: (edge: PlannedEdge) => Record<string, unknown>;
}

function rowMaker({ labels, relationships }: GraphSchema, integer: (value: number) => Integer): RowMaker {
  const ofLabel = new Map(labels.map(({ name, properties }) => [name, propertyWriter(properties, integer)]));
  const ofType = new Map(
    relationships.map(({ type, properties }) => [type, propertyWriter(properties, integer)]),
  );
  return {
    node: ({ number, label, key, properties }) => ({
      ...ofLabel.get(label)!(properties),
      key,
      [LABEL]: label,
      [NUMBER]: integer(number),
    }),
    edge: ({ type, from, to, properties }) => ({
      type,
      from: integer(from),
      to: integer(to),
      properties: ofType.get(type)!(properties),
    }),
  };
}
