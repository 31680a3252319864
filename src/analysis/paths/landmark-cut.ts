import type { IndexedGraph } from './indexed-graph.ts';
import { IndexedHeap } from './indexed-heap.ts';

/**
 * Lower bounds on the cost of the distinct steps that derive some facts: the LM-cut heuristic of planning.
 *
 * Again and again: find the dearest chains (`max`), find a cut of steps that every derivation crosses, count the cheapest
 * of them and take its cost off all in the cut. Never below the dearest chain, and exact where steps have one need each.
 * The chains are found once, O(m log n), and then mended where a cut made them cheaper; there are no more cuts than steps.
 * One instance serves many questions about one graph.
 *
 * Source: M. Helmert, C. Domshlak, Landmarks, Critical Paths and Abstractions: What's the Difference Anyway?, ICAPS 2009.
 */
export class LandmarkBounds {
  readonly #graph: IndexedGraph;
  readonly #heap: IndexedHeap;
  /** Cost of the dearest chain to each fact. */
  readonly #chain: Float64Array;
  readonly #missing: Int32Array;
  /** The dearest need of each step that can be taken, −1 where it has none. */
  readonly #dearest: Int32Array;
  readonly #inZone: Uint8Array;
  readonly #zone: Int32Array;
  /** What is left of the cost of each step after the last question: any set that derives its goals costs the bound and this. */
  readonly left: Float64Array;
  /** How many steps were looked at, over all questions. */
  visits = 0;

  constructor(graph: IndexedGraph) {
    this.#graph = graph;
    this.#heap = new IndexedHeap(graph.factCount);
    this.#chain = new Float64Array(graph.factCount);
    this.#missing = new Int32Array(graph.stepCount);
    this.#dearest = new Int32Array(graph.stepCount);
    this.#inZone = new Uint8Array(graph.factCount);
    this.#zone = new Int32Array(graph.factCount);
    this.left = new Float64Array(graph.stepCount);
  }

  /**
   * @param cost of each step, ≥ 0; Infinity for one that may not be taken
   * @param enough stop as soon as the bound is this high
   * @returns no set of steps that derives all the goals costs less; Infinity where there is none
   */
  bound(cost: Float64Array, goals: readonly number[], enough: number): number {
    this.left.set(cost);
    this.#findChains();
    for (let bound = 0; ;) {
      const goal = goals.reduce(
        (best, fact) => (this.#chain[fact]! > this.#chain[best]! ? fact : best),
        goals[0]!,
      );
      const chain = this.#chain[goal]!;
      // What is left of the dearest chain is owed whatever the cuts are.
      if (chain === Infinity || chain === 0 || bound + chain >= enough) return bound + chain;
      bound += this.#cut(goal);
      this.#mendChains();
    }
  }

  /** Chains to all facts; a step that can never be taken has no cost left but Infinity. */
  #findChains(): void {
    const { needsStart, neededByStart, neededBy, stepCount } = this.#graph;
    const { left } = this;
    const missing = this.#missing;
    this.visits += stepCount;
    this.#chain.fill(Infinity);
    for (let step = 0; step < stepCount; step += 1) {
      missing[step] = needsStart[step + 1]! - needsStart[step]!;
      this.#dearest[step] = -1;
      if (missing[step] === 0) this.#give(step, left[step]!);
    }
    for (let fact = this.#heap.pop(); fact !== -1; fact = this.#heap.pop()) {
      const known = this.#chain[fact]!;
      for (let i = neededByStart[fact]!; i < neededByStart[fact + 1]!; i += 1) {
        const step = neededBy[i]!;
        missing[step]! -= 1;
        if (missing[step] !== 0) continue;
        this.#dearest[step] = fact;
        this.#give(step, known + left[step]!);
      }
    }
    for (let step = 0; step < stepCount; step += 1) if (missing[step]! > 0) left[step] = Infinity;
  }

  #give(step: number, total: number): void {
    const { givesStart, gives } = this.#graph;
    for (let i = givesStart[step]!; i < givesStart[step + 1]!; i += 1) {
      const fact = gives[i]!;
      if (total < this.#chain[fact]!) {
        this.#chain[fact] = total;
        this.#heap.push(fact, total);
      }
    }
  }

  /** Carries on what the last cut made cheaper: facts in the heap, cheapest first. */
  #mendChains(): void {
    const { needsStart, needs, neededByStart, neededBy } = this.#graph;
    const chain = this.#chain;
    for (let fact = this.#heap.pop(); fact !== -1; fact = this.#heap.pop()) {
      for (let i = neededByStart[fact]!; i < neededByStart[fact + 1]!; i += 1) {
        const step = neededBy[i]!;
        // Only where its dearest need became cheaper does a step become so.
        if (this.#dearest[step] !== fact || this.left[step] === Infinity) continue;
        this.visits += 1;
        let dearest = fact;
        for (let j = needsStart[step]!; j < needsStart[step + 1]!; j += 1) {
          if (chain[needs[j]!]! > chain[dearest]!) dearest = needs[j]!;
        }
        this.#dearest[step] = dearest;
        this.#give(step, chain[dearest]! + this.left[step]!);
      }
    }
  }

  /**
   * Finds steps of which every derivation of the goal takes one, and takes off what the cheapest of them costs.
   *
   * They are those that enter the zone from which free steps lead to the goal, when each step is taken to need its dearest
   * fact only.
   */
  #cut(goal: number): number {
    const { givenByStart, givenBy } = this.#graph;
    const { left } = this;
    const inZone = this.#inZone;
    const zone = this.#zone;
    const border: number[] = [];
    let size = 1;
    zone[0] = goal;
    inZone[goal] = 1;
    for (let at = 0; at < size; at += 1) {
      const fact = zone[at]!;
      for (let i = givenByStart[fact]!; i < givenByStart[fact + 1]!; i += 1) {
        const step = givenBy[i]!;
        if (left[step] === Infinity) continue;
        if (left[step]! > 0) {
          border.push(step);
          continue;
        }
        const from = this.#dearest[step]!;
        if (inZone[from] === 1) continue;
        inZone[from] = 1;
        zone[size++] = from;
      }
    }
    this.visits += border.length + size;
    const cut = new Set<number>();
    let least = Infinity;
    for (const step of border) {
      const from = this.#dearest[step]!;
      // A step whose dearest need lies in the zone does not enter it.
      if (from !== -1 && inZone[from] === 1) continue;
      cut.add(step);
      least = Math.min(least, left[step]!);
    }
    for (let at = 0; at < size; at += 1) inZone[zone[at]!] = 0;
    for (const step of cut) {
      left[step]! -= least;
      const from = this.#dearest[step]!;
      this.#give(step, (from === -1 ? 0 : this.#chain[from]!) + left[step]!);
    }
    return least;
  }
}
