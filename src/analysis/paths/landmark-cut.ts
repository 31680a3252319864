import type { IndexedGraph } from './indexed-graph.ts';
import { IndexedHeap } from './indexed-heap.ts';

/**
 * Lower bounds on the cost of the distinct steps that derive some facts: the LM-cut heuristic of planning.
 *
 * Again and again: find the dearest chains (`max`), find a cut of steps that every derivation crosses, count the cheapest
 * of them and take its cost off all in the cut. Never below the dearest chain, and exact where steps have one need each.
 * O(m log n) for each cut, and no more cuts than steps. One instance serves many questions about one graph.
 *
 * Source: M. Helmert, C. Domshlak, Landmarks, Critical Paths and Abstractions: What's the Difference Anyway?, ICAPS 2009.
 */
export class LandmarkBounds {
  readonly #graph: IndexedGraph;
  readonly #heap: IndexedHeap;
  /** Cost of the dearest chain to each fact; Infinity where it was not settled. */
  readonly #chain: Float64Array;
  readonly #settled: Uint8Array;
  readonly #missing: Int32Array;
  /** Of a step all of whose needs were settled: the dearest one, −1 where it has none. */
  readonly #dearest: Int32Array;
  readonly #mark: Uint8Array;
  readonly #stack: Int32Array;
  /** What is left of the cost of each step after the last question: any set that derives its goals costs the bound and this. */
  readonly left: Float64Array;
  /** How often the steps were gone through, over all questions. */
  rounds = 0;

  constructor(graph: IndexedGraph) {
    this.#graph = graph;
    this.#heap = new IndexedHeap(graph.factCount);
    this.#chain = new Float64Array(graph.factCount);
    this.#settled = new Uint8Array(graph.factCount);
    this.#missing = new Int32Array(graph.stepCount);
    this.#dearest = new Int32Array(graph.stepCount);
    this.#mark = new Uint8Array(graph.factCount);
    this.#stack = new Int32Array(graph.factCount);
    this.left = new Float64Array(graph.stepCount);
  }

  /**
   * @param cost of each step, ≥ 0; Infinity for one that may not be taken
   * @param enough stop as soon as the bound is this high
   * @returns no set of steps that derives all the goals costs less; Infinity where there is none
   */
  bound(cost: Float64Array, goals: readonly number[], enough: number): number {
    const { left } = this;
    left.set(cost);
    let bound = 0;
    for (let first = true; ; first = false) {
      const goal = this.#chains(goals, first);
      if (goal === -1) return Infinity;
      const chain = this.#chain[goal]!;
      // What is left of the dearest chain is owed whatever the cuts are.
      if (chain === 0 || bound + chain >= enough) return bound + chain;
      if (first) this.#dropDead();
      bound += this.#cut(goal);
    }
  }

  /** Chains to all facts, or until all goals are settled; gives the dearest goal, −1 where one has no chain. */
  #chains(goals: readonly number[], all: boolean): number {
    const { needsStart, neededByStart, neededBy, stepCount, factCount } = this.#graph;
    const chain = this.#chain;
    const missing = this.#missing;
    const dearest = this.#dearest;
    const settled = this.#settled;
    this.rounds += 1;
    this.#heap.clear();
    chain.fill(Infinity);
    settled.fill(0);
    for (let step = 0; step < stepCount; step += 1) {
      missing[step] = needsStart[step + 1]! - needsStart[step]!;
      if (missing[step] === 0) {
        dearest[step] = -1;
        this.#give(step, 0);
      }
    }
    const isGoal = this.#mark;
    isGoal.fill(0, 0, factCount);
    let open = 0;
    for (const goal of goals) {
      if (isGoal[goal] === 0) open += 1;
      isGoal[goal] = 1;
    }
    let last = -1;
    for (let fact = this.#heap.pop(); fact !== -1; fact = this.#heap.pop()) {
      settled[fact] = 1;
      if (isGoal[fact] === 1) {
        last = fact;
        open -= 1;
        if (open === 0 && !all) break;
      }
      const known = chain[fact]!;
      for (let i = neededByStart[fact]!; i < neededByStart[fact + 1]!; i += 1) {
        const step = neededBy[i]!;
        missing[step]! -= 1;
        if (missing[step] === 0) {
          dearest[step] = fact;
          this.#give(step, known);
        }
      }
    }
    return open === 0 ? last : -1;
  }

  #give(step: number, ofNeeds: number): void {
    const { givesStart, gives } = this.#graph;
    const total = ofNeeds + this.left[step]!;
    if (total === Infinity) return;
    for (let i = givesStart[step]!; i < givesStart[step + 1]!; i += 1) {
      const fact = gives[i]!;
      if (total < this.#chain[fact]!) {
        this.#chain[fact] = total;
        this.#heap.push(fact, total);
      }
    }
  }

  /** After all facts were tried: steps with a need that has no chain can never be taken. */
  #dropDead(): void {
    for (let step = 0; step < this.#graph.stepCount; step += 1) {
      if (this.#missing[step]! > 0) this.left[step] = Infinity;
    }
  }

  /**
   * Finds steps of which every derivation of the goal takes one, and counts the cheapest: those that enter the zone from which
   * free steps lead to the goal, when each step is taken to need its dearest fact only. Facts that were not settled before the
   * goals count as dear as the dearest.
   */
  #cut(goal: number): number {
    const graph = this.#graph;
    const { left } = this;
    const OUTSIDE = 0;
    const ZONE = 1;
    const REACHED = 2;
    const mark = this.#mark.fill(OUTSIDE);
    const stack = this.#stack;
    let top = 0;
    mark[goal] = ZONE;
    stack[top++] = goal;
    while (top > 0) {
      const fact = stack[--top]!;
      for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
        const step = graph.givenBy[i]!;
        if (left[step] !== 0) continue;
        const from = this.#supporter(step);
        if (from === -1 || mark[from] === ZONE) continue;
        mark[from] = ZONE;
        stack[top++] = from;
      }
    }
    const cut: number[] = [];
    let least = Infinity;
    const cross = (step: number): void => {
      if (left[step] === Infinity) return;
      let enters = false;
      for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1) {
        const fact = graph.gives[i]!;
        if (mark[fact] === ZONE) {
          enters = true;
        } else if (mark[fact] === OUTSIDE) {
          mark[fact] = REACHED;
          stack[top++] = fact;
        }
      }
      if (!enters) return;
      cut.push(step);
      least = Math.min(least, left[step]!);
    };
    for (let step = 0; step < graph.stepCount; step += 1) {
      if (graph.needsStart[step] === graph.needsStart[step + 1]) cross(step);
    }
    while (top > 0) {
      const fact = stack[--top]!;
      for (let i = graph.neededByStart[fact]!; i < graph.neededByStart[fact + 1]!; i += 1) {
        const step = graph.neededBy[i]!;
        if (this.#supporter(step) === fact) cross(step);
      }
    }
    for (const step of cut) left[step]! -= least;
    return least;
  }

  #supporter(step: number): number {
    if (this.#missing[step] === 0) return this.#dearest[step]!;
    const { needsStart, needs } = this.#graph;
    for (let i = needsStart[step]!; i < needsStart[step + 1]!; i += 1) {
      if (this.#settled[needs[i]!] === 0) return needs[i]!;
    }
    return -1;
  }
}
