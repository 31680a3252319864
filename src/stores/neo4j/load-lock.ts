/**
 * The one node under which a load works: who loads, what, and how far it is.
 *
 * Each step of a load locks this node first and moves its counter on in the same commit. So no two loads mix, a step
 * whose outcome was lost is never done twice, and a load that died is continued by the next one.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, ThreatloomError } from '#model/errors';
import type { Connection, Queries } from './connection.ts';
import { LOAD_LABEL } from './names.ts';

/** What a load writes; one that is the same in all three can be continued. */
export interface LoadIdentity {
  readonly digest: string;
  readonly schema: string;
  readonly plan: string;
}

export interface LockTimes {
  /** A load that has not shown itself for this long is taken for dead. */
  readonly leaseMs: number;
  /** How long to wait for another load that is alive. */
  readonly waitMs: number;
}

/** In the place of a step's number: other things may be staged, which must be cleared first. */
const NOTHING_DONE = -1;

const NOW = 'datetime.realtime().epochMillis';
const NODE = `MATCH (l:${LOAD_LABEL} {key: 'load'})`;
/** Locks the node until the transaction ends; what is read after it is what was committed last. */
const LOCK = 'SET l.locked = true WITH l';

/** What the end of an exchange may take after its time limit: the check of limits, and the commit itself. */
const EXCHANGE_SLACK_MS = 5000;

const EXCHANGE_ATTEMPTS = 3;

interface Holder {
  readonly token: string | null;
  readonly digest: string | null;
  readonly schema: string | null;
  readonly plan: string | null;
  readonly done: number;
  readonly silentMs: number;
}

export class LoadLock {
  readonly #connection: Connection;
  readonly #token: string;
  readonly #heartbeat: NodeJS.Timeout;
  #done: number;

  /**
   * Takes the lock, or waits for the load that has it.
   *
   * @throws ThreatloomError STORE-024 where another load goes on for longer than `waitMs`
   */
  static async acquire(connection: Connection, identity: LoadIdentity, times: LockTimes): Promise<LoadLock> {
    const token = randomUUID();
    const patience = Date.now() + times.waitMs;
    for (;;) {
      const holder = await connection.write((queries) => tryToTake(queries, token, identity, times));
      if (holder.token === token) return new LoadLock(connection, token, holder, times);
      if (Date.now() > patience) {
        throw new ThreatloomError(
          'STORE-024',
          `another load into Neo4j at ${connection.address} is under way`,
          {
            exitCode: EXIT.storeUnavailable,
            hint: 'wait until it is done and try again; readers are not disturbed by either',
          },
        );
      }
      await sleep(Math.min(500, times.leaseMs / 2));
    }
  }

  private constructor(connection: Connection, token: string, holder: Holder, { leaseMs }: LockTimes) {
    this.#connection = connection;
    this.#token = token;
    this.#done = holder.done;
    let beating = false;
    this.#heartbeat = setInterval(() => {
      if (beating) return;
      beating = true;
      // A beat that fails is no matter: the next step finds out what is wrong.
      void this.#update(`l.heartbeat = ${NOW}`)
        .catch(() => undefined)
        .finally(() => (beating = false));
    }, leaseMs / 3);
    this.#heartbeat.unref();
  }

  /** Number of the last step that is done; undefined where what is staged is not of this build. */
  get done(): number | undefined {
    return this.#done === NOTHING_DONE ? undefined : this.#done;
  }

  /**
   * Does one step and counts it, in one transaction. A step that is done already is not done again.
   *
   * @param number of the step; without one, the work may be repeated
   * @throws ThreatloomError STORE-025 where another load has taken over
   */
  async step(work: (queries: Queries) => Promise<void>, number?: number): Promise<void> {
    await this.#connection.write((queries) => this.#counted(queries, work, number));
    if (number !== undefined) this.#done = number;
  }

  /** What was staged before is gone: this build begins with its first step. */
  async startOver(): Promise<void> {
    await this.#update('l.done = 0');
    this.#done = 0;
  }

  /**
   * Does a step that exchanges what readers see. A mark tells them to wait until its commit is there in full.
   *
   * Should this load die meanwhile, the next one takes the mark away, or it runs out: the server ends the step before
   * that, so it cannot commit after readers have gone on.
   */
  async exchange(
    work: (queries: Queries) => Promise<void>,
    number: number,
    timeoutMs: number,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#update(`l.exchangeUntil = ${NOW} + ${timeoutMs + 2 * EXCHANGE_SLACK_MS}`);
      try {
        await this.#connection.writeOnce(timeoutMs, async (queries) => {
          const { records } = await queries.run(`${NODE} ${LOCK} RETURN l.exchangeUntil - ${NOW} AS left`);
          const left = (records[0]?.get('left') ?? 0) as number;
          if (left < timeoutMs + EXCHANGE_SLACK_MS) throw tooLate();
          await this.#counted(queries, work, number);
        });
        break;
      } catch (error) {
        if (attempt === EXCHANGE_ATTEMPTS || !mayPass(error)) throw error;
      } finally {
        // Waits for the step to end on the server, whatever became of the answer.
        await this.#update('l.exchangeUntil = null').catch(() => undefined);
      }
    }
    this.#done = number;
  }

  /** The load is done: nothing of it is left but the graph. */
  async finish(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#connection.write(async (queries) => {
      await queries.run(`${NODE} WHERE l.token = $token DELETE l`, { token: this.#token });
    });
  }

  /** Gives the lock back and leaves what is staged for the next load to continue. */
  async release(reason: unknown): Promise<void> {
    clearInterval(this.#heartbeat);
    // A server that is gone would only be waited for; the lease runs out by itself.
    if (reason instanceof ThreatloomError && reason.code === 'STORE-020') return;
    await this.#update('l.token = null, l.heartbeat = 0').catch(() => undefined);
  }

  async #counted(
    queries: Queries,
    work: (queries: Queries) => Promise<void>,
    number: number | undefined,
  ): Promise<void> {
    const { records } = await queries.run(`${NODE} ${LOCK} RETURN l.token AS token, l.done AS done`);
    const [record] = records;
    if (record?.get('token') !== this.#token) throw takenOver(this.#connection.address);
    if (number !== undefined && (record.get('done') as number) >= number) return;
    await work(queries);
    const counted = number === undefined ? '' : ', l.done = toInteger($number)';
    await queries.run(`${NODE} SET l.heartbeat = ${NOW}${counted}`, { number: number ?? null });
  }

  async #update(change: string): Promise<void> {
    await this.#connection.write(async (queries) => {
      await queries.run(`${NODE} WHERE l.token = $token SET ${change}`, { token: this.#token });
    });
  }
}

async function tryToTake(
  queries: Queries,
  token: string,
  identity: LoadIdentity,
  { leaseMs }: LockTimes,
): Promise<Holder> {
  const { records } = await queries.run(
    `MERGE (l:${LOAD_LABEL} {key: 'load'}) ${LOCK} ` +
      'RETURN l.token AS token, l.digest AS digest, l.schema AS schema, l.plan AS plan, ' +
      `coalesce(l.done, ${NOTHING_DONE}) AS done, ` +
      `${NOW} - coalesce(l.heartbeat, 0) AS silentMs`,
  );
  const holder = records[0]!.toObject() as unknown as Holder;
  if (holder.token === token) return holder; // taken by an attempt whose answer was lost
  if (holder.token !== null && holder.silentMs < leaseMs) return holder;
  const same =
    holder.digest === identity.digest && holder.schema === identity.schema && holder.plan === identity.plan;
  const taken: Holder = {
    ...holder,
    ...identity,
    token,
    done: same ? holder.done : NOTHING_DONE,
  };
  await queries.run(
    `${NODE} SET l.token = $token, l.digest = $digest, l.schema = $schema, l.plan = $plan, ` +
      `l.done = toInteger($done), l.heartbeat = ${NOW}, l.exchangeUntil = null`,
    { ...taken },
  );
  return taken;
}

function takenOver(address: string): ThreatloomError {
  return new ThreatloomError('STORE-025', `another load into Neo4j at ${address} has taken over`, {
    exitCode: EXIT.storeUnavailable,
    hint: 'this one had not shown itself for too long; the other one continues',
  });
}

/** Too late this time, or a fault that the server itself calls passing; but memory does not come back by itself. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ThreatloomError) || error.code === 'STORE-011') return false;
  return (
    error.code === 'STORE-027' || (error.cause as { retryable?: unknown } | undefined)?.retryable === true
  );
}

function tooLate(): ThreatloomError {
  return new ThreatloomError('STORE-027', 'Neo4j took too long to begin the exchange of the builds', {
    exitCode: EXIT.storeUnavailable,
    hint: 'load again: it goes on where it stopped',
  });
}
