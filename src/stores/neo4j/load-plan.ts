/**
 * Cuts a batch into transactions. The plan of a build is the same on every machine, so that a load that was interrupted
 * can go on where it stopped.
 */
import type { GraphBatch, GraphEdge, GraphNode } from '#model/graph';
import { compareText } from '../schema/graph-schema.ts';
import { quoted, staged } from './names.ts';

/** Goes into the identity of a plan: raise it when plans of the same batch change. */
const PLAN_VERSION = 1;

export type Chunk =
  | {
      readonly kind: 'nodes';
      readonly name: string;
      readonly statement: string;
      readonly rows: readonly GraphNode[];
    }
  | {
      readonly kind: 'edges';
      readonly name: string;
      readonly statement: string;
      readonly rows: readonly GraphEdge[];
    };

export interface LoadPlan {
  /** Two loads with the same digest and the same identity do the same transactions. */
  readonly identity: string;
  /** What each transaction creates, nodes before edges. */
  readonly transactions: readonly (readonly Chunk[])[];
  /** Nodes and edges. */
  readonly total: number;
}

/** O(n log n) for n nodes and edges. */
export function planLoad(batch: GraphBatch, rowsPerTransaction: number): LoadPlan {
  const groups = [...nodeGroups(batch), ...edgeGroups(batch)];
  const transactions: Chunk[][] = [];
  let room = 0;
  for (const group of groups) {
    for (let at = 0; at < group.rows.length;) {
      if (room === 0) {
        transactions.push([]);
        room = rowsPerTransaction;
      }
      const rows = group.rows.slice(at, at + room);
      transactions.at(-1)!.push({ ...group, rows } as Chunk);
      at += rows.length;
      room -= rows.length;
    }
  }
  return {
    identity: `${PLAN_VERSION}/${rowsPerTransaction}`,
    transactions,
    total: groups.reduce((sum, { rows }) => sum + rows.length, 0),
  };
}

function nodeGroups({ nodes }: GraphBatch): Chunk[] {
  return [...nodes]
    .filter(([, members]) => members.length > 0)
    .sort(([a], [b]) => compareText(a, b))
    .map(([label, members]) => ({
      kind: 'nodes' as const,
      name: label,
      statement: `UNWIND $rows AS row CREATE (n:${quoted(staged(label))}) SET n = row`,
      rows: [...members].sort((a, b) => compareText(a.key, b.key)),
    }));
}

function edgeGroups({ edges }: GraphBatch): Chunk[] {
  const groups = new Map<string, GraphEdge[]>();
  for (const [type, members] of edges) {
    for (const edge of members) {
      const id = `${type}\n${edge.from.label}\n${edge.to.label}`;
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [edge]);
      else group.push(edge);
    }
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, members]) => {
      const [type, from, to] = id.split('\n') as [string, string, string];
      return {
        kind: 'edges' as const,
        name: type,
        statement:
          `UNWIND $rows AS row MATCH (a:${quoted(staged(from))} {key: row.from}), (b:${quoted(staged(to))} {key: row.to}) ` +
          `CREATE (a)-[r:${quoted(type)}]->(b) SET r = row.properties`,
        rows: inOrder(members),
      };
    });
}

/** By ends, then by content, since a pair may be joined more than once. */
function inOrder(edges: readonly GraphEdge[]): GraphEdge[] {
  return edges
    .map((edge) => ({ edge, content: contentOf(edge) }))
    .sort(
      (a, b) =>
        compareText(a.edge.from.key, b.edge.from.key) ||
        compareText(a.edge.to.key, b.edge.to.key) ||
        compareText(a.content, b.content),
    )
    .map(({ edge }) => edge);
}

/** Null is the same as absent, as in the digest. */
function contentOf({ properties }: GraphEdge): string {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  return JSON.stringify(known.sort(([a], [b]) => compareText(a, b)));
}
