/**
 * A Neo4j server by its address: the driver, loaded and connected when first needed, and transactions on it.
 */
// The driver's declarations make classes of what are plain settings.
/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment */
import type neo4jDriver from 'neo4j-driver';
import type { BookmarkManager, Driver, Integer, ManagedTransaction, Session } from 'neo4j-driver';
import { EXIT, ThreatloomError } from '#model/errors';
import type { ServerAddress } from './failures.ts';
import { failure } from './failures.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadSettings {
  readonly timeoutMs: number;
  /** Rows that the server sends at a time. */
  readonly fetchSize: number;
  /** Ends the transaction on the server as well. */
  readonly signal?: AbortSignal;
}

/** What a transaction offers to those who work in it. */
export type Queries = Pick<ManagedTransaction, 'run'>;

interface Connected {
  readonly neo4j: typeof neo4jDriver;
  readonly driver: Driver;
  /** Readers of this store see what this store wrote, on whatever member of a cluster they land. */
  readonly bookmarks: BookmarkManager;
}

/** A write that takes this long is stuck; the server ends it. */
const WRITE_TIMEOUT_MS = 240_000;

export class Connection {
  readonly address: ServerAddress;
  readonly #uri: string;
  readonly #env: Environment;
  /** Rejects when the connection is closed: the driver leaves transactions under way without an answer then. */
  readonly #closed: Promise<never>;
  #connecting: Promise<Connected> | undefined;
  #end: (reason: ThreatloomError) => void = () => undefined;
  #isClosed = false;

  /** @throws ThreatloomError STORE-023 where the address cannot be used; nothing is connected yet */
  constructor(uri: string, env: Environment) {
    this.address = addressOf(uri);
    this.#uri = uri;
    this.#env = env;
    this.#closed = new Promise((_, reject) => (this.#end = reject));
    this.#closed.catch(() => undefined);
  }

  /** One read-only transaction, retried by the driver where the server asks for it. */
  async read<T>(settings: ReadSettings, work: (queries: Queries) => Promise<T>): Promise<T> {
    const { signal, timeoutMs } = settings;
    const { session, neo4j } = await this.#session('READ', settings.fetchSize);
    const end = (): void => void session.close().catch(() => undefined);
    signal?.addEventListener('abort', end, { once: true });
    try {
      signal?.throwIfAborted();
      const timeout = neo4j.int(Math.max(1, Math.ceil(timeoutMs)));
      return await Promise.race([session.executeRead(work, { timeout }), this.#closed]);
    } catch (cause) {
      throw failure(cause, this.address, timeoutMs);
    } finally {
      signal?.removeEventListener('abort', end);
      await Promise.race([session.close(), this.#closed]).catch(() => undefined);
    }
  }

  /**
   * One write transaction, retried by the driver where the server asks for it. `work` may run more than once: where the outcome of a commit is not known, the driver
   * tries again, so work must find out for itself whether it is done already.
   */
  async write<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#writing((session) => session.executeWrite(work, { timeout: WRITE_TIMEOUT_MS }));
  }

  /**
   * One attempt at one write transaction. Where it fails, it may have been committed all the same.
   *
   * @param timeout milliseconds after which the server ends it
   */
  async writeOnce(timeout: number, work: (queries: Queries) => Promise<void>): Promise<void> {
    await this.#writing(async (session) => {
      const transaction = await session.beginTransaction({ timeout });
      await work(transaction);
      await transaction.commit();
    });
  }

  /** How whole numbers are handed to the server; plain numbers become floating-point there. */
  async integers(): Promise<(value: number) => Integer> {
    const { neo4j } = await this.#connected();
    return neo4j.int;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#end(closed());
    const connected = await this.#connecting?.catch(() => undefined);
    await connected?.driver.close();
  }

  async #writing<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { session } = await this.#session('WRITE', 1000);
    try {
      return await Promise.race([work(session), this.#closed]);
    } catch (cause) {
      throw failure(cause, this.address);
    } finally {
      // Rolls back what is not committed.
      await Promise.race([session.close(), this.#closed]).catch(() => undefined);
    }
  }

  async #session(
    mode: 'READ' | 'WRITE',
    fetchSize: number,
  ): Promise<{ session: Session; neo4j: typeof neo4jDriver }> {
    const { neo4j, driver, bookmarks } = await this.#connected();
    const database = this.#env['NEO4J_DATABASE'];
    const session = driver.session({
      defaultAccessMode: mode,
      fetchSize,
      bookmarkManager: bookmarks,
      ...(database !== undefined && database !== '' && { database }),
    });
    return { session, neo4j };
  }

  async #connected(): Promise<Connected> {
    if (this.#isClosed) throw closed();
    this.#connecting ??= this.#connect();
    try {
      return await this.#connecting;
    } catch (error) {
      this.#connecting = undefined;
      throw error;
    }
  }

  /** Asks the server once before the first transaction, since transactions try for a while before they give up. */
  async #connect(): Promise<Connected> {
    const { default: neo4j } = await import('neo4j-driver');
    const password = this.#env['NEO4J_PASSWORD'];
    const user = this.#env['NEO4J_USER'] ?? 'neo4j';
    const auth = password === undefined ? undefined : neo4j.auth.basic(user, password);
    const driver = neo4j.driver(this.#uri, auth, {
      disableLosslessIntegers: true,
      connectionTimeout: 10_000,
      connectionAcquisitionTimeout: 30_000,
      maxTransactionRetryTime: 15_000,
      notificationFilter: { minimumSeverityLevel: 'OFF' },
      telemetryDisabled: true,
      userAgent: 'threatloom',
    });
    try {
      const { agent } = await driver.getServerInfo();
      if (agent !== undefined && isTooOld(agent)) throw tooOld(this.address, agent);
    } catch (cause) {
      await driver.close();
      throw failure(cause, this.address);
    }
    return { neo4j, driver, bookmarks: neo4j.bookmarkManager() };
  }
}

/**
 * Loads create labels and types that rows name, which began with 5.26.
 *
 * @param agent what the server calls itself, e.g. `Neo4j/5.26.30`, `Neo4j/5.27-aura`, `Neo4j/2025.10.1`
 */
export function isTooOld(agent: string): boolean {
  const [, major, minor] = /^Neo4j\/v?(\d+)\.(\d+)/.exec(agent) ?? [];
  return major !== undefined && (Number(major) < 5 || (Number(major) === 5 && Number(minor) < 26));
}

function tooOld(address: ServerAddress, agent: string): ThreatloomError {
  return new ThreatloomError('STORE-028', `${agent} at ${address} is too old`, {
    exitCode: EXIT.storeUnavailable,
    hint: 'threatloom needs Neo4j 5.26 (long-term support) or later',
  });
}

function closed(): ThreatloomError {
  return new ThreatloomError('STORE-007', 'the store is closed', { exitCode: EXIT.internal });
}

function addressOf(uri: string): ServerAddress {
  const parsed = URL.canParse(uri) ? new URL(uri) : undefined;
  if (
    parsed === undefined ||
    !/^(bolt|neo4j)(\+s|\+ssc)?:$/.test(parsed.protocol) ||
    parsed.hostname === ''
  ) {
    throw new ThreatloomError('STORE-023', 'the address of the Neo4j server cannot be used', {
      hint: 'write it like bolt://localhost:7687 or neo4j+s://host',
    });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new ThreatloomError(
      'STORE-023',
      'user and password may not stand in the address of the Neo4j server',
      {
        hint: 'arguments can be seen by others; set NEO4J_USER and NEO4J_PASSWORD in the environment',
      },
    );
  }
  return parsed.host;
}
