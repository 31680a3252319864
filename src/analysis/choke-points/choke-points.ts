import type { AttackGoal, AttackGraph } from '#model/attack-graph';

import { bestDerivation, stepsToNearest } from '../paths/best-derivation.ts';
import { indexGraph } from '../paths/indexed-graph.ts';
import { lostWithout } from './derivable-without.ts';

/** Steps that belong together, such as all at one asset or all that one control stops. */
export interface StepGroup {
  readonly id: string;
  readonly steps: readonly number[];
}

export interface ChokePoints {
  /** False: the goal cannot be derived at all, and nothing is a choke point. */
  readonly derivable: boolean;
  /** Steps that every derivation of the goal takes, ascending. */
  readonly steps: readonly number[];
  /** Groups of which every derivation of the goal takes some step, in the order given. */
  readonly groups: readonly string[];
}

/**
 * What lies on every way to each goal: exact, for cycles and shared needs too.
 *
 * A choke point is on every derivation, so it is on any one: only the steps of one short derivation of each goal are tried, and
 * only the groups that have one of them, by forward chaining without them, 32 at once for all goals together.
 * O(m log n) for the derivations, then O(m) for each 32 candidates.
 *
 * @returns for each goal, in the order given
 * @example
 * chokePoints(graph, [goal], [{ id: 'vector-index', steps: [4, 7] }]); // [{ derivable: true, steps: [2], groups: ['vector-index'] }]
 */
export function chokePoints(
  graph: AttackGraph,
  goals: readonly AttackGoal[],
  groups: readonly StepGroup[] = [],
): ChokePoints[] {
  const indexed = indexGraph(graph);
  const best = bestDerivation(indexed);
  const onWay = goals.map(({ facts }) => new Set(stepsToNearest(indexed, best, facts)));
  const tried = new Set(onWay.flatMap((steps) => [...steps]));
  const steps = [...tried].sort((a, b) => a - b);
  const worthTrying = groups.filter((group) => group.steps.some((step) => tried.has(step)));
  const sets = [...steps.map((step) => [step]), ...worthTrying.map((group) => group.steps)];
  const lost = lostWithout(indexed, sets, [...new Set(goals.flatMap(({ facts }) => facts))]);
  return goals.map(({ facts }, at) => {
    const derivable = onWay[at]!.size > 0;
    const stops = (set: number): boolean => derivable && facts.every((fact) => lost[set]!.has(fact));
    return {
      derivable,
      steps: steps.filter((_, i) => stops(i)),
      groups: worthTrying.filter((_, i) => stops(steps.length + i)).map(({ id }) => id),
    };
  });
}
