/** The same document, the same JSON: on the embedded store and on a real Neo4j. */
import fc from 'fast-check';
import type { ExecutionResult } from 'graphql/execution/index.js';
import type { GraphQLInputObjectType } from 'graphql/type/index.js';
import { isInputObjectType } from 'graphql/type/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readApiSchema } from '#graphql/schema/api-schema';
import { leaseNeo4j } from '../neo4j/lease.ts';
import { openBothStores } from './both-stores.ts';
import type { Answering, BothStores } from './both-stores.ts';
import { readCorpus } from './corpus.ts';
import { EVERY_TEXT, HOSTILE, everyText } from './hostile.ts';
import { DocumentMaker } from './random-document.ts';

/** `npm run prove:graphql` makes a thousand of them, others each time. */
const RANDOM_DOCUMENTS = Number(process.env['PROVE_GRAPHQL'] ?? 24);

const neo4j = await leaseNeo4j();
const corpus = readCorpus();
let stores: BothStores;

beforeAll(async () => {
  stores = await openBothStores(neo4j);
}, 300_000);
afterAll(async () => {
  await stores.close();
  await neo4j?.release();
});

/** Name of a document → what the embedded store answers. */
const answers = new Map<string, string>();

describe('the corpus on the embedded store', () => {
  it.each(corpus.map((document) => [document.name, document] as const))('%s', async (name, document) => {
    const answer = JSON.stringify(await stores.embedded.api.run(document));
    answers.set(name, answer);
    expect(outcomeOf(JSON.parse(answer) as ExecutionResult)).toEqual(document.expect);
  });
});

describe.skipIf(neo4j === undefined)('the corpus on Neo4j, byte by byte', { timeout: 300_000 }, () => {
  it.each(corpus.map((document) => [document.name, document] as const))('%s', async (name, document) => {
    expect(JSON.stringify(await stores.server!.api.run(document))).toBe(answers.get(name));
  });
});

describe.skipIf(neo4j === undefined)('documents made at random', { timeout: 900_000 }, () => {
  it('give the same JSON on both stores', async () => {
    const maker = new DocumentMaker(stores.graph);
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const document = maker.make(draw);
        const [embedded, server] = await Promise.all([
          stores.embedded.api.run(document),
          stores.server!.api.run(document),
        ]);
        expect({ ...document, answer: JSON.stringify(server) }).toEqual({
          ...document,
          answer: JSON.stringify(embedded),
        });
      }),
      { numRuns: RANDOM_DOCUMENTS },
    );
  });
});

describe('the number of queries to the store', () => {
  /** From asset to requirement, five levels of lists and of connections. */
  const lists = `query ($n: Int!) {
    assets(limit: $n, where: { exposedTo: { some: {} } }) { key exposedTo(limit: $n) { key uses { key
      mitigatedBy(limit: $n) { key satisfies(limit: $n) { key } } } } }
  }`;
  const connections = `query ($n: Int!) {
    assetsConnection(first: $n) { totalCount edges { node { exposedToConnection(first: $n) { totalCount edges { node {
      usesConnection { edges { node { mitigatedByConnection(first: $n) { edges { properties { source } node { key } } } } } }
    } } } } } }
  }`;

  const counted = async ({ api, queries }: Answering, text: string, n: number) => {
    queries.length = 0;
    const { data, errors } = await api.run({ text, variables: { n } });
    expect(errors).toBeUndefined();
    return { queries: queries.length, nodes: JSON.stringify(data).split('"key"').length - 1 };
  };

  it('is one for each level of the embedded store, however many rows there are', async () => {
    for (const [text, expected] of [
      [lists, 5],
      // And one for the total of the root.
      [connections, 5],
    ] as const) {
      const few = await counted(stores.embedded, text, 1);
      const many = await counted(stores.embedded, text, 12);
      expect([few.queries, many.queries]).toEqual([expected, expected]);
      expect(many.nodes).toBeGreaterThan(10 * few.nodes);
    }
  });

  it.skipIf(neo4j === undefined)(
    'is one for each field of the root of Neo4j',
    { timeout: 300_000 },
    async () => {
      // Once in a process the server is asked for its version.
      await counted(stores.server!, lists, 1);
      for (const text of [lists, connections]) {
        expect((await counted(stores.server!, text, 1)).queries).toBe(1);
        expect((await counted(stores.server!, text, 12)).queries).toBe(1);
      }
    },
  );
});

describe('hostile values', () => {
  const shapes = async ({ api, queries }: Answering, value: string) => {
    queries.length = 0;
    const result = await api.run({ text: EVERY_TEXT, variables: everyText(value) });
    expect(result.errors).toBeUndefined();
    return { cypher: new Set(queries.map(({ cypher }) => cypher)), answer: JSON.stringify(result) };
  };
  /** Found in many names, so that every level is asked; where a value finds nothing, lower levels are not. */
  const BENIGN = 'e';
  const others = (found: ReadonlySet<string>, known: ReadonlySet<string>): string[] =>
    [...found].filter((cypher) => !known.has(cypher));

  it('never change a query of the embedded store', async () => {
    const benign = await shapes(stores.embedded, BENIGN);
    expect(benign.cypher.size).toBe(7);
    for (const value of HOSTILE) {
      expect(others((await shapes(stores.embedded, value)).cypher, benign.cypher)).toEqual([]);
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (value) => {
        expect(others((await shapes(stores.embedded, value)).cypher, benign.cypher)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it.skipIf(neo4j === undefined)(
    'never change a query of Neo4j, and get the same answers',
    { timeout: 300_000 },
    async () => {
      const benign = await shapes(stores.server!, BENIGN);
      expect(benign.cypher.size).toBe(4);
      for (const value of HOSTILE) {
        const server = await shapes(stores.server!, value);
        expect(server.cypher).toEqual(benign.cypher);
        expect(server.answer).toBe((await shapes(stores.embedded, value)).answer);
      }
    },
  );

  it('reach no store as cursors', async () => {
    const text = 'query ($t: String!) { assetsConnection(after: $t) { totalCount } }';
    stores.embedded.queries.length = 0;
    for (const t of HOSTILE) {
      const { errors } = await stores.embedded.api.run({ text, variables: { t } });
      expect(errors!.map(({ extensions }) => extensions['code'])).toEqual(['GRAPHQL-002']);
    }
    expect(stores.embedded.queries).toEqual([]);
  });

  it('name nothing of a model', async () => {
    const text = `query ($t: String!, $id: ID!) {
      analysis(system: "support-chatbot") { threats(where: { text: $t, asset: [$id], control: [$id] }) { id } }
      none: analysis(system: $id) { asOf }
    }`;
    for (const t of HOSTILE) {
      const { data } = await stores.embedded.api.run({ text, variables: { t, id: t } });
      expect(JSON.parse(JSON.stringify(data))).toEqual({ analysis: { threats: [] }, none: null });
    }
  });
});

describe('the corpus', () => {
  it('has 120 documents at the least, each with a summary of its own', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(120);
    const summaries = corpus.map(({ summary }) => summary);
    expect(summaries.filter((summary, at) => summaries.indexOf(summary) !== at)).toEqual([]);
  });

  it('uses every operator of every kind of value, every quantifier and argument', () => {
    const texts = corpus.map(({ text }) => text).join('\n');
    const schema = readApiSchema();
    const used = (name: string): boolean => new RegExp(`\\b${name}:`).test(texts);
    const filters = Object.values(schema.getTypeMap()).filter(
      (type) => isInputObjectType(type) && /(Filters|Where|Sort)$/.test(type.name),
    ) as GraphQLInputObjectType[];
    const operators = filters
      .filter(({ name }) => /^(ID|String|Int|Float|Boolean)(Scalar|List)Filters$/.test(name))
      .flatMap((type) => Object.keys(type.getFields()));
    expect(new Set(operators).size).toBe(10);
    const words = [...operators, 'all', 'none', 'single', 'some', 'AND', 'OR', 'NOT', 'node', 'edge'];
    const args = ['where', 'sort', 'limit', 'offset', 'first', 'after'];
    expect([...words, ...args].filter((word) => !used(word))).toEqual([]);
  });

  it('asks every field of the root', () => {
    const texts = corpus.map(({ text }) => text).join('\n');
    const fields = Object.keys(readApiSchema().getQueryType()!.getFields());
    expect(fields.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts))).toEqual([]);
  });
});

function outcomeOf({ data, errors }: ExecutionResult): 'rows' | 'empty' | readonly unknown[] {
  if (errors !== undefined) return errors.map(({ extensions }) => extensions['code']);
  return holdsRows(data) ? 'rows' : 'empty';
}

function holdsRows(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsRows);
}
