import { greedyDerivation, isMinimalDerivation, withoutSpareSteps } from './greedy-derivation.ts';
import type { IndexedGraph } from './indexed-graph.ts';
import { IndexedHeap } from './indexed-heap.ts';
import { LandmarkBounds } from './landmark-cut.ts';
import { PRECISION, withoutUnit } from './step-cost.ts';

const GOAL = 0;

/** The minimal derivations that use all of `ins`, none of `outs`, and a step of each class in `classes`. */
interface Region {
  readonly ins: readonly number[];
  readonly outs: readonly number[];
  readonly classes: readonly number[];
  /** Nothing in the region costs less. */
  bound: number;
  /** A set of steps that contains `ins` and derives the goal; undefined before the region is looked into. */
  found: Found | undefined;
}

interface Found {
  readonly steps: ReadonlySet<number>;
  readonly cost: number;
  /** Whether it belongs to the region: minimal, and with a step of each class that the region asks for. */
  readonly belongs: boolean;
}

export interface Derivation {
  /** Ascending. */
  readonly steps: readonly number[];
  readonly cost: number;
}

/** Nothing is left; the next one would cost at least `bound`; or the work ran out before the next one was certain. */
export type SearchEnd = 'exhausted' | 'beyond' | 'unproven';

/**
 * Enumerates the minimal derivations of fact 0, cheapest first by the sum over distinct steps, each different from those before.
 *
 * Best-first branch and bound over regions. A region is bounded from below by landmark cuts and from above by the union of
 * best trees; where the two meet, that derivation is the next, and its region is divided among the ways to avoid one of its
 * classes (Lawler). Where they do not meet, the region is divided by whether the step that most hangs on is taken.
 *
 * Different means: not every class of an earlier one again, whatever is added. Steps of class 0 are of no class, so that
 * derivations that differ only in these are one.
 *
 * Source: E. L. Lawler, A Procedure for Computing the K Best Solutions to Discrete Optimization Problems, Management Science 18 (7), 1972.
 */
export class DerivationSearch {
  readonly #graph: IndexedGraph;
  readonly #bounds: LandmarkBounds;
  readonly #quick: boolean;
  readonly #classOf: Int32Array;
  readonly #stepsOfClass = new Map<number, number[]>();
  readonly #regions: (Region | undefined)[] = [];
  readonly #queue = new IndexedHeap(64);
  readonly #emitted: (readonly number[])[] = [];
  /** What may yet be spent: visits of steps. */
  #work: number;
  readonly #met: Derivation[] = [];

  /**
   * @param classOf what each step counts as; 0 for nothing
   * @param known classes of derivations that may not be repeated
   * @param quick take the derivation found in a region for its cheapest and drop what would need a closer look: no proof, only
   *   good candidates
   */
  constructor(
    graph: IndexedGraph,
    classOf: Int32Array,
    work: number,
    known: readonly (readonly number[])[] = [],
    quick = false,
  ) {
    this.#graph = graph;
    this.#bounds = new LandmarkBounds(graph);
    this.#quick = quick;
    this.#emitted.push(...known);
    this.#classOf = classOf;
    this.#work = work;
    classOf.forEach((stepClass, step) => {
      const list = this.#stepsOfClass.get(stepClass);
      if (list === undefined) this.#stepsOfClass.set(stepClass, [step]);
      else list.push(step);
    });
    this.#add({ ins: [], outs: [], classes: [], bound: 0, found: undefined });
  }

  get workLeft(): number {
    return this.#work;
  }

  /** The next derivation, proven to be the cheapest of those left, if it costs no more than `horizon`. */
  next(horizon: number): Derivation | SearchEnd {
    while (this.#queue.size > 0) {
      if (this.#queue.minKey > horizon) return 'beyond';
      if (this.#work <= 0) return 'unproven';
      const id = this.#queue.pop();
      const region = this.#regions[id]!;
      this.#regions[id] = undefined;
      const known = this.#emitted.find((classes) => this.#takesAll(region.ins, classes));
      if (known !== undefined) continue;
      if (region.found === undefined) {
        if (this.#look(region)) this.#add(region);
        continue;
      }
      const { steps, cost, belongs } = region.found;
      const same = this.#emitted.find((classes) => this.#takesAll(steps, classes));
      if (same !== undefined) {
        this.#avoidClasses(region, same);
      } else if (belongs && cost - region.bound <= PRECISION) {
        const classes = this.#classesOf(steps);
        this.#emitted.push(classes);
        this.#avoidClasses(region, classes);
        return { steps: ascending(steps), cost };
      } else if (!this.#quick) {
        this.#divideByStep(region, region.found);
      }
    }
    return 'exhausted';
  }

  /** Every minimal derivation met so far, proven or not. */
  get met(): readonly Derivation[] {
    return this.#met;
  }

  /** No derivation that is still to come costs less. */
  get bound(): number {
    return this.#queue.minKey;
  }

  #add(region: Region): void {
    this.#queue.push(this.#regions.length, region.bound);
    this.#regions.push(region);
  }

  /** Finds a derivation and a bound for a region; false where it is empty. */
  #look(region: Region): boolean {
    const graph = this.#graph;
    const ins = new Set(region.ins);
    const cost = this.#costIn(region);
    const goals = [GOAL];
    for (const step of ins) {
      for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1)
        goals.push(graph.needs[i]!);
    }
    this.#work -= graph.stepCount;
    const greedy = greedyDerivation(graph, cost, goals);
    if (greedy === undefined) return false;
    for (const step of ins) greedy.add(step);
    const steps = withoutSpareSteps(graph, greedy, GOAL, ins);
    if (steps.size === ins.size && !isMinimalDerivation(graph, ins, GOAL)) return false;
    const total = sumOf(graph.cost, steps);
    const belongs =
      isMinimalDerivation(graph, steps, GOAL) && region.classes.every((one) => this.#takesAll(steps, [one]));
    region.found = { steps, cost: total, belongs };
    if (belongs) this.#met.push({ steps: ascending(steps), cost: total });
    if (steps.size === ins.size) {
      region.bound = total;
      return belongs;
    }
    const paid = sumOf(graph.cost, ins);
    if (this.#quick) {
      region.bound = total;
      return true;
    }
    const before = this.#bounds.visits;
    const bound = this.#bounds.bound(cost.map(withoutUnit), goals, total - paid - PRECISION);
    this.#work -= this.#bounds.visits - before;
    region.bound = Math.max(region.bound, paid + bound);
    return bound !== Infinity;
  }

  /** Steps that are in are paid already; those that are out, or that would give the one thing that a step that is in gives, are barred. */
  #costIn(region: Region): Float64Array {
    const graph = this.#graph;
    const cost = graph.cost.slice();
    for (const step of region.ins) {
      const fact = this.#soleGift(step);
      if (fact === -1) continue;
      for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
        const other = graph.givenBy[i]!;
        if (this.#soleGift(other) === fact) cost[other] = Infinity;
      }
    }
    for (const step of region.ins) cost[step] = 0;
    for (const step of region.outs) cost[step] = Infinity;
    return cost;
  }

  #soleGift(step: number): number {
    const from = this.#graph.givesStart[step]!;
    return this.#graph.givesStart[step + 1]! - from === 1 ? this.#graph.gives[from]! : -1;
  }

  /** Divides a region by the first of these classes that a derivation avoids; one that avoids none is not different. */
  #avoidClasses(region: Region, classes: readonly number[]): void {
    let ins = region.ins;
    let asked = region.classes;
    for (const one of classes) {
      if (this.#takesAll(ins, [one])) continue;
      const steps = this.#stepsOfClass.get(one)!;
      if (!asked.includes(one)) {
        this.#add({
          ins,
          outs: [...region.outs, ...steps],
          classes: asked,
          bound: region.bound,
          found: undefined,
        });
        asked = [...asked, one];
      }
      if (steps.length === 1) ins = [...ins, steps[0]!];
    }
  }

  /** Divides a region by whether a derivation takes the step found that most hangs on. */
  #divideByStep(region: Region, found: Found): void {
    const step = this.#weightiest(found.steps, region.ins);
    if (step === -1) return;
    const { ins, outs, classes, bound } = region;
    this.#add({ ins, outs: [...outs, step], classes, bound, found: undefined });
    this.#add({ ins: [...ins, step], outs, classes, bound, found: undefined });
  }

  /**
   * The dearest step by cost times the needs that it meets: what is shared is where trees and bounds go wrong.
   * −1 where all steps are excepted.
   */
  #weightiest(steps: ReadonlySet<number>, except: readonly number[]): number {
    const graph = this.#graph;
    const needed = new Map<number, number>();
    for (const step of steps) {
      for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) {
        const fact = graph.needs[i]!;
        needed.set(fact, (needed.get(fact) ?? 0) + 1);
      }
    }
    let best = -1;
    let most = -1;
    for (const step of ascending(steps)) {
      if (except.includes(step)) continue;
      let uses = 0;
      for (let i = graph.givesStart[step]!; i < graph.givesStart[step + 1]!; i += 1) {
        uses += needed.get(graph.gives[i]!) ?? 0;
      }
      const weight = uses * graph.cost[step]!;
      if (weight > most) {
        most = weight;
        best = step;
      }
    }
    return best;
  }

  /** The steps from the goal backwards, so that those that are in always hang together. */
  #goalFirst(steps: ReadonlySet<number>): number[] {
    const graph = this.#graph;
    const order: number[] = [];
    const seen = new Set<number>();
    const facts = [GOAL];
    const seenFacts = new Set(facts);
    // The list grows while it is gone through.
    for (const fact of facts) {
      for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
        const step = graph.givenBy[i]!;
        if (!steps.has(step) || seen.has(step)) continue;
        seen.add(step);
        order.push(step);
        for (let j = graph.needsStart[step]!; j < graph.needsStart[step + 1]!; j += 1) {
          const need = graph.needs[j]!;
          if (seenFacts.has(need)) continue;
          seenFacts.add(need);
          facts.push(need);
        }
      }
    }
    return order;
  }

  /** The classes of steps, nearest the goal first. */
  #classesOf(steps: Iterable<number>): readonly number[] {
    const classes = this.#goalFirst(new Set(steps)).map((step) => this.#classOf[step]!);
    return [...new Set(classes.filter((one) => one !== 0))];
  }

  #takesAll(steps: Iterable<number>, classes: readonly number[]): boolean {
    const taken = new Set<number>();
    for (const step of steps) taken.add(this.#classOf[step]!);
    return classes.every((one) => taken.has(one));
  }
}

function sumOf(cost: Float64Array, steps: Iterable<number>): number {
  let sum = 0;
  for (const step of steps) sum += cost[step]!;
  return sum;
}

function ascending(steps: Iterable<number>): readonly number[] {
  return [...steps].sort((a, b) => a - b);
}
