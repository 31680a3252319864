/**
 * The node by which a store says what it holds; written by the store after everything else.
 */
import { packageVersion } from '#packaging/package-root';
import type { GraphBatch, GraphNode } from '#model/graph';
import type { BuildSummary } from '../port.ts';
import type { GraphSchema } from './graph-schema.ts';
import { compareText } from './graph-schema.ts';

/** Counts and digest of a batch, as `GraphStore.load` answers; labels and types without content are left out. */
export function summaryOf(batch: GraphBatch, digest: string): BuildSummary {
  return { digest, nodes: counts(batch.nodes), edges: counts(batch.edges) };
}

/** `Build` node for a build of this package and schema. */
export function buildNode(schema: GraphSchema, { digest, nodes, edges }: BuildSummary): GraphNode {
  const sum = (each: Readonly<Record<string, number>>): number =>
    Object.values(each).reduce((total, count) => total + count, 0);
  return {
    key: digest,
    properties: {
      digest,
      version: packageVersion(),
      schema: schema.digest,
      nodes: sum(nodes),
      edges: sum(edges),
    },
  };
}

function counts(groups: ReadonlyMap<string, readonly unknown[]>): Record<string, number> {
  return Object.fromEntries(
    [...groups]
      .filter(([, members]) => members.length > 0)
      .map(([name, members]) => [name, members.length] as const)
      .sort(([a], [b]) => compareText(a, b)),
  );
}
