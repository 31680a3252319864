/**
 * The server store: Neo4j 5.26 LTS or later over Bolt; one server, a cluster or Aura, by its URI.
 */
import { EXIT, ThreatloomError } from '#model/errors';
import type { GraphBatch } from '#model/graph';
import { graphDigest } from '#model/graph';
import type {
  BuildSummary,
  GraphStore,
  LoadProgress,
  QueryLimits,
  QueryParameter,
  QueryResult,
  ReadQuery,
} from '../port.ts';
import { summaryOf } from '../schema/build-node.ts';
import { assertBatch } from '../schema/check-batch.ts';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { StoredBuild } from './build-state.ts';
import { buildState } from './build-state.ts';
import type { Environment } from './connection.ts';
import { Connection } from './connection.ts';
import { ensureIndexes } from './indexes.ts';
import { clearStaged, publish, stage, sweep, verify } from './load-build.ts';
import { LoadLock } from './load-lock.ts';
import { planLoad } from './load-plan.ts';
import { labelsOf, quoted } from './names.ts';
import { currentBuild, runQueries } from './query.ts';

export interface Neo4jOptions {
  /** `bolt://`, `neo4j://`, with `+s` or `+ssc` for TLS; never with user or password. */
  readonly uri: string;
  readonly schema: GraphSchema;
  /** Where `NEO4J_USER` (neo4j unless told), `NEO4J_PASSWORD` and `NEO4J_DATABASE` are read; the process's own unless told. */
  readonly env?: Environment;
  /** Nodes and edges in one transaction of a load, 5,000–20,000 on real servers; 10,000 unless told. */
  readonly rowsPerTransaction?: number;
  /** A load that has not shown itself for this long is taken for dead and continued by the next; 30,000 unless told. */
  readonly leaseMs?: number;
  /** How long a load waits for another that is alive; 120,000 unless told. */
  readonly waitMs?: number;
}

/**
 * Opens a Neo4j database as a store. Cheap: nothing is connected before the first query or load.
 *
 * Any number of readers and one load at a time; readers see the last complete build only, whatever a load does.
 *
 * @throws ThreatloomError STORE-023 where the address cannot be used
 */
export function openNeo4jStore(options: Neo4jOptions): GraphStore {
  return new Neo4jStore(options);
}

class Neo4jStore implements GraphStore {
  readonly id = 'neo4j';
  readonly capabilities = { shared: true, cancelsQueries: true, cypher: 'neo4j-5' } as const;
  readonly #connection: Connection;
  readonly #schema: GraphSchema;
  readonly #rowsPerTransaction: number;
  readonly #times: { readonly leaseMs: number; readonly waitMs: number };

  constructor({
    uri,
    schema,
    env = process.env,
    rowsPerTransaction = 10_000,
    leaseMs = 30_000,
    waitMs = 120_000,
  }: Neo4jOptions) {
    this.#connection = new Connection(uri, env);
    this.#schema = schema;
    this.#rowsPerTransaction = rowsPerTransaction;
    this.#times = { leaseMs, waitMs };
  }

  async load(batch: GraphBatch, onProgress?: (progress: LoadProgress) => void): Promise<BuildSummary> {
    const connection = this.#connection;
    const schema = this.#schema;
    const summary = summaryOf(batch, graphDigest(batch));
    // Not guarded as readers are: a mark that a dead load has left must not hold up the load that takes it away.
    const found = await connection.read({ timeoutMs: 30_000, fetchSize: 10 }, buildState);
    if (!found.loading && this.#isThere(found.build, summary)) return summary;
    assertBatch(schema, batch);
    if (found.build === undefined && !found.exchanging) await this.#refuseOtherData();
    await ensureIndexes(connection, schema);

    const plan = planLoad(batch, this.#rowsPerTransaction);
    const identity = { digest: summary.digest, schema: schema.digest, plan: plan.identity };
    const lock = await LoadLock.acquire(connection, identity, this.#times);
    const context = { connection, schema, lock };
    try {
      const before = await currentBuild(connection);
      if (this.#isThere(before, summary)) {
        await clearStaged(context);
      } else {
        await stage(context, plan, onProgress);
        await verify(context, summary);
        await publish(context, plan, summary, before);
      }
      await sweep(context);
      await lock.finish();
      return summary;
    } catch (error) {
      await lock.release(error);
      throw error;
    }
  }

  async summary(): Promise<BuildSummary | undefined> {
    const build = await currentBuild(this.#connection);
    return build && { digest: build.digest, nodes: build.nodes, edges: build.edges };
  }

  async read(
    cypher: string,
    parameters: Readonly<Record<string, QueryParameter>> = {},
    limits: QueryLimits = {},
  ): Promise<QueryResult> {
    return runQueries(
      this.#connection,
      this.#schema.digest,
      (read) => read(cypher, parameters, limits),
      limits,
    );
  }

  async readTogether<T>(
    work: (read: ReadQuery) => Promise<T>,
    limits: Omit<QueryLimits, 'maxRows'> = {},
  ): Promise<T> {
    return runQueries(this.#connection, this.#schema.digest, work, limits);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #isThere(build: StoredBuild | undefined, { digest }: BuildSummary): boolean {
    return build?.digest === digest && build.schema === this.#schema.digest;
  }

  /** A load replaces everything under the schema's labels, so it must not meet somebody else's nodes. */
  async #refuseOtherData(): Promise<void> {
    const labels = labelsOf(this.#schema);
    const found = await this.#connection.read({ timeoutMs: 30_000, fetchSize: 10 }, async (queries) => {
      const { records } = await queries.run(
        `MATCH (n:${labels.map(quoted).join('|')}) RETURN labels(n) AS labels LIMIT 1`,
      );
      return records[0]?.get('labels') as string[] | undefined;
    });
    if (found === undefined) return;
    throw new ThreatloomError(
      'STORE-026',
      `the database holds other data: there is a node of label ${found.join(':')}`,
      {
        exitCode: EXIT.storeUnavailable,
        hint: 'give threatloom a database of its own; NEO4J_DATABASE names it',
      },
    );
  }
}
