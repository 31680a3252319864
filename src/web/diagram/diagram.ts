/**
 * A system as boxes and lines: what the diagram, its table and its search are about.
 */
import type { ActorRecord, AssetRecord, FlowFacts, StructureAnswer, Threat } from '../data/answers.ts';
import { LEVELS } from '../data/answers.ts';
import type { AttackerKind, Exposure, Level } from '#model/system-model';

export interface DiagramZone {
  readonly id: string;
  readonly name: string;
  readonly trust: number;
  /** The zone around it. */
  readonly parent?: string;
}

interface Node {
  readonly id: string;
  readonly name: string;
  readonly zone?: string;
  /** Threats here that an attacker can reach. */
  readonly threats: number;
  /** The highest residual risk of those. */
  readonly risk?: Level;
  /** Ids of the goals that attackers have here. */
  readonly goals: readonly string[];
}

export type DiagramNode = Node &
  (
    | { readonly type: 'actor'; readonly attacker: AttackerKind }
    | { readonly type: 'asset'; readonly kind: string; readonly exposure: Exposure; readonly value?: Level }
  );

/** All that joins two elements, drawn as one line. */
export interface DiagramEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly forth: Links;
  /** From `to` to `from`. */
  readonly back: Links;
}

export interface Links {
  readonly flows: readonly FlowFacts[];
  /** The model's keys, e.g. `retrieves-from`. */
  readonly relations: readonly string[];
}

export interface Diagram {
  readonly zones: readonly DiagramZone[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

/** @param threats of the system, for what is said of each element; may be empty */
export function diagramOf(structure: StructureAnswer, threats: readonly Threat[]): Diagram {
  const threatsAt = new Map<string, Threat[]>();
  for (const threat of threats) {
    if (!threat.reachable) continue;
    const list = threatsAt.get(threat.asset) ?? [];
    list.push(threat);
    threatsAt.set(threat.asset, list);
  }
  const common = ({ id, name, inZone }: ActorRecord | AssetRecord): Node => {
    const here = threatsAt.get(id) ?? [];
    const [zone] = inZone;
    const risk = highest(here.map(({ residualRisk }) => residualRisk));
    const goals = structure.goals.filter(({ targets, targetsActors }) =>
      [...targets, ...targetsActors].some((target) => target.id === id),
    );
    return {
      id,
      name,
      threats: here.length,
      goals: goals.map((goal) => goal.id),
      ...(zone === undefined ? {} : { zone: zone.id }),
      ...(risk === undefined ? {} : { risk }),
    };
  };
  return {
    zones: outerFirst(
      structure.zones.map(({ id, name, trust, inZone: [parent] }) => ({
        id,
        name,
        trust,
        ...(parent === undefined ? {} : { parent: parent.id }),
      })),
    ),
    nodes: [
      ...structure.actors.map((actor): DiagramNode => ({
        ...common(actor),
        type: 'actor',
        attacker: actor.attacker,
      })),
      ...structure.assets.map((asset): DiagramNode => ({
        ...common(asset),
        type: 'asset',
        kind: asset.kind,
        exposure: asset.exposure,
        ...(asset.value === null ? {} : { value: asset.value }),
      })),
    ],
    edges: edgesOf([...structure.actors, ...structure.assets]),
  };
}

/** So that a zone is drawn on top of those around it. */
function outerFirst(zones: readonly DiagramZone[]): readonly DiagramZone[] {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const depth = (zone: DiagramZone): number => {
    const around = zone.parent === undefined ? undefined : byId.get(zone.parent);
    return around === undefined ? 0 : depth(around) + 1;
  };
  return zones.toSorted((a, b) => depth(a) - depth(b));
}

export function highest(levels: readonly Level[]): Level | undefined {
  return LEVELS.findLast((level) => levels.includes(level));
}

function edgesOf(elements: readonly (ActorRecord | AssetRecord)[]): readonly DiagramEdge[] {
  const pairs = new Map<string, { from: string; to: string; forth: Collected; back: Collected }>();
  const between = (from: string, to: string): Collected => {
    const known = pairs.get(pairKey(to, from));
    if (known !== undefined) return known.back;
    const key = pairKey(from, to);
    const pair = pairs.get(key) ?? { from, to, forth: collected(), back: collected() };
    pairs.set(key, pair);
    return pair.forth;
  };
  for (const element of elements) {
    const { id, flowsToConnection, flowsToActorsConnection, relatesToConnection } = element;
    for (const { properties, node } of [...flowsToConnection.edges, ...flowsToActorsConnection.edges]) {
      if (node.id !== id) between(id, node.id).flows.push(properties);
    }
    const toActors = element.relatesToActorsConnection?.edges ?? [];
    for (const { properties, node } of [...relatesToConnection.edges, ...toActors]) {
      if (node.id !== id) between(id, node.id).relations.push(properties.kind);
    }
  }
  return [...pairs.values()].map(({ from, to, forth, back }) => ({
    id: pairKey(from, to),
    from,
    to,
    forth: sorted(forth),
    back: sorted(back),
  }));
}

interface Collected {
  readonly flows: FlowFacts[];
  readonly relations: string[];
}

const pairKey = (from: string, to: string): string => JSON.stringify([from, to]);
const collected = (): Collected => ({ flows: [], relations: [] });
const sorted = ({ flows, relations }: Collected): Links => ({
  flows: flows.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  relations: [...new Set(relations)].sort(),
});

/** Elements whose name, id or kind has the text in it; none for an empty text. */
export function search({ nodes }: Diagram, text: string): readonly DiagramNode[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return nodes.filter((node) =>
    [node.id, node.name, node.type === 'asset' ? node.kind : node.attacker].some((field) =>
      field.toLowerCase().includes(wanted),
    ),
  );
}
