import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { graphDigest } from '#model/graph';
import { Connection } from '#stores/neo4j/connection';
import { LoadLock } from '#stores/neo4j/load-lock';
import type { Neo4jOptions } from '#stores/neo4j/neo4j-store';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import type { GraphStore } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { leaseNeo4j } from '../../neo4j/lease.ts';
import { breakableLine } from './breakable-line.ts';
import { numberedGraph } from './numbered-graph.ts';

const neo4j = await leaseNeo4j();
afterAll(() => neo4j?.release());

const OLD = numberedGraph('old', 30);
const NEW = numberedGraph('new', 50); // 151 rows

describe.skipIf(neo4j === undefined)('loads into Neo4j that are interrupted', { timeout: 120_000 }, () => {
  const { uri, env, run, clear } = neo4j!;
  const opened: GraphStore[] = [];
  const open = (more: Partial<Neo4jOptions> = {}): GraphStore => {
    const store = openNeo4jStore({
      uri,
      env,
      schema: graphSchema(),
      rowsPerTransaction: 20,
      leaseMs: 400,
      ...more,
    });
    opened.push(store);
    return store;
  };
  beforeEach(async () => {
    await clear();
    await open().load(OLD);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });

  const rows = async (cypher: string): Promise<unknown[][]> =>
    (await run(cypher)).map((row) => Object.values(row));
  const technique = async (store: GraphStore): Promise<unknown> =>
    (await store.read('MATCH (t:Technique)-[:IN_FRAMEWORK]->(f:Framework) RETURN f.id AS id, count(*) AS n'))
      .rows;
  const expectOnly = async (name: string, size: number): Promise<void> => {
    expect(await technique(open())).toEqual([[name, size]]);
    expect(
      await rows(
        'MATCH (n) WHERE NOT n:ThreatloomTests RETURN labels(n) AS labels, count(*) AS n ORDER BY labels',
      ),
    ).toEqual([
      [['Build'], 1],
      [['Framework'], 1],
      [['Technique'], size],
    ]);
    expect(await rows('MATCH ()-[r]->() RETURN count(*) AS n')).toEqual([[2 * size]]);
  };

  /** Stops a load after its third transaction of twenty rows. */
  const interrupted = async (): Promise<void> => {
    const load = open().load(NEW, ({ done }) => {
      if (done === 60) throw new Error('enough');
    });
    await expect(load).rejects.toThrow('enough');
  };

  it('leave the old graph to readers, and go on where they stopped', async () => {
    await interrupted();
    expect(await technique(open())).toEqual([['old', 30]]);
    expect((await open().summary())?.digest).toBe(graphDigest(OLD));
    const staged = 'MATCH (n:ThreatloomStaged) RETURN elementId(n) AS id ORDER BY id';
    const before = await rows(staged);
    expect(before).toHaveLength(51);
    expect(await rows('MATCH (:ThreatloomStaged)-[r]->(:ThreatloomStaged) RETURN count(r) AS n')).toEqual([
      [9],
    ]);
    await open().load(NEW);
    await expectOnly('new', 50);
    const after = await rows('MATCH (n:Technique|Framework) RETURN elementId(n) AS id ORDER BY id');
    expect(after).toEqual(before); // the very nodes that were staged
  });

  it.each([
    ['another graph', numberedGraph('other', 7), 'other', 7],
    ['the graph that is there', OLD, 'old', 30],
  ])('make way for %s', async (_, graph, name, size) => {
    await interrupted();
    await open().load(graph);
    await expectOnly(name, size);
  });

  it('begin anew with another size of transactions', async () => {
    await interrupted();
    await open({ rowsPerTransaction: 33 }).load(NEW);
    await expectOnly('new', 50);
  });

  it('never become the graph where somebody changed what was staged', async () => {
    await interrupted();
    await run("MATCH (n:ThreatloomStaged {id: 'T1'}) SET n.name = 'forged'");
    const error = await open()
      .load(NEW)
      .catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ThreatloomError);
    expect([(error as ThreatloomError).code, (error as ThreatloomError).exitCode]).toEqual(['STORE-004', 3]);
    expect(await technique(open())).toEqual([['old', 30]]);
    await open().load(NEW);
    await expectOnly('new', 50);
  });

  it('are swept up after, where they died between the exchange and the sweep', async () => {
    await open().load(NEW);
    await run(
      "CREATE (:ThreatloomRetired {key: 'x'})-[:USES]->(:ThreatloomRetired {key: 'y'}) " +
        "CREATE (:ThreatloomLoad {key: 'load', token: 'dead', heartbeat: 0, exchangeUntil: timestamp() + 600000})",
    );
    await open().load(NEW);
    await expectOnly('new', 50);
  });

  it('leave a whole graph wherever the line is cut, and are finished by the next load', async () => {
    // How much a load sends, from its first byte to its last.
    const whole = await breakableLine(uri);
    const measured = open({ uri: whole.uri, leaseMs: 60_000 });
    await measured.load(NEW);
    const bytes = whole.sent();
    await measured.close();
    whole.close();

    for (const part of [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9]) {
      await open().load(OLD);
      let cut: () => void = () => undefined;
      const isCut = new Promise<void>((resolve) => (cut = resolve));
      const line = await breakableLine(uri, Math.floor(bytes * part), cut);
      const dying = openNeo4jStore({
        uri: line.uri,
        env,
        schema: graphSchema(),
        rowsPerTransaction: 20,
        leaseMs: 60_000,
      });
      const load = dying.load(NEW).catch((error: unknown) => error);
      await isCut;
      await dying.close();
      expect(await load).toMatchObject({ code: 'STORE-007' });
      line.close();
      const seen = await technique(open());
      expect([[['old', 30]], [['new', 50]]], `cut at ${part}`).toContainEqual(seen);
      await open().load(NEW);
      await expectOnly('new', 50);
    }
  });

  describe('under their lock', () => {
    const identity = { digest: 'd', schema: 's', plan: 'p' };
    const times = { leaseMs: 60_000, waitMs: 0 };
    const connections: Connection[] = [];
    const acquire = (): Promise<LoadLock> => {
      const connection = new Connection(uri, env);
      connections.push(connection);
      return LoadLock.acquire(connection, identity, times);
    };
    afterEach(async () => {
      await Promise.all(connections.splice(0).map((connection) => connection.close()));
    });

    it('do a step that is done already not again', async () => {
      const lock = await acquire();
      expect(lock.done).toBeUndefined();
      await lock.startOver();
      const work = async (transaction: { run(cypher: string): PromiseLike<unknown> }): Promise<void> => {
        await transaction.run("CREATE (:Technique {key: 'once'})");
      };
      await lock.step(work, 1);
      await lock.step(work, 1);
      expect(await rows("MATCH (n:Technique {key: 'once'}) RETURN count(*) AS n")).toEqual([[1]]);
      await lock.release(undefined);
      const next = await acquire();
      expect(next.done).toBe(1);
      await next.finish();
      expect(await rows('MATCH (l:ThreatloomLoad) RETURN count(*) AS n')).toEqual([[0]]);
    });

    it('stop where another load has taken over, and change nothing', async () => {
      const lock = await acquire();
      await run("MATCH (l:ThreatloomLoad) SET l.token = 'other'");
      const step = lock.step(async (transaction) => {
        await transaction.run("CREATE (:Technique {key: 'late'})");
      }, 1);
      await expect(step).rejects.toMatchObject({ code: 'STORE-025', exitCode: 4 });
      await lock.finish();
      await lock.release(undefined);
      expect(await rows('MATCH (l:ThreatloomLoad) RETURN l.token AS token')).toEqual([['other']]);
      expect(await rows("MATCH (n:Technique {key: 'late'}) RETURN count(*) AS n")).toEqual([[0]]);
    });
  });
});
