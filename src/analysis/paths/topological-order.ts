import type { AttackGraph } from '#model/attack-graph';

import { IndexedHeap } from './indexed-heap.ts';

/** A step of a path and the steps of the path that gave what it needs. */
export interface OrderedStep {
  readonly step: number;
  /** For each distinct giver of a need: its step number, in the order of the path. */
  readonly enabledBy: readonly number[];
}

/**
 * Puts the steps of a path in an order in which each comes after those that enable it.
 *
 * Of the steps that could come next, the one with the lowest rank does, then the one with the lowest number: the order is a
 * function of the set of steps alone. A need is enabled by the first step of the order that gives it. Steps whose needs
 * the others never give are left out. O(n log n) for n entries in the rows of these steps.
 *
 * @param rank of each step of the graph, such as the place of its tactic; all alike unless given
 */
export function topologicalOrder(
  graph: AttackGraph,
  steps: Iterable<number>,
  rank?: ArrayLike<number>,
): OrderedStep[] {
  const sorted = [...new Set(steps)].sort((a, b) => a - b);
  const waiting = new Map<number, number[]>();
  const missing = new Int32Array(sorted.length);
  const ready = new IndexedHeap(sorted.length);
  const makeReady = (at: number): void => {
    ready.push(at, rank?.[sorted[at]!] ?? 0);
  };
  sorted.forEach((step, at) => {
    const needs = needsOf(graph, step);
    missing[at] = needs.length;
    if (needs.length === 0) makeReady(at);
    for (const fact of needs) {
      const list = waiting.get(fact);
      if (list === undefined) waiting.set(fact, [at]);
      else list.push(at);
    }
  });
  const giver = new Map<number, number>();
  const order: OrderedStep[] = [];
  for (let at = ready.pop(); at !== -1; at = ready.pop()) {
    const step = sorted[at]!;
    const givers = new Set(needsOf(graph, step).map((fact) => giver.get(fact)!));
    order.push({ step, enabledBy: [...givers].sort((a, b) => a - b).map((place) => order[place]!.step) });
    for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1) {
      const fact = graph.gives[i]!;
      if (giver.has(fact)) continue;
      giver.set(fact, order.length - 1);
      for (const other of waiting.get(fact) ?? []) {
        missing[other]! -= 1;
        if (missing[other] === 0) makeReady(other);
      }
    }
  }
  return order;
}

function needsOf(graph: AttackGraph, step: number): number[] {
  return [...new Set(graph.needs.subarray(graph.needsStart[step], graph.needsStart[step + 1]))];
}
