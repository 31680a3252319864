import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { isTooOld } from '#stores/neo4j/connection';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import type { GraphStore } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';

const SECRET = 'hunter2-hunter2';

async function failureOf(work: () => unknown): Promise<ThreatloomError> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(ThreatloomError);
    return error as ThreatloomError;
  }
  throw new Error('it did not fail');
}

describe('the version of a Neo4j server', () => {
  it.each([
    ['Neo4j/5.26.0', false],
    ['Neo4j/5.26.30', false],
    ['Neo4j/5.27-aura', false],
    ['Neo4j/2025.10.1', false],
    ['SomethingElse', false],
    ['Neo4j/5.25.1', true],
    ['Neo4j/4.4.40', true],
    ['Neo4j/v5.2.0 compatible', true],
  ])('%s: too old %s', (agent, expected) => {
    expect(isTooOld(agent)).toBe(expected);
  });
});

function open(uri: string): GraphStore {
  return openNeo4jStore({ uri, schema: graphSchema(), env: { NEO4J_PASSWORD: SECRET } });
}

/** All that could end up before somebody's eyes. */
function told(error: ThreatloomError): string {
  return JSON.stringify([error.message, error.hint, error.stack, String(error.cause)]);
}

describe('the address of a Neo4j server', () => {
  it.each([
    ['no URI', 'localhost'],
    ['another scheme', 'http://localhost:7687'],
    ['no host', 'bolt://'],
    ['a password in it', `bolt://neo4j:${SECRET}@localhost:7687`],
    ['a user in it', 'neo4j+s://neo4j@localhost'],
  ])('is refused with %s', async (_, uri) => {
    const error = await failureOf(() => open(uri));
    expect([error.code, error.exitCode]).toEqual(['STORE-023', 2]);
    expect(told(error)).not.toContain(SECRET);
  });

  it.each(['bolt', 'bolt+s', 'bolt+ssc', 'neo4j', 'neo4j+s', 'neo4j+ssc'])(
    'may begin with %s://',
    (scheme) => {
      expect(open(`${scheme}://localhost:7687`).id).toBe('neo4j');
    },
  );

  it('is not connected before it is needed, and told where nobody listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    const store = open(`bolt://127.0.0.1:${port}`);
    for (const work of [
      () => store.summary(),
      () => store.read('RETURN 1 AS n'),
      () => store.load({ nodes: new Map(), edges: new Map() }),
    ]) {
      const error = await failureOf(work);
      expect([error.code, error.exitCode, error.message]).toEqual([
        'STORE-020',
        4,
        `Neo4j at 127.0.0.1:${port} cannot be reached`,
      ]);
      expect(told(error)).not.toContain(SECRET);
    }
    await store.close();
    expect((await failureOf(() => store.summary())).code).toBe('STORE-007');
  });
});
