import type { AttackGoal, AttackGraph, ControlOption } from '#model/attack-graph';

import { cheapestDerivations, preparePaths, WORK_LIMIT } from '../paths/cheapest-derivations.ts';
import { indexGraph } from '../paths/indexed-graph.ts';
import { likelihoodOf } from '../paths/step-cost.ts';
import { byId, graphWith } from './control-costs.ts';
import { cheapestCover, type CoverConstraint } from './covering.ts';
import { PathPast } from './path-past.ts';

export interface MinimumControlOptions {
  /** The goal's best path is to be less likely than this, 0..1; 0, which is the default: the goal is not to be derivable. */
  readonly limit?: number;
  /** Asked now and then, with a clock of the caller's for example; once it says yes, the best so far is returned with a bound. */
  readonly shouldStop?: () => boolean;
  /** How many visits of steps one search for a path may spend. */
  readonly workLimit?: number;
}

export interface MinimumControlSet {
  readonly possible: true;
  /** Ids, ascending. */
  readonly controls: readonly string[];
  readonly cost: number;
  /** Whether it is proven that no set costs less. */
  readonly exact: boolean;
  /** No set that does it costs less; equal to `cost` where exact. */
  readonly lowerBound: number;
  /** Of the best path that is left; 0 where the goal cannot be derived. */
  readonly likelihoodAfter: number;
}

/** All controls together do not do it: here is a way past them. */
export interface NoControlSet {
  readonly possible: false;
  /** The best path with all controls in place, its steps ascending. */
  readonly path: readonly number[];
  readonly likelihoodAfter: number;
}

/**
 * The cheapest set of controls that stops a goal, or makes its best path less likely than a limit. Exact.
 *
 * Implicit hitting set: while some path gets past the controls chosen, note what would stop it, and choose anew the cheapest
 * set that stops all paths noted. For several goals, give a goal with the facts of all of them. The choice is NP-hard; with
 * `shouldStop` the answer is the best set found, and how much cheaper another could be. Equally cheap sets: always the same one.
 *
 * Source: E. Moreno-Centeno, R. M. Karp, The Implicit Hitting Set Approach to Solve Combinatorial Optimization Problems, Operations Research 61 (2), 2013.
 *
 * @example
 * minimumControlSet(graph, goal, options); // { possible: true, controls: ['AML.M0015'], cost: 1, exact: true, … }
 */
export function minimumControlSet(
  graph: AttackGraph,
  goal: AttackGoal,
  options: readonly ControlOption[],
  { limit = 0, shouldStop = () => false, workLimit = WORK_LIMIT }: MinimumControlOptions = {},
): MinimumControlSet | NoControlSet {
  const indexed = indexGraph(graph);
  const sorted = byId(options);
  const costs = sorted.map(({ cost }) => cost);
  const past = new PathPast(indexed, goal, sorted, limit, workLimit);
  const after = (chosen: readonly number[]): { path: readonly number[]; likelihoodAfter: number } => {
    const controlled = graphWith(
      indexed,
      chosen.map((at) => sorted[at]!),
    );
    const question = { facts: goal.facts, k: 1, classOf: (step: number) => step + 1, work: workLimit };
    const path = cheapestDerivations(preparePaths(controlled), question).derivations[0]?.steps ?? [];
    return { path, likelihoodAfter: path.length === 0 ? 0 : likelihoodOf(controlled.likelihood, path) };
  };
  const answer = (chosen: readonly number[], lowerBound: number | undefined): MinimumControlSet => {
    const cost = sumOf(costs, chosen);
    return {
      possible: true,
      controls: chosen.map((at) => sorted[at]!.id),
      cost,
      exact: lowerBound === undefined,
      lowerBound: lowerBound ?? cost,
      likelihoodAfter: after(chosen).likelihoodAfter,
    };
  };

  if (past.find([...sorted.keys()]) !== undefined) return { possible: false, ...after([...sorted.keys()]) };
  const constraints: CoverConstraint[] = [];
  let chosen: readonly number[] = [];
  let lowerBound = 0;
  for (;;) {
    const before = constraints.length;
    addConstraints(past, chosen, constraints);
    if (constraints.length === before) return answer(chosen, past.proven ? undefined : lowerBound);
    const cover = cheapestCover(costs, constraints, shouldStop);
    lowerBound = Math.max(lowerBound, cover.lowerBound);
    if (!cover.exact || shouldStop()) return answer(good(past, costs, cover.items ?? chosen), lowerBound);
    chosen = cover.items ?? [];
  }
}

/** Notes paths that get past the controls chosen: one, then one past all controls that could stop it too, and so on. */
function addConstraints(past: PathPast, chosen: readonly number[], constraints: CoverConstraint[]): void {
  const assumed = new Set(chosen);
  for (let steps = past.find(chosen); steps !== undefined; steps = past.find([...assumed])) {
    const constraint = past.constraint(steps);
    constraints.push(constraint);
    for (const item of constraint.weights.keys()) assumed.add(item);
  }
}

/** A set that does it, not the cheapest for certain: what stops most for its cost, path by path, then without what is spare. */
function good(past: PathPast, costs: readonly number[], first: readonly number[]): number[] {
  let chosen = [...first];
  for (let steps = past.find(chosen); steps !== undefined; steps = past.find(chosen)) {
    const { demand, weights } = past.constraint(steps);
    const worth = (item: number): number => Math.min(demand, weights.get(item)!) / costs[item]!;
    const open = [...weights.keys()].filter((item) => !chosen.includes(item));
    chosen.push(open.reduce((best, item) => (worth(item) > worth(best) ? item : best)));
  }
  for (const item of [...chosen].sort((a, b) => costs[b]! - costs[a]! || b - a)) {
    const rest = chosen.filter((one) => one !== item);
    if (past.find(rest) === undefined) chosen = rest;
  }
  return chosen.sort((a, b) => a - b);
}

function sumOf(costs: readonly number[], items: readonly number[]): number {
  return items.reduce((sum, item) => sum + costs[item]!, 0);
}
