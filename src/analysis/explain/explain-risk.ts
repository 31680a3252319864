import type { ImpactExplanation, RiskExplanation } from '#model/answers/explanation';
import { LEVELS } from '#model/system-model';
import type { Level } from '#model/system-model';
import type { AnalysisBasis } from '../basis.ts';
import { bandOf, riskOf } from '../result/bands.ts';

/** @param reachable where nobody gets there the risk is low whatever the likelihood */
export function explainRisk(likelihood: number, impact: Level, reachable: boolean): RiskExplanation {
  const band = bandOf(likelihood);
  const risk = reachable ? riskOf(likelihood, impact) : 'low';
  const why = reachable
    ? `likelihood ${band} and impact ${impact} make risk ${risk}`
    : 'no attacker gets there, so the risk is low';
  return { likelihood, band, impact, risk, why };
}

/** Which goals some steps can lead to, and what impact follows. O(goals · size of the graph). */
export function explainImpact(
  { index, goals }: AnalysisBasis,
  steps: readonly number[],
  value: Level,
  asset: string,
): ImpactExplanation {
  const reached = goals
    .filter(({ target }) => leadsToAny(index.graph, target.facts, steps))
    .map(({ goal }) => ({ goal: goal.id, impact: goal.impact }))
    .sort((a, b) => LEVELS.indexOf(b.impact) - LEVELS.indexOf(a.impact));
  const why =
    reached.length === 0
      ? `it leads to no goal; ${value} is the highest value or goal of ${asset} itself`
      : `it can lead to ${reached.map(({ goal, impact }) => `${goal} (${impact})`).join(', ')}`;
  return { value, why, goals: reached };
}

function leadsToAny(
  graph: AnalysisBasis['index']['graph'],
  facts: readonly number[],
  steps: readonly number[],
): boolean {
  const wanted = new Set(steps);
  const seen = new Set(facts);
  for (const fact of seen) {
    for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
      const step = graph.givenBy[i]!;
      if (wanted.has(step)) return true;
      for (let j = graph.needsStart[step]!; j < graph.needsStart[step + 1]!; j += 1)
        seen.add(graph.needs[j]!);
    }
  }
  return false;
}
