import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';

// The engine's `list_transform` gave some short texts of long columns back as empty ones; only many rows show it.
const folder = mkdtempSync(join(tmpdir(), 'threatloom-lists-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('keeps thousands of lists of short and long texts as they are', async () => {
  const PLATFORMS = [['PRE'], ['Windows', 'Linux', 'macOS'], [], ['Network Devices'], null, ['IaaS', 'ESXi']];
  const techniques = Array.from({ length: 5_000 }, (_, i) => ({
    key: `atlas@1/T${i}`,
    properties: {
      id: `T${i}`,
      name: i % 3 === 0 ? 'Short' : `A name that does not fit into twelve bytes, number ${i}`,
      framework: 'atlas',
      edition: '1',
      status: 'active',
      platforms: PLATFORMS[i % PLATFORMS.length]!,
    },
  }));
  const store = openLadybugStore({ folder, schema: graphSchema() });
  await store.load({ nodes: new Map([['Technique', techniques]]), edges: new Map() });
  const { rows } = await store.read(
    'MATCH (t:Technique) RETURN t.platforms AS platforms, count(*) AS techniques ORDER BY techniques',
  );
  await store.close();
  const expected = PLATFORMS.map((platforms, i) => [
    platforms,
    techniques.filter((_, t) => t % PLATFORMS.length === i).length,
  ]);
  const byText = (a: readonly unknown[], b: readonly unknown[]): number =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
  expect([...rows].sort(byText)).toEqual([...expected].sort(byText));
});
