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
  it('follows relationships, with their properties', async () => {
    const text = `{
      assets(where: { id: { eq: "bot" } }) {
        name
        flowsToConnection(sort: [{ edge: { id: ASC } }]) { totalCount edges { properties { id } node { id } } }
      }
    }`;
    const { data, errors } = await api.run({ text });
    expect(errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(data))).toMatchObject({ assets: [{ flowsToConnection: {} }] });
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
});
