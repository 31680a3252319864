import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { attackTree, type FactNode } from '#analysis/attack-tree/attack-tree';

import { derive } from '../paths/brute-force.ts';
import { anyGraph, graphOf, PROPERTY_RUNS } from '../paths/graphs.ts';

/** A tree in one line: facts as f1(…) with | between alternatives, steps as s2(…) with & between needs. */
function text(node: FactNode): string {
  if (node.cut !== undefined) return `f${node.fact}:${node.cut}`;
  const steps = node.children.map(({ step, children }) =>
    children.length === 0 ? `s${step}` : `s${step}(${children.map(text).join(' & ')})`,
  );
  return `f${node.fact}(${steps.join(' | ')}${node.omitted > 0 ? ` + ${node.omitted}` : ''})`;
}

describe('attack tree', () => {
  // 0, 1 -> fact 0; 2: 0 -> 1; 3: 0 and 1 -> 2; 4: 2 -> 0 (a cycle); 5 can never be taken
  const graph = graphOf(4, [
    { needs: [], gives: [0], likelihood: 0.5 },
    { needs: [], gives: [0], likelihood: 0.9 },
    { needs: [0], gives: [1], likelihood: 0.5 },
    { needs: [0, 1], gives: [2], likelihood: 1 },
    { needs: [2], gives: [0], likelihood: 1 },
    { needs: [3], gives: [2], likelihood: 1 },
  ]);
  const goal = { id: 'g', facts: [2, 3] };

  it('writes out every fact once, likeliest ways first, and says why a branch ends', () => {
    const tree = attackTree(graph, goal);
    expect(tree.goal).toBe('g');
    expect(tree.children.map(text)).toEqual(['f2(s3(f0(s1 | s0 | s4(f2:cycle)) & f1(s2(f0:repeated))))']);
    expect(tree.children[0]!.likelihood).toBeCloseTo(0.9 * 0.9 * 0.5, 8);
    expect(tree.children[0]!.children[0]!.children[1]!.likelihood).toBeCloseTo(0.45, 8);
  });

  it('stops at a depth and a breadth, and says how much it left out', () => {
    expect(attackTree(graph, goal, { depth: 1 }).children.map(text)).toEqual(['f2(s3(f0:depth & f1:depth))']);
    expect(attackTree(graph, goal, { depth: 2, breadth: 1 }).children.map(text)).toEqual([
      'f2(s3(f0(s1 + 2) & f1(s2(f0:depth))))',
    ]);
  });

  it('has every step that can be taken on the way to the goal, once, and is finite', () => {
    fc.assert(
      fc.property(anyGraph, fc.nat(), ({ graph, steps }, a) => {
        const facts = [a % graph.factCount];
        const known = derive(steps, 2 ** steps.length - 1);
        const can = (step: number): boolean =>
          steps[step]!.likelihood > 0 && steps[step]!.needs.every((need) => (known & (1 << need)) !== 0);
        const wanted = new Set((known & (1 << facts[0]!)) === 0 ? [] : facts);
        const expected: [number, number][] = [];
        for (const fact of wanted) {
          steps.forEach(({ gives, needs }, step) => {
            if (!can(step) || !gives.includes(fact)) return;
            expected.push([fact, step]);
            for (const need of needs) wanted.add(need);
          });
        }
        const met: [number, number][] = [];
        const walk = (node: FactNode): void => {
          for (const { step, children } of node.children) {
            met.push([node.fact, step]);
            expect(children.map(({ fact }) => fact)).toEqual(steps[step]!.needs);
            children.forEach(walk);
          }
        };
        attackTree(graph, { id: 'g', facts }, { depth: 100 }).children.forEach(walk);
        const order = (x: [number, number], y: [number, number]): number => x[0] - y[0] || x[1] - y[1];
        expect(met.sort(order)).toEqual(expected.sort(order));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
