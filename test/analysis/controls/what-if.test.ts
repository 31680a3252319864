import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { likelihoodWith } from '#analysis/controls/control-costs';
import { whatIf } from '#analysis/controls/what-if';
import type { RankedPath } from '#analysis/paths/k-best';

import { bitsOf, likelihoodOfBits, minimalDerivations } from '../paths/brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS } from '../paths/graphs.ts';
import { anyOptions, within } from './options.ts';

const stepsOf = (paths: readonly RankedPath[]): number[][] =>
  paths.map(({ steps }) => steps.map(({ step }) => step));

describe('what if', () => {
  const graph = graphOf(2, [
    { needs: [], gives: [0], likelihood: 0.8 },
    { needs: [0], gives: [1], likelihood: 0.5 },
    { needs: [], gives: [1], likelihood: 0.1 },
  ]);
  const goals = [{ id: 'crown', facts: [1] }];

  it('says which paths a control takes away, and which its removal brings back', () => {
    const control = { id: 'c', cost: 1, answers: new Map([[1, 1]]) };
    const likelihood = likelihoodWith(graph.likelihood, [control]);
    const added = whatIf(graph, likelihood, goals, { k: 5 })[0]!;
    expect([added.likelihoodBefore, added.likelihoodAfter]).toEqual([0.4, 0.1]);
    expect(stepsOf(added.pathsLost)).toEqual([[0, 1]]);
    expect(added.pathsGained).toEqual([]);
    const removed = whatIf({ ...graph, likelihood }, graph.likelihood, goals, { k: 5 })[0]!;
    expect(stepsOf(removed.pathsGained)).toEqual([[0, 1]]);
    expect(removed.pathsLost).toEqual([]);
  });

  it('multiplies the effects of controls whatever their order', () => {
    const a = { id: 'a', cost: 1, answers: new Map([[0, 0.1]]) };
    const b = {
      id: 'b',
      cost: 1,
      answers: new Map([
        [0, 0.3],
        [2, 2],
      ]),
    };
    const both = likelihoodWith(graph.likelihood, [a, b]);
    expect([...both]).toEqual([0.8 * 0.9 * 0.7, 0.5, 0]);
    expect(likelihoodWith(graph.likelihood, [b, a])).toEqual(both);
  });

  it('never adds a path nor raises a likelihood when controls are added', () => {
    fc.assert(
      fc.property(anyGraph, anyOptions, fc.nat(), ({ graph, steps }, list, a) => {
        const goal = { id: 'g', facts: [a % graph.factCount] };
        const likelihood = likelihoodWith(graph.likelihood, within(list, steps.length));
        const change = whatIf(graph, likelihood, [goal], { k: 100 })[0]!;
        const reduced = steps.map((step, at) => ({ ...step, likelihood: likelihood[at]! }));
        const before = minimalDerivations(steps, goal.facts);
        const after = before.filter((bits) => likelihoodOfBits(reduced, bits) > 0);
        expect(change.likelihoodAfter).toBeLessThanOrEqual(change.likelihoodBefore);
        expect(change.pathsGained).toEqual([]);
        const ascending = (x: number, y: number): number => x - y;
        expect(stepsOf(change.after.paths).map(bitsOf).sort(ascending)).toEqual(after);
        const lost = before.filter((bits) => !after.includes(bits));
        expect(stepsOf(change.pathsLost).map(bitsOf).sort(ascending)).toEqual(lost);
        change.after.paths.forEach((path) => {
          const bits = bitsOf(path.steps.map(({ step }) => step));
          expect(path.likelihood).toBeLessThanOrEqual(likelihoodOfBits(steps, bits) + 1e-12);
        });
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
