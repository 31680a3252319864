/**
 * The diagram in the words of ELK, and its answer in ours.
 *
 * ELK's layered algorithm (https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html) lays out nested boxes
 * and routes lines around them. The same diagram always gets the same places: sizes do not depend on fonts, and the seed is fixed.
 */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Rectangle } from '../export/svg-text.ts';
import type { Diagram } from './diagram.ts';

export const NODE = { width: 150, height: 58 } as const;
const ZONE_HEAD = 34;
const ZONE_PADDING = 14;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly zones: ReadonlyMap<string, Rectangle>;
  readonly nodes: ReadonlyMap<string, Rectangle>;
  /** Edge id → the corners of its line, ends included. */
  readonly edges: ReadonlyMap<string, readonly Point[]>;
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=16,left=16,bottom=16,right=16]',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.edgeNode': '8',
  'elk.spacing.edgeEdge': '6',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '5',
  'elk.layered.mergeEdges': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
} as const;

/** Some systems are better read from left to right, others from top to bottom; both are tried. */
export const ARRANGEMENTS = [
  { 'elk.direction': 'RIGHT', 'elk.layered.layering.strategy': 'LONGEST_PATH' },
  { 'elk.direction': 'DOWN', 'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST' },
] as const;

/** Width by height of the room that a drawing usually has. */
const USUAL_SHAPE = 1.5;

/** Of several layouts the one that can be shown largest. */
export function best(layouts: readonly Layout[]): Layout {
  const size = ({ width, height }: Layout): number => Math.min(USUAL_SHAPE / width, 1 / height);
  return layouts.reduce((found, each) => (size(each) > size(found) ? each : found));
}

// Zones, elements and edges have names of their own; in ELK's graph ids are of one kind.
const zoneId = (id: string): string => `zone ${id}`;
const nodeId = (id: string): string => `node ${id}`;

export function toElk(
  { zones, nodes, edges }: Diagram,
  arrangement: Readonly<Record<string, string>>,
): ElkNode {
  const boxes = new Map<string | undefined, ElkNode[]>();
  const inside = (zone: string | undefined): ElkNode[] => {
    const list = boxes.get(zone) ?? [];
    boxes.set(zone, list);
    return list;
  };
  for (const { id, zone } of nodes) inside(zone).push({ id: nodeId(id), ...NODE });
  const zonesIn = new Map<string | undefined, string[]>();
  for (const { id, parent } of zones) zonesIn.set(parent, [...(zonesIn.get(parent) ?? []), id]);
  const build = (zone: string | undefined): ElkNode[] => [
    ...(boxes.get(zone) ?? []),
    ...(zonesIn.get(zone) ?? [])
      .map((id) => ({ id, children: build(id) }))
      .filter(({ children }) => children.length > 0)
      .map(({ id, children }) => ({
        id: zoneId(id),
        children,
        layoutOptions: {
          'elk.padding': `[top=${ZONE_HEAD},left=${ZONE_PADDING},bottom=${ZONE_PADDING},right=${ZONE_PADDING}]`,
        },
      })),
  ];
  return {
    id: 'system',
    layoutOptions: { ...OPTIONS, ...arrangement },
    children: build(undefined),
    edges: edges.map(({ id, from, to }) => ({ id, sources: [nodeId(from)], targets: [nodeId(to)] })),
  };
}

export function fromElk(result: ElkNode): Layout {
  const zones = new Map<string, Rectangle>();
  const nodes = new Map<string, Rectangle>();
  const visit = (parent: ElkNode): void => {
    for (const child of parent.children ?? []) {
      const { id, x = 0, y = 0, width = 0, height = 0 } = child;
      const [kind, name] = [id.slice(0, 4), id.slice(5)];
      (kind === 'zone' ? zones : nodes).set(name, { x, y, width, height });
      visit(child);
    }
  };
  visit(result);
  const edges = new Map(
    (result.edges ?? []).map(({ id, sections = [] }) => [
      id,
      sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
    ]),
  );
  return { width: result.width ?? 0, height: result.height ?? 0, zones, nodes, edges };
}
