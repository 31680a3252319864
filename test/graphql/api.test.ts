/** The API on the embedded store, end to end; what both stores answer alike is in corpus.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraphqlApi } from '#graphql/api';
import type { GraphqlApi } from '#graphql/api';
import { NO_SYSTEMS } from '#model/answers/answer-source';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import type { GraphStore } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { fixtureGraph } from '../conformance/fixture-graph.ts';

const folder = mkdtempSync(join(tmpdir(), 'threatloom-graphql-'));
let store: GraphStore;
let api: GraphqlApi;

beforeAll(async () => {
  store = openLadybugStore({ folder: join(folder, 'graph'), schema: graphSchema() });
  await store.load(fixtureGraph());
  api = openGraphqlApi({ store, answers: NO_SYSTEMS });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a document', () => {
  it('follows relationships: nodes once, edges each with its properties', async () => {
    const text = `{
      assets(where: { id: { eq: "bot" } }) {
        name
        flowsTo { id }
        flowsToConnection { totalCount edges { cursor properties { id } node { id } } }
        exposedTo(sort: [{ likelihood: DESC }], limit: 2) { technique likelihood uses { id mitigatedBy { id } } }
      }
    }`;
    const { data, errors } = await api.run({ text });
    expect(errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(data))).toMatchInlineSnapshot(`
      {
        "assets": [
          {
            "exposedTo": [
              {
                "likelihood": 0.8,
                "technique": "AML.T0049",
                "uses": [
                  {
                    "id": "AML.T0049",
                    "mitigatedBy": [
                      {
                        "id": "TL.C001",
                      },
                    ],
                  },
                ],
              },
              {
                "likelihood": 0.32,
                "technique": "AML.T0051.001",
                "uses": [
                  {
                    "id": "AML.T0051.001",
                    "mitigatedBy": [
                      {
                        "id": "AML.M0015",
                      },
                    ],
                  },
                ],
              },
            ],
            "flowsTo": [
              {
                "id": "logs",
              },
            ],
            "flowsToConnection": {
              "edges": [
                {
                  "cursor": "YXJyYXljb25uZWN0aW9uOjA=",
                  "node": {
                    "id": "logs",
                  },
                  "properties": {
                    "id": "bot->logs#1",
                  },
                },
                {
                  "cursor": "YXJyYXljb25uZWN0aW9uOjE=",
                  "node": {
                    "id": "logs",
                  },
                  "properties": {
                    "id": "bot->logs#2",
                  },
                },
              ],
              "totalCount": 2,
            },
            "name": "The bot",
          },
        ],
      }
    `);
  });

  it('is answered from one build, also while another takes its place', async () => {
    const other = openLadybugStore({ folder: join(folder, 'exchanged'), schema: graphSchema() });
    try {
      await other.load(fixtureGraph());
      const seen: unknown[] = [];
      await other.readTogether(async (read) => {
        seen.push((await read('MATCH (b:Build) RETURN b.nodes AS n')).rows);
        await other.load({ nodes: new Map(), edges: new Map() });
        seen.push((await read('MATCH (b:Build) RETURN b.nodes AS n')).rows);
      });
      expect(seen[0]).toEqual(seen[1]);
      expect((await other.read('MATCH (b:Build) RETURN b.nodes AS n')).rows).toEqual([[0]]);
    } finally {
      await other.close();
    }
  });

  it('has no answer where the text is no document, and a place for it', async () => {
    const result = await api.run({ text: '{ assets {\n  colour } }', name: 'question.graphql' });
    expect(result).not.toHaveProperty('data');
    expect(result.errors!.map((error) => error.toJSON())).toEqual([
      {
        message: 'Cannot query field "colour" on type "Asset".',
        locations: [{ line: 2, column: 3 }],
        extensions: { code: 'GRAPHQL-020' },
      },
    ]);
  });

  it('has no more words, and no more directives, than it may', async () => {
    const codes = async (text: string) =>
      (await api.run({ text })).errors!.map(({ extensions }) => extensions['code']);
    expect(await codes(`{ assets { ${'key '.repeat(5100)}} }`)).toEqual(['GRAPHQL-014']);
    const skipped = 'key @skip(if: false) '.repeat(51);
    expect(await codes(`{ assets { ${skipped} } }`)).toEqual(['GRAPHQL-013']);
  });

  it('leads to no more places, and has no more conditions, than it may', async () => {
    const codes = async (text: string, variables = {}) =>
      (await api.run({ text, variables })).errors!.map(({ extensions }) => extensions['code']);
    // Eight fragments, 2^8 places, and no alias.
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
    const fragments = names.map((name, at) => {
      const next = names[at + 1];
      const inside = next === undefined ? 'key' : `flowsTo { ...${next} } relatesTo { ...${next} }`;
      return `fragment ${name} on Asset { ${inside} }`;
    });
    expect(await codes(`{ assets { ...A } } ${fragments.join(' ')}`)).toEqual(['GRAPHQL-006']);
    const text = 'query ($where: AssetWhere) { assets(where: $where) { key } }';
    const flat = { OR: Array.from({ length: 300 }, () => ({ id: { eq: 'bot' } })) };
    expect(await codes(text, { where: flat })).toEqual(['GRAPHQL-007']);
    let nested: object = { id: { eq: 'bot' } };
    for (let depth = 0; depth < 600; depth++) nested = { NOT: nested };
    expect(await codes(text, { where: nested })).toEqual(['GRAPHQL-007']);
    // Deeper than the stack of the reader of variables.
    for (let depth = 0; depth < 100_000; depth++) nested = { NOT: nested };
    expect(await codes(text, { where: nested })).toEqual(['GRAPHQL-009']);
  });

  it('stops at its time, and says so in the words of both stores', async () => {
    const hasty = openGraphqlApi({ store, answers: NO_SYSTEMS, limits: { timeoutMs: 0 } });
    const { errors } = await hasty.run({ text: '{ assets { key } }' });
    expect(errors!.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
      ['the query took longer than 0 ms and was stopped', 'STORE-010'],
    ]);
  });

  it('says nothing of what goes wrong inside, but to who runs it', async () => {
    const broken = new Proxy(store, {
      get: (target, name): unknown =>
        name === 'readTogether'
          ? () => Promise.reject(new Error('password of the server: secret'))
          : Reflect.get(target, name, target),
    });
    const reported: unknown[] = [];
    const { errors } = await openGraphqlApi({ store: broken, answers: NO_SYSTEMS }).run({
      text: '{ assets { key } }',
      report: ({ originalError }) => reported.push(originalError?.message),
    });
    expect(errors!.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
      ['internal error', 'GRAPHQL-009'],
    ]);
    expect(reported).toEqual(['password of the server: secret']);
  });
});
