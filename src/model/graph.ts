/**
 * A graph on its way into a store: typed batches, never query text.
 */
import { createHash } from 'node:crypto';

export type PropertyValue = string | number | boolean | readonly string[] | null;

export interface GraphNode {
  /** Unique among all nodes of its label, e.g. `atlas@5.6.1/AML.T0051`. */
  readonly key: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

export interface GraphEdge {
  readonly from: { readonly label: string; readonly key: string };
  readonly to: { readonly label: string; readonly key: string };
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** The whole content of one build. */
export interface GraphBatch {
  /** Label → nodes. */
  readonly nodes: ReadonlyMap<string, readonly GraphNode[]>;
  /** Relationship type → edges. */
  readonly edges: ReadonlyMap<string, readonly GraphEdge[]>;
}

/**
 * Digest of a graph's content: the same nodes and edges give the same digest, in whatever order they come.
 * SHA-256 over sorted canonical lines; O(n log n).
 *
 * @returns 64 lower-case hex digits
 */
export function graphDigest(batch: GraphBatch): string {
  const lines: string[] = [];
  for (const [label, nodes] of batch.nodes) {
    for (const node of nodes) lines.push(JSON.stringify(['n', label, node.key, canonical(node.properties)]));
  }
  for (const [type, edges] of batch.edges) {
    for (const { from, to, properties } of edges) {
      lines.push(JSON.stringify(['e', type, from.label, from.key, to.label, to.key, canonical(properties)]));
    }
  }
  const hash = createHash('sha256');
  for (const line of lines.sort()) hash.update(line).update('\n');
  return hash.digest('hex');
}

/** Entries in key order; null is the same as absent, as in both stores. */
function canonical(properties: Readonly<Record<string, PropertyValue>>): [string, PropertyValue][] {
  return Object.entries(properties)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
