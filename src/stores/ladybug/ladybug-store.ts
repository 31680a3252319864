/**
 * The embedded store: LadybugDB in this process, one folder on disk, no set-up.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
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
import { DEFAULT_TIMEOUT_MS } from '../port.ts';
import { buildNode, summaryOf } from '../schema/build-node.ts';
import { assertBatch } from '../schema/check-batch.ts';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { BuildManifest } from './build-folder.ts';
import {
  assertWhole,
  damaged,
  manifestStamp,
  publishBuild,
  readManifest,
  sha256OfFile,
  startBuild,
  sweepBuilds,
} from './build-folder.ts';
import { QuerySession, tookTooLong } from './query-session.ts';
import { SessionLease } from './session-lease.ts';
import { readBack, unlikeWhatWasWritten } from './verify-build.ts';
import { writeBuild } from './write-build.ts';

/** Where the command line keeps the graph, below the working directory. */
export const DEFAULT_FOLDER = join('.threatloom', 'graph');

/** The engine's version is part of a build: its file format may change with any release, so it is pinned exactly. */
export const ENGINE_VERSION = '0.19.1';

export interface LadybugOptions {
  /** Made when first loaded; nothing else may live in it. */
  readonly folder: string;
  readonly schema: GraphSchema;
}

/**
 * Opens the embedded store. Cheap: no file is read and no native module loaded before the first query or load.
 *
 * Several processes may read at once and one may load meanwhile: a load makes a new file, and readers go on with the
 * old one until their next query.
 */
export function openLadybugStore(options: LadybugOptions): GraphStore {
  return new LadybugStore(resolve(options.folder), options.schema);
}

class LadybugStore implements GraphStore {
  readonly id = 'ladybug';
  readonly capabilities = { shared: false, cancelsQueries: true, cypher: 'common' } as const;
  readonly #folder: string;
  readonly #schema: GraphSchema;
  #lease: SessionLease | undefined;
  readonly #retiring = new Set<Promise<void>>();
  #closed = false;

  constructor(folder: string, schema: GraphSchema) {
    this.#folder = folder;
    this.#schema = schema;
  }

  async load(batch: GraphBatch, onProgress?: (progress: LoadProgress) => void): Promise<BuildSummary> {
    this.#assertOpen();
    const digest = graphDigest(batch);
    if (await this.#holds(digest)) {
      // Whoever made it the graph may have been stopped before this.
      sweepBuilds(this.#folder);
      return summaryOf(batch, digest);
    }
    assertBatch(this.#schema, batch);
    const summary = summaryOf(batch, digest);
    let build: string | undefined;
    try {
      mkdirSync(this.#folder, { recursive: true });
      build = startBuild(this.#folder, digest);
      const file = join(build, 'graph.lbug');
      await writeBuild(file, this.#schema, batch, buildNode(this.#schema, summary), onProgress);
      await this.#verify(file, batch, summary);
      const manifest: BuildManifest = {
        format: 1,
        file: relative(this.#folder, file).replaceAll('\\', '/'),
        bytes: statSync(file).size,
        sha256: await sha256OfFile(file),
        engine: ENGINE_VERSION,
        schema: this.#schema.digest,
        ...summary,
      };
      publishBuild(this.#folder, build, manifest);
      // From here on it is the graph, whatever happens.
      build = undefined;
      this.#retire(this.#lease);
      sweepBuilds(this.#folder);
      return summary;
    } catch (cause) {
      if (build !== undefined) rmSync(build, { recursive: true, force: true });
      if (cause instanceof ThreatloomError) throw cause;
      throw new ThreatloomError('STORE-005', `the graph could not be written: ${messageOf(cause)}`, {
        file: this.#folder,
        exitCode: EXIT.storeUnavailable,
        cause,
      });
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, this answer is in a small file
  async summary(): Promise<BuildSummary | undefined> {
    this.#assertOpen();
    const manifest = readManifest(this.#folder);
    return manifest && { digest: manifest.digest, nodes: manifest.nodes, edges: manifest.edges };
  }

  async read(
    cypher: string,
    parameters: Readonly<Record<string, QueryParameter>> = {},
    limits: QueryLimits = {},
  ): Promise<QueryResult> {
    return this.#onOneBuild((session) => session.read(cypher, parameters, limits));
  }

  async readTogether<T>(
    work: (read: ReadQuery) => Promise<T>,
    { timeoutMs = DEFAULT_TIMEOUT_MS, ...limits }: Omit<QueryLimits, 'maxRows'> = {},
  ): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    return this.#onOneBuild((session) =>
      work((cypher, parameters = {}, rows = {}) => {
        const left = Math.ceil(deadline - performance.now());
        if (left <= 0) throw tookTooLong(timeoutMs);
        return session.read(cypher, parameters, {
          ...limits,
          ...rows,
          timeoutMs: left,
          timeLimitMs: timeoutMs,
        });
      }),
    );
  }

  /** A load meanwhile makes a new file; whoever works on the old one keeps it until they are done. */
  async #onOneBuild<T>(work: (session: QuerySession) => Promise<T>): Promise<T> {
    this.#assertOpen();
    const lease = this.#currentLease();
    try {
      return await lease.use(work);
    } catch (error) {
      // Where the graph could not be opened, the next query tries again.
      if (error instanceof ThreatloomError && error.exitCode === EXIT.storeUnavailable) this.#retire(lease);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retire(this.#lease);
    await Promise.all(this.#retiring);
  }

  /** Same content in the same tables by the same engine, and its file is whole: nothing to do. */
  async #holds(digest: string): Promise<boolean> {
    try {
      const manifest = readManifest(this.#folder);
      if (manifest?.digest !== digest || !this.#isOurs(manifest)) return false;
      await assertWhole(this.#folder, manifest);
      return true;
    } catch (error) {
      if (error instanceof ThreatloomError) return false;
      throw error;
    }
  }

  #isOurs(manifest: BuildManifest): boolean {
    return manifest.schema === this.#schema.digest && manifest.engine === ENGINE_VERSION;
  }

  async #verify(file: string, batch: GraphBatch, { digest }: BuildSummary): Promise<void> {
    const found = graphDigest(await readBack(file, this.#schema, batch));
    if (found !== digest) throw unlikeWhatWasWritten(`handed over the graph ${digest}, found ${found}`);
  }

  #currentLease(): SessionLease {
    const stamp = manifestStamp(this.#folder);
    if (this.#lease?.stamp !== stamp) {
      this.#retire(this.#lease);
      this.#lease = new SessionLease(stamp, this.#openSession());
    }
    return this.#lease;
  }

  async #openSession(): Promise<QuerySession> {
    const manifest = readManifest(this.#folder);
    if (manifest === undefined) {
      throw new ThreatloomError('STORE-001', 'there is no graph yet', {
        file: this.#folder,
        exitCode: EXIT.storeUnavailable,
        hint: 'build it: threatloom build',
      });
    }
    if (!this.#isOurs(manifest)) {
      throw new ThreatloomError('STORE-003', 'the graph was built by another version of threatloom', {
        file: this.#folder,
        exitCode: EXIT.storeUnavailable,
        hint: 'build it again from its sources: threatloom build',
      });
    }
    try {
      const file = await assertWhole(this.#folder, manifest);
      return await openChecked(file);
    } catch (error) {
      // Another process may have put its build in the place of this one meanwhile, and swept it.
      if (readManifest(this.#folder)?.file === manifest.file) throw error;
      return this.#openSession();
    }
  }

  #retire(lease: SessionLease | undefined): void {
    if (lease === undefined) return;
    if (this.#lease === lease) this.#lease = undefined;
    const retiring = lease.retire().finally(() => this.#retiring.delete(retiring));
    this.#retiring.add(retiring);
  }

  #assertOpen(): void {
    if (this.#closed)
      throw new ThreatloomError('STORE-007', 'the store is closed', { exitCode: EXIT.internal });
  }
}

async function openChecked(file: string): Promise<QuerySession> {
  try {
    return await QuerySession.open(file);
  } catch (cause) {
    if (cause instanceof ThreatloomError) throw cause;
    throw damaged(file, messageOf(cause), cause);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
