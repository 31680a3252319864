/**
 * What a suite calls to get a Neo4j server.
 */
// The driver's declarations make classes of what are plain settings.
/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import neo4j from 'neo4j-driver';
import type { Driver } from 'neo4j-driver';
import { inject } from 'vitest';
import type { ProvidedContext } from 'vitest';
import type { Lent } from './global-setup.ts';
import type { Neo4jAccess } from './sources.ts';

export interface Neo4jLease extends Neo4jAccess {
  /** What `openNeo4jStore` reads user and password from, in place of the process environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A driver of the test's own, to look past the store. */
  readonly driver: Driver;
  /** Runs one statement in an auto-commit transaction; numbers come as numbers. */
  readonly run: (cypher: string, parameters?: Record<string, unknown>) => Promise<Record<string, unknown>[]>;
  /** Takes everything out of the database but its constraints and indexes. */
  readonly clear: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** Says that a database is for tests. Without it, one that is not empty is left alone. */
const MARK = 'ThreatloomTests';

/**
 * A server of the suite's own until it is released; call it at the top of a test file, and `release` in `afterAll`.
 *
 * @returns undefined where there is no server to be had; with `CI=true` that is an error instead
 */
export async function leaseNeo4j(): Promise<Neo4jLease | undefined> {
  const desk = inject('neo4jDesk') as ProvidedContext['neo4jDesk'] | undefined;
  if (desk === undefined)
    throw new Error('vitest.config.ts must name test/neo4j/global-setup.ts in globalSetup');
  const { port, word } = desk;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${word}\n`);
  const [line] = (await once(createInterface({ input: socket }), 'line')) as [string];
  // The suite's other work decides when its process ends, not this connection.
  socket.unref();
  const lent = JSON.parse(line) as Lent;
  if ('unavailable' in lent) {
    socket.destroy();
    if (process.env['CI'] === 'true') throw new Error(`the Neo4j suites must run here: ${lent.unavailable}`);
    return undefined;
  }

  const numbersAsNumbers = { disableLosslessIntegers: true };
  const driver = neo4j.driver(lent.uri, neo4j.auth.basic(lent.user, lent.password), numbersAsNumbers);
  const where = lent.database === undefined ? {} : { database: lent.database };
  const run: Neo4jLease['run'] = async (cypher, parameters = {}) => {
    const session = driver.session(where);
    try {
      const { records } = await session.run(cypher, parameters);
      return records.map((record) => record.toObject());
    } finally {
      await session.close();
    }
  };
  const release = async (): Promise<void> => {
    await driver.close();
    socket.destroy();
  };
  try {
    await claim(run, lent.uri);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    ...lent,
    env: {
      NEO4J_USER: lent.user,
      NEO4J_PASSWORD: lent.password,
      ...(lent.database !== undefined && { NEO4J_DATABASE: lent.database }),
    },
    driver,
    run,
    clear: async () => {
      await run(`MATCH (n) WHERE NOT n:${MARK} CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`);
    },
    release,
  };
}

async function claim(run: Neo4jLease['run'], uri: string): Promise<void> {
  const [found] = await run(`RETURN EXISTS { MATCH (n) } AS used, EXISTS { MATCH (n:${MARK}) } AS marked`);
  if (found?.['used'] === true && found['marked'] !== true) {
    throw new Error(`the database at ${uri} holds data; the tests want an empty one of their own`);
  }
  await run(`MERGE (:${MARK})`);
}
