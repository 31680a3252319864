import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { preparePaths } from '#analysis/paths/cheapest-derivations';
import { kBestPaths, type RankedPath } from '#analysis/paths/k-best';
import { PRECISION, stepCost } from '#analysis/paths/step-cost';

import { bitsOf, derive, likelihoodOfBits, minimalDerivations, numbersOf } from './brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS, type StepSpec } from './graphs.ts';

const stepsOf = (path: RankedPath): number[] => path.steps.map(({ step }) => step);
const costOf = (steps: readonly StepSpec[], chosen: number): number =>
  numbersOf(chosen).reduce((sum, step) => sum + stepCost(steps[step]!.likelihood), 0);
const classesOf = (chosen: number, classOf: readonly number[]): number =>
  bitsOf(numbersOf(chosen).map((step) => classOf[step]!)) & ~1;

describe('k best paths', () => {
  it('counts a shared step once, and so finds a better path than the best tree', () => {
    // As trees 0 costs twice and the single step 4 wins; as sets of steps 0.3 x 0.9 x 0.9 beats 0.2.
    const graph = graphOf(4, [
      { needs: [], gives: [0], likelihood: 0.3 },
      { needs: [0], gives: [1], likelihood: 0.9 },
      { needs: [0], gives: [2], likelihood: 0.9 },
      { needs: [1, 2], gives: [3], likelihood: 1 },
      { needs: [], gives: [3], likelihood: 0.2 },
    ]);
    const { paths, exact, nextAtMost } = kBestPaths(preparePaths(graph), { id: 'g', facts: [3] }, { k: 5 });
    expect(paths.map(stepsOf)).toEqual([[0, 1, 2, 3], [4]]);
    expect(paths[0]!.likelihood).toBeCloseTo(0.243, 12);
    expect(paths[0]!.steps[3]).toEqual({ step: 3, enabledBy: [1, 2] });
    expect([exact, nextAtMost]).toEqual([true, 0]);
  });

  it('folds paths that differ only in steps of class 0, and counts the variants', () => {
    // Steps 0, 1, 2 are three preparations, 3 the attack; 4 another attack without preparation.
    const graph = graphOf(2, [
      { needs: [], gives: [0], likelihood: 0.5 },
      { needs: [], gives: [0], likelihood: 0.9 },
      { needs: [], gives: [0], likelihood: 0.8 },
      { needs: [0], gives: [1], likelihood: 0.5 },
      { needs: [], gives: [1], likelihood: 0.1 },
    ]);
    const index = preparePaths(graph);
    const stepClass = [0, 0, 0, 1, 2];
    const two = kBestPaths(index, { id: 'g', facts: [1] }, { k: 5, stepClass });
    expect(two.paths.map(stepsOf)).toEqual([[1, 3], [4]]);
    expect(two.paths[0]!.variants).toEqual([
      { likelihood: 0.4, steps: [2, 3] },
      { likelihood: 0.25, steps: [0, 3] },
    ]);
    expect(two.paths[0]!.moreVariants).toBe(false);
    const one = kBestPaths(index, { id: 'g', facts: [1] }, { k: 1, stepClass, variants: 1 });
    expect(one.paths[0]!.variants.map(({ steps }) => steps)).toEqual([[2, 3]]);
    expect(one.paths[0]!.moreVariants).toBe(true);
    expect(one.nextAtMost).toBeGreaterThanOrEqual(0.1);
  });

  it('puts steps in the order of their rank where their needs leave it open', () => {
    const graph = graphOf(3, [
      { needs: [0, 1], gives: [2], likelihood: 1 },
      { needs: [], gives: [0], likelihood: 1 },
      { needs: [], gives: [1], likelihood: 1 },
    ]);
    const goal = { id: 'g', facts: [2] };
    const { paths } = kBestPaths(preparePaths(graph), goal, { k: 1, rank: [0, 2, 1] });
    expect(paths[0]!.steps).toEqual([
      { step: 2, enabledBy: [] },
      { step: 1, enabledBy: [] },
      { step: 0, enabledBy: [2, 1] },
    ]);
  });

  it('says that an answer is not proven when the work runs out', () => {
    const graph = graphOf(2, [
      { needs: [], gives: [0], likelihood: 0.5 },
      { needs: [0], gives: [1], likelihood: 0.5 },
      { needs: [], gives: [1], likelihood: 0.1 },
    ]);
    const found = kBestPaths(preparePaths(graph), { id: 'g', facts: [1] }, { k: 2, workLimit: 1 });
    expect(found.exact).toBe(false);
    expect(found.paths.map(stepsOf)).toEqual([[0, 1]]);
    expect(found.nextAtMost).toBeGreaterThanOrEqual(0.1);
  });

  it('looks beyond its first window: agrees with all paths of a layered graph of 4,000 steps', () => {
    const LAYERS = 12;
    const WIDTH = 20;
    const K = 40;
    const layered = fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(layered, (seeds) => {
        const steps: StepSpec[] = [{ needs: [], gives: [0], likelihood: 1 }];
        // The k cheapest ways to each node of a layer, from those to the layer before.
        let ways: number[][] = [[stepCost(1)]];
        for (let layer = 1; layer <= LAYERS; layer += 1) {
          const next: number[][] = [];
          for (let node = 0; node < (layer === LAYERS ? 1 : WIDTH); node += 1) {
            const all = ways.flatMap((before, from) => {
              const seed =
                seeds[(layer * 7 + node * 3 + from) % 10]! ^ (layer * 1009 + node * 9176 + from * 6113);
              const likelihood = 0.5 + (Math.abs(seed) % 1000) / 2001;
              const fact = (at: number, which: number): number =>
                at === 0 ? 0 : 1 + (at - 1) * WIDTH + which;
              steps.push({ needs: [fact(layer - 1, from)], gives: [fact(layer, node)], likelihood });
              return before.map((cost) => cost + stepCost(likelihood));
            });
            next.push(all.sort((x, y) => x - y).slice(0, K));
          }
          ways = next;
        }
        const graph = graphOf(1 + LAYERS * WIDTH, steps);
        const goal = { id: 'g', facts: [1 + (LAYERS - 1) * WIDTH] };
        const found = kBestPaths(preparePaths(graph), goal, { k: K });
        expect(found.exact).toBe(true);
        const costs = found.paths.map((path) =>
          stepsOf(path).reduce((sum, one) => sum + stepCost(steps[one]!.likelihood), 0),
        );
        expect(costs.length).toBe(K);
        costs.forEach((cost, at) => {
          expect(Math.abs(cost - ways[0]![at]!)).toBeLessThanOrEqual(PRECISION);
        });
        expect(new Set(found.paths.map((path) => stepsOf(path).join())).size).toBe(K);
      }),
      { numRuns: Math.ceil(PROPERTY_RUNS / 200) },
    );
  });

  it('agrees with trying every set of steps', () => {
    const classes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 });
    const own = fc.constant(Array.from({ length: 12 }, (_, step) => step + 1));
    fc.assert(
      fc.property(anyGraph, fc.oneof(own, classes), fc.nat(), fc.nat(), ({ graph, steps }, classOf, a, b) => {
        const facts = [a % graph.factCount, b % graph.factCount];
        const k = 6;
        const result = kBestPaths(
          preparePaths(graph),
          { id: 'g', facts },
          { k, stepClass: classOf, variants: 2 },
        );
        expect(result.exact).toBe(true);
        const all = minimalDerivations(steps, facts);
        const before: number[] = [];
        const repeats = (chosen: number): boolean =>
          before.some((one) => (classesOf(one, classOf) & ~classesOf(chosen, classOf)) === 0);
        const cheapest = (): number =>
          Math.min(...all.filter((chosen) => !repeats(chosen)).map((chosen) => costOf(steps, chosen)));
        for (const path of result.paths) {
          const chosen = bitsOf(stepsOf(path));
          expect(all).toContain(chosen);
          expect(repeats(chosen)).toBe(false);
          expect(costOf(steps, chosen) - cheapest()).toBeLessThanOrEqual(PRECISION);
          expect(path.likelihood).toBeCloseTo(likelihoodOfBits(steps, chosen), 12);
          before.push(chosen);

          const alike = all
            .filter((one) => one !== chosen && classesOf(one, classOf) === classesOf(chosen, classOf))
            .map((one) => costOf(steps, one))
            .sort((x, y) => x - y);
          expect(path.variants.length).toBe(Math.min(2, alike.length));
          path.variants.forEach((one, at) => {
            expect(Math.abs(costOf(steps, bitsOf(one.steps)) - alike[at]!)).toBeLessThanOrEqual(PRECISION);
          });
          expect(path.moreVariants).toBe(alike.length > 2);

          let sofar = 0;
          for (const { step, enabledBy } of path.steps) {
            const given = derive(steps, bitsOf(enabledBy) | sofar);
            expect(enabledBy.every((one) => (sofar & (1 << one)) !== 0)).toBe(true);
            expect(steps[step]!.needs.every((need) => (given & (1 << need)) !== 0)).toBe(true);
            const gifts = bitsOf(enabledBy.flatMap((one) => steps[one]!.gives));
            expect(bitsOf(steps[step]!.needs) & ~gifts).toBe(0);
            sofar |= 1 << step;
          }
        }
        if (result.paths.length < k) {
          expect(cheapest()).toBe(Infinity);
          expect(result.nextAtMost).toBe(0);
        } else if (cheapest() !== Infinity) {
          expect(stepCost(result.nextAtMost)).toBeLessThanOrEqual(cheapest() + 1);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
