/**
 * Reads what a load has staged, whole: the check before it may become the graph.
 */
import type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import { listUnder } from '#model/list-under';
import type { Connection } from './connection.ts';
import { LABEL, NUMBER, STAGED_LABEL } from './names.ts';

type Properties = Readonly<Record<string, PropertyValue>>;
type End = readonly [label: string, key: string];

/** What the store adds to a node's properties. */
const OWN = new Set(['key', LABEL, NUMBER]);

const READ = { timeoutMs: 600_000, fetchSize: 5000 };

const NODES = `MATCH (n:${STAGED_LABEL}) RETURN properties(n) AS properties`;
const EDGES =
  `MATCH (a:${STAGED_LABEL})-[r]->(b) ` +
  `RETURN type(r) AS type, [a.${LABEL}, a.key] AS from, [b.${LABEL}, b.key] AS to, properties(r) AS properties`;

/** O(nodes + edges), in one transaction. */
export async function readStaged(connection: Connection): Promise<GraphBatch> {
  return connection.read(READ, async (queries) => {
    const nodes = new Map<string, GraphNode[]>();
    for await (const record of queries.run(NODES)) {
      const all = record.get('properties') as Properties;
      const content = Object.entries(all).filter(([name]) => !OWN.has(name));
      const node = { key: all['key'] as string, properties: Object.fromEntries(content) };
      listUnder(nodes, all[LABEL] as string).push(node);
    }
    const edges = new Map<string, GraphEdge[]>();
    for await (const record of queries.run(EDGES)) {
      const { type, from, to, properties } = record.toObject() as {
        readonly type: string;
        readonly from: End;
        readonly to: End;
        readonly properties: Properties;
      };
      listUnder(edges, type).push({ from: end(from), to: end(to), properties });
    }
    return { nodes, edges };
  });
}

function end([label, key]: End): GraphEdge['from'] {
  return { label, key };
}
