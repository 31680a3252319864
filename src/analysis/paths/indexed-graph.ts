import type { AttackGraph } from '#model/attack-graph';

import { stepCosts } from './step-cost.ts';

/**
 * An attack graph with its rows turned round and its steps priced: what every algorithm here walks on.
 *
 * `neededBy[neededByStart[f]] …` are the steps that need fact f, `givenBy[givenByStart[f]] …` those that give it, both in
 * ascending step number. `cost` is {@link stepCost} of each step's likelihood.
 */
export interface IndexedGraph extends AttackGraph {
  readonly neededByStart: Int32Array;
  readonly neededBy: Int32Array;
  readonly givenByStart: Int32Array;
  readonly givenBy: Int32Array;
  readonly cost: Float64Array;
}

/** Indexes a graph; do it once and hand the result to every call. O(size of the graph). */
export function indexGraph(graph: AttackGraph): IndexedGraph {
  if (isIndexed(graph)) return graph;
  const needed = turnRows(graph.needsStart, graph.needs, graph.stepCount, graph.factCount);
  const given = turnRows(graph.givesStart, graph.gives, graph.stepCount, graph.factCount);
  return {
    factCount: graph.factCount,
    stepCount: graph.stepCount,
    needsStart: graph.needsStart,
    needs: graph.needs,
    givesStart: graph.givesStart,
    gives: graph.gives,
    likelihood: graph.likelihood,
    neededByStart: needed.start,
    neededBy: needed.entries,
    givenByStart: given.start,
    givenBy: given.entries,
    cost: stepCosts(graph.likelihood),
  };
}

/** The same graph with other likelihoods; its rows are shared. O(steps). */
export function withLikelihood(graph: IndexedGraph, likelihood: Float64Array): IndexedGraph {
  return { ...graph, likelihood, cost: stepCosts(likelihood) };
}

function isIndexed(graph: AttackGraph): graph is IndexedGraph {
  return 'neededBy' in graph && 'cost' in graph;
}

/** Counting sort of (row, entry) pairs by entry. */
function turnRows(
  start: Int32Array,
  entries: Int32Array,
  rowCount: number,
  entryCount: number,
): { readonly start: Int32Array; readonly entries: Int32Array } {
  const total = start[rowCount]!;
  const turnedStart = new Int32Array(entryCount + 1);
  for (let i = 0; i < total; i += 1) turnedStart[entries[i]! + 1]! += 1;
  for (let entry = 0; entry < entryCount; entry += 1) turnedStart[entry + 1]! += turnedStart[entry]!;
  const next = turnedStart.slice();
  const turned = new Int32Array(total);
  for (let row = 0; row < rowCount; row += 1) {
    for (let i = start[row]!; i < start[row + 1]!; i += 1) {
      const entry = entries[i]!;
      turned[next[entry]!] = row;
      next[entry]! += 1;
    }
  }
  return { start: turnedStart, entries: turned };
}
