/**
 * What every store must do, whatever its engine: one suite, run by each store's own tests.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import type { GraphBatch } from '#model/graph';
import { graphDigest } from '#model/graph';
import { readQuery } from '#stores/cypher-guard/read-query';
import type { GraphStore, LoadProgress, QueryResult } from '#stores/port';
import { findQuery, loadNamedQueries } from '#stores/queries/load-queries';
import { bindParameters } from '#stores/queries/query-parameters';
import { graphSchema } from '#stores/schema/read-schema';
import { BatchBuilder } from './batch-builder.ts';
import { EXPECTED } from './expected-rows.ts';
import { fixtureGraph } from './fixture-graph.ts';
import { BOOLEANS, FLOATS, INTEGERS, LISTS, TEXTS, valueGraph } from './value-graph.ts';

/** An empty place for a graph. */
export interface StorePlace {
  /** Another store on the same place, as another process would open it. */
  open(): Promise<GraphStore>;
  /** Removes the place; all stores on it are closed by then. */
  dispose(): Promise<void>;
}

/** Runs the suite. `makePlace` is called once, before the first test. */
export function describeStore(name: string, makePlace: () => Promise<StorePlace>): void {
  const queries = loadNamedQueries(graphSchema());

  describe(`${name}, as every store`, () => {
    let place: StorePlace;
    let store: GraphStore;

    beforeAll(async () => {
      place = await makePlace();
      store = await place.open();
    });
    afterAll(async () => {
      await store.close();
      await place.dispose();
    });

    const values = async (cypher: string): Promise<QueryResult['rows']> =>
      (await store.read(readQuery(cypher).cypher)).rows;
    const systems = () => values('MATCH (s:System) RETURN s.id AS id ORDER BY id');

    it('has no build at first', async () => {
      expect(await store.summary()).toBeUndefined();
    });

    it('loads a graph and says what it holds, in step with progress', async () => {
      const batch = fixtureGraph();
      const steps: LoadProgress[] = [];
      const summary = await store.load(batch, (progress) => steps.push(progress));
      expect(summary).toEqual({
        digest: graphDigest(batch),
        nodes: counts(batch.nodes),
        edges: counts(batch.edges),
      });
      expect(await store.summary()).toEqual(summary);
      expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).sort((a, b) => a - b));
      expect(steps.at(-1)!.done).toBe(steps.at(-1)!.total);
      expect(steps.at(-1)!.total).toBeGreaterThanOrEqual(total(batch));
    });

    it('shows a build to others, with one node that tells which it is', async () => {
      const other = await place.open();
      try {
        expect(await other.summary()).toEqual(await store.summary());
        const { rows } = await other.read(
          'MATCH (b:Build) RETURN b.digest AS digest, b.schema AS schema, b.nodes AS nodes, b.edges AS edges',
        );
        const batch = fixtureGraph();
        const sum = (record: Record<string, number>): number =>
          Object.values(record).reduce((a, b) => a + b, 0);
        expect(rows).toEqual([
          [graphDigest(batch), graphSchema().digest, sum(counts(batch.nodes)), sum(counts(batch.edges))],
        ]);
      } finally {
        await other.close();
      }
    });

    describe('named queries', () => {
      it.each(EXPECTED.map((each) => [`${each.query} ${JSON.stringify(each.parameters)}`, each] as const))(
        '%s',
        async (_, { query, parameters, rows }) => {
          const { cypher, columns } = findQuery(queries, query);
          const answer = await store.read(cypher, bindParameters(findQuery(queries, query), parameters));
          expect(answer).toEqual({ columns: columns.map((column) => column.name), rows, truncated: false });
        },
      );

      it('are all tried here', () => {
        expect([...new Set(EXPECTED.map(({ query }) => query))].sort()).toEqual(
          queries.map((query) => query.name),
        );
      });

      it('give values of the types that they declare', () => {
        for (const { query, rows } of EXPECTED) {
          const { columns } = findQuery(queries, query);
          for (const [index, { type }] of columns.entries()) {
            for (const value of rows.map((row) => row[index] ?? null).filter((each) => each !== null)) {
              const actual = Array.isArray(value)
                ? 'strings'
                : Number.isInteger(value) && type !== 'number'
                  ? 'integer'
                  : typeof value;
              expect(actual, `${query}.${columns[index]!.name}`).toBe(type);
            }
          }
        }
      });
    });

    it('changes nothing when the same graph comes again, in another order', async () => {
      const before = await store.summary();
      expect(await store.load(reversed(fixtureGraph()))).toEqual(before);
      expect(await values('MATCH (b:Build) RETURN count(*) AS n')).toEqual([[1]]);
      expect(await values('MATCH (a:Asset) RETURN count(*) AS n')).toEqual([[4]]);
      expect(
        await values('MATCH (c:CaseStudy)-[:PROCEDURE_STEP]->(t:Technique) RETURN count(*) AS n'),
      ).toEqual([[5]]);
    });

    it('holds to parameters inside and outside of subqueries, in clauses of their own', async () => {
      const { cypher, parametersApart } = readQuery(
        `MATCH (t:Technique) WHERE t.framework = $framework
         WITH t WHERE EXISTS { MATCH (t)-[:SUBTECHNIQUE_OF]->(p:Technique) WHERE p.id = $parent }
         RETURN t.id AS id ORDER BY id`,
      );
      expect(parametersApart).toEqual([]);
      const found = async (parent: string) => (await store.read(cypher, { framework: 'atlas', parent })).rows;
      expect(await found('AML.T0051')).toEqual([['AML.T0051.001']]);
      expect(await found('AML.T0070')).toEqual([]);
    });

    it('takes parameters of every type', async () => {
      const parameters = { text: 'it\'s "x" \\n $y', integer: 3, float: 0.5, yes: true, texts: ['a,b', ''] };
      const answer = await store.read(
        'RETURN $text AS text, $integer AS integer, $float AS float, $yes AS yes, $texts AS texts',
        parameters,
      );
      expect(answer.rows).toEqual([Object.values(parameters)]);
      const known = 'MATCH (a:Asset) WHERE a.id IN $ids RETURN a.id AS id ORDER BY id';
      expect((await store.read(known, { ids: ['bot', 'kb', 'x'] })).rows).toEqual([['bot'], ['kb']]);
      expect((await store.read(known, { ids: [] })).rows).toEqual([]);
      expect(
        (await store.read('MATCH (a:Asset) RETURN a.id AS id ORDER BY id LIMIT $n', { n: 2 })).rows,
      ).toEqual([['api'], ['bot']]);
    });

    it('gives aggregates, lists and maps as plain values', async () => {
      const cypher =
        'MATCH (s:AttackStep) RETURN count(*) AS n, sum(CASE WHEN s.reachable THEN 1 ELSE 0 END) AS m, max(s.likelihood) AS top, [1, 2] AS list, coalesce(null, false) AS no';
      expect((await store.read(cypher)).rows).toEqual([[8, 7, 0.8, [1, 2], false]]);
      expect(await values("RETURN {a: 1, b: 'x'} AS m")).toEqual([[{ a: 1, b: 'x' }]]);
    });

    it('reads escapes and comments as the guard does', async () => {
      expect(
        await values(`RETURN 'a\\'b\\\\n"' AS x, "q\\"q" AS y, 'l\\n\\t' AS z, 1 /* 'x' */ AS n // end`),
      ).toEqual([['a\'b\\n"', 'q"q', 'l\n\t', 1]]);
    });

    it('stops at the row limit and says so', async () => {
      const cypher = 'UNWIND range(1, 20) AS n RETURN n ORDER BY n';
      expect(await store.read(cypher, {}, { maxRows: 3 })).toEqual({
        columns: ['n'],
        rows: [[1], [2], [3]],
        truncated: true,
      });
      expect((await store.read(cypher, {}, { maxRows: 20 })).truncated).toBe(false);
    });

    const endless =
      'UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b UNWIND range(1, 5000) AS c WITH a, b, c WHERE a * b = c + 1 RETURN count(*) AS n';

    it('stops at the time limit, and goes on afterwards', async () => {
      const error = await failureOf(store.read(endless, {}, { timeoutMs: 200 }));
      expect([error.code, error.message]).toEqual([
        'STORE-010',
        'the query took longer than 200 ms and was stopped',
      ]);
      expect(await systems()).toEqual([['fraud-scoring'], ['support-chatbot']]);
    });

    it('lets the caller go when the caller calls off', async () => {
      const controller = new AbortController();
      const failing = failureOf(store.read(endless, {}, { timeoutMs: 2000, signal: controller.signal }));
      setTimeout(() => {
        controller.abort();
      }, 50);
      expect((await failing).code).toBe('STORE-012');
      expect((await failureOf(store.read('RETURN 1 AS n', {}, { signal: AbortSignal.abort() }))).code).toBe(
        'STORE-012',
      );
    });

    it('runs several queries in one time limit', async () => {
      const [first, second] = await store.readTogether((read) =>
        Promise.all([
          read('MATCH (a:Asset) RETURN count(*) AS n'),
          read('MATCH (a:Asset) RETURN a.id AS id ORDER BY id', {}, { maxRows: 1 }),
        ]),
      );
      expect([first.rows, second.rows, second.truncated]).toEqual([[[4]], [['api']], true]);
      const slow = store.readTogether(
        async (read) => {
          await read('RETURN 1 AS n');
          await read(endless);
        },
        { timeoutMs: 300 },
      );
      const error = await failureOf(slow);
      expect([error.code, error.message]).toEqual([
        'STORE-010',
        'the query took longer than 300 ms and was stopped',
      ]);
    });

    it('answers several queries at once', async () => {
      const answers = await Promise.all(
        Array.from(
          { length: 20 },
          async (_, n) => (await store.read('MATCH (a:Asset) RETURN count(*) + $n AS n', { n })).rows,
        ),
      );
      expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => [[4 + n]]));
    });

    it.each([
      ['a query that is no Cypher', 'MATCH (a:Asset RETURN a.id', 'STORE-008'],
      ['a parameter that is not given', 'MATCH (a:Asset) WHERE a.id = $id RETURN a.id AS id', 'STORE-008'],
      ['a node as value', 'MATCH (a:Asset) RETURN a', 'STORE-009'],
      ['a relationship as value', 'MATCH (a:Asset)-[r:FLOWS_TO]->(b:Asset) RETURN r', 'STORE-009'],
      ['nodes in a list', 'MATCH (a:Asset) RETURN collect(a) AS l', 'STORE-009'],
    ])('refuses %s', async (_, cypher, code) => {
      const error = await failureOf(store.read(cypher));
      expect([error.code, error.exitCode]).toEqual([code, 2]);
    });

    it.each([
      [
        'a dangling edge',
        new BatchBuilder().node('Asset', 'a', ASSET).edge('FLOWS_TO', 'Asset a', 'Asset b', { id: 'f' }),
        'BATCH-007',
      ],
      ['an unknown label', new BatchBuilder().node('Aset', 'a', {}), 'BATCH-002'],
      [
        'a key that stands twice',
        new BatchBuilder().node('Asset', 'a', ASSET).node('Asset', 'a', ASSET),
        'BATCH-005',
      ],
    ])('keeps the old graph where the new one has %s', async (_, batch, code) => {
      const before = await store.summary();
      const error = await failureOf(store.load(batch.build()));
      expect([error.code, error.exitCode, error.diagnostics.map((each) => each.code)]).toEqual([
        'BATCH-001',
        2,
        [code],
      ]);
      expect(await store.summary()).toEqual(before);
      expect(await systems()).toEqual([['fraud-scoring'], ['support-chatbot']]);
    });

    it('replaces the graph as a whole, for others too', async () => {
      const other = await place.open();
      try {
        expect((await other.read('MATCH (a:Asset) RETURN count(*) AS n')).rows).toEqual([[4]]);
        const summary = await store.load(new BatchBuilder().node('Asset', 'only', ASSET).build());
        expect(summary).toMatchObject({ nodes: { Asset: 1 }, edges: {} });
        for (const each of [store, other]) {
          expect((await each.read('MATCH (a:Asset) RETURN a.key AS key')).rows).toEqual([['only']]);
          expect((await each.read('MATCH (s:System) RETURN count(*) AS n')).rows).toEqual([[0]]);
          expect(
            (await each.read('MATCH (a:Asset)-[r:FLOWS_TO]->(b:Asset) RETURN count(*) AS n')).rows,
          ).toEqual([[0]]);
          expect((await each.read('MATCH (b:Build) RETURN b.digest AS d')).rows).toEqual([[summary.digest]]);
        }
      } finally {
        await other.close();
      }
    });

    it('holds a graph without anything', async () => {
      const empty = await store.load(new BatchBuilder().build());
      expect(empty).toEqual({ digest: graphDigest(new BatchBuilder().build()), nodes: {}, edges: {} });
      expect(await store.summary()).toEqual(empty);
      expect(await values('MATCH (a:Asset) RETURN count(*) AS n')).toEqual([[0]]);
    });

    describe('values, there and back', () => {
      beforeAll(async () => {
        await store.load(valueGraph());
      });

      const column = async (cypher: string): Promise<unknown[]> =>
        (await values(cypher)).map((row) => row[1]);
      const byNumber = (property: string): string =>
        `RETURN n.id AS id, n.${property} AS v ORDER BY size(id), id`;

      it('text', async () => {
        expect(
          await column(`MATCH (n:Technique) WHERE n.key STARTS WITH 'text' ${byNumber('description')}`),
        ).toEqual(TEXTS);
      });
      it('lists', async () => {
        expect(
          await column(`MATCH (n:Technique) WHERE n.key STARTS WITH 'list' ${byNumber('platforms')}`),
        ).toEqual(LISTS);
      });
      it('integers', async () => {
        expect(await column(`MATCH (n:Tactic) ${byNumber('`order`')}`)).toEqual(INTEGERS);
      });
      it('floats', async () => {
        expect(await column(`MATCH (n:Safeguard) ${byNumber('effectiveness')}`)).toEqual(FLOATS);
      });
      it('booleans and lists of relationships', async () => {
        const flows = (prefix: string, property: string): string =>
          `MATCH (a:Asset)-[n:FLOWS_TO]->(b:Asset) WHERE n.id STARTS WITH '${prefix}' ${byNumber(property)}`;
        expect(await column(flows('b', 'authenticated'))).toEqual(BOOLEANS);
        expect(await column(flows('l', 'carries'))).toEqual(LISTS);
      });
      it('floats of relationships, null among them', async () => {
        const cypher =
          'MATCH (a:Technique)-[n:MAPS_TO]->(b:Technique) RETURN n.predicate AS id, n.confidence AS v ORDER BY size(id), id';
        expect(await column(cypher)).toEqual([...FLOATS, null]);
      });
      it('keys', async () => {
        expect(await values('MATCH (a:Asset) RETURN a.key AS key ORDER BY key')).toEqual([
          ['asset "quoted", ünïcode'],
          ['asset b'],
        ]);
      });
    });

    it('answers nothing once closed', async () => {
      const other = await place.open();
      await other.close();
      expect((await failureOf(other.read('RETURN 1 AS n'))).code).toBe('STORE-007');
    });
  });
}

const ASSET = { id: 'a', name: 'a', system: 's', kind: 'k', class: 'c', exposure: 'public' };

async function failureOf(promise: Promise<unknown>): Promise<ThreatloomError> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(ThreatloomError);
    return error as ThreatloomError;
  }
  throw new Error('it did not fail');
}

function counts(groups: ReadonlyMap<string, readonly unknown[]>): Record<string, number> {
  return Object.fromEntries([...groups].map(([name, members]) => [name, members.length]));
}

function total(batch: GraphBatch): number {
  return [...batch.nodes.values(), ...batch.edges.values()].reduce((sum, members) => sum + members.length, 0);
}

function reversed(batch: GraphBatch): GraphBatch {
  const turn = <T>(groups: ReadonlyMap<string, readonly T[]>): Map<string, T[]> =>
    new Map([...groups].reverse().map(([name, members]) => [name, members.toReversed()]));
  return { nodes: turn(batch.nodes), edges: turn(batch.edges) };
}
