import type { AttackGoal, AttackGraph, ControlOption } from '#model/attack-graph';

import {
  cheapestDerivations,
  preparePaths,
  WORK_LIMIT,
  type PathIndex,
} from '../paths/cheapest-derivations.ts';
import { likelihoodOf } from '../paths/step-cost.ts';
import { byId, graphWith } from './control-costs.ts';

/** A goal and what reaching it would cost its owner, ≥ 0, in any one unit. */
export interface WeighedGoal extends AttackGoal {
  readonly impact: number;
}

export interface RankedControl {
  readonly id: string;
  readonly cost: number;
  /** By how much the sum of likelihood × impact over the goals falls with this control alone, ≥ 0. */
  readonly riskRemoved: number;
  readonly riskRemovedPerCost: number;
  /** Goals that it alone makes impossible, in the order given. */
  readonly goalsStopped: readonly string[];
}

export interface ControlRanking {
  /** Most risk removed per cost first, then by id. */
  readonly controls: readonly RankedControl[];
  /** Likelihood × impact, summed over the goals, as it is. */
  readonly risk: number;
  /** Whether every likelihood is proven to be that of the best path. */
  readonly exact: boolean;
}

interface BestPath {
  readonly steps: readonly number[];
  readonly likelihood: number;
  readonly exact: boolean;
}

/**
 * What each control would do by itself, by risk removed per cost.
 *
 * A goal is as likely as its best path. A control that touches no step of that path leaves the goal as it is, because it can
 * only make other paths less likely; so few searches are made: O(controls on best paths) preparations of the graph, and one
 * search for each goal that such a control touches.
 *
 * @param workLimit how many visits of steps one search may spend
 */
export function rankControls(
  graph: AttackGraph,
  goals: readonly WeighedGoal[],
  options: readonly ControlOption[],
  workLimit: number = WORK_LIMIT / 10,
): ControlRanking {
  const index = preparePaths(graph);
  const before = goals.map((goal) => bestPath(index, goal, workLimit));
  const risk = goals.reduce((sum, { impact }, at) => sum + impact * before[at]!.likelihood, 0);
  let exact = before.every((path) => path.exact);
  const controls = byId(options).map((option): RankedControl => {
    let controlled: PathIndex | undefined;
    let riskRemoved = 0;
    const goalsStopped: string[] = [];
    goals.forEach((goal, at) => {
      const was = before[at]!;
      if (!was.steps.some((step) => (option.answers.get(step) ?? 0) > 0)) return;
      controlled ??= preparePaths(graphWith(index.graph, [option]));
      const is = bestPath(controlled, goal, workLimit);
      exact &&= is.exact;
      riskRemoved += goal.impact * Math.max(0, was.likelihood - is.likelihood);
      if (is.steps.length === 0) goalsStopped.push(goal.id);
    });
    const { id, cost } = option;
    return { id, cost, riskRemoved, riskRemovedPerCost: riskRemoved / cost, goalsStopped };
  });
  controls.sort((a, b) => b.riskRemovedPerCost - a.riskRemovedPerCost);
  return { controls, risk, exact };
}

function bestPath(index: PathIndex, { facts }: AttackGoal, work: number): BestPath {
  const { derivations, exact } = cheapestDerivations(index, {
    facts,
    k: 1,
    classOf: (step) => step + 1,
    work,
  });
  const steps = derivations[0]?.steps ?? [];
  return { steps, likelihood: steps.length === 0 ? 0 : likelihoodOf(index.graph.likelihood, steps), exact };
}
