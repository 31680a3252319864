import { bestDerivation, derivationSteps } from './best-derivation.ts';
import type { IndexedGraph } from './indexed-graph.ts';

/**
 * A cheap set of steps that derives all of these facts: the union of their best tree derivations.
 *
 * What is shared is paid once in the union, but the trees were chosen without regard to it: good, not always best.
 *
 * @param cost of each step; Infinity for one that may not be taken
 * @returns distinct steps; undefined where a fact cannot be derived
 */
export function greedyDerivation(
  graph: IndexedGraph,
  cost: Float64Array,
  facts: readonly number[],
): Set<number> | undefined {
  const priced: IndexedGraph = { ...graph, cost };
  const best = bestDerivation(priced);
  const steps = new Set<number>();
  for (const fact of facts) {
    if (best.producer[fact] === -1) return undefined;
    for (const step of derivationSteps(graph, best, fact)) steps.add(step);
  }
  return steps;
}

/** Whether these steps alone derive the fact. O(n^2) for n steps, which are few. */
export function derives(graph: IndexedGraph, steps: Iterable<number>, goal: number): boolean {
  const known = new Set<number>();
  let waiting = [...steps];
  for (let before = -1; before !== waiting.length && !known.has(goal);) {
    before = waiting.length;
    waiting = waiting.filter((step) => {
      for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) {
        if (!known.has(graph.needs[i]!)) return true;
      }
      for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1)
        known.add(graph.gives[i]!);
      return false;
    });
  }
  return known.has(goal);
}

/**
 * Takes out steps, dearest first, as long as the rest derives the goal.
 *
 * @param keep steps that stay whatever happens
 * @returns a set none of whose other steps can be spared
 */
export function withoutSpareSteps(
  graph: IndexedGraph,
  steps: ReadonlySet<number>,
  goal: number,
  keep: ReadonlySet<number>,
): Set<number> {
  const kept = new Set(steps);
  if (hasNoSpareStep(graph, kept, goal)) return kept;
  const candidates = [...steps].filter((step) => !keep.has(step));
  candidates.sort((a, b) => graph.cost[b]! - graph.cost[a]! || b - a);
  for (const step of candidates) {
    kept.delete(step);
    if (!derives(graph, kept, goal)) kept.add(step);
  }
  return kept;
}

/** Whether the steps derive the goal and no longer do so when any one of them is taken out. */
export function isMinimalDerivation(graph: IndexedGraph, steps: ReadonlySet<number>, goal: number): boolean {
  if (!derives(graph, steps, goal)) return false;
  return withoutSpareSteps(graph, steps, goal, new Set()).size === steps.size;
}

/**
 * Enough for a derivation to be minimal, and quickly seen: going back from the goal, each fact is given by one step only, and
 * all steps are met.
 */
function hasNoSpareStep(graph: IndexedGraph, steps: ReadonlySet<number>, goal: number): boolean {
  const giver = new Map<number, number>();
  const twice = new Set<number>();
  for (const step of steps) {
    for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1) {
      const fact = graph.gives[i]!;
      if (giver.has(fact)) twice.add(fact);
      giver.set(fact, step);
    }
  }
  const met = new Set<number>();
  const facts = [goal];
  for (let fact = facts.pop(); fact !== undefined; fact = facts.pop()) {
    const step = giver.get(fact);
    if (step === undefined || twice.has(fact)) return false;
    if (met.has(step)) continue;
    met.add(step);
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1)
      facts.push(graph.needs[i]!);
  }
  return met.size === steps.size;
}
