import { bestDerivation, type BestDerivation } from './best-derivation.ts';
import { indexGraph, type IndexedGraph } from './indexed-graph.ts';
import { IndexedHeap } from './indexed-heap.ts';
import { LandmarkBounds } from './landmark-cut.ts';
import { withoutUnit } from './step-cost.ts';

/**
 * The part of an attack graph near the best ways to one goal, renumbered.
 *
 * The facts of the goal are one fact here, number 0: a minimal derivation ends with the first of them. Every path that costs
 * less than `horizon` lies wholly inside.
 */
export interface SearchWindow {
  readonly graph: IndexedGraph;
  /** Step of the window → step of the attack graph, ascending. */
  readonly stepOf: Int32Array;
  /** A path with a step outside the window costs at least this; Infinity where nothing was left out. */
  readonly horizon: number;
}

export interface WindowLimits {
  /** How many steps are enough. */
  readonly size: number;
  /** Steps on no path that costs at most this are not wanted. */
  readonly maxCost: number;
  /** Steps that may not be taken: 1 for each of them. */
  readonly without?: Uint8Array | undefined;
}

/**
 * Walks back from a goal, nearest steps first, until the window has so many steps or the rest is too dear.
 *
 * The key of a step is the cost of the chain from it to the goal plus that of the dearest chain that it takes to get to it:
 * no path through it is cheaper (the two chains share no step). The first step of a path that is missing in the window
 * waited in the queue with a key not above the cost of the path, so the smallest key left in the queue is the horizon.
 * O(w log w) for w entries in the rows walked.
 *
 * @param chain the derivation of every fact with needs combined by `max`
 */
export function searchWindow(
  graph: IndexedGraph,
  chain: BestDerivation,
  goal: readonly number[],
  { size, maxCost, without }: WindowLimits,
): SearchWindow {
  const goalFacts = new Set(goal);
  const queue = new IndexedHeap(1024);
  // Of a step in the queue or taken: the cost of the cheapest chain found from what it gives to the goal, plus one.
  const after = new Float64Array(graph.stepCount);
  const isTaken = new Uint8Array(graph.stepCount);
  const taken: number[] = [];
  const needsGoal = (step: number): boolean => {
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) {
      if (goalFacts.has(graph.needs[i]!)) return true;
    }
    return false;
  };
  const reach = (fact: number, toGoal: number): void => {
    for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
      const step = graph.givenBy[i]!;
      const before = chain.stepCost[step]!;
      if (before === Infinity || without?.[step] === 1) continue;
      if ((after[step] !== 0 && after[step]! <= toGoal + 1) || needsGoal(step)) continue;
      after[step] = toGoal + 1;
      queue.push(step, toGoal + before);
    }
  };
  for (const fact of goalFacts) reach(fact, 0);
  while (queue.size > 0 && taken.length < size && queue.minKey <= maxCost) {
    const step = queue.pop();
    if (isTaken[step] === 0) {
      isTaken[step] = 1;
      taken.push(step);
    }
    const toGoal = after[step]! - 1 + graph.cost[step]!;
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1)
      reach(graph.needs[i]!, toGoal);
  }
  const stepOf = Int32Array.from(taken).sort();
  return { graph: cutOut(graph, stepOf, goalFacts), stepOf, horizon: queue.minKey };
}

/**
 * The steps of a window that can be on a path of at most this cost: reduced-cost fixing.
 *
 * Any derivation costs the landmark bound and what the bound left of the costs of its steps; a step whose chains, at what is left,
 * come to more than the rest of `maxCost` is on none that is cheap enough. O(cuts · m log n).
 */
export function narrowWindow(window: SearchWindow, maxCost: number): SearchWindow {
  const { graph } = window;
  const bounds = new LandmarkBounds(graph);
  const bound = bounds.bound(graph.cost.map(withoutUnit), [0], Infinity);
  const left: IndexedGraph = { ...graph, cost: bounds.left };
  const chain = bestDerivation(left, { combine: 'max' });
  const near = searchWindow(left, chain, [0], { size: Infinity, maxCost: maxCost - bound });
  const stepOf = near.stepOf.map((step) => window.stepOf[step]!);
  const kept = cutOut(graph, near.stepOf, new Set([0]));
  return { graph: kept, stepOf, horizon: Math.min(window.horizon, bound + near.horizon) };
}

/** The graph of these steps alone, facts renumbered from 1 as they are met; 0 is the goal. */
function cutOut(graph: IndexedGraph, stepOf: Int32Array, goalFacts: ReadonlySet<number>): IndexedGraph {
  const factOf = new Int32Array(graph.factCount);
  let factCount = 1;
  const needsStart = new Int32Array(stepOf.length + 1);
  const givesStart = new Int32Array(stepOf.length + 1);
  const needs: number[] = [];
  const gives: number[] = [];
  stepOf.forEach((step, at) => {
    const row = new Set<number>();
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) {
      const fact = graph.needs[i]!;
      if (factOf[fact] === 0) factOf[fact] = factCount++;
      row.add(factOf[fact]!);
    }
    needs.push(...row);
    needsStart[at + 1] = needs.length;
  });
  stepOf.forEach((step, at) => {
    // What no step of the window needs does not matter here.
    const row = new Set<number>();
    for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1) {
      const fact = graph.gives[i]!;
      if (goalFacts.has(fact)) row.add(0);
      else if (factOf[fact] !== 0) row.add(factOf[fact]!);
    }
    gives.push(...row);
    givesStart[at + 1] = gives.length;
  });
  const cut = indexGraph({
    factCount,
    stepCount: stepOf.length,
    needsStart,
    needs: Int32Array.from(needs),
    givesStart,
    gives: Int32Array.from(gives),
    likelihood: Float64Array.from(stepOf, (step) => graph.likelihood[step]!),
  });
  return { ...cut, cost: Float64Array.from(stepOf, (step) => graph.cost[step]!) };
}
