import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { minimumCut, splitNodes, type CutNetwork } from '#analysis/cut/minimum-cut';

import { PROPERTY_RUNS } from '../paths/graphs.ts';

type Edge = readonly [from: number, to: number, capacity: number];

function networkOf(nodeCount: number, edges: readonly Edge[]): CutNetwork {
  return {
    nodeCount,
    from: Int32Array.from(edges, ([from]) => from),
    to: Int32Array.from(edges, ([, to]) => to),
    capacity: Float64Array.from(edges, ([, , capacity]) => capacity),
  };
}

describe('minimum cut', () => {
  it('takes back flow that went the wrong way', () => {
    // The textbook diamond: the shortest path 0-1-2-3 must be undone in part.
    const edges: Edge[] = [
      [0, 1, 1],
      [0, 2, 1],
      [1, 2, 1],
      [1, 3, 1],
      [2, 3, 1],
    ];
    expect(minimumCut(networkOf(4, edges), 0, 3)).toEqual({ cost: 2, edges: [0, 1] });
  });

  it('says Infinity where nothing that can be cut separates them, and 0 where they are apart', () => {
    expect(minimumCut(networkOf(2, [[0, 1, Infinity]]), 0, 1)).toEqual({ cost: Infinity, edges: [] });
    expect(minimumCut(networkOf(2, [[1, 0, 5]]), 0, 1)).toEqual({ cost: 0, edges: [] });
    expect(minimumCut(networkOf(2, [[1, 0, 5]]), 0, 0)).toEqual({ cost: Infinity, edges: [] });
  });

  it('cuts nodes when they are split into edges', () => {
    const edges: Edge[] = [
      [0, 1, Infinity],
      [0, 2, Infinity],
      [1, 3, Infinity],
      [2, 3, Infinity],
      [3, 4, Infinity],
    ];
    const nodes = Float64Array.of(Infinity, 1, 1, 3, Infinity);
    expect(minimumCut(splitNodes(networkOf(5, edges), nodes), 0, 9)).toEqual({ cost: 2, edges: [1, 2] });
  });

  it('agrees with trying every side of the source, and gives the smallest', () => {
    const network = fc.integer({ min: 2, max: 7 }).chain((nodeCount) => {
      const node = fc.nat({ max: nodeCount - 1 });
      const capacity = fc.constantFrom(0, 1, 1, 2, 3, 5, Infinity);
      return fc
        .array(fc.tuple(node, node, capacity), { maxLength: 20, size: 'max' })
        .map((edges) => ({ nodeCount, edges }));
    });
    fc.assert(
      fc.property(network, ({ nodeCount, edges }) => {
        const sink = nodeCount - 1;
        let cheapest = Infinity;
        let sides: number[] = [];
        for (let side = 1; side < 2 ** nodeCount; side += 2) {
          if ((side & (1 << sink)) !== 0) continue;
          const crossing = edges.filter(([a, b]) => (side & (1 << a)) !== 0 && (side & (1 << b)) === 0);
          const cost = crossing.reduce((sum, [, , capacity]) => sum + capacity, 0);
          if (cost < cheapest) sides = [];
          cheapest = Math.min(cheapest, cost);
          if (cost === cheapest) sides.push(side);
        }
        const cut = minimumCut(networkOf(nodeCount, edges), 0, sink);
        expect(cut.cost).toBe(cheapest);
        if (cheapest === Infinity) return;
        // Of all cheapest sides the smallest is contained in every other.
        const nearest = sides.reduce((all, side) => all & side);
        expect(sides).toContain(nearest);
        const crosses = ([a, b, capacity]: Edge): boolean =>
          capacity > 0 && (nearest & (1 << a)) !== 0 && (nearest & (1 << b)) === 0;
        expect(cut.edges).toEqual([...edges.keys()].filter((edge) => crosses(edges[edge]!)));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
