/** A plain directed graph whose edges cost something to cut: the flows between assets, or steps with one need each. */
export interface CutNetwork {
  /** Nodes are numbered from 0. */
  readonly nodeCount: number;
  /** Edge e leads from `from[e]` to `to[e]`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** What it costs to cut each edge, ≥ 0; Infinity where it cannot be cut. */
  readonly capacity: Float64Array;
}

export interface MinimumCut {
  /** Infinity where no set of edges that can be cut separates them. */
  readonly cost: number;
  /** Edges, ascending; of the cheapest sets the one nearest the source. Empty where the cost is 0 or Infinity. */
  readonly edges: readonly number[];
}

/**
 * The cheapest set of edges that separates a source from a sink: maximum flow by Dinic's algorithm.
 *
 * Exact up to the rounding of sums of doubles; exact for whole numbers. O(n² m) at worst, near linear on the shallow graphs of
 * systems. Memory: 32 bytes an edge, 16 a node.
 *
 * Sources: E. A. Dinic, Algorithm for solution of a problem of maximum flow in networks with power estimation, Soviet Math.
 * Doklady 11, 1970; L. R. Ford, D. R. Fulkerson, Maximal flow through a network, Canadian J. of Mathematics 8, 1956.
 *
 * @example
 * minimumCut({ nodeCount: 3, from: Int32Array.of(0, 1), to: Int32Array.of(1, 2), capacity: Float64Array.of(2, 1) }, 0, 2);
 * // { cost: 1, edges: [1] }
 */
export function minimumCut(network: CutNetwork, source: number, sink: number): MinimumCut {
  if (source === sink) return { cost: Infinity, edges: [] };
  const flow = new FlowSearch(network, source, sink);
  let cost = 0;
  while (flow.layer()) {
    for (let pushed = flow.augment(); pushed > 0; pushed = flow.augment()) {
      if (pushed === Infinity) return { cost: Infinity, edges: [] };
      cost += pushed;
    }
  }
  return { cost, edges: flow.cutEdges() };
}

/** Each node becomes an edge that costs what the node costs, from 2 · node to 2 · node + 1; node n is edge n of the result. */
export function splitNodes(network: CutNetwork, nodeCapacity: Float64Array): CutNetwork {
  const { nodeCount } = network;
  const edgeCount = network.from.length;
  const from = new Int32Array(nodeCount + edgeCount);
  const to = new Int32Array(nodeCount + edgeCount);
  const capacity = new Float64Array(nodeCount + edgeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    from[node] = 2 * node;
    to[node] = 2 * node + 1;
    capacity[node] = nodeCapacity[node]!;
  }
  for (let edge = 0; edge < edgeCount; edge += 1) {
    from[nodeCount + edge] = 2 * network.from[edge]! + 1;
    to[nodeCount + edge] = 2 * network.to[edge]!;
    capacity[nodeCount + edge] = network.capacity[edge]!;
  }
  return { nodeCount: 2 * nodeCount, from, to, capacity };
}

/** Residual network: what each edge can still carry, and what it carries, which can be taken back. */
class FlowSearch {
  readonly #network: CutNetwork;
  readonly #source: number;
  readonly #sink: number;
  readonly #out: Rows;
  readonly #in: Rows;
  readonly #left: Float64Array;
  readonly #carried: Float64Array;
  /** Distance to the sink plus one; 0 where it is not known to lead there. */
  readonly #level: Int32Array;
  /** How far the arcs of each node were tried in this phase: those out, then those in backwards. */
  readonly #next: Int32Array;
  readonly #queue: Int32Array;
  readonly #path: Int32Array;

  constructor(network: CutNetwork, source: number, sink: number) {
    const { nodeCount, from, to, capacity } = network;
    this.#network = network;
    this.#source = source;
    this.#sink = sink;
    this.#out = rowsBy(from, nodeCount);
    this.#in = rowsBy(to, nodeCount);
    this.#left = capacity.slice();
    this.#carried = new Float64Array(capacity.length);
    this.#level = new Int32Array(nodeCount);
    this.#next = new Int32Array(nodeCount);
    this.#queue = new Int32Array(nodeCount);
    this.#path = new Int32Array(nodeCount);
  }

  /** Distances to the sink, breadth first and no further than the source; false where the source does not lead there any more. */
  layer(): boolean {
    const { from, to } = this.#network;
    const level = this.#level.fill(0);
    this.#next.fill(0);
    const queue = this.#queue;
    queue[0] = this.#sink;
    level[this.#sink] = 1;
    let tail = 1;
    for (let head = 0; head < tail; head += 1) {
      const node = queue[head]!;
      const above = level[node]! + 1;
      for (let i = this.#in.start[node]!; i < this.#in.start[node + 1]!; i += 1) {
        const edge = this.#in.edges[i]!;
        const before = from[edge]!;
        if (level[before] !== 0 || this.#left[edge] === 0) continue;
        level[before] = above;
        if (before === this.#source) return true;
        queue[tail++] = before;
      }
      for (let i = this.#out.start[node]!; i < this.#out.start[node + 1]!; i += 1) {
        const edge = this.#out.edges[i]!;
        const before = to[edge]!;
        if (level[before] !== 0 || this.#carried[edge] === 0) continue;
        level[before] = above;
        if (before === this.#source) return true;
        queue[tail++] = before;
      }
    }
    return false;
  }

  /** Pushes flow along one shortest path; gives how much, 0 when the layers are used up. */
  augment(): number {
    const { from, to } = this.#network;
    const level = this.#level;
    const path = this.#path;
    let depth = 0;
    let node = this.#source;
    while (node !== this.#sink) {
      const arc = this.#nextArc(node);
      if (arc !== 0) {
        path[depth++] = arc;
        node = arc > 0 ? to[arc - 1]! : from[-arc - 1]!;
        continue;
      }
      if (depth === 0) return 0;
      // A dead end: not to be entered again in this phase.
      level[node] = 0;
      const back = path[--depth]!;
      node = back > 0 ? from[back - 1]! : to[-back - 1]!;
    }
    let most = Infinity;
    for (let i = 0; i < depth; i += 1) {
      const arc = path[i]!;
      most = Math.min(most, arc > 0 ? this.#left[arc - 1]! : this.#carried[-arc - 1]!);
    }
    if (most === Infinity) return most;
    for (let i = 0; i < depth; i += 1) {
      const arc = path[i]!;
      const edge = Math.abs(arc) - 1;
      const push = arc > 0 ? most : -most;
      this.#left[edge]! -= push;
      this.#carried[edge]! += push;
    }
    return most;
  }

  /** The next arc of a node that leads one layer down: edge + 1 forwards, −(edge + 1) backwards, 0 for none. */
  #nextArc(node: number): number {
    const { from, to } = this.#network;
    const wanted = this.#level[node]! - 1;
    const outStart = this.#out.start[node]!;
    const outCount = this.#out.start[node + 1]! - outStart;
    const inStart = this.#in.start[node]!;
    const count = outCount + this.#in.start[node + 1]! - inStart;
    for (let at = this.#next[node]!; at < count; at += 1) {
      // `next` stays at an arc that was found, until it is full or leads to a dead end.
      this.#next[node] = at;
      if (at < outCount) {
        const edge = this.#out.edges[outStart + at]!;
        if (this.#left[edge]! > 0 && wanted > 0 && this.#level[to[edge]!] === wanted) return edge + 1;
      } else {
        const edge = this.#in.edges[inStart + at - outCount]!;
        if (this.#carried[edge]! > 0 && wanted > 0 && this.#level[from[edge]!] === wanted) return -(edge + 1);
      }
    }
    this.#next[node] = count;
    return 0;
  }

  /** Edges from what the source still reaches to what it does not. */
  cutEdges(): number[] {
    const { nodeCount, from, to, capacity } = this.#network;
    const reached = new Uint8Array(nodeCount);
    const queue = this.#queue;
    queue[0] = this.#source;
    reached[this.#source] = 1;
    let tail = 1;
    for (let head = 0; head < tail; head += 1) {
      const node = queue[head]!;
      for (let i = this.#out.start[node]!; i < this.#out.start[node + 1]!; i += 1) {
        const edge = this.#out.edges[i]!;
        if (this.#left[edge] === 0 || reached[to[edge]!] === 1) continue;
        reached[to[edge]!] = 1;
        queue[tail++] = to[edge]!;
      }
      for (let i = this.#in.start[node]!; i < this.#in.start[node + 1]!; i += 1) {
        const edge = this.#in.edges[i]!;
        if (this.#carried[edge] === 0 || reached[from[edge]!] === 1) continue;
        reached[from[edge]!] = 1;
        queue[tail++] = from[edge]!;
      }
    }
    const cut: number[] = [];
    for (let edge = 0; edge < from.length; edge += 1) {
      if (reached[from[edge]!] === 1 && reached[to[edge]!] === 0 && capacity[edge]! > 0) cut.push(edge);
    }
    return cut;
  }
}

interface Rows {
  readonly start: Int32Array;
  readonly edges: Int32Array;
}

/** Edges in compressed rows by one of their ends. */
function rowsBy(ends: Int32Array, nodeCount: number): Rows {
  const start = new Int32Array(nodeCount + 1);
  for (const node of ends) start[node + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) start[node + 1]! += start[node]!;
  const next = start.slice();
  const edges = new Int32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge += 1) {
    const node = ends[edge]!;
    edges[next[node]!] = edge;
    next[node]! += 1;
  }
  return { start, edges };
}
