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

const NODES = 2_000;

/**
 * Loads a graph of its own making over what is there, and says when it is done. Kills itself so many milliseconds after
 * the n-th time that it changes files, or, without a number of milliseconds, before that.
 */
const LOADER = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
const [folder, step, later] = process.argv.slice(2);
let left = Number(step ?? 0);
const kill = () => process.kill(process.pid, 'SIGKILL');
for (const name of ['mkdirSync', 'writeFileSync', 'openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmSync']) {
  const { [name]: original } = fs;
  fs[name] = (...args) => {
    if (!(left -= 1)) later === undefined ? kill() : setTimeout(kill, Number(later));
    return original(...args);
  };
}
syncBuiltinESMExports();
const store = openLadybugStore({ folder, schema: graphSchema() });
const asset = (id) => ({ key: id, properties: { id, name: id, system: 's', kind: 'k', class: 'c', exposure: 'public' } });
const assets = Array.from({ length: ${NODES} }, (_, n) => asset('a' + n));
const flow = (n) => ({
  from: { label: 'Asset', key: 'a' + n }, to: { label: 'Asset', key: 'a' + ((n * 7) % ${NODES}) }, properties: { id: 'f' + n },
});
const edges = assets.map((_, n) => flow(n));
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

  /** @returns what it printed: nothing where it was killed */
  function load(...kill: readonly number[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = built.start(LOADER, folder, ...kill.map(String));
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', reject);
      child.on('close', () => {
        resolve(output);
      });
    });
  }

  async function whatIsThere(): Promise<unknown> {
    const { rows: assets } = await store.read('MATCH (n:Asset) RETURN count(*) AS n');
    const { rows: systems } = await store.read('MATCH (s:System) RETURN s.id AS id ORDER BY id');
    return { graph: (await store.summary())!.digest === old ? 'old' : 'new', assets, systems };
  }

  it.each([
    ['before', []],
    ['3 ms after', [3]],
  ])('leaves the old graph or the new one, whole and readable, killed %s any step', async (_, later) => {
    const seen: unknown[] = [];
    for (let step = 1; ; step++) {
      await store.load(fixtureGraph());
      const output = await load(step, ...later);
      seen.push(await whatIsThere());
      if (output !== '') break;
    }
    const whole = {
      old: { graph: 'old', assets: [[4]], systems: [['fraud-scoring'], ['support-chatbot']] },
      new: { graph: 'new', assets: [[NODES]], systems: [] },
    };
    const swap = seen.findIndex((there) => (there as { graph: string }).graph === 'new');
    expect(swap).toBeGreaterThan(10);
    expect(seen).toEqual([
      ...Array<unknown>(swap).fill(whole.old),
      ...Array<unknown>(seen.length - swap).fill(whole.new),
    ]);
  });

  it('leaves nothing that the next load does not sweep', async () => {
    const output = await load();
    const summary = await store.summary();
    expect(output).toBe(`done ${summary!.digest}\n`);
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
    expect(first).toContain('done');
    expect([second.digest, /done (\w+)/.exec(first)![1]]).toContain(digest);
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
