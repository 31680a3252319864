import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
import { BatchBuilder } from '../../conformance/batch-builder.ts';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';
import type { BuiltPackage } from './built-package.ts';
import { buildPackage } from './built-package.ts';

const NODES = 20_000;

/** Loads a graph of its own making over what is there, and says where it is. */
const LOADER = `
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
const store = openLadybugStore({ folder: process.argv[2], schema: graphSchema() });
const asset = (id) => ({ key: id, properties: { id, name: id, system: 's', kind: 'k', class: 'c', exposure: 'public' } });
const assets = Array.from({ length: ${NODES} }, (_, n) => asset('a' + n));
const flow = (n) => ({
  from: { label: 'Asset', key: 'a' + n }, to: { label: 'Asset', key: 'a' + ((n * 7) % ${NODES}) }, properties: { id: 'f' + n },
});
const edges = assets.map((_, n) => flow(n));
console.log('start');
const { digest } = await store.load({ nodes: new Map([['Asset', assets]]), edges: new Map([['FLOWS_TO', edges]]) });
console.log('done ' + digest);
await store.close();
`;

describe('a load that is killed', { timeout: 120_000 }, () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'threatloom-kill-')), 'graph');
  const store = openLadybugStore({ folder, schema: graphSchema() });
  let built: BuiltPackage;
  let old: string;

  beforeAll(async () => {
    built = buildPackage();
    old = (await store.load(fixtureGraph())).digest;
  });
  afterAll(async () => {
    await store.close();
    built.dispose();
    rmSync(join(folder, '..'), { recursive: true });
  });

  /** Kills the loader so many milliseconds after it started to load; undefined: lets it end. */
  function load(killAfter?: number): Promise<{ output: string; took: number }> {
    return new Promise((resolve, reject) => {
      const child = built.start(LOADER, folder);
      let output = '';
      let started = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (started !== 0) return;
        started = performance.now();
        if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
      });
      child.on('error', reject);
      child.on('close', () => {
        resolve({ output, took: performance.now() - started });
      });
    });
  }

  it('leaves the old graph, whole and readable, wherever it was', async () => {
    // How long a whole load takes here, so that the kills spread over all of it.
    const trial = mkdtempSync(join(tmpdir(), 'threatloom-trial-'));
    const began = performance.now();
    built.run(LOADER, join(trial, 'graph'));
    const whole = performance.now() - began;
    rmSync(trial, { recursive: true });

    let interrupted = 0;
    for (const part of [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
      const { output } = await load(whole * part);
      const digest = (await store.summary())?.digest;
      if (output.includes('done')) break;
      if (digest !== old) continue; // Killed between the swap and the end: the new graph is the graph.
      interrupted++;
      const { rows } = await store.read('MATCH (s:System) RETURN s.id AS id ORDER BY id');
      expect(rows).toEqual([['fraud-scoring'], ['support-chatbot']]);
      expect((await store.read('MATCH (n:Asset) RETURN count(*) AS n')).rows).toEqual([[4]]);
    }
    expect(interrupted).toBeGreaterThan(0);
  });

  it('leaves nothing that the next load does not sweep', async () => {
    const { output } = await load();
    const summary = await store.summary();
    expect(output).toBe(`start\ndone ${summary!.digest}\n`);
    expect(summary!.nodes).toEqual({ Asset: NODES });
    expect((await store.read('MATCH (a:Asset)-[f:FLOWS_TO]->(b:Asset) RETURN count(*) AS n')).rows).toEqual([
      [NODES],
    ]);
    expect(readdirSync(folder).length).toBe(2);
  });

  it('does not sweep what another process is at work on', async () => {
    const other = openLadybugStore({ folder, schema: graphSchema() });
    // Something else than what either of them loads.
    await other.load(new BatchBuilder().build());
    const [first, second] = await Promise.all([load(), other.load(fixtureGraph())]);
    const digest = (await other.summary())!.digest;
    expect(first.output).toContain('done');
    expect([second.digest, /done (\w+)/.exec(first.output)![1]]).toContain(digest);
    expect((await other.read('MATCH (b:Build) RETURN b.digest AS d')).rows).toEqual([[digest]]);
    await other.close();
  });
});

describe('the built package', { timeout: 120_000 }, () => {
  it('finds its own folders, and answers from a store in a process of its own', async () => {
    const built = buildPackage();
    const folder = mkdtempSync(join(tmpdir(), 'threatloom-read-'));
    const store = openLadybugStore({ folder, schema: graphSchema() });
    await store.load(fixtureGraph());
    // The writer keeps its store open: readers of other processes need not wait for it.
    await store.read('MATCH (a:Asset) RETURN count(*) AS n');
    const script = `
      import { openLadybugStore } from '#stores/ladybug/ladybug-store';
      import { findQuery, loadNamedQueries } from '#stores/queries/load-queries';
      import { graphSchema } from '#stores/schema/read-schema';
      const store = openLadybugStore({ folder: process.argv[2], schema: graphSchema() });
      const query = findQuery(loadNamedQueries(graphSchema()), 'protected-by-control');
      console.log(JSON.stringify((await store.read(query.cypher, { control: 'TL.C001', system: '' })).rows));
      await store.close();`;
    try {
      expect(JSON.parse(built.run(script, folder))).toEqual([
        ['fraud-scoring', 'fraud-scoring/assets/api', 'The api', 'patching', 'verified', 1],
      ]);
    } finally {
      await store.close();
      built.dispose();
      rmSync(folder, { recursive: true });
    }
    expect(existsSync(folder)).toBe(false);
  });
});
