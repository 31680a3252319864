import { bestDerivation } from './best-derivation.ts';
import type { IndexedGraph } from './indexed-graph.ts';

/** A lower bound and what it cost to find it. */
export interface LandmarkBound {
  /** No set of steps that derives all of the goals costs less; Infinity where they cannot be derived. */
  readonly bound: number;
  /** How often all steps of the graph were gone through. */
  readonly rounds: number;
}

/**
 * A lower bound on the cost of the distinct steps that derive some facts: the LM-cut heuristic of planning.
 *
 * Again and again: take the dearest chains (`max`), find a cut of steps that every derivation crosses, count the cheapest
 * of them and take its cost off all in the cut. Never below the dearest chain, and exact where steps have one need each.
 * O(m log n) for each cut, and no more cuts than steps.
 *
 * Source: M. Helmert, C. Domshlak, Landmarks, Critical Paths and Abstractions: What's the Difference Anyway?, ICAPS 2009.
 *
 * @param cost of each step; Infinity for one that may not be taken
 * @param enough stop as soon as the bound is this high
 */
export function landmarkCutBound(
  graph: IndexedGraph,
  cost: Float64Array,
  goals: readonly number[],
  enough: number,
): LandmarkBound {
  const left = { ...graph, cost: cost.slice() };
  let bound = 0;
  for (let rounds = 1; ; rounds += 1) {
    const { factCost, stepCost } = bestDerivation(left, { combine: 'max' });
    const dearest = goals.reduce(
      (best, fact) => (factCost[fact]! > factCost[best]! ? fact : best),
      goals[0]!,
    );
    const chain = factCost[dearest]!;
    if (chain === Infinity) return { bound: Infinity, rounds };
    // What is left of the dearest chain is owed whatever the cuts are.
    if (chain === 0 || bound + chain >= enough) return { bound: bound + chain, rounds };
    const cut = nearestCut(left, stepCost, factCost, dearest);
    const least = cut.reduce((min, step) => Math.min(min, left.cost[step]!), Infinity);
    for (const step of cut) left.cost[step]! -= least;
    bound += least;
  }
}

/**
 * Steps of which every derivation of the goal takes one: those that enter the zone from which free steps lead to it, when each
 * step is taken to need its dearest fact only.
 */
function nearestCut(
  graph: IndexedGraph,
  stepCost: Float64Array,
  factCost: Float64Array,
  goal: number,
): number[] {
  const supporter = (step: number): number => {
    let best = -1;
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) {
      const fact = graph.needs[i]!;
      if (best === -1 || factCost[fact]! > factCost[best]!) best = fact;
    }
    return best;
  };
  const inZone = new Uint8Array(graph.factCount);
  const zone = [goal];
  inZone[goal] = 1;
  for (let fact = zone.pop(); fact !== undefined; fact = zone.pop()) {
    for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
      const step = graph.givenBy[i]!;
      if (graph.cost[step] !== 0 || stepCost[step] === Infinity) continue;
      const from = supporter(step);
      if (from === -1 || inZone[from] === 1) continue;
      inZone[from] = 1;
      zone.push(from);
    }
  }
  const reached = new Uint8Array(graph.factCount);
  const front: number[] = [];
  const cut: number[] = [];
  const cross = (step: number): void => {
    let enters = false;
    for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1) {
      const fact = graph.gives[i]!;
      if (inZone[fact] === 1) {
        enters = true;
      } else if (reached[fact] === 0) {
        reached[fact] = 1;
        front.push(fact);
      }
    }
    if (enters) cut.push(step);
  };
  for (let step = 0; step < graph.stepCount; step += 1) {
    if (stepCost[step] !== Infinity && graph.needsStart[step] === graph.needsStart[step + 1]) cross(step);
  }
  for (let fact = front.pop(); fact !== undefined; fact = front.pop()) {
    for (let i = graph.neededByStart[fact]!; i < graph.neededByStart[fact + 1]!; i += 1) {
      const step = graph.neededBy[i]!;
      if (stepCost[step] !== Infinity && supporter(step) === fact) cross(step);
    }
  }
  return cut;
}
