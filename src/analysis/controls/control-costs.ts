import type { ControlOption } from '#model/attack-graph';

import type { IndexedGraph } from '../paths/indexed-graph.ts';
import { costOfLikelihood } from '../paths/step-cost.ts';

/** Controls in one order whatever order they came in. */
export function byId(options: readonly ControlOption[]): ControlOption[] {
  return [...options].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * The likelihood of each step with these controls in place: times (1 − effectiveness) for each control that answers it.
 *
 * Never above what it was. O(steps + answers).
 */
export function likelihoodWith(likelihood: Float64Array, controls: readonly ControlOption[]): Float64Array {
  const reduced = likelihood.slice();
  for (const { answers } of byId(controls)) {
    for (const [step, effectiveness] of answers)
      reduced[step]! *= 1 - Math.min(1, Math.max(0, effectiveness));
  }
  return reduced;
}

/** What a control adds to the cost of a step that it answers; Infinity where it makes the step impossible. */
export function addedCost(effectiveness: number): number {
  return costOfLikelihood(1 - effectiveness);
}

/**
 * The graph with what these controls add to the costs of steps.
 *
 * Whole numbers added up, not rounded products: so the costs of a path are the same however its controls are chosen or ordered.
 */
export function graphWith(graph: IndexedGraph, controls: readonly ControlOption[]): IndexedGraph {
  const cost = graph.cost.slice();
  for (const { answers } of controls) {
    for (const [step, effectiveness] of answers) cost[step]! += addedCost(effectiveness);
  }
  return { ...graph, likelihood: likelihoodWith(graph.likelihood, controls), cost };
}
