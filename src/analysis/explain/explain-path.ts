import type { AttackPathResult, GoalResult } from '#model/analysis-result';
import type { GoalExplanation, PathExplanation } from '#model/answers/explanation';
import type { AnalysisBasis, GoalBasis } from '../basis.ts';
import { goalBasisOf } from '../basis.ts';
import { kBestPaths } from '../paths/k-best.ts';
import { factText } from '../result/explain.ts';
import { pathRecords } from '../result/paths.ts';
import type { OnProgress, PathsOutput } from '../result/paths.ts';
import { explainRisk } from './explain-risk.ts';
import { explainStep } from './explain-step.ts';
import { modelSource } from './number-sources.ts';

/** The paths that an analysis with so many for each goal lists, with the steps of their ways. */
export function pathsOf(
  basis: AnalysisBasis,
  pathsPerGoal: number,
  work: number,
  onProgress: OnProgress = () => undefined,
): PathsOutput {
  return pathRecords({ ...goalBasisOf(basis), pathsPerGoal, work, onProgress });
}

/** @param way ground steps, in order */
export function explainPath(
  { derivation }: AnalysisBasis,
  path: AttackPathResult,
  way: readonly number[],
  impact: GoalResult['impact'],
): PathExplanation {
  const likelihood = way.reduce((product, step) => product * derivation.current[step]!, 1);
  return {
    kind: 'path',
    path,
    steps: way.map((step) => explainStep(derivation, step)),
    risk: explainRisk(likelihood, impact, true),
  };
}

export function explainGoal(basis: AnalysisBasis, goal: GoalResult, work: number): GoalExplanation {
  const { derivation } = basis;
  const { ground, wholeFact } = derivation;
  const { goal: stated, target } = basis.goals.find(({ goal: { id } }) => id === goal.id)!;
  const text = (fact: number): string =>
    factText(ground.codes.decode(ground.factCode[wholeFact[fact]!]!), ground.index.elements.ids);
  const pointer = stated.origin === 'goals' ? `/goals/${goal.id}` : `/assets/${goal.asset}/value`;
  const way = likeliestWay(goalBasisOf(basis), goal.id, work);
  const likelihood = way.reduce((product, step) => product * derivation.current[step]!, 1);
  return {
    kind: 'goal',
    goal,
    source: modelSource(derivation, pointer),
    reachedBy: target.facts.map(text),
    risk: explainRisk(goal.reachable ? likelihood : 0, goal.impact, goal.reachable),
    likeliest: way.map((step) => explainStep(derivation, step)),
  };
}

/** The ground steps of the likeliest way to a goal, in order; none where there is no way. */
function likeliestWay({ derivation, goals, index }: GoalBasis, id: string, workLimit: number): number[] {
  const { target } = goals.find(({ goal }) => goal.id === id)!;
  if (target.facts.length === 0) return [];
  const [first] = kBestPaths(index, target, { k: 1, workLimit }).paths;
  return (first?.steps ?? []).map(({ step }) => derivation.wholeStep[step]!);
}
