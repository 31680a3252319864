import type { AttackGoal } from '#model/attack-graph';

import { cheapestDerivations, type PathIndex, WORK_LIMIT } from './cheapest-derivations.ts';
import { likelihoodOf, likelihoodOfCost } from './step-cost.ts';
import { topologicalOrder, type OrderedStep } from './topological-order.ts';
import { variantsOf, type PathVariants } from './variants.ts';

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
  /** How many visits of steps may be spent before the answer is given without proof; 10 million (about half a second) unless given. */
  readonly workLimit?: number;
}

/** One way to a goal. */
export interface RankedPath extends PathVariants {
  /** 0..1: the product over the distinct steps. */
  readonly likelihood: number;
  /** In an order in which each comes after those that enable it. */
  readonly steps: readonly OrderedStep[];
}

export interface KBestPaths {
  /** Most likely first. */
  readonly paths: readonly RankedPath[];
  /** Whether it is proven that these are the most likely. */
  readonly exact: boolean;
  /** No path that is not among these is likelier, different paths only; 0 where there are no others. */
  readonly nextAtMost: number;
}

/** Finds the likeliest different paths to a goal: all of them, as {@link kBestPaths} does, or some kind. */
export type PathSearch = (goal: AttackGoal, options: KBestOptions) => KBestPaths;

/**
 * The k most likely different paths to a goal.
 *
 * A path is a set of steps that derives one of the goal's facts and of which none can be spared; its likelihood is the product
 * over its distinct steps. The first path is the most likely one; each further one is the most likely of those that do not
 * repeat all classes of an earlier path. Ways that do repeat them are that path's variants.
 *
 * To find the most likely set of distinct steps is NP-hard (it is optimal delete-free planning). The search is exact, and fast where
 * bounds are tight: it works in a window around the best ways that grows until it provably holds the answer. When the
 * work runs out the paths are the best found, and `exact` is false. Likelihoods within about a millionth of
 * each other are held equal, in the order of paths too.
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
  const search = cheapestDerivations(index, {
    facts: goal.facts,
    k: options.k,
    classOf,
    work: options.workLimit ?? WORK_LIMIT,
  });
  const wanted = stepClass === undefined ? 0 : (options.variants ?? 3);
  const paths = search.derivations.map((found): RankedPath => {
    const variants = variantsOf(index, goal.facts, { steps: found.steps, classOf, wanted });
    return {
      likelihood: likelihoodOf(graph.likelihood, found.steps),
      steps: topologicalOrder(graph, found.steps, options.rank),
      ...variants,
    };
  });
  return { paths, exact: search.exact, nextAtMost: likelihoodOfCost(search.bound) };
}
