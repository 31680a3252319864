import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { graphDigest } from '#model/graph';
import type { Neo4jOptions } from '#stores/neo4j/neo4j-store';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import type { GraphStore } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';
import { leaseNeo4j } from '../../neo4j/lease.ts';
import { numberedGraph } from './numbered-graph.ts';

const neo4j = await leaseNeo4j();
afterAll(() => neo4j?.release());

const SLOW = { timeout: 120_000 };

describe.skipIf(neo4j === undefined)('loads into Neo4j', SLOW, () => {
  const { uri, env, run, clear } = neo4j!;
  const opened: GraphStore[] = [];
  const open = (more: Partial<Neo4jOptions> = {}): GraphStore => {
    const store = openNeo4jStore({ uri, env, schema: graphSchema(), ...more });
    opened.push(store);
    return store;
  };
  beforeEach(clear);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });

  /** Label sets in the database, with the number of nodes under each. */
  const labels = async (): Promise<Record<string, number>> => {
    const rows = await run(
      'MATCH (n) WHERE NOT n:ThreatloomTests RETURN labels(n) AS labels, count(*) AS n ORDER BY labels',
    );
    return Object.fromEntries(rows.map((row) => [(row['labels'] as string[]).join(':'), row['n'] as number]));
  };

  it('make a unique key of every label, and indexes that are ready', async () => {
    for (const { name } of await run('SHOW CONSTRAINTS YIELD name'))
      await run(`DROP CONSTRAINT ${String(name)}`);
    await open().load(numberedGraph('a', 1));
    const constraints = await run(
      "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties WHERE type = 'UNIQUENESS' AND properties = ['key'] RETURN labelsOrTypes[0] AS label",
    );
    const keyed = constraints.map((row) => row['label']);
    expect(keyed).toEqual(expect.arrayContaining(graphSchema().labels.map(({ name }) => name)));
    const indexes = await run("SHOW INDEXES YIELD state, type WHERE type = 'RANGE' RETURN DISTINCT state");
    expect(indexes).toEqual([{ state: 'ONLINE' }]);
  });

  it('leave the graph, its build and nothing else, over whatever was there before', async () => {
    const store = open({ rowsPerTransaction: 70 });
    await store.load(numberedGraph('a', 100));
    await store.load(fixtureGraph());
    const summary = await store.load(numberedGraph('b', 40));
    expect(await labels()).toEqual({ Build: 1, Framework: 1, Technique: 40 });
    expect(await run('MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY type')).toEqual([
      { type: 'IN_FRAMEWORK', n: 40 },
      { type: 'SUBTECHNIQUE_OF', n: 40 },
    ]);
    expect(
      await run('MATCH (n:Technique) UNWIND keys(n) AS name RETURN DISTINCT name ORDER BY name'),
    ).toEqual(['edition', 'framework', 'id', 'key', 'name', 'platforms', 'status'].map((name) => ({ name })));
    expect(await store.summary()).toEqual(summary);
    expect(summary.digest).toBe(graphDigest(numberedGraph('b', 40)));
  });

  it('keep whole numbers whole and likelihoods fractional, as the schema says', async () => {
    await open().load(fixtureGraph());
    const types = 'RETURN DISTINCT valueType(t.`order`) AS order';
    expect(await run(`MATCH (t:Tactic) ${types}`)).toEqual([{ order: 'INTEGER NOT NULL' }]);
    expect(await run('MATCH ()-[r:PROCEDURE_STEP]->() RETURN DISTINCT valueType(r.index) AS index')).toEqual([
      { index: 'INTEGER NOT NULL' },
    ]);
    expect(await run('MATCH (s:AttackStep) RETURN DISTINCT valueType(s.likelihood) AS likelihood')).toEqual([
      { likelihood: 'FLOAT NOT NULL' },
    ]);
  });

  it('do not touch a graph that is there already', async () => {
    const ids = 'MATCH (n) WHERE NOT n:ThreatloomTests RETURN elementId(n) AS id ORDER BY id';
    await open().load(numberedGraph('a', 20));
    const before = await run(ids);
    await open().load(numberedGraph('a', 20));
    expect(await run(ids)).toEqual(before);
  });

  it('bring the same content again where the schema has changed', async () => {
    const schema = { ...graphSchema(), digest: 'f'.repeat(64) };
    const old = await open({ schema }).load(numberedGraph('a', 20));
    const error = await failureOf(open().read('MATCH (t:Technique) RETURN count(*) AS n'));
    expect([error.code, error.exitCode]).toEqual(['STORE-003', 4]);
    const store = open();
    expect(await store.load(numberedGraph('a', 20))).toEqual(old);
    expect((await store.read('MATCH (t:Technique) RETURN count(*) AS n')).rows).toEqual([[20]]);
    expect(await labels()).toEqual({ Build: 1, Framework: 1, Technique: 20 });
  });

  it('take away what an older schema had and this one has no more', async () => {
    const { labels: known, relationships } = graphSchema();
    const properties = known.find(({ name }) => name === 'Goal')!.properties;
    const older = {
      labels: [...known, { name: 'OldGoal', properties }],
      relationships,
      digest: '0'.repeat(64),
    };
    const goal = { key: 'g', properties: { id: 'g', name: 'g', system: 's', loss: 'cost', impact: 'low' } };
    await open({ schema: older }).load({ nodes: new Map([['OldGoal', [goal]]]), edges: new Map() });
    expect(await labels()).toEqual({ Build: 1, OldGoal: 1 });
    await open().load(numberedGraph('a', 3));
    expect(await labels()).toEqual({ Build: 1, Framework: 1, Technique: 3 });
  });

  it("refuse a database with somebody else's nodes, and leave it as it is", async () => {
    await run("CREATE (:Asset {key: 'theirs'})-[:OWNED_BY]->(:Person)");
    const error = await failureOf(open().load(numberedGraph('a', 3)));
    expect([error.code, error.exitCode, error.message]).toEqual([
      'STORE-026',
      4,
      'the database holds other data: there is a node of label Asset',
    ]);
    expect(await labels()).toEqual({ Asset: 1, Person: 1 });
  });

  it('one after the other where two begin at once', async () => {
    const a = numberedGraph('a', 60);
    const b = numberedGraph('b', 90);
    const quick = { rowsPerTransaction: 10, leaseMs: 5000 };
    const loads = [open(quick).load(a), open(quick).load(b), open(quick).load(a)];
    expect((await Promise.all(loads)).map(({ digest }) => digest)).toEqual([a, b, a].map(graphDigest));
    const summary = await open().summary();
    const size = summary?.digest === graphDigest(a) ? 60 : 90;
    expect([graphDigest(a), graphDigest(b)]).toContain(summary?.digest);
    expect(await labels()).toEqual({ Build: 1, Framework: 1, Technique: size });
    expect(await run('MATCH ()-[r]->() RETURN count(*) AS n')).toEqual([{ n: 2 * size }]);
  });

  it('wait for another load only so long', async () => {
    await open().load(numberedGraph('a', 3));
    await run("CREATE (:ThreatloomLoad {key: 'load', token: 'other', heartbeat: timestamp()})");
    const waiting = open({ waitMs: 200, leaseMs: 60_000 });
    const error = await failureOf(waiting.load(numberedGraph('b', 3)));
    expect([error.code, error.exitCode]).toEqual(['STORE-024', 4]);
    expect(await labels()).toEqual({ Build: 1, Framework: 1, Technique: 3, ThreatloomLoad: 1 });
    await open({ leaseMs: 300 }).load(numberedGraph('b', 4));
    expect(await labels()).toEqual({ Build: 1, Framework: 1, Technique: 4 });
  });

  it('say who is not let in, and never how', async () => {
    const secret = 'hunter2-hunter2';
    const error = await failureOf(open({ env: { ...env, NEO4J_PASSWORD: secret } }).summary());
    expect([error.code, error.exitCode]).toEqual(['STORE-021', 4]);
    expect(JSON.stringify([error.message, error.hint, error.stack, String(error.cause)])).not.toContain(
      secret,
    );
    const missing = await failureOf(open({ env: { ...env, NEO4J_DATABASE: 'not-there' } }).summary());
    expect([missing.code, missing.exitCode]).toEqual(['STORE-022', 4]);
  });
});

async function failureOf(promise: Promise<unknown>): Promise<ThreatloomError> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(ThreatloomError);
    return error as ThreatloomError;
  }
  throw new Error('it did not fail');
}
