import { resolve } from 'node:path';
import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { GraphBatch } from '#model/graph';
import { checkQuery } from '#stores/cypher-guard/check-query';
import { readQuery } from '#stores/cypher-guard/read-query';
import type { BuildSummary, LoadProgress, QueryLimits, QueryParameter, QueryResult } from '#stores/port';
import { findQuery, loadNamedQueries } from '#stores/queries/load-queries';
import type { NamedQuery } from '#stores/queries/named-query';
import { bindParameters } from '#stores/queries/query-parameters';
import { graphSchema } from '#stores/schema/read-schema';
import { openStore } from '#workspace/store';

export interface GraphOptions {
  /** `bolt://…` or `neo4j://…`, or a folder for the embedded store; `.threatloom/graph` unless told. */
  readonly store?: string;
  /** Where a relative folder starts; the working directory unless told. */
  readonly folder?: string;
  /** For Neo4j: `NEO4J_USER`, `NEO4J_PASSWORD`, `NEO4J_DATABASE`; those of the process unless told. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * A graph in a store. It is loaded whole and read; nothing else changes it.
 *
 * @public
 */
export interface Graph {
  /** The queries of this package, in order of their names. */
  readonly queries: readonly NamedQuery[];
  /**
   * Puts this graph in place of the one that is there, whole or not at all; the same graph again changes nothing.
   *
   * @throws ThreatloomError STORE-…
   */
  load(batch: GraphBatch, onProgress?: (progress: LoadProgress) => void): Promise<BuildSummary>;
  /** Undefined where there is no graph yet. */
  summary(): Promise<BuildSummary | undefined>;
  /**
   * Asks a named query.
   *
   * @example await graph.query('techniques-reaching-asset', { system: 'helpdesk', asset: 'assistant' })
   * @throws ThreatloomError QUERY-006 (parameters), QUERY-007 (no such query), STORE-…
   */
  query(
    name: string,
    parameters?: Readonly<Record<string, unknown>>,
    limits?: QueryLimits,
  ): Promise<QueryResult>;
  /**
   * Asks in Cypher: one query that only reads, of the subset that all stores share.
   *
   * @throws ThreatloomError CYPHER-… where it does more, CLI-014 where it names what no graph has, STORE-…
   */
  cypher(
    text: string,
    parameters?: Readonly<Record<string, QueryParameter>>,
    limits?: QueryLimits,
  ): Promise<QueryResult>;
  close(): Promise<void>;
}

/**
 * Opens a graph; an embedded one is made when it is first loaded.
 *
 * @throws ThreatloomError CLI-010 (a scheme that no store speaks), STORE-… (a server that cannot be used)
 */
export async function openGraph(options: GraphOptions = {}): Promise<Graph> {
  const { store: uri, folder = '.', env = process.env } = options;
  const store = await openStore(uri, resolve(folder), env);
  const schema = graphSchema();
  const queries = loadNamedQueries(schema);
  return {
    queries,
    load: (batch, onProgress) => store.load(batch, onProgress),
    summary: () => store.summary(),
    query: async (name, parameters = {}, limits) => {
      const query = findQuery(queries, name);
      return store.read(query.cypher, bindParameters(query, parameters), limits);
    },
    cypher: async (text, parameters, limits) => {
      const query = readQuery(text);
      const diagnostics = checkQuery(query, schema);
      if (hasErrors(diagnostics)) {
        throw new ThreatloomError('CLI-014', 'the query does not fit the graph', { diagnostics });
      }
      return store.read(query.cypher, parameters, limits);
    },
    close: () => store.close(),
  };
}
