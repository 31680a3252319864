/**
 * Runs queries of readers: in a time, up to a number of rows, and on one build from start to end.
 *
 * Neo4j lets a query see what commits while it runs. So a query is asked between two looks at which build there is, in
 * one transaction; if that changed meanwhile, or was just changing, its rows are thrown away and it runs again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, ThreatloomError } from '#model/errors';
import type { QueryLimits, QueryResult, ReadQuery, ResultValue } from '../port.ts';
import { DEFAULT_MAX_ROWS, DEFAULT_TIMEOUT_MS } from '../port.ts';
import type { StoredBuild } from './build-state.ts';
import { buildState } from './build-state.ts';
import type { Connection, Queries } from './connection.ts';
import { tookTooLong } from './failures.ts';
import { parametersFor, resultValue } from './values.ts';

const FETCH_ROWS = 1000;
const EXCHANGE_PAUSE_MS = 20;

/**
 * Runs `work` on one build.
 *
 * @param schemaDigest of the schema that the caller's queries are written for
 * @throws ThreatloomError STORE-001 no graph yet, 003 a graph of another version, 008 refused, 009 not values,
 *   010 time limit, 011 memory, 012 called off
 */
export async function runQueries<T>(
  connection: Connection,
  schemaDigest: string,
  work: (read: ReadQuery) => Promise<T>,
  { timeoutMs = DEFAULT_TIMEOUT_MS, maxRows = FETCH_ROWS, signal }: QueryLimits,
): Promise<T> {
  const fetchSize = Math.min(FETCH_ROWS, maxRows + 1);
  return within({ timeoutMs, signal }, fetchSize, connection, async (queries, build) => {
    assertUsable(build, schemaDigest, connection.address);
    const integers = await connection.integers();
    return work((cypher, parameters = {}, { maxRows = DEFAULT_MAX_ROWS } = {}) =>
      taken(queries, cypher, parametersFor(parameters, integers), maxRows),
    );
  });
}

/** The build that readers see. */
export async function currentBuild(connection: Connection): Promise<StoredBuild | undefined> {
  return within({ timeoutMs: DEFAULT_TIMEOUT_MS }, 1, connection, (_, build) => Promise.resolve(build));
}

type Work<T> = (queries: Queries, build: StoredBuild | undefined) => Promise<T>;

/** Repeats `work` until it ran on one build, and lets go when time is up or the caller calls it off. */
async function within<T>(
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  fetchSize: number,
  connection: Connection,
  work: Work<T>,
): Promise<T> {
  const ending = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener('abort', () => {
      reject(ending.signal.reason as Error);
    });
  });
  const timer = setTimeout(() => {
    ending.abort(tookTooLong(timeoutMs));
  }, timeoutMs);
  const callOff = (): void => {
    ending.abort(new ThreatloomError('STORE-012', 'the query was called off', { cause: signal?.reason }));
  };
  if (signal?.aborted === true) callOff();
  signal?.addEventListener('abort', callOff, { once: true });
  const deadline = performance.now() + timeoutMs;

  const attempts = async (): Promise<T> => {
    for (;;) {
      const settings = { timeoutMs: deadline - performance.now(), fetchSize, signal: ending.signal };
      const answer = await connection.read(settings, (queries) => onOneBuild(queries, work));
      if (answer !== undefined) return answer.value;
      await sleep(EXCHANGE_PAUSE_MS, undefined, { signal: ending.signal });
    }
  };
  const running = attempts();
  running.catch(() => undefined); // heard below, unless the time was up first
  try {
    return await Promise.race([ended, running]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', callOff);
  }
}

async function onOneBuild<T>(queries: Queries, work: Work<T>): Promise<{ readonly value: T } | undefined> {
  const before = await buildState(queries);
  if (before.exchanging) return undefined;
  const value = await work(queries, before.build);
  const after = await buildState(queries);
  return !after.exchanging && isSame(before.build, after.build) ? { value } : undefined;
}

function isSame(before: StoredBuild | undefined, after: StoredBuild | undefined): boolean {
  return before?.digest === after?.digest && before?.load === after?.load;
}

async function taken(
  queries: Queries,
  cypher: string,
  parameters: Record<string, unknown>,
  maxRows: number,
): Promise<QueryResult> {
  const result = queries.run(cypher, parameters);
  const columns = await result.keys();
  const rows: ResultValue[][] = [];
  let truncated = false;
  for await (const record of result) {
    if (rows.length === maxRows) {
      truncated = true;
      break; // the driver tells the server to stop
    }
    rows.push(columns.map((column) => resultValue(record.get(column))));
  }
  return { columns, rows, truncated };
}

function assertUsable(build: StoredBuild | undefined, schemaDigest: string, address: string): void {
  if (build === undefined) {
    throw new ThreatloomError('STORE-001', `there is no graph in Neo4j at ${address} yet`, {
      exitCode: EXIT.storeUnavailable,
      hint: 'load it: threatloom push',
    });
  }
  if (build.schema !== schemaDigest) {
    throw new ThreatloomError('STORE-003', 'the graph was built by another version of threatloom', {
      exitCode: EXIT.storeUnavailable,
      hint: 'load it again: threatloom push',
    });
  }
}
