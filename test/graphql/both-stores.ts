/**
 * The same graph in the embedded store and, where one is to be had, in a real Neo4j, with the API on each.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { openGraphqlApi } from '#graphql/api';
import type { GraphqlApi } from '#graphql/api';
import type { AnswerSource } from '#model/answers/answer-source';
import type { GraphBatch } from '#model/graph';
import { packageRoot } from '#packaging/package-root';
import type { GraphStore, ReadQuery } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import { analyzeSystem, openWorkspace, readSystem } from '#workspace/analysis';
import { openAnswerSource } from '#workspace/answer-source';
import { buildGraph } from '#workspace/graph';
import { TODAY } from '../cli/captured-io.ts';
import type { Neo4jLease } from '../neo4j/lease.ts';
import { withNastyNodes } from './nasty-graph.ts';

const EXAMPLES = ['support-chatbot', 'fraud-detection', 'trading-model'];

export interface Answering {
  readonly api: GraphqlApi;
  /** Queries that the store was asked since `queries` was last emptied, in the order in which they were asked. */
  readonly queries: { readonly cypher: string; readonly parameters: object }[];
}

export interface BothStores {
  readonly embedded: Answering;
  /** Absent where there is no Neo4j. */
  readonly server: Answering | undefined;
  /** What both hold. */
  readonly graph: GraphBatch;
  readonly close: () => Promise<void>;
}

/** The examples with nasty nodes beside them, loaded into both stores. */
export async function openBothStores(neo4j: Neo4jLease | undefined): Promise<BothStores> {
  const { graph, answers } = examples();
  const folder = mkdtempSync(join(tmpdir(), 'threatloom-graphql-'));
  const schema = graphSchema();
  const stores = [openLadybugStore({ folder: join(folder, 'graph'), schema })];
  if (neo4j !== undefined) {
    await neo4j.clear();
    stores.push(openNeo4jStore({ uri: neo4j.uri, schema, env: neo4j.env }));
  }
  for (const store of stores) await store.load(graph);
  const [embedded, server] = stores.map((store) => answering(store, answers));
  return {
    embedded: embedded!,
    server,
    graph,
    close: async () => {
      for (const store of stores) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function examples(): { readonly graph: GraphBatch; readonly answers: AnswerSource } {
  const workspace = openWorkspace();
  const cwd = packageRoot();
  const systems = EXAMPLES.map((name) => {
    const file = relative(cwd, join(cwd, 'examples', `${name}.system.yaml`));
    const { model, diagnostics, folder } = readSystem(workspace, file, cwd);
    return { model: model!, file, diagnostics, folder };
  });
  const graph = buildGraph(
    workspace,
    systems.map(({ model, diagnostics, folder }) => ({
      system: model,
      folder,
      result: analyzeSystem(workspace, model, { today: TODAY, diagnostics, folder }),
    })),
  );
  return {
    graph: withNastyNodes(graph),
    answers: openAnswerSource({ workspace, systems, cwd, today: TODAY }),
  };
}

/** The API on a store whose queries are written down. */
function answering(store: GraphStore, answers: AnswerSource): Answering {
  const queries: Answering['queries'] = [];
  const watched = new Proxy(store, {
    get: (target, name): unknown => {
      if (name !== 'readTogether') return Reflect.get(target, name, target) as unknown;
      const readTogether: GraphStore['readTogether'] = (work, limits) =>
        target.readTogether((read) => work(written(read)), limits);
      return readTogether;
    },
  });
  const written =
    (read: ReadQuery): ReadQuery =>
    (cypher, parameters = {}, limits) => {
      queries.push({ cypher, parameters });
      return read(cypher, parameters, limits);
    };
  // A busy machine must not turn an answer into an error.
  return { api: openGraphqlApi({ store: watched, answers, limits: { timeoutMs: 240_000 } }), queries };
}
