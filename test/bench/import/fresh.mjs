// One fresh import, as a process of its own: node fresh.mjs ATTACK ATLAS QUERY. Prints the number of rows that the query gives.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knowledgeToGraph } from '#knowledge/knowledge-graph';
import { buildKnowledge } from '#knowledge/knowledge';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
import { openImportFiles, readFrameworkFiles } from '#workspace/framework-files';

const [attack, atlas, query] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'threatloom-fresh-'));
try {
  const editions = readFrameworkFiles(openImportFiles([attack, atlas], process.cwd()));
  const knowledge = buildKnowledge({ frameworks: editions.map(({ records }) => records) });
  const store = openLadybugStore({ folder, schema: graphSchema() });
  await store.load(knowledgeToGraph(knowledge));
  const { rows } = await store.read(query);
  await store.close();
  console.log(rows.length);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
