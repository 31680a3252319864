// Best derivations, ten best paths and minimum cuts on graphs of 10^4 to 10^6 edges, beside igraph on the same graphs.
//
//   npm run build && node test/bench/paths/bench.mjs [--python PYTHON] [--rival-paths-up-to EDGES]
//
// PYTHON is an interpreter with the package `igraph`; without it igraph is left out. Its ten best paths take over a minute on 10^6
// edges: `--rival-paths-up-to 100000` leaves that out. Answers are compared before figures are printed; a difference ends with exit code 1.
// Ours are the best of several runs in one process (warm), as igraph's cut is; igraph's other figures are of one run.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chokePoints } from '#analysis/choke-points/choke-points';
import { minimumCut } from '#analysis/cut/minimum-cut';
import { bestDerivation } from '#analysis/paths/best-derivation';
import { preparePaths } from '#analysis/paths/cheapest-derivations';
import { indexGraph } from '#analysis/paths/indexed-graph';
import { kBestPaths } from '#analysis/paths/k-best';

import { andOrGraph, asAttackGraph, digraph } from './graphs.mjs';

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    'rival-paths-up-to': { type: 'string', default: '1000000' },
  },
});

const RUNS = 5;

/** The answer and the milliseconds of the fastest of some runs. */
function timed(run) {
  let answer;
  let best = Infinity;
  for (let i = 0; i < RUNS; i += 1) {
    const began = performance.now();
    answer = run();
    best = Math.min(best, performance.now() - began);
  }
  return [answer, best];
}

function rival(graph, cost, source, target) {
  const directory = mkdtempSync(join(tmpdir(), 'bench-paths-'));
  try {
    const arrays = { from: graph.from, to: graph.to, cost, capacity: graph.capacity };
    for (const [name, numbers] of Object.entries(arrays)) {
      writeFileSync(
        join(directory, name),
        new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
      );
    }
    const script = fileURLToPath(new URL('igraph_rival.py', import.meta.url));
    const also = graph.from.length <= Number(values['rival-paths-up-to']) ? ['paths'] : [];
    const args = [script, directory, String(source), String(target), ...also];
    return JSON.parse(
      execFileSync(values.python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  } catch (error) {
    console.error(
      `igraph was left out: ${String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .at(-1)}`,
    );
    return undefined;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function compare(what, ours, theirs) {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
  console.error(`${what} differs: ${JSON.stringify(ours)} here, ${JSON.stringify(theirs)} by igraph`);
  process.exitCode = 1;
}

const rows = [];
for (const edgeCount of [1e4, 1e5, 1e6]) {
  const plain = digraph(edgeCount, 1);
  const [source, target] = [0, plain.nodeCount - 1];
  const [graph, indexing] = timed(() => indexGraph(asAttackGraph(plain, source)));
  const [best, derivation] = timed(() => bestDerivation(graph));
  const [index, preparing] = timed(() => preparePaths(graph));
  const [found, searching] = timed(() => kBestPaths(index, { id: 'goal', facts: [target] }, { k: 10 }));
  const [cut, cutting] = timed(() => minimumCut(plain, source, target));
  const cost = graph.cost.slice(0, edgeCount);
  const costOf = ({ steps }) => steps.reduce((sum, { step }) => sum + (cost[step] ?? 0), 0);
  if (!found.exact) throw new Error('the ten best paths are not proven');
  const theirs = rival(plain, cost, source, target);
  if (theirs !== undefined) {
    compare(
      `best derivation, ${edgeCount} edges`,
      best.factCost[target] - graph.cost[edgeCount],
      theirs.derivation.cost,
    );
    if (theirs.paths)
      compare(`ten best paths, ${edgeCount} edges`, found.paths.map(costOf), theirs.paths.costs);
    compare(`minimum cut, ${edgeCount} edges`, cut.cost, theirs.cut.cost);
  }
  const ms = (seconds) => (seconds === undefined ? '-' : (1000 * seconds).toFixed(1));
  const row = (job, ours, seconds) =>
    rows.push({ edges: edgeCount, job, 'ours, ms': ours.toFixed(1), 'igraph, ms': ms(seconds) });
  row('index the graph (once)', indexing, undefined);
  row('best derivation of every fact', derivation, theirs?.derivation.seconds);
  row('prepare paths (once, all goals)', preparing, undefined);
  row('ten best paths to one goal', searching, theirs?.paths?.seconds);
  row('ten best paths, preparation included', preparing + searching, theirs?.paths?.seconds);
  row('minimum cut', cutting, theirs?.cut.seconds);
}
console.log('Plain digraphs, ten edges a node');
console.table(rows);

const andOr = [];
for (const assets of [200, 1000, 10_000, 40_000]) {
  const { graph, goals, stepClass } = andOrGraph(assets, 7);
  const began = performance.now();
  const index = preparePaths(graph);
  const prepared = performance.now();
  const answers = goals.map((goal) => kBestPaths(index, goal, { k: 10, stepClass, variants: 0 }));
  const searched = performance.now();
  chokePoints(index.graph, goals);
  const choked = performance.now();
  andOr.push({
    assets,
    steps: graph.stepCount,
    entries: graph.needs.length + graph.gives.length,
    'prepare, ms': (prepared - began).toFixed(0),
    'ten best paths to ten goals, ms': (searched - prepared).toFixed(0),
    'goals reached': answers.filter(({ paths }) => paths.length > 0).length,
    'goals proven': answers.filter(({ exact }) => exact).length,
    'choke points of ten goals, ms': (choked - searched).toFixed(0),
  });
}
console.log('AND/OR graphs');
console.table(andOr);
