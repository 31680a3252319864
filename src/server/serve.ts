/**
 * The server, put together: systems in worker threads, a store, GraphQL, Cypher and the page behind one listener.
 */
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { ThreatloomError } from '#model/errors';
import { packageRoot } from '#packaging/package-root';
import { graphSchema } from '#stores/schema/read-schema';
import type { GraphStore } from '#stores/port';
import type { Systems } from '#workers/systems';
import { openGraphqlApi } from '#graphql/api';
import type { Kept } from './app.ts';
import { App } from './app.ts';
import { BoundedCache } from './bounded-cache.ts';
import { BuildWatch } from './build-watch.ts';
import { answerCypher } from './cypher-endpoint.ts';
import { graphqlEndpoint } from './graphql-endpoint.ts';
import type { ServerLimits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { createListener } from './listener.ts';
import type { LogLevel } from './log.ts';
import { createLog } from './log.ts';
import { Metrics } from './metrics.ts';
import { PageFiles } from './page-files.ts';
import type { Token } from './tokens.ts';
import { assertGuarded } from './tokens.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly systems: Systems;
  readonly store: GraphStore;
  readonly tokens: readonly Token[];
  /** Everyone may see the GraphQL schema; else only admins. */
  readonly introspection?: boolean;
  /** Names beside `localhost` under which it is asked. */
  readonly allowHosts?: readonly string[];
  /** Origins of pages elsewhere that may ask. */
  readonly allowOrigins?: readonly string[];
  readonly limits?: Partial<ServerLimits>;
  readonly logLevel?: LogLevel;
  readonly logTo: DestinationStream;
}

export interface RunningServer {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** Ends what is under way, or calls it off after `limits.stopMs`; store and systems stay open. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts to answer.
 *
 * @throws ThreatloomError SERVE-001 (an address that others reach, without tokens), SERVE-003 (cannot listen), SERVE-004
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { host, port, systems, store, tokens, allowHosts = [], allowOrigins = [] } = options;
  assertGuarded(host, tokens);
  const limits: ServerLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const log = createLog(options.logLevel ?? 'info', options.logTo);
  const cache = new BoundedCache<Kept>(limits.cacheBytes);
  const builds = new BuildWatch(store);
  const schema = graphSchema();
  const metrics: Metrics = new Metrics({
    connections: () => listener.connections(),
    questionsRunning: () => systems.state().running,
    questionsWaiting: () => systems.state().waiting,
    threadRestarts: () => systems.state().restarts,
    cachedBytes: () => cache.bytes,
  });
  const app = new App({
    gate: { hosts: hostsOf(host, allowHosts), origins: allowOrigins.map(checkedOrigin) },
    limits,
    tokens,
    graphql: graphqlEndpoint({
      api: openGraphqlApi({
        store,
        answers: systems,
        limits: { timeoutMs: limits.answerMs, nodes: limits.rows },
      }),
      answers: systems,
      introspection: options.introspection ?? false,
      onFault: (error, id) => {
        log.error({ id, err: error }, 'failed');
      },
    }),
    cypher: (body, queryLimits) => answerCypher(store, schema, body, queryLimits),
    build: (now) => builds.stamp(now),
    ready: async () => {
      await store.read('MATCH (b:Build) RETURN b.digest AS digest ORDER BY digest', {}, { timeoutMs: 2_000 });
    },
    page: new PageFiles(join(packageRoot(), 'dist', 'web')),
    metrics,
    cache,
    log,
  });
  const listener = createListener(limits, app.handle, (code) => {
    metrics.refused(code);
    log.info({ code }, 'refused');
  });
  const address = await listener.listen(port, host);
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  log.info({ url, systems: systems.ids().length, store: store.id }, 'listening');
  return {
    url,
    stop: async () => {
      log.info('stopping');
      app.stop();
      await listener.stop(limits.stopMs);
      log.info('stopped');
    },
  };
}

function hostsOf(host: string, allowed: readonly string[]): readonly string[] {
  return [host, ...allowed].map((name) => name.toLowerCase());
}

/** @throws ThreatloomError SERVE-004 where it is no origin, exactly as a browser says it */
function checkedOrigin(text: string): string {
  try {
    const { origin } = new URL(text);
    if (origin === text && origin !== 'null') return text;
  } catch {
    // Said below.
  }
  throw new ThreatloomError('SERVE-004', `"${text}" is no origin`, {
    hint: 'write it as browsers do: https://board.example, or http://localhost:5173',
  });
}
