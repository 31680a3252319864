import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { minimumControlSet } from '#analysis/controls/minimum-control-set';
import type { ControlOption } from '#model/attack-graph';

import { minimalDerivations, numbersOf } from '../paths/brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS, type StepSpec } from '../paths/graphs.ts';
import { anyOptions, within } from './options.ts';

const control = (id: string, cost: number, answers: [number, number][]): ControlOption => ({
  id,
  cost,
  answers: new Map(answers),
});

/** The likelihood of the best of these derivations when the controls are in place. */
function bestWith(
  steps: readonly StepSpec[],
  derivations: readonly number[],
  chosen: readonly ControlOption[],
): number {
  const product = (bits: number): number =>
    numbersOf(bits).reduce(
      (all, step) =>
        chosen.reduce(
          (one, { answers }) => one * (1 - (answers.get(step) ?? 0)),
          all * steps[step]!.likelihood,
        ),
      1,
    );
  return Math.max(0, ...derivations.map(product));
}

describe('minimum control set', () => {
  // Three ways to the goal (fact 1): 0-1, 2-1, and 3 straight.
  const graph = graphOf(2, [
    { needs: [], gives: [0], likelihood: 0.9 },
    { needs: [0], gives: [1], likelihood: 0.9 },
    { needs: [], gives: [0], likelihood: 0.5 },
    { needs: [], gives: [1], likelihood: 0.3 },
  ]);
  const goal = { id: 'g', facts: [1] };
  const straight = control('straight', 1, [[3, 1]]);
  const entries = [control('entry-a', 1, [[0, 1]]), control('entry-b', 1, [[2, 1]])];
  const last = control('last', 1.5, [[1, 1]]);

  it('is the cheapest set that leaves no way, whatever the order of the options', () => {
    const set = {
      possible: true,
      controls: ['last', 'straight'],
      cost: 2.5,
      exact: true,
      lowerBound: 2.5,
      likelihoodAfter: 0,
    };
    const options = [...entries, straight, last];
    expect(minimumControlSet(graph, goal, options)).toEqual(set);
    expect(minimumControlSet(graph, goal, [...options].reverse())).toEqual(set);
    const dear = control('last', 2.5, [[1, 1]]);
    expect(minimumControlSet(graph, goal, [...entries, straight, dear])).toEqual({
      ...set,
      controls: ['entry-a', 'entry-b', 'straight'],
      cost: 3,
      lowerBound: 3,
    });
  });

  it('needs nothing for a goal that cannot be derived', () => {
    const barred = graphOf(1, [{ needs: [], gives: [0], likelihood: 0 }]);
    expect(minimumControlSet(barred, { id: 'g', facts: [0] }, [straight])).toMatchObject({
      controls: [],
      cost: 0,
      exact: true,
      likelihoodAfter: 0,
    });
  });

  it('shows the way past all controls where there is one', () => {
    const weak = control('weak', 1, [[3, 0.9]]);
    const found = minimumControlSet(graph, goal, [...entries, last, weak]);
    expect(found).toEqual({
      possible: false,
      path: [3],
      likelihoodAfter: expect.closeTo(0.03, 12) as number,
    });
  });

  it('pushes the best path under a limit with controls that only make steps less likely', () => {
    const filters = [
      control('filter', 1, [[1, 0.5]]),
      control('more', 1, [[0, 0.9]]),
      control('big', 3, [[1, 0.9]]),
    ];
    // 0.81 and 0.45 through step 1, 0.3 straight.
    expect(minimumControlSet(graph, goal, filters, { limit: 0.5 })).toMatchObject({
      controls: ['filter'],
      likelihoodAfter: expect.closeTo(0.405, 12) as number,
    });
    expect(minimumControlSet(graph, goal, filters, { limit: 0.4 })).toMatchObject({
      controls: ['filter', 'more'],
      cost: 2,
      exact: true,
      likelihoodAfter: expect.closeTo(0.3, 12) as number,
    });
    expect(minimumControlSet(graph, goal, filters, { limit: 0.3 })).toEqual({
      possible: false,
      path: [3],
      likelihoodAfter: expect.closeTo(0.3, 12) as number,
    });
  });

  it('gives a set that does it and an honest bound when it is stopped', () => {
    const found = minimumControlSet(graph, goal, [...entries, straight, last], { shouldStop: () => true });
    expect(found).toMatchObject({ possible: true, exact: false, likelihoodAfter: 0 });
    if (!found.possible) return;
    expect(found.lowerBound).toBeGreaterThan(0);
    expect(found.lowerBound).toBeLessThanOrEqual(2.5);
    expect(found.cost).toBeGreaterThanOrEqual(2.5);
  });

  it('agrees with trying every set of controls', () => {
    fc.assert(
      fc.property(
        anyGraph,
        anyOptions,
        fc.constantFrom(0, 0, 0.05, 0.2, 0.5),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        ({ graph, steps }, list, limit, a, b, stop) => {
          const facts = [a % graph.factCount, b % graph.factCount];
          const options = within(list, steps.length);
          const derivations = minimalDerivations(steps, facts);
          const isEnough = (chosen: readonly ControlOption[]): boolean => {
            const best = bestWith(steps, derivations, chosen);
            return limit === 0 ? best === 0 : best < limit * (1 - 2e-6);
          };
          const enough = Array.from({ length: 2 ** options.length }, (_, bits) =>
            numbersOf(bits).map((at) => options[at]!),
          ).filter(isEnough);
          const cheapest = Math.min(...enough.map((set) => set.reduce((sum, { cost }) => sum + cost, 0)));
          const found = minimumControlSet(graph, { id: 'g', facts }, options, {
            limit,
            shouldStop: () => stop,
          });
          if (!found.possible) {
            expect(cheapest).toBe(Infinity);
            expect(found.likelihoodAfter).toBeCloseTo(bestWith(steps, derivations, options), 9);
            expect(found.path.length).toBeGreaterThan(0);
            return;
          }
          const set = options.filter(({ id }) => found.controls.includes(id));
          expect(isEnough(set)).toBe(true);
          expect(found.cost).toBeCloseTo(
            set.reduce((sum, { cost }) => sum + cost, 0),
            9,
          );
          expect(found.likelihoodAfter).toBeCloseTo(bestWith(steps, derivations, set), 9);
          expect(found.lowerBound).toBeLessThanOrEqual(cheapest + 1e-9);
          if (found.exact) expect(found.cost).toBeCloseTo(cheapest, 9);
          if (!stop) expect(found.exact).toBe(true);
        },
      ),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
