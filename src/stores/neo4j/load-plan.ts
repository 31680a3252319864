/**
 * Cuts a batch into transactions. The plan of a build is the same on every machine, so that a load that was interrupted
 * can go on where it stopped.
 */
import type { GraphBatch, GraphEdge, PropertyValue } from '#model/graph';
import { compareText } from '../schema/graph-schema.ts';

/** Goes into the identity of a plan: raise it when plans of the same batch change. */
const PLAN_VERSION = 1;

type Properties = Readonly<Record<string, PropertyValue>>;

export interface PlannedNode {
  /** From 0, in the order of the plan. */
  readonly number: number;
  readonly label: string;
  readonly key: string;
  readonly properties: Properties;
}

export interface PlannedEdge {
  readonly type: string;
  /** Numbers of nodes. */
  readonly from: number;
  readonly to: number;
  readonly properties: Properties;
}

export interface PlannedTransaction {
  readonly nodes: readonly PlannedNode[];
  readonly edges: readonly PlannedEdge[];
}

export interface LoadPlan {
  /** Two loads with the same digest and the same identity do the same transactions. */
  readonly identity: string;
  /** Nodes before edges. */
  readonly transactions: readonly PlannedTransaction[];
  /** Nodes and edges. */
  readonly total: number;
}

/** O(n log n) for n nodes and edges; every edge's ends are in the batch. */
export function planLoad(batch: GraphBatch, rowsPerTransaction: number): LoadPlan {
  const nodes: PlannedNode[] = [...batch.nodes]
    .flatMap(([label, members]) => members.map(({ key, properties }) => ({ label, key, properties })))
    .sort((a, b) => compareText(a.label, b.label) || compareText(a.key, b.key))
    .map((node, number) => ({ number, ...node }));
  const numbers = new Map<string, Map<string, number>>();
  for (const { label, key, number } of nodes) {
    const known = numbers.get(label);
    if (known === undefined) numbers.set(label, new Map([[key, number]]));
    else known.set(key, number);
  }
  const numberOf = ({ label, key }: GraphEdge['from']): number => numbers.get(label)!.get(key)!;
  const edges: PlannedEdge[] = [...batch.edges]
    .flatMap(([type, members]) =>
      members.map(({ from, to, properties }) => ({
        edge: { type, from: numberOf(from), to: numberOf(to), properties },
        content: contentOf(properties),
      })),
    )
    .sort(
      (a, b) =>
        compareText(a.edge.type, b.edge.type) ||
        a.edge.from - b.edge.from ||
        a.edge.to - b.edge.to ||
        compareText(a.content, b.content),
    )
    .map(({ edge }) => edge);

  const transactions: PlannedTransaction[] = [];
  const total = nodes.length + edges.length;
  for (let start = 0; start < total; start += rowsPerTransaction) {
    const end = start + rowsPerTransaction;
    transactions.push({
      nodes: nodes.slice(start, end),
      edges: edges.slice(Math.max(0, start - nodes.length), Math.max(0, end - nodes.length)),
    });
  }
  return { identity: `${PLAN_VERSION}/${rowsPerTransaction}`, transactions, total };
}

/** Null is the same as absent, as in the digest. */
function contentOf(properties: Properties): string {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  return JSON.stringify(known.sort(([a], [b]) => compareText(a, b)));
}
