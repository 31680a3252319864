import type { AttackGoal, AttackGraph } from '#model/attack-graph';

import { preparePaths } from '../paths/cheapest-derivations.ts';
import { withLikelihood } from '../paths/indexed-graph.ts';
import { kBestPaths, type KBestOptions, type KBestPaths, type RankedPath } from '../paths/k-best.ts';
import { likelihoodOf } from '../paths/step-cost.ts';

export interface GoalChange {
  readonly goal: string;
  /** Likelihood of the best path, 0 where there is none. */
  readonly likelihoodBefore: number;
  readonly likelihoodAfter: number;
  /** Paths from before that can no longer be taken. */
  readonly pathsLost: readonly RankedPath[];
  /** Paths from after that could not be taken before. */
  readonly pathsGained: readonly RankedPath[];
  readonly before: KBestPaths;
  readonly after: KBestPaths;
}

/**
 * What becomes of the goals when the likelihoods of steps change: controls put in place or taken away (see `likelihoodWith`),
 * fresh evidence, steps made impossible.
 *
 * Adding a control never adds a path and never raises a likelihood. For a system with other assets or flows, derive its graph
 * anew and compare the answers by what the steps are, not by their numbers.
 *
 * @param after likelihood of each step, 0..1, as it would be
 * @example
 * whatIf(graph, likelihoodWith(graph.likelihood, [control]), goals, { k: 10 })[0]?.likelihoodAfter; // 0.12
 */
export function whatIf(
  graph: AttackGraph,
  after: Float64Array,
  goals: readonly AttackGoal[],
  options: KBestOptions,
): GoalChange[] {
  const indexBefore = preparePaths(graph);
  const indexAfter = preparePaths(withLikelihood(indexBefore.graph, after));
  const best = ({ paths }: KBestPaths): number => paths[0]?.likelihood ?? 0;
  const impossible = (likelihood: Float64Array, { steps }: RankedPath): boolean =>
    likelihoodOf(
      likelihood,
      steps.map(({ step }) => step),
    ) === 0;
  return goals.map((goal) => {
    const was = kBestPaths(indexBefore, goal, options);
    const is = kBestPaths(indexAfter, goal, options);
    return {
      goal: goal.id,
      likelihoodBefore: best(was),
      likelihoodAfter: best(is),
      pathsLost: was.paths.filter((path) => impossible(after, path)),
      pathsGained: is.paths.filter((path) => impossible(graph.likelihood, path)),
      before: was,
      after: is,
    };
  });
}
