import type { AttackPathResult, GoalResult } from '#model/analysis-result';
import type { GoalExplanation, PathExplanation } from '#model/answers/explanation';
import type { AnalysisBasis } from '../basis.ts';
import { factText } from '../result/explain.ts';
import { pathRecords } from '../result/paths.ts';
import type { PathsOutput } from '../result/paths.ts';
import type { RankedPath } from '../paths/k-best.ts';
import { explainRisk } from './explain-risk.ts';
import { explainStep } from './explain-step.ts';
import { modelSource } from './number-sources.ts';

/** The paths that an analysis with so many for each goal lists, with what they were made from. */
export function pathsOf(basis: AnalysisBasis, pathsPerGoal: number, work: number): PathsOutput {
  return pathRecords({ ...basis, pathsPerGoal, work });
}

export function explainPath(
  { derivation }: AnalysisBasis,
  path: AttackPathResult,
  { steps, likelihood }: RankedPath,
  impact: GoalResult['impact'],
): PathExplanation {
  return {
    kind: 'path',
    path,
    steps: steps.map(({ step }) => explainStep(derivation, derivation.wholeStep[step]!)),
    risk: explainRisk(likelihood, impact, true),
  };
}

export function explainGoal(basis: AnalysisBasis, goal: GoalResult, found: PathsOutput): GoalExplanation {
  const { derivation } = basis;
  const { ground, wholeFact } = derivation;
  const { goal: stated, target } = basis.goals.find(({ goal: { id } }) => id === goal.id)!;
  const place = found.paths.findIndex((path) => path.goal === goal.id && path.rank === 1);
  const path = found.paths[place];
  const text = (fact: number): string =>
    factText(ground.codes.decode(ground.factCode[wholeFact[fact]!]!), ground.index.elements.ids);
  const pointer = stated.origin === 'goals' ? `/goals/${goal.id}` : `/assets/${goal.asset}/value`;
  return {
    kind: 'goal',
    goal,
    source: modelSource(derivation, pointer),
    reachedBy: target.facts.map(text),
    risk: explainRisk(goal.likelihood, goal.impact, goal.reachable),
    ...(path === undefined ? {} : { best: explainPath(basis, path, found.ranked[place]!, goal.impact) }),
  };
}
