/**
 * One database file open for readers, with as many connections as there are queries at a time.
 */
import { EXIT, ThreatloomError } from '#model/errors';
import type { QueryLimits, QueryParameter, QueryResult, ResultValue } from '../port.ts';
import { DEFAULT_MAX_ROWS, DEFAULT_TIMEOUT_MS } from '../port.ts';
import type {
  EngineConnection,
  EngineDatabase,
  EngineResult,
  EngineStatement,
  EngineValue,
} from './engine.ts';
import { connect, openForReading, single } from './engine.ts';

/** Planning a query costs more than running most of ours; servers run the same few again and again. */
const STATEMENTS_KEPT = 64;

interface Reader {
  readonly connection: EngineConnection;
  /** In order of last use. */
  readonly statements: Map<string, EngineStatement>;
}

/** `timeLimitMs`: the limit to speak of, where this is what is left of it. */
export type SessionLimits = QueryLimits & { readonly timeLimitMs?: number };

export class QuerySession {
  readonly #database: EngineDatabase;
  readonly #idle: Reader[] = [];
  readonly #running = new Set<Promise<unknown>>();

  static async open(file: string): Promise<QuerySession> {
    return new QuerySession(await openForReading(file));
  }

  private constructor(database: EngineDatabase) {
    this.#database = database;
  }

  read(
    cypher: string,
    parameters: Readonly<Record<string, QueryParameter>>,
    limits: SessionLimits,
  ): Promise<QueryResult> {
    const running = this.#read(cypher, parameters, limits);
    const settled = running.catch(() => undefined).finally(() => this.#running.delete(settled));
    this.#running.add(settled);
    return abortable(running, limits.signal);
  }

  /** Waits for the queries under way: the engine must not lose its file under them. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
    for (const { connection } of this.#idle) await connection.close();
    await this.#database.close();
  }

  async #read(
    cypher: string,
    parameters: Readonly<Record<string, QueryParameter>>,
    {
      timeoutMs = DEFAULT_TIMEOUT_MS,
      timeLimitMs = timeoutMs,
      maxRows = DEFAULT_MAX_ROWS,
      signal,
    }: SessionLimits,
  ): Promise<QueryResult> {
    if (signal?.aborted === true) throw calledOff(signal);
    const reader = this.#idle.pop() ?? { connection: await connect(this.#database), statements: new Map() };
    try {
      reader.connection.setQueryTimeout(timeoutMs);
      const statement = await prepared(reader, cypher);
      const result = single(await reader.connection.execute(statement, parameters));
      try {
        return await taken(result, maxRows);
      } finally {
        result.close();
      }
    } catch (cause) {
      if (cause instanceof ThreatloomError) throw cause;
      throw failure(cause, timeLimitMs);
    } finally {
      this.#idle.push(reader);
    }
  }
}

async function prepared({ connection, statements }: Reader, cypher: string): Promise<EngineStatement> {
  const known = statements.get(cypher);
  const statement = known ?? (await connection.prepare(cypher));
  if (!statement.isSuccess()) throw new Error(statement.getErrorMessage());
  statements.delete(cypher);
  statements.set(cypher, statement);
  const [oldest] = statements.keys();
  if (statements.size > STATEMENTS_KEPT) statements.delete(oldest!);
  return statement;
}

async function taken(result: EngineResult, maxRows: number): Promise<QueryResult> {
  const columns = await result.getColumnNames();
  const truncated = result.getNumTuples() > maxRows;
  let rows: (Record<string, EngineValue> | null)[];
  if (truncated) {
    rows = [];
    while (rows.length < maxRows) rows.push(result.getNextSync());
  } else {
    rows = await result.getAll();
  }
  return {
    columns,
    rows: rows.map((row) => columns.map((column) => plain(row?.[column] ?? null))),
    truncated,
  };
}

/** Integers as numbers; nodes and relationships are refused, as their inner ids mean nothing outside this file. */
function plain(value: EngineValue): ResultValue {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(plain);
  if ('_label' in value || '_nodes' in value) {
    throw new ThreatloomError('STORE-009', 'the query returns a node, a relationship or a path', {
      hint: 'return values, e.g. n.id AS id',
    });
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function isList(value: EngineValue & object): value is readonly EngineValue[] {
  return Array.isArray(value);
}

function failure(cause: unknown, timeoutMs: number): ThreatloomError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/^Interrupted\.?$/.test(message)) {
    return tookTooLong(timeoutMs, cause);
  }
  if (message.includes('Buffer manager exception')) {
    return new ThreatloomError('STORE-011', 'the query needs more memory than it may use', {
      hint: 'ask for less, or aggregate in the query',
      cause,
    });
  }
  const said = message.replace(/^(?:Parser|Binder|Runtime|Catalog) exception: /, '');
  return new ThreatloomError('STORE-008', `the store cannot run the query: ${said}`, {
    exitCode: EXIT.badInput,
    cause,
  });
}

export function tookTooLong(timeoutMs: number, cause?: unknown): ThreatloomError {
  return new ThreatloomError('STORE-010', `the query took longer than ${timeoutMs} ms and was stopped`, {
    hint: 'ask for less, or raise the time limit',
    ...(cause !== undefined && { cause }),
  });
}

function calledOff(signal: AbortSignal): ThreatloomError {
  return new ThreatloomError('STORE-012', 'the query was called off', { cause: signal.reason });
}

/** The engine cannot be told to stop; so the caller goes free at once, and the query ends at its time limit. */
async function abortable<T>(running: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return running;
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(calledOff(signal));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([running, aborted]);
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
  }
}
