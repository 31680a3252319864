/**
 * Nodes that stores and clients stumble over, to be put beside an ordinary graph: hostile and foreign names, missing
 * values, edges that run side by side or back to where they came from.
 */
import type { GraphBatch, GraphEdge, GraphNode } from '#model/graph';
import { BatchBuilder } from '../conformance/batch-builder.ts';

/** Ids of assets → their names. */
export const NASTY_NAMES: Readonly<Record<string, string>> = {
  'break-out': '}) DETACH DELETE n //',
  'double-quote': 'say "hello" and \\"again\\"',
  'single-quote': "it's '); DROP TABLE Asset; --",
  backtick: '`Asset`:`x`',
  parameter: '$p0 ${p0} {p0}',
  escapes: '\\u0041 \\n \\x00 %00',
  markup: '<img src=x onerror=alert(1)>&amp;',
  'right-to-left': '\u202egnirts\u202c \u200fעברית العربية',
  emoji: '👩‍🔬🏳️‍🌈',
  'beyond-the-plane': '\u{10400} after \uff21',
  'full-width': '\uff21',
  combining: 'e\u0301 and \u00e9',
  separators: '\u2028\u2029\u00a0\ufeff',
  lines: 'one\ntwo\r\n\tthree',
  long: 'x'.repeat(10_000),
  blank: ' ',
  empty: '',
};

export function withNastyNodes(graph: GraphBatch): GraphBatch {
  const nasty = nastyGraph();
  return { nodes: merged(graph.nodes, nasty.nodes), edges: merged(graph.edges, nasty.edges) };
}

function merged<T extends GraphNode | GraphEdge>(
  a: ReadonlyMap<string, readonly T[]>,
  b: ReadonlyMap<string, readonly T[]>,
): Map<string, readonly T[]> {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map((name) => [name, [...(a.get(name) ?? []), ...(b.get(name) ?? [])]]));
}

function nastyGraph(): GraphBatch {
  const batch = new BatchBuilder();
  const system = 'nasty';
  batch.node('System', system, { id: system, name: 'Nasty "names"', sourceSha256: '0'.repeat(64) });
  const member = (label: string, folder: string, id: string, more: GraphNode['properties']): string => {
    batch.node(label, `${system}/${folder}/${id}`, { id, system, ...more });
    return `${label} ${system}/${folder}/${id}`;
  };
  const zone = member('Zone', 'zones', 'z', { name: 'zone', trust: 3 });
  const inner = member('Zone', 'zones', 'inner', { name: 'Zone', trust: 5 });
  batch.edge('IN_ZONE', inner, zone);
  const assets = Object.entries(NASTY_NAMES).map(([id, name], at) => {
    // Values of all kinds, missing ones among them.
    const value = [undefined, 'low', 'high', ''][at % 4];
    const more = value === undefined ? {} : { value };
    const asset = member('Asset', 'assets', id, {
      name,
      kind: at % 2 === 0 ? 'tool' : 'llm',
      class: 'c',
      exposure: 'public',
      ...more,
    });
    if (at % 3 !== 0) batch.edge('IN_ZONE', asset, at % 3 === 1 ? zone : inner);
    return asset;
  });
  const flow = (from: string, to: string, id: string, more: GraphEdge['properties'] = {}): void => {
    batch.edge('FLOWS_TO', from, to, { id, ...more });
  };
  const [first, second, third] = assets as [string, string, string];
  // Side by side, told apart by their id, by a list, by a list that is missing or empty; and one to itself.
  flow(first, second, 'b', { carries: ['prompt'], encrypted: true });
  flow(first, second, 'a', { carries: ['prompt', 'secret'], encrypted: false, authenticated: true });
  flow(first, second, 'same', { carries: ['b'] });
  flow(first, second, 'same', { carries: ['a', 'z'] });
  flow(first, second, 'same', { carries: [] });
  flow(first, second, 'same');
  flow(first, third, '"}) DETACH DELETE n //', { carries: ['`', '"', '$p0'] });
  flow(first, first, 'loop', { encrypted: true });
  assets.slice(1).forEach((asset, at) => {
    flow(
      asset,
      assets[(at * 7 + 3) % assets.length]!,
      `f${at}`,
      at % 2 === 0 ? { encrypted: at % 4 === 0 } : {},
    );
  });
  const guard = (id: string, effectiveness: number, protects: readonly string[]): void => {
    const guarding = member('Safeguard', 'safeguards', id, { name: id, status: 'in-place', effectiveness });
    for (const asset of protects) batch.edge('PROTECTS', guarding, asset);
  };
  guard('none', 0, []);
  guard('tiny', 5e-324, [first]);
  guard('third', 1 / 3, [first, second]);
  guard('all', 1, assets);
  member('Evidence', 'evidence', 'bare', { kind: 'test', state: 'missing' });
  member('Evidence', 'evidence', 'dated', {
    kind: 'test',
    state: 'fresh',
    collected: '2026-01-02',
    expires: '',
  });
  return batch.build();
}
