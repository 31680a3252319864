import type { AttackGraph } from '#model/attack-graph';

import { indexGraph } from './indexed-graph.ts';
import { IndexedHeap } from './indexed-heap.ts';

/**
 * How the costs of a step's needs add up.
 *
 * - `sum`: the cost of a derivation written out as a tree. What two needs share is counted twice, so it is never below the
 *   cost of the distinct steps: an upper bound, and exact where nothing is shared.
 * - `max`: the dearest chain of steps from a start to the fact. Never above the cost of any derivation: a lower bound.
 */
export type NeedsCombine = 'sum' | 'max';

export interface BestDerivation {
  /** For each fact the cost of its best derivation; Infinity where it cannot be derived. */
  readonly factCost: Float64Array;
  /** For each step its own cost and that of its needs; Infinity where it cannot be taken. */
  readonly stepCost: Float64Array;
  /** For each fact the step that gives it in its best derivation, −1 where none does; of equal ones the lowest number. */
  readonly producer: Int32Array;
}

export interface DerivationOptions {
  readonly combine?: NeedsCombine;
  /** Steps that may not be taken: 1 for each of them. */
  readonly without?: Uint8Array;
}

/**
 * The best derivation of every fact: Knuth's generalisation of Dijkstra's algorithm to AND/OR graphs.
 *
 * A fact costs what its cheapest giving step costs; a step costs its own −ln(likelihood) (see `step-cost.ts`) and its needs,
 * combined as told. Steps at likelihood 0 are left out; cycles are harmless, because costs are positive.
 * O(m log n) for m entries in the rows of needs and gives, n facts.
 *
 * Source: D. E. Knuth, A generalization of Dijkstra's algorithm, Information Processing Letters 6 (1), 1977.
 *
 * @example
 * const best = bestDerivation(graph);
 * best.factCost[goal]; // Infinity: cannot be derived
 * derivationSteps(graph, best, goal); // the distinct steps, first to last
 */
export function bestDerivation(graph: AttackGraph, options: DerivationOptions = {}): BestDerivation {
  const { factCount, stepCount, needsStart, givesStart, gives, neededByStart, neededBy, cost } =
    indexGraph(graph);
  const { without } = options;
  const sum = options.combine !== 'max';
  const factCost = new Float64Array(factCount).fill(Infinity);
  const stepCost = new Float64Array(stepCount).fill(Infinity);
  const producer = new Int32Array(factCount).fill(-1);
  const missing = new Int32Array(stepCount);
  const ofNeeds = new Float64Array(stepCount);
  const heap = new IndexedHeap(factCount);

  const take = (step: number): void => {
    const total = ofNeeds[step]! + cost[step]!;
    stepCost[step] = total;
    for (let i = givesStart[step]!; i < givesStart[step + 1]!; i += 1) {
      const fact = gives[i]!;
      if (total < factCost[fact]!) {
        factCost[fact] = total;
        producer[fact] = step;
        heap.push(fact, total);
      } else if (total === factCost[fact]! && step < producer[fact]! && cost[step]! > 0) {
        // A step that costs something comes before its fact is settled; one that a search made free may lead back to it.
        producer[fact] = step;
      }
    }
  };

  for (let step = 0; step < stepCount; step += 1) {
    if (cost[step] === Infinity || without?.[step] === 1) {
      missing[step] = -1; // never counts down to 0
      continue;
    }
    missing[step] = needsStart[step + 1]! - needsStart[step]!;
    if (missing[step] === 0) take(step);
  }
  for (let fact = heap.pop(); fact !== -1; fact = heap.pop()) {
    const known = factCost[fact]!;
    for (let i = neededByStart[fact]!; i < neededByStart[fact + 1]!; i += 1) {
      const step = neededBy[i]!;
      // Facts come out in ascending cost: the last need is the dearest.
      ofNeeds[step] = sum ? ofNeeds[step]! + known : known;
      missing[step]! -= 1;
      if (missing[step] === 0) take(step);
    }
  }
  return { factCost, stepCost, producer };
}

/**
 * The distinct steps of the best derivation of a fact, each after the steps that give its needs; empty where it has none.
 * Of a derivation found with `sum` they are what its likelihood is the product of. O(size of the derivation).
 */
export function derivationSteps(graph: AttackGraph, best: BestDerivation, fact: number): number[] {
  const { needsStart, needs } = graph;
  const steps: number[] = [];
  const first = best.producer[fact]!;
  if (first === -1) return steps;
  const seen = new Set<number>([first]);
  const stack: [step: number, next: number][] = [[first, needsStart[first]!]];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const [step, next] = top;
    if (next === needsStart[step + 1]!) {
      steps.push(step);
      stack.pop();
      continue;
    }
    top[1] = next + 1;
    const giver = best.producer[needs[next]!]!;
    if (seen.has(giver)) continue;
    seen.add(giver);
    stack.push([giver, needsStart[giver]!]);
  }
  return steps;
}

/**
 * The steps of the best derivation of whichever of these facts is cheapest, as {@link derivationSteps}; empty where none can be
 * derived.
 */
export function stepsToNearest(graph: AttackGraph, best: BestDerivation, facts: readonly number[]): number[] {
  const costs = facts.map((fact) => best.factCost[fact]!);
  const nearest = facts[costs.indexOf(Math.min(...costs))];
  return nearest === undefined ? [] : derivationSteps(graph, best, nearest);
}
