import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GraphBatch } from '#model/graph';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import type { GraphStore } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';

const COUNT = 'MATCH (a:Asset) RETURN count(*) AS n';
const NOTHING: GraphBatch = { nodes: new Map(), edges: new Map() };

describe('the folder of an embedded store', () => {
  let folder: string;
  let store: GraphStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'threatloom-folder-'));
    store = openLadybugStore({ folder, schema: graphSchema() });
    await store.load(fixtureGraph());
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const files = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

  function leaveBuild(pid: number, ...marks: readonly string[]): string {
    const name = `build-0123456789ab-${pid}-${'z'.repeat(8)}`;
    mkdirSync(join(folder, name));
    for (const file of ['graph.lbug', ...marks]) writeFileSync(join(folder, name, file), '');
    return name;
  }

  it('holds one build and its manifest, however many were loaded', async () => {
    await store.read(COUNT);
    await store.load(NOTHING);
    await store.read(COUNT);
    const first = files();
    expect(first.map((name) => name.replace(/build-[^/\\]+/, 'BUILD').replace('\\', '/'))).toEqual([
      'BUILD',
      'BUILD/finished',
      'BUILD/graph.lbug',
      'current.json',
    ]);
    await store.load(NOTHING);
    expect(files()).toEqual(first);
  });

  it.each([
    ['another graph', NOTHING],
    ['the graph that is there', fixtureGraph()],
  ])('is rid of what a process left that is gone, by a load of %s', async (_, graph) => {
    leaveBuild(spawnSync(process.execPath, ['--version']).pid);
    await store.load(graph);
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await store.read(COUNT)).rows).toEqual([[graph.nodes.get('Asset')?.length ?? 0]]);
  });

  it('keeps what a living process is at work on, and no longer than that', async () => {
    const build = leaveBuild(process.ppid);
    await store.load(NOTHING);
    expect(readdirSync(folder)).toContain(build);
    writeFileSync(join(folder, build, 'finished'), '');
    await store.load(NOTHING);
    expect(readdirSync(folder)).not.toContain(build);
  });
});
