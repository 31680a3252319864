// Graphs for the benchmark, the same on every machine.

/** A small fast generator of numbers in [0, 1): Mulberry32. */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random digraph, ten edges a node, with a likelihood and a whole capacity for each edge. */
export function digraph(edgeCount, seed) {
  const random = randomNumbers(seed);
  const nodeCount = edgeCount / 10;
  const from = new Int32Array(edgeCount);
  const to = new Int32Array(edgeCount);
  const likelihood = new Float64Array(edgeCount);
  const capacity = new Float64Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge += 1) {
    from[edge] = Math.floor(random() * nodeCount);
    to[edge] = Math.floor(random() * nodeCount);
    likelihood[edge] = 0.05 + 0.9 * random();
    capacity[edge] = 1 + Math.floor(random() * 10);
  }
  return { nodeCount, from, to, likelihood, capacity };
}

/** The digraph as an attack graph: each edge a step with one need, and a first step, number `edgeCount`, that opens the source. */
export function asAttackGraph({ nodeCount, from, to, likelihood }, source) {
  const edgeCount = from.length;
  const needsStart = Int32Array.from({ length: edgeCount + 2 }, (_, i) => Math.min(i, edgeCount));
  const givesStart = Int32Array.from({ length: edgeCount + 2 }, (_, i) => i);
  const gives = new Int32Array(edgeCount + 1);
  gives.set(to);
  gives[edgeCount] = source;
  const likelihoods = new Float64Array(edgeCount + 1).fill(1);
  likelihoods.set(likelihood);
  return {
    factCount: nodeCount,
    stepCount: edgeCount + 1,
    needsStart,
    needs: from,
    givesStart,
    gives,
    likelihood: likelihoods,
  };
}

/** Facts that a step of the AND/OR graph needs besides the one before: what was prepared outside. */
const PREPARED = 12;
/** Facts about each asset: reach, query, influence, control, read. */
const FACTS = 5;

/**
 * An AND/OR graph in the shape of an attack graph: `assetCount` assets, each with some steps that need what was prepared and what was
 * gained at the asset or a neighbour; likelihoods in three bands, silent steps certain. About 40 entries an asset.
 */
export function andOrGraph(assetCount, seed) {
  const random = randomNumbers(seed);
  const any = (n) => Math.floor(random() * n);
  const band = () => [0.3, 0.6, 0.9][any(3)];
  const fact = (asset, which) => PREPARED + asset * FACTS + which;
  const steps = [];
  const stepClass = [];
  const add = (needs, gives, likelihood, silent = false) => {
    steps.push({ needs, gives, likelihood });
    stepClass.push(silent ? 0 : steps.length);
  };
  for (let i = 0; i < PREPARED; i += 1) {
    for (let j = 0; j <= i % 3; j += 1) add(i >= 8 ? [i - 8, i - 7] : [], [i], band(), true);
  }
  for (let i = 0; i < Math.max(2, assetCount / 50); i += 1) add([], [fact(any(assetCount), 0)], 1, true);
  for (let asset = 0; asset < assetCount; asset += 1) {
    add([fact(asset, 0)], [fact(asset, 1)], 1, true);
    for (let i = 0; i < 3; i += 1) add([fact(asset, 1), any(PREPARED)], [fact(asset, 3)], band());
    add([fact(asset, 2), any(PREPARED), any(PREPARED)], [fact(asset, 3)], band());
    add([fact(asset, 3)], [fact(asset, 4)], band());
    add([fact(asset, 1), any(PREPARED)], [fact(asset, 2)], band());
    for (let i = 0; i < 2; i += 1) {
      const other = any(assetCount);
      add([fact(asset, 3)], [fact(other, 0)], 1, true);
      add([fact(asset, 2)], [fact(other, 2)], 1, true);
      add([fact(asset, 3), fact(other, 1)], [fact(other, 4)], band());
      add([fact(asset, 4), fact(other, 0)], [fact(other, 3)], band());
    }
  }
  const needsStart = new Int32Array(steps.length + 1);
  const givesStart = new Int32Array(steps.length + 1);
  steps.forEach(({ needs, gives }, i) => {
    needsStart[i + 1] = needsStart[i] + needs.length;
    givesStart[i + 1] = givesStart[i] + gives.length;
  });
  const graph = {
    factCount: PREPARED + assetCount * FACTS,
    stepCount: steps.length,
    needsStart,
    needs: Int32Array.from(steps.flatMap(({ needs }) => needs)),
    givesStart,
    gives: Int32Array.from(steps.flatMap(({ gives }) => gives)),
    likelihood: Float64Array.from(steps, ({ likelihood }) => likelihood),
  };
  const goals = Array.from({ length: 10 }, (_, i) => ({
    id: `read ${i}`,
    facts: [fact(assetCount - 1 - Math.floor((i * assetCount) / 20), 4)],
  }));
  return { graph, goals, stepClass };
}
