/**
 * Reads what a load has staged, whole: the check before it may become the graph.
 */
import type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import { BUILD_LABEL } from '../schema/check-batch.ts';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { Connection } from './connection.ts';
import { quoted, staged } from './names.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

const READ = { timeoutMs: 600_000, fetchSize: 5000 };

/** O(nodes + edges), in one transaction. */
export async function readStaged(connection: Connection, schema: GraphSchema): Promise<GraphBatch> {
  return connection.read(READ, async (transaction) => {
    const nodes = new Map<string, GraphNode[]>();
    for (const { name } of schema.labels) {
      if (name === BUILD_LABEL) continue;
      const { records } = await transaction.run(
        `MATCH (n:${quoted(staged(name))}) RETURN properties(n) AS properties`,
      );
      nodes.set(
        name,
        records.map((record) => {
          const { key, ...properties } = record.get('properties') as Properties;
          return { key: key as string, properties };
        }),
      );
    }
    const edges = new Map<string, GraphEdge[]>();
    for (const { type, pairs } of schema.relationships) {
      const members: GraphEdge[] = [];
      for (const { from, to } of pairs) {
        const { records } = await transaction.run(
          `MATCH (a:${quoted(staged(from))})-[r:${quoted(type)}]->(b:${quoted(staged(to))}) ` +
            'RETURN a.key AS from, b.key AS to, properties(r) AS properties',
        );
        for (const record of records) {
          members.push({
            from: { label: from, key: record.get('from') as string },
            to: { label: to, key: record.get('to') as string },
            properties: record.get('properties') as Properties,
          });
        }
      }
      edges.set(type, members);
    }
    return { nodes, edges };
  });
}
