import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphBatch } from '#model/graph';
import { graphDigest } from '#model/graph';
import type { LoadPlan } from '#stores/neo4j/load-plan';
import { planLoad } from '#stores/neo4j/load-plan';
import { BatchBuilder } from '../../conformance/batch-builder.ts';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';
import { numberedGraph } from './numbered-graph.ts';

/** The batch that a plan makes, were its transactions carried out. */
function carriedOut({ transactions }: LoadPlan): GraphBatch {
  const planned = transactions.flatMap(({ nodes }) => nodes);
  const end = (number: number): string => `${planned[number]!.label} ${planned[number]!.key}`;
  const batch = new BatchBuilder();
  for (const { label, key, properties } of planned) batch.node(label, key, properties);
  for (const { type, from, to, properties } of transactions.flatMap(({ edges }) => edges)) {
    batch.edge(type, end(from), end(to), properties);
  }
  return batch.build();
}

describe('the plan of a load', () => {
  it('holds every node and edge once, nodes first, in transactions of the size wanted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (rows) => {
        const batch = fixtureGraph();
        const plan = planLoad(batch, rows);
        expect(graphDigest(carriedOut(plan))).toBe(graphDigest(batch));
        const sizes = plan.transactions.map(({ nodes, edges }) => nodes.length + edges.length);
        expect(sizes.slice(0, -1).every((size) => size === rows)).toBe(true);
        expect(sizes.reduce((a, b) => a + b, 0)).toBe(plan.total);
        const lastWithNodes = plan.transactions.findLastIndex(({ nodes }) => nodes.length > 0);
        const firstWithEdges = plan.transactions.findIndex(({ edges }) => edges.length > 0);
        expect(lastWithNodes).toBeLessThanOrEqual(firstWithEdges);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same in whatever order the batch comes, null or absent', () => {
    const plan = planLoad(fixtureGraph(), 50);
    const { nodes, edges } = fixtureGraph();
    const shuffled = <T>(items: Iterable<T>, seed: number): T[] => {
      const list = [...items];
      for (let index = list.length - 1; index > 0; index--) {
        seed = (seed * 48271) % 2147483647;
        const other = seed % (index + 1);
        [list[index], list[other]] = [list[other]!, list[index]!];
      }
      return list;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
        const again = planLoad(
          {
            nodes: new Map(shuffled(nodes, seed).map(([label, members]) => [label, shuffled(members, seed)])),
            edges: new Map(shuffled(edges, seed).map(([type, members]) => [type, shuffled(members, seed)])),
          },
          50,
        );
        expect(again).toEqual(plan);
      }),
      { numRuns: 30 },
    );
    const parallel = (confidences: readonly (number | null | undefined)[]): GraphBatch => ({
      nodes: new Map([['Technique', [{ key: 'a', properties: {} }]]]),
      edges: new Map([
        [
          'MAPS_TO',
          confidences.map((confidence) => ({
            from: { label: 'Technique', key: 'a' },
            to: { label: 'Technique', key: 'a' },
            properties: { ...(confidence !== undefined && { confidence }), source: 's' },
          })),
        ],
      ]),
    });
    const confidencesOf = (batch: GraphBatch): unknown[] =>
      planLoad(batch, 10).transactions.flatMap(({ edges: planned }) =>
        planned.map(({ properties }) => properties['confidence'] ?? null),
      );
    expect(confidencesOf(parallel([null, 0.5]))).toEqual([0.5, null]);
    expect(confidencesOf(parallel([undefined, 0.5]))).toEqual([0.5, null]);
  });

  it('tells plans with another size of transactions apart, and plans nothing for nothing', () => {
    const batch = numberedGraph('a', 3);
    expect(planLoad(batch, 5).identity).not.toBe(planLoad(batch, 6).identity);
    expect(planLoad({ nodes: new Map(), edges: new Map() }, 5)).toMatchObject({ transactions: [], total: 0 });
  });
});
