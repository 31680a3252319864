import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GraphBatch } from '#model/graph';
import { graphDigest } from '#model/graph';
import { buildKnowledge } from '#knowledge/knowledge';
import { knowledgeToGraph } from '#knowledge/knowledge-graph';
import { readIndexedPack, readPackIndex } from '#knowledge/pack-index';
import { packageRoot } from '#packaging/package-root';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import { graphSchema } from '#stores/schema/read-schema';
import { leaseNeo4j } from '../../neo4j/lease.ts';

const neo4j = await leaseNeo4j();
afterAll(() => neo4j?.release());

/** Every edition that this package ships. */
function shippedGraph(): GraphBatch {
  const folder = join(packageRoot(), 'packs');
  const frameworks = readPackIndex(folder).map((entry) => readIndexedPack(folder, entry));
  return knowledgeToGraph(buildKnowledge({ frameworks }));
}

describe.skipIf(neo4j === undefined)(
  'the frameworks that are shipped, in Neo4j',
  { timeout: 120_000 },
  () => {
    it('are there in full and read back the same', async () => {
      const { uri, env, clear } = neo4j!;
      await clear();
      const batch = shippedGraph();
      const store = openNeo4jStore({ uri, env, schema: graphSchema(), rowsPerTransaction: 5000 });
      try {
        const steps: number[] = [];
        const summary = await store.load(batch, ({ done }) => steps.push(done));
        expect(summary.digest).toBe(graphDigest(batch));
        expect(steps.length).toBeGreaterThan(1);
        const { rows } = await store.read(
          "MATCH (t:Technique)-[:IN_FRAMEWORK]->(f:Framework) WHERE f.key IN ['atlas@5.6.1', 'attack-enterprise@18.1'] " +
            'RETURN f.key AS framework, count(*) AS techniques ORDER BY framework',
        );
        const inPack = (framework: string): number =>
          batch.nodes.get('Technique')!.filter(({ key }) => key.startsWith(`${framework}/`)).length;
        expect(rows).toEqual(['atlas@5.6.1', 'attack-enterprise@18.1'].map((key) => [key, inPack(key)]));
        expect(inPack('atlas@5.6.1')).toBeGreaterThan(150);
      } finally {
        await store.close();
        await clear();
      }
    });
  },
);
