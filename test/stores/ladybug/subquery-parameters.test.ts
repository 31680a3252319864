import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GraphStore } from '#stores/port';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';

const folder = mkdtempSync(join(tmpdir(), 'threatloom-subqueries-'));
let store: GraphStore;

beforeAll(async () => {
  store = openLadybugStore({ folder, schema: graphSchema() });
  await store.load(fixtureGraph());
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

// No technique is a part of AML.T0070. An engine that answers with nothing here needs CYPHER-007 no more.
it('shows why CYPHER-007 refuses parameters inside and outside of a subquery: the condition inside is lost', async () => {
  const { rows } = await store.read(
    `MATCH (t:Technique) WHERE t.framework = $framework
       AND EXISTS { MATCH (t)-[:SUBTECHNIQUE_OF]->(p:Technique) WHERE p.id = $parent }
     RETURN t.id AS id ORDER BY id`,
    { framework: 'atlas', parent: 'AML.T0070' },
  );
  expect(rows).toEqual([['AML.T0051.001']]);
});
