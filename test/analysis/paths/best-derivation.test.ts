import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bestDerivation, derivationSteps } from '#analysis/paths/best-derivation';
import { derivableFacts } from '#analysis/paths/derivable';
import { likelihoodOf, stepCost } from '#analysis/paths/step-cost';

import { bitsOf, derive, numbersOf } from './brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS, type StepSpec } from './graphs.ts';

/** Costs by repeated relaxation from above: slow, and nothing like Knuth's order. */
function relax(
  steps: readonly StepSpec[],
  factCount: number,
  add: (a: number, b: number) => number,
): number[] {
  const cost = Array.from({ length: factCount }, () => Infinity);
  for (let round = 0; round <= factCount; round += 1) {
    for (const step of steps) {
      const total = step.needs.reduce((sum, fact) => add(sum, cost[fact]!), 0) + stepCost(step.likelihood);
      for (const fact of step.gives) cost[fact] = Math.min(cost[fact]!, total);
    }
  }
  return cost;
}

describe('step cost', () => {
  it('is a positive whole number that falls with likelihood', () => {
    expect([1, 0.5, 0.25, 0].map(stepCost)).toEqual([1, 744261119, 1488522237, Infinity]);
    expect(stepCost(NaN)).toBe(Infinity);
  });
});

describe('best derivation', () => {
  // 0 -> fact 0; 1: fact 0 -> fact 1; 2: facts 0 and 1 -> fact 2; 3: straight to fact 2, unlikely; 4: goal from fact 2
  const graph = graphOf(4, [
    { needs: [], gives: [0], likelihood: 0.5 },
    { needs: [0], gives: [1], likelihood: 0.5 },
    { needs: [0, 1], gives: [2], likelihood: 1 },
    { needs: [], gives: [2], likelihood: 0.1 },
    { needs: [2], gives: [3], likelihood: 0.9 },
  ]);

  it('adds up the needs of a step as a tree and chooses the cheapest giving step', () => {
    const best = bestDerivation(graph);
    // As a tree step 0 counts twice: 0.5 x 0.5 x 0.5 = 0.125, still better than 0.1.
    expect(best.factCost[2]).toBe(3 * stepCost(0.5) + 1);
    expect([...best.producer]).toEqual([0, 1, 2, 4]);
    const steps = derivationSteps(graph, best, 3);
    expect(steps).toEqual([0, 1, 2, 4]);
    expect(likelihoodOf(graph.likelihood, steps)).toBeCloseTo(0.225, 12);
  });

  it('takes the dearest chain as a lower bound', () => {
    const best = bestDerivation(graph, { combine: 'max' });
    expect(best.factCost[2]).toBe(2 * stepCost(0.5) + 1);
  });

  it('leaves out barred steps and impossible ones, and says Infinity for what is out of reach', () => {
    const best = bestDerivation(graph, { without: Uint8Array.of(0, 1, 0, 0, 0) });
    expect([...best.producer]).toEqual([0, -1, 3, 4]);
    const nothing = bestDerivation(graphOf(1, [{ needs: [], gives: [0], likelihood: 0 }]));
    expect(nothing.factCost[0]).toBe(Infinity);
    expect(derivationSteps(graph, nothing, 0)).toEqual([]);
  });

  it('prefers fewer steps, then lower numbers, among equally likely ways', () => {
    const ties = graphOf(2, [
      { needs: [], gives: [0], likelihood: 1 },
      { needs: [0], gives: [1], likelihood: 1 },
      { needs: [], gives: [1], likelihood: 1 },
      { needs: [], gives: [1], likelihood: 1 },
    ]);
    expect(bestDerivation(ties).producer[1]).toBe(2);
  });

  it('agrees with relaxation, and its steps derive the fact in the order given', () => {
    fc.assert(
      fc.property(anyGraph, ({ graph, steps }) => {
        const sum = bestDerivation(graph);
        expect([...sum.factCost]).toEqual(relax(steps, graph.factCount, (a, b) => a + b));
        const max = bestDerivation(graph, { combine: 'max' });
        expect([...max.factCost]).toEqual(relax(steps, graph.factCount, Math.max));
        const known = derive(steps, 2 ** steps.length - 1);
        expect(bitsOf([...derivableFacts(graph).entries()].filter(([, v]) => v === 1).map(([f]) => f))).toBe(
          known,
        );
        for (const fact of numbersOf(known)) {
          const order = derivationSteps(graph, sum, fact);
          let sofar = 0;
          order.forEach((step, i) => {
            const before = derive(steps, sofar);
            expect(steps[step]!.needs.every((need) => (before & (1 << need)) !== 0)).toBe(true);
            expect(order.indexOf(step)).toBe(i);
            sofar |= 1 << step;
          });
          expect(derive(steps, sofar) & (1 << fact)).toBe(1 << fact);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
