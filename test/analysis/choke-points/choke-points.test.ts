import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chokePoints } from '#analysis/choke-points/choke-points';

import { bitsOf, minimalDerivations } from '../paths/brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS } from '../paths/graphs.ts';

describe('choke points', () => {
  // Two ways in (0, 1) to fact 0, then 2, then either 3 or 4 to the goal.
  const graph = graphOf(3, [
    { needs: [], gives: [0], likelihood: 0.9 },
    { needs: [], gives: [0], likelihood: 0.5 },
    { needs: [0], gives: [1], likelihood: 0.9 },
    { needs: [1], gives: [2], likelihood: 0.9 },
    { needs: [1], gives: [2], likelihood: 0.8 },
  ]);

  it('finds the steps and the groups that every derivation takes', () => {
    const groups = [
      { id: 'ways in', steps: [1, 0] },
      { id: 'best way', steps: [0, 3] },
      { id: 'last steps', steps: [3, 4] },
    ];
    const goals = [
      { id: 'g', facts: [2] },
      { id: 'either', facts: [2, 0] },
    ];
    expect(chokePoints(graph, goals, groups)).toEqual([
      { derivable: true, steps: [2], groups: ['ways in', 'last steps'] },
      { derivable: true, steps: [], groups: ['ways in'] },
    ]);
  });

  it('has none for a goal that cannot be derived', () => {
    const none = { derivable: false, steps: [], groups: [] };
    const barred = graphOf(1, [{ needs: [], gives: [0], likelihood: 0 }]);
    expect(chokePoints(barred, [{ id: 'g', facts: [0] }], [{ id: 'all', steps: [0] }])).toEqual([none]);
    expect(chokePoints(graph, [{ id: 'g', facts: [] }])).toEqual([none]);
  });

  it('tries more candidates than fit into one batch', () => {
    const chain = Array.from({ length: 100 }, (_, i) => ({
      needs: i === 0 ? [] : [i - 1],
      gives: [i],
      likelihood: 1,
    }));
    const bypass = { needs: [9], gives: [90], likelihood: 0.5 };
    const found = chokePoints(graphOf(100, [...chain, bypass]), [{ id: 'g', facts: [99] }])[0]!;
    expect(found.steps).toEqual([...Array(10).keys(), 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  });

  it('agrees with the intersection of all minimal derivations', () => {
    const groups = fc.array(fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 4 }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(anyGraph, groups, fc.nat(), fc.nat(), ({ graph, steps }, lists, a, b) => {
        const facts = [a % graph.factCount, b % graph.factCount];
        const all = minimalDerivations(steps, facts);
        const given = lists.map((list, i) => ({
          id: `g${i}`,
          steps: list.filter((step) => step < steps.length),
        }));
        const found = chokePoints(graph, [{ id: 'g', facts }], given)[0]!;
        const onAll = (bits: number): boolean => all.length > 0 && all.every((one) => (one & bits) !== 0);
        expect(found.derivable).toBe(all.length > 0);
        expect(found.steps).toEqual(steps.map((_, step) => step).filter((step) => onAll(1 << step)));
        expect(found.groups).toEqual(given.filter((group) => onAll(bitsOf(group.steps))).map(({ id }) => id));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
