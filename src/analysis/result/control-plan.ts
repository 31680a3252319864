import type { ControlOption } from '#model/attack-graph';
import type { ControlPlan } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import { minimumControlSet } from '../controls/minimum-control-set.ts';
import type { Derivation } from '../derive/derive.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import { COVERED_BELOW, rounded } from './bands.ts';
import type { GroundGoal } from './goal-facts.ts';
import { controlsInPlace } from './paths.ts';

/** What a plan aims at, best first: the `rare` band, or at least below `possible`, or at least below `likely`. */
export const AIMS = [COVERED_BELOW, 0.2, 0.5] as const;

/** Rounds after which a plan is the best found; counted, not timed, so that the same input gives the same plan. */
const MOST_ROUNDS = 2_000;

/**
 * Every control that some step of the graph could still get, with what it would do there. Its cost and effectiveness are
 * those of the library that brings it, else the defaults.
 */
export function controlOptions(derivation: Derivation): ControlOption[] {
  const { ground, wholeStep, controls, catalogue, defaults, likelihoods } = derivation;
  const answers = new Map<string, Map<number, number>>();
  wholeStep.forEach((whole, step) => {
    const acting = controls[ground.ruleOf[whole]!]!;
    if (acting.length === 0) return;
    const inPlace = controlsInPlace(derivation, whole);
    for (const { id } of acting) {
      if (inPlace.has(id)) continue;
      const steps = answers.get(id) ?? new Map<number, number>();
      answers.set(id, steps.set(step, likelihoods.ofControl(id)));
    }
  });
  return [...answers]
    .map(([id, steps]) => ({ id, cost: catalogue.library(id)?.cost ?? defaults.cost, answers: steps }))
    .sort((a, b) => compareText(a.id, b.id));
}

/** For each goal that can be reached the cheapest set of controls, not yet in place, that makes it unlikely. */
export function controlPlanRecords(
  graph: IndexedGraph,
  options: readonly ControlOption[],
  goals: readonly GroundGoal[],
  likelihoodOf: ReadonlyMap<string, number>,
  work: number,
): ControlPlan[] {
  const open = goals.filter(({ goal }) => (likelihoodOf.get(goal.id) ?? 0) >= COVERED_BELOW);
  const workLimit = Math.ceil(work / Math.max(1, open.length));
  return open.map(({ goal, target }): ControlPlan => {
    const now = likelihoodOf.get(goal.id)!;
    for (const limit of AIMS) {
      if (limit > now) break;
      let rounds = 0;
      const shouldStop = (): boolean => (rounds += 1) > MOST_ROUNDS;
      const found = minimumControlSet(graph, target, options, { limit, shouldStop, workLimit });
      if (!found.possible) continue;
      return {
        goal: goal.id,
        controls: found.controls,
        exact: found.exact,
        likelihoodAfter: rounded(found.likelihoodAfter),
        cost: found.cost,
        costAtLeast: found.lowerBound,
        aim: limit,
        achieved: true,
      };
    }
    // Not even all of them bring it lower by a band: there is nothing to choose between.
    return {
      goal: goal.id,
      controls: [],
      exact: true,
      likelihoodAfter: rounded(now),
      cost: 0,
      costAtLeast: 0,
      aim: AIMS[0],
      achieved: false,
    };
  });
}
