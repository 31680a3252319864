import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rankControls } from '#analysis/controls/ranking';

import { likelihoodOfBits, minimalDerivations } from '../paths/brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS, type StepSpec } from '../paths/graphs.ts';
import { anyOptions, within } from './options.ts';

describe('ranking of controls', () => {
  it('orders single controls by risk removed per cost', () => {
    const graph = graphOf(2, [
      { needs: [], gives: [0], likelihood: 0.8 },
      { needs: [0], gives: [1], likelihood: 0.5 },
      { needs: [], gives: [1], likelihood: 0.1 },
    ]);
    const goals = [
      { id: 'foothold', facts: [0], impact: 1 },
      { id: 'crown', facts: [1], impact: 10 },
    ];
    const ranking = rankControls(graph, goals, [
      { id: 'late', cost: 1, answers: new Map([[1, 1]]) },
      { id: 'early', cost: 2, answers: new Map([[0, 1]]) },
      { id: 'spare', cost: 1, answers: new Map([[2, 1]]) },
      { id: 'partial', cost: 1, answers: new Map([[0, 0.5]]) },
    ]);
    expect(ranking.risk).toBeCloseTo(0.8 + 4, 12);
    expect(ranking.exact).toBe(true);
    expect(ranking.controls.map(({ id, goalsStopped }) => [id, goalsStopped])).toEqual([
      ['late', []],
      ['partial', []],
      ['early', ['foothold']],
      ['spare', []],
    ]);
    const removed = ranking.controls.map(({ riskRemoved }) => riskRemoved);
    [3, 2.4, 3.8, 0].forEach((risk, at) => {
      expect(removed[at]).toBeCloseTo(risk, 12);
    });
  });

  it('agrees with working out every control from all derivations', () => {
    const best = (steps: readonly StepSpec[], derivations: readonly number[]): number =>
      Math.max(0, ...derivations.map((bits) => likelihoodOfBits(steps, bits)));
    fc.assert(
      fc.property(anyGraph, anyOptions, fc.nat(), fc.nat(), ({ graph, steps }, list, a, b) => {
        const options = within(list, steps.length);
        const goals = [
          { id: 'a', facts: [a % graph.factCount], impact: 3 },
          { id: 'b', facts: [b % graph.factCount, 0], impact: 1 },
        ];
        const derivations = goals.map(({ facts }) => minimalDerivations(steps, facts));
        const riskOf = (as: readonly StepSpec[]): number =>
          goals.reduce((sum, { impact }, at) => sum + impact * best(as, derivations[at]!), 0);
        const ranking = rankControls(graph, goals, options);
        expect(ranking.risk).toBeCloseTo(riskOf(steps), 9);
        expect(ranking.controls.length).toBe(options.length);
        for (const { id, riskRemoved, goalsStopped } of ranking.controls) {
          const { answers } = options.find((option) => option.id === id)!;
          const reduced = steps.map((step, at) => ({
            ...step,
            likelihood: step.likelihood * (1 - (answers.get(at) ?? 0)),
          }));
          expect(riskRemoved).toBeCloseTo(riskOf(steps) - riskOf(reduced), 9);
          const stopped = goals.filter(
            (_, at) => best(steps, derivations[at]!) > 0 && best(reduced, derivations[at]!) === 0,
          );
          expect(goalsStopped).toEqual(stopped.map((goal) => goal.id));
        }
        const order = ranking.controls.map(({ riskRemovedPerCost }) => riskRemovedPerCost);
        expect(order).toEqual([...order].sort((x, y) => y - x));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
