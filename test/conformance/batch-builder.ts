import type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';

type Properties = Readonly<Record<string, PropertyValue>>;

/** Puts batches together by hand; nodes are named by `Label key`. */
export class BatchBuilder {
  readonly #nodes = new Map<string, GraphNode[]>();
  readonly #edges = new Map<string, GraphEdge[]>();

  node(label: string, key: string, properties: Properties): this {
    const members = this.#nodes.get(label) ?? [];
    members.push({ key, properties });
    this.#nodes.set(label, members);
    return this;
  }

  edge(type: string, from: string, to: string, properties: Properties = {}): this {
    const members = this.#edges.get(type) ?? [];
    members.push({ from: end(from), to: end(to), properties });
    this.#edges.set(type, members);
    return this;
  }

  build(): GraphBatch {
    return { nodes: this.#nodes, edges: this.#edges };
  }
}

function end(text: string): { label: string; key: string } {
  const [label, ...key] = text.split(' ');
  return { label: label!, key: key.join(' ') };
}
