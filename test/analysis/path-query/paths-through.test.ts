import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchThrough } from '#analysis/path-query/paths-through';
import { preparePaths } from '#analysis/paths/cheapest-derivations';
import { bitsOf, likelihoodOfBits, minimalDerivations } from '../paths/brute-force.ts';
import { anyGraph, graphOf } from '../paths/graphs.ts';

describe('the search for paths through some steps', () => {
  it('takes a step once for all that it gives', () => {
    // Step 0 gives what the marked step 1 and step 2 need; 3 needs both.
    const graph = graphOf(4, [
      { needs: [], gives: [0], likelihood: 0.5 },
      { needs: [0], gives: [1], likelihood: 0.5 },
      { needs: [0], gives: [2], likelihood: 0.5 },
      { needs: [1, 2], gives: [3], likelihood: 1 },
      { needs: [], gives: [3], likelihood: 0.9 },
    ]);
    const { paths, exact } = searchThrough(preparePaths(graph), [[0, 1, 0, 0, 0]])(
      { id: 'g', facts: [3] },
      { k: 5 },
    );
    expect(paths.map(({ steps, likelihood }) => [steps.map(({ step }) => step), likelihood])).toEqual([
      [[0, 1, 2, 3], 0.125],
    ]);
    expect(exact).toBe(true);
  });

  it('finds the likeliest of all ways that have a step of each set, as trying every way does', () => {
    let several = 0;
    fc.assert(
      fc.property(
        anyGraph,
        fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
        fc.nat(),
        ({ graph, steps }, seeds, end) => {
          const facts = [end % graph.factCount];
          const sets = seeds.map((seed) => steps.map((_, i) => (seed >> (i % 20)) & 1));
          const expected = minimalDerivations(steps, facts)
            .filter((way) => sets.every((set) => set.some((mark, i) => mark === 1 && ((way >> i) & 1) === 1)))
            .sort((a, b) => likelihoodOfBits(steps, b) - likelihoodOfBits(steps, a));
          const found = searchThrough(preparePaths(graph), sets)({ id: 'g', facts }, { k: 50 });
          const ways = found.paths.map((path) => bitsOf(path.steps.map(({ step }) => step)));
          expect([...ways].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b));
          found.paths.forEach(({ likelihood }, i) => {
            expect(likelihood).toBeCloseTo(likelihoodOfBits(steps, expected[i]!), 5);
          });
          if (expected.length > 1) several += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(several).toBeGreaterThan(5);
  });
});
