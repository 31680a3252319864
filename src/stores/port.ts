/**
 * The port that every store implements: load one build, answer read queries, close. Nothing else.
 */
import type { GraphBatch, PropertyValue } from '#model/graph';

export type QueryParameter = string | number | boolean | readonly string[] | readonly number[] | null;

export type ResultValue = PropertyValue | readonly ResultValue[] | { readonly [key: string]: ResultValue };

export interface QueryResult {
  /** In the order of the query's RETURN. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ResultValue[])[];
  /** True when `maxRows` cut the answer short. */
  readonly truncated: boolean;
}

export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_ROWS = 10_000;

export interface QueryLimits {
  /** Default 30,000. */
  readonly timeoutMs?: number;
  /** Default 10,000. */
  readonly maxRows?: number;
  readonly signal?: AbortSignal;
}

export interface BuildSummary {
  /** Digest of the content, `graphDigest` of the batch. */
  readonly digest: string;
  /** Label → nodes. */
  readonly nodes: Readonly<Record<string, number>>;
  /** Relationship type → edges. */
  readonly edges: Readonly<Record<string, number>>;
}

export interface StoreCapabilities {
  /** Several processes may use it at once. */
  readonly shared: boolean;
  /** A running query can be stopped at its time limit, not just its caller. */
  readonly cancelsQueries: boolean;
  /** What queries it understands: the subset that all stores have in common, or all of Neo4j's Cypher 5. */
  readonly cypher: 'common' | 'neo4j-5';
}

/** Runs one query, as `GraphStore.read` does. */
export type ReadQuery = (
  cypher: string,
  parameters?: Readonly<Record<string, QueryParameter>>,
  limits?: Pick<QueryLimits, 'maxRows'>,
) => Promise<QueryResult>;

export interface LoadProgress {
  readonly done: number;
  readonly total: number;
}

export interface GraphStore {
  readonly id: string;
  readonly capabilities: StoreCapabilities;
  /**
   * Replaces the graph by this build, whole or not at all; loading the same build again changes nothing.
   * @throws ThreatloomError STORE-…, exit code 4 where the store cannot be reached
   */
  load(batch: GraphBatch, onProgress?: (progress: LoadProgress) => void): Promise<BuildSummary>;
  /** The last complete build, or undefined where there is none. */
  summary(): Promise<BuildSummary | undefined>;
  /**
   * Runs one read-only query of the common Cypher subset. The caller has passed it through the read-only guard.
   * Integers come as numbers, nodes and relationships never: a query returns values.
   */
  read(
    cypher: string,
    parameters?: Readonly<Record<string, QueryParameter>>,
    limits?: QueryLimits,
  ): Promise<QueryResult>;
  /**
   * Runs queries that all see the same build, in one time limit together. Where a shared store's build is exchanged
   * meanwhile, `work` runs again from its start, so it may change nothing outside itself.
   */
  readTogether<T>(work: (read: ReadQuery) => Promise<T>, limits?: Omit<QueryLimits, 'maxRows'>): Promise<T>;
  close(): Promise<void>;
}
