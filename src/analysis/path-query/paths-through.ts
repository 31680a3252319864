import { preparePaths } from '../paths/cheapest-derivations.ts';
import type { PathIndex } from '../paths/cheapest-derivations.ts';
import { isMinimalDerivation } from '../paths/greedy-derivation.ts';
import { kBestPaths } from '../paths/k-best.ts';
import type { PathSearch, RankedPath } from '../paths/k-best.ts';
import { likelihoodOf } from '../paths/step-cost.ts';
import { topologicalOrder } from '../paths/topological-order.ts';
import { throughGraph } from './through-graph.ts';

/** How many times as many ways are looked at, at most. */
const MOST = 4;

/**
 * The search for paths with a step of each of some sets. Exact where the search in the larger graph is, and no way that it found had a step
 * to spare.
 *
 * The graph grows by its needs for each set: some threefold.
 *
 * @param sets 1 for each step of a set, one list for each set; at least one
 */
export function searchThrough({ graph }: PathIndex, sets: readonly ArrayLike<number>[]): PathSearch {
  let stepOf = Int32Array.from({ length: graph.stepCount }, (_, step) => step);
  const doubled: ((fact: number) => number)[] = [];
  let current: Parameters<typeof throughGraph>[0] = graph;
  for (const set of sets) {
    const next = throughGraph(
      current,
      stepOf.map((step) => (step === -1 ? 0 : set[step]!)),
    );
    const before = stepOf;
    stepOf = next.stepOf.map((step) => (step === -1 ? -1 : before[step]!));
    current = next.graph;
    doubled.push(next.through);
  }
  const index = preparePaths(current);
  const inLarger = (fact: number): number => doubled.reduce((so, through) => through(so), fact);
  const ofStep = <T>(list: ArrayLike<T> | undefined, other: T): T[] | undefined =>
    list && Array.from(stepOf, (step) => (step === -1 ? other : list[step]!));

  return (goal, options) => {
    const { stepClass, rank, k, ...rest } = options;
    const classes = ofStep(stepClass, 0) ?? Array.from(stepOf, (step) => step + 1);
    const target = { id: goal.id, facts: goal.facts.map(inLarger) };
    // A way in the larger graph may have steps to spare in this one: such are left out, and others looked for.
    for (let wanted = k; ; wanted *= 2) {
      const found = kBestPaths(index, target, { ...rest, k: wanted, stepClass: classes, variants: 0 });
      const paths = found.paths.flatMap(({ steps }): RankedPath[] => {
        const own = new Set(steps.map(({ step }) => stepOf[step]!).filter((step) => step !== -1));
        if (!goal.facts.some((fact) => isMinimalDerivation(graph, own, fact))) return [];
        const ordered = topologicalOrder(graph, own, rank);
        const likelihood = likelihoodOf(graph.likelihood, own);
        return [{ likelihood, steps: ordered, variants: [], moreVariants: true }];
      });
      const exact = found.exact && paths.length === found.paths.length;
      const all = found.paths.length < wanted || wanted >= MOST * k;
      if (paths.length >= k || all) return { ...found, paths: paths.slice(0, k), exact };
    }
  };
}
