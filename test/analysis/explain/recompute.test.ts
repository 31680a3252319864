import { describe, expect, it } from 'vitest';
import { explain } from '#analysis/explain/explain';
import { explainThreatNumbers } from '#analysis/explain/explain-threat';
import { explainPath, pathsOf } from '#analysis/explain/explain-path';
import { PATH_WORK } from '#analysis/analyze';
import type {
  GoalExplanation,
  PathExplanation,
  RiskExplanation,
  StepExplanation,
  ThreatExplanation,
} from '#model/answers/explanation';
import type { Level } from '#model/system-model';
import { analyzeSystem } from '#workspace/analysis';
import { openAnswers } from '#workspace/answers';
import { openExamples } from '../../examples.ts';

const TODAY = '2026-11-23';
const { workspace, examples } = openExamples();

/** The table of docs/risk.md, written down again. */
const BANDS: readonly (readonly [number, number])[] = [
  [0.5, 3],
  [0.2, 2],
  [0.05, 1],
  [0, 0],
];
const TABLE: Readonly<Record<Level, readonly Level[]>> = {
  low: ['low', 'low', 'low', 'medium'],
  medium: ['low', 'low', 'medium', 'high'],
  high: ['low', 'medium', 'high', 'high'],
  critical: ['medium', 'high', 'critical', 'critical'],
};

/** As a reader with a file of JSON would do it: nothing but the printed parts. */
function printed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function recomputed(step: StepExplanation): { bare: number; residual: number } {
  const attacker = step.attacker?.value ?? 1;
  const left = step.safeguards.reduce((product, { effectiveness, value }) => {
    expect(value).toBe(1 - effectiveness);
    return product * value;
  }, 1);
  const bare = step.base.value * attacker;
  const residual = (step.measured?.value ?? step.base.value) * attacker * left;
  expect([step.likelihood, step.residual]).toEqual([bare, residual]);
  for (const { source, why } of [step.base, ...step.safeguards]) {
    expect([source.length > 0, why.length > 0]).toEqual([true, true]);
  }
  return { bare, residual };
}

function riskOf(likelihood: number, impact: Level): Level {
  const [, place] = BANDS.find(([from]) => likelihood + 1e-9 >= from)!;
  return TABLE[impact][place]!;
}

function expectRisk(said: RiskExplanation, likelihood: number, impact: Level, reachable: boolean): Level {
  const risk = reachable ? riskOf(likelihood, impact) : 'low';
  expect([said.likelihood, said.impact, said.risk]).toEqual([likelihood, impact, risk]);
  return risk;
}

describe.each(examples)('what explain says of $name', ({ model, folder }) => {
  const options = { today: TODAY, folder };
  const basis = openAnswers(workspace, model, options);
  const result = analyzeSystem(workspace, model, options);

  it('gives the likelihood and risk of every threat, by its parts', () => {
    const numbers = new Map(basis.groups.ids.map((id, i) => [id, i]));
    expect(result.threats.length).toBeGreaterThan(40);
    const goals = new Map(result.goals.map(({ id, impact }) => [id, impact]));
    for (const threat of result.threats) {
      const said: ThreatExplanation = printed(explainThreatNumbers(basis, numbers.get(threat.id)!, threat));
      const ways = said.ways.map((way) => ({ ...way, ...recomputed(way) }));
      const way = ways[said.likeliest]!;
      const reachable = ways.some((each) => each.reachable);
      const likelihood = Math.max(way.bare, reachable ? way.residual : 0);
      const residual = reachable ? way.residual : 0;
      expect([threat.likelihood, threat.residual.likelihood, threat.reachable]).toEqual([
        rounded(likelihood),
        rounded(residual),
        reachable,
      ]);
      // No way that can be taken is likelier than the one from which the numbers come.
      for (const each of ways) {
        if (each.reachable) expect(each.residual).toBeLessThanOrEqual(way.residual);
      }
      if (reachable) expectRisk(said.risk, likelihood, threat.impact, true);
      expect(said.risk.risk).toBe(threat.risk);
      expect(expectRisk(said.residual, residual, threat.impact, reachable)).toBe(threat.residual.risk);
      // The impact is the highest of the goals named.
      const named = said.impact.goals.map(({ goal, impact }) => {
        expect(goals.get(goal)).toBe(impact);
        return impact;
      });
      if (named.length > 0) expect(named[0]).toBe(threat.impact);
      expect(said.impact.value).toBe(threat.impact);
    }
  });

  it('gives the likelihood and risk of every path, as a product over its steps', () => {
    const found = pathsOf(basis, 10, PATH_WORK);
    expect(found.paths).toEqual(result.paths);
    expect(found.paths.length).toBeGreaterThan(5);
    found.paths.forEach((path, i) => {
      const { impact } = result.goals.find(({ id }) => id === path.goal)!;
      const said: PathExplanation = printed(explainPath(basis, path, found.ways[i]!, impact));
      const product = said.steps.reduce((so, step) => so * recomputed(step).residual, 1);
      expect(rounded(product)).toBe(path.likelihood);
      expect(riskOf(product, impact)).toBe(path.risk);
      expect(said.risk.risk).toBe(path.risk);
      // Distinct steps, each of which finds what it needs among those before it.
      const keys = said.steps.map(({ rule, bindings }) => JSON.stringify([rule, bindings]));
      expect(new Set(keys).size).toBe(keys.length);
      const had = new Set<string>();
      for (const { needs, gives } of said.steps) {
        for (const { fact } of needs) expect(had).toContain(fact);
        for (const fact of gives) had.add(fact);
      }
      const threats = path.steps
        .filter((step) => step.consequence !== true)
        .map(({ technique }) => technique);
      expect(said.steps.map(({ technique }) => technique)).toEqual(expect.arrayContaining(threats));
    });
  });

  it('gives the likelihood of every goal by its likeliest path', () => {
    for (const goal of result.goals) {
      const said = printed(explain(basis, `goal:${goal.id}`)) as GoalExplanation;
      expect([said.goal, said.source.startsWith(model.source.file)]).toEqual([goal, true]);
      const product = said.likeliest.reduce((so, step) => so * recomputed(step).residual, 1);
      expect(said.likeliest.length > 0).toBe(goal.reachable);
      expect(goal.likelihood).toBe(goal.reachable ? rounded(product) : 0);
      expect(goal.risk).toBe(goal.reachable ? riskOf(product, goal.impact) : 'low');
      expect(said.reachedBy.length > 0).toBe(goal.reachable);
    }
  });
});
