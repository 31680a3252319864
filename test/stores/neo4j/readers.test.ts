import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ThreatloomError } from '#model/errors';
import { graphDigest } from '#model/graph';
import type { Neo4jOptions } from '#stores/neo4j/neo4j-store';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import type { GraphStore, QueryResult } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { leaseNeo4j } from '../../neo4j/lease.ts';
import { numberedGraph } from './numbered-graph.ts';

const neo4j = await leaseNeo4j();
afterAll(() => neo4j?.release());

const A = numberedGraph('a', 300);
const B = numberedGraph('b', 500);

describe.skipIf(neo4j === undefined)('readers of Neo4j', { timeout: 120_000 }, () => {
  const { uri, env, run, clear } = neo4j!;
  const opened: GraphStore[] = [];
  const open = (more: Partial<Neo4jOptions> = {}): GraphStore => {
    const store = openNeo4jStore({ uri, env, schema: graphSchema(), ...more });
    opened.push(store);
    return store;
  };
  beforeAll(async () => {
    await clear();
    await open().load(A);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });

  /** Three looks at the graph in one query, with work between them that takes a while. */
  const LOOKS =
    'MATCH (t:Technique) WITH count(*) AS nodes ' +
    'UNWIND range(1, 1000000) AS i WITH nodes, sum(i % 7) AS work ' +
    'MATCH (a:Technique)-[r:SUBTECHNIQUE_OF]->(b:Technique) WITH nodes, work, count(r) AS edges ' +
    'UNWIND range(1, 1000000) AS i WITH nodes, edges, work, sum(i % 7) AS more ' +
    'MATCH (b:Build) RETURN nodes, edges, b.digest AS digest';
  const whole = [[[300, 300, graphDigest(A)]], [[500, 500, graphDigest(B)]]];

  it('see one whole build in each answer, while builds come and go', async () => {
    const reader = open();
    const seen = new Set<unknown>();
    let loading = true;
    const read = async (): Promise<void> => {
      while (loading) {
        const { rows } = await reader.read(LOOKS);
        expect(whole).toContainEqual(rows);
        seen.add(rows[0]?.[2]);
      }
    };
    const readers = [read(), read(), read()];
    const loader = open({ rowsPerTransaction: 200 });
    try {
      // Which builds the readers meet is up to the scheduler: builds go on until they have met both.
      for (let round = 0; round < 2 || (seen.size < 2 && round < 8); round++) {
        for (const graph of [B, A]) await loader.load(graph);
      }
    } finally {
      loading = false;
    }
    await Promise.all(readers);
    expect(seen).toEqual(new Set([graphDigest(A), graphDigest(B)]));
  });

  it('see no mixture where a build went and came back meanwhile', async () => {
    const [reader, loader] = [open(), open()];
    await loader.load(A);
    const looks: unknown[] = [];
    await reader.readTogether(
      async (read) => {
        const nodes = await read('MATCH (t:Technique) RETURN count(*) AS n');
        if (looks.length === 0) await loader.load(B);
        const edges = await read('MATCH (:Technique)-[r:SUBTECHNIQUE_OF]->(:Technique) RETURN count(r) AS n');
        if (looks.length === 0) await loader.load(A);
        looks.push([nodes.rows, edges.rows]);
      },
      { timeoutMs: 60_000 },
    );
    expect(looks).toEqual([
      [[[300]], [[500]]],
      [[[300]], [[300]]],
    ]);
  });

  it('see the old build at every step of a load', async () => {
    const reader = open();
    const answers: Promise<QueryResult>[] = [];
    await reader.load(A);
    await open({ rowsPerTransaction: 150 }).load(B, () => {
      answers.push(reader.read('MATCH (t:Technique) RETURN DISTINCT t.framework AS f, count(*) AS n'));
    });
    expect(answers).toHaveLength(11); // 1,501 rows
    // The last step's reader may come after the exchange.
    for (const answer of answers.slice(0, -1)) expect((await answer).rows).toEqual([['a', 300]]);
    expect([[['a', 300]], [['b', 500]]]).toContainEqual((await answers.at(-1)!).rows);
  });

  it('wait while labels are exchanged, and not for ever', async () => {
    const reader = open();
    const count = (timeoutMs: number): Promise<QueryResult> =>
      reader.read('MATCH (t:Technique) RETURN count(*) AS n', {}, { timeoutMs });
    const { rows } = await count(30_000);
    const mark = (ms: number): Promise<unknown> =>
      run("MERGE (l:ThreatloomLoad {key: 'load'}) SET l.exchangeUntil = timestamp() + $ms", { ms });
    await mark(60_000);
    expect((await failureOf(count(300))).code).toBe('STORE-010');
    const waiting = count(60_000);
    await mark(-1); // run out: whoever set it is gone
    expect((await waiting).rows).toEqual(rows);
    await run('MATCH (l:ThreatloomLoad) DELETE l');
  });

  it('leave no query behind on the server, at the limit or called off', async () => {
    const reader = open();
    const endless = (mark: string): string =>
      `UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS ${mark}`;
    expect((await failureOf(reader.read(endless('limit'), {}, { timeoutMs: 500 }))).code).toBe('STORE-010');
    const controller = new AbortController();
    const calledOff = failureOf(reader.read(endless('off'), {}, { signal: controller.signal }));
    await expect.poll(() => running('AS off')).toBe(1);
    controller.abort();
    expect((await calledOff).code).toBe('STORE-012');
    await expect.poll(() => running('UNWIND range')).toBe(0);
  });

  it('take no more rows than they want from a query without end', async () => {
    const { rows, truncated } = await open().read(
      'UNWIND range(1, 4000000000) AS n RETURN n',
      {},
      { maxRows: 5, timeoutMs: 20_000 },
    );
    expect([rows, truncated]).toEqual([[[1], [2], [3], [4], [5]], true]);
    await expect.poll(() => running('4000000000')).toBe(0);
  });

  it('cannot write, whatever they ask', async () => {
    for (const cypher of [
      "CREATE (:Asset {key: 'x'}) RETURN 1 AS n",
      'MATCH (n:Technique) DETACH DELETE n',
    ]) {
      const error = await failureOf(open().read(cypher));
      expect([error.code, error.exitCode]).toEqual(['STORE-008', 2]);
    }
    expect(await run("MATCH (a:Asset {key: 'x'}) RETURN count(*) AS n")).toEqual([{ n: 0 }]);
  });

  it('come by way of routing as well', async () => {
    const store = open({ uri: uri.replace('bolt://', 'neo4j://') });
    await store.load(A);
    expect((await store.read('MATCH (t:Technique) RETURN count(*) AS n')).rows).toEqual([[300]]);
  });

  it('are told where there is no graph yet', async () => {
    await clear();
    const error = await failureOf(open().read('MATCH (t:Technique) RETURN count(*) AS n'));
    expect([error.code, error.exitCode]).toEqual(['STORE-001', 4]);
    expect(await open().summary()).toBeUndefined();
  });

  async function running(text: string): Promise<number> {
    const rows = await run(
      'SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $text AND NOT currentQuery CONTAINS "SHOW" RETURN count(*) AS n',
      { text },
    );
    return rows[0]!['n'] as number;
  }
});

async function failureOf(promise: Promise<unknown>): Promise<ThreatloomError> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as ThreatloomError,
  );
}
