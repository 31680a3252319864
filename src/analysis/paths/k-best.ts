import type { AttackGoal, AttackGraph } from '#model/attack-graph';

import { bestDerivation, type BestDerivation } from './best-derivation.ts';
import { DerivationSearch, type Derivation, type SearchEnd } from './derivation-search.ts';
import { indexGraph, type IndexedGraph } from './indexed-graph.ts';
import { searchWindow } from './search-window.ts';
import { likelihoodOf, likelihoodOfCost } from './step-cost.ts';
import { topologicalOrder, type OrderedStep } from './topological-order.ts';

/** What all searches in one graph share; make it once with {@link preparePaths}. */
export interface PathIndex {
  readonly graph: IndexedGraph;
  /** For each fact the dearest chain that its derivation takes: what guides the search backwards from a goal. */
  readonly chain: BestDerivation;
}

export interface KBestOptions {
  /** How many different paths. */
  readonly k: number;
  /**
   * For each step what it counts as when two paths are compared; 0: it does not count, as for what the system does by itself
   * and for preparation. Each step is a class of its own unless given.
   */
  readonly stepClass?: ArrayLike<number>;
  /** For each step its rank among steps that could come next, such as the place of its tactic. */
  readonly rank?: ArrayLike<number>;
  /** How many variants of each path to collect at most; 3 unless given. */
  readonly variants?: number;
  /** How many visits of steps may be spent before the answer is given without proof; 50 million (about 2 s) unless given. */
  readonly workLimit?: number;
}

/** One way to a goal. */
export interface RankedPath {
  /** 0..1: the product over the distinct steps. */
  readonly likelihood: number;
  /** In an order in which each comes after those that enable it. */
  readonly steps: readonly OrderedStep[];
  /** Other ways with the same classes of steps, most likely first, their steps ascending. */
  readonly variants: readonly PathVariant[];
  /** Whether there are more variants than were collected. */
  readonly moreVariants: boolean;
}

export interface PathVariant {
  readonly likelihood: number;
  readonly steps: readonly number[];
}

export interface KBestPaths {
  /** Most likely first. */
  readonly paths: readonly RankedPath[];
  /** Whether it is proven that these are the most likely. */
  readonly exact: boolean;
  /** No path that is not among these is likelier, different paths only; 0 where there are no others. */
  readonly nextAtMost: number;
}

/** Indexes a graph for path searches. O(m log n), once for all goals. */
export function preparePaths(graph: AttackGraph): PathIndex {
  const indexed = indexGraph(graph);
  return { graph: indexed, chain: bestDerivation(indexed, { combine: 'max' }) };
}

/**
 * The k most likely different paths to a goal.
 *
 * A path is a set of steps that derives one of the goal's facts and of which none can be spared; its likelihood is the product
 * over its distinct steps. The first path is the most likely one; each further one is the most likely of those that do not
 * repeat all classes of an earlier path. Ways that do repeat them are that path's variants.
 *
 * To find the most likely set of distinct steps is NP-hard (it is optimal delete-free planning). The search is exact, and fast where
 * bounds are tight: it works in a window around the best ways that grows until it provably holds the answer. When the
 * work runs out the paths are the best found, and `exact` is false. Likelihoods that differ by less than 10^−9 are held equal.
 *
 * @example
 * const index = preparePaths(graph);
 * const { paths, exact } = kBestPaths(index, { id: 'goal', facts: [12] }, { k: 10 });
 * paths[0]?.steps.map(({ step }) => step); // [3, 0, 7]
 */
export function kBestPaths(index: PathIndex, goal: AttackGoal, options: KBestOptions): KBestPaths {
  const { graph } = index;
  const { stepClass } = options;
  const classOf =
    stepClass === undefined ? (step: number) => step + 1 : (step: number) => stepClass[step] ?? 0;
  const limit = options.workLimit ?? 50_000_000;
  const search = searchGrowing(index, { facts: goal.facts, k: options.k, classOf, work: limit });
  const wanted = stepClass === undefined ? 0 : (options.variants ?? 3);
  const paths = search.derivations.map((found): RankedPath => {
    const variants =
      wanted === 0 ? [] : variantsOf(index, goal.facts, found, classOf, wanted, search.workLeft);
    return {
      likelihood: likelihoodOf(graph.likelihood, found.steps),
      steps: topologicalOrder(graph, found.steps, options.rank),
      variants: variants.slice(0, wanted),
      moreVariants: variants.length > wanted,
    };
  });
  return { paths, exact: search.exact, nextAtMost: likelihoodOfCost(search.bound) };
}

interface Enumeration {
  readonly derivations: readonly Derivation[];
  readonly exact: boolean;
  /** Cost that a further derivation has at least. */
  readonly bound: number;
  readonly workLeft: number;
}

/** Steps that the first window holds; each further one holds four times as many. */
const FIRST_WINDOW = 256;

interface Question {
  readonly facts: readonly number[];
  readonly k: number;
  readonly classOf: (step: number) => number;
  readonly work: number;
  /** Steps that may not be taken: 1 for each of them. */
  readonly without?: Uint8Array;
  /** Which derivations, by their ascending steps, are asked for; all unless given. */
  readonly accepts?: (steps: readonly number[]) => boolean;
}

function searchGrowing(index: PathIndex, question: Question): Enumeration {
  const { facts, k, classOf, without, accepts } = question;
  let workLeft = question.work;
  for (let size = FIRST_WINDOW; ; size *= 4) {
    const window = searchWindow(index.graph, index.chain, facts, size, without);
    const search = new DerivationSearch(window.graph, window.stepOf.map(classOf), workLeft);
    const derivations: Derivation[] = [];
    const keep = (next: Derivation): void => {
      const steps = next.steps.map((step) => window.stepOf[step]!);
      if (accepts?.(steps) !== false) derivations.push({ steps, cost: next.cost });
    };
    let end: SearchEnd | undefined;
    while (derivations.length < k && end === undefined) {
      const next = search.next(window.horizon);
      if (typeof next === 'string') end = next;
      else keep(next);
    }
    workLeft = search.workLeft;
    const whole = window.horizon === Infinity;
    if (end !== undefined && !whole && workLeft > 0) continue;
    while (end === 'unproven' && derivations.length < k) {
      const next = search.nextUnproven();
      if (next === undefined) break;
      keep(next);
    }
    const exact = end === undefined || (end === 'exhausted' && whole);
    return { derivations, exact, bound: Math.min(search.bound, window.horizon), workLeft };
  }
}

/** Other minimal derivations with exactly the classes of this one, one more than wanted if there are so many. */
function variantsOf(
  index: PathIndex,
  facts: readonly number[],
  path: Derivation,
  classOf: (step: number) => number,
  wanted: number,
  work: number,
): PathVariant[] {
  const { graph } = index;
  const classes = new Set(path.steps.map(classOf).filter((one) => one !== 0));
  const without = new Uint8Array(graph.stepCount);
  for (let step = 0; step < graph.stepCount; step += 1) {
    const one = classOf(step);
    if (one !== 0 && !classes.has(one)) without[step] = 1;
  }
  const accepts = (steps: readonly number[]): boolean =>
    new Set(steps.map(classOf).filter((one) => one !== 0)).size === classes.size &&
    !sameNumbers(steps, path.steps);
  const { derivations } = searchGrowing(index, {
    facts,
    k: wanted + 1,
    classOf: (step) => step + 1,
    work,
    without,
    accepts,
  });
  return derivations.map(({ steps }) => ({ likelihood: likelihoodOf(graph.likelihood, steps), steps }));
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}
