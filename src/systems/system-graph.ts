/**
 * A system model as nodes and edges: the labels of `graph-schema/systems.graphql`.
 */
import type { GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import type { Asset, Level, SystemModel } from '#model/system-model';
import { LEVELS } from '#model/system-model';

export interface SystemGraphContext {
  /** Kind → top class, e.g. `agent` → `context-system`. */
  readonly classOf: (kind: string) => string;
  /** Control id → key of its node; undefined where no loaded framework or library has it. */
  readonly controlKey: (id: string) => string | undefined;
  /** Of a safeguard that states none, 0..1. */
  readonly defaultEffectiveness: number;
  /** Evidence id → `fresh`, `expired`, `unverified` or `missing`. */
  readonly evidenceState: (id: string) => string;
}

export interface LabelledNode extends GraphNode {
  readonly label: string;
}

export interface TypedEdge extends GraphEdge {
  readonly type: string;
}

export interface GraphPart {
  readonly nodes: readonly LabelledNode[];
  readonly edges: readonly TypedEdge[];
}

type Properties = Readonly<Record<string, PropertyValue>>;
type End = GraphEdge['from'];

/** @returns every node and edge once, in the order of the model */
export function systemGraph(system: SystemModel, context: SystemGraphContext): GraphPart {
  const nodes: LabelledNode[] = [];
  const edges: TypedEdge[] = [];
  const self: End = { label: 'System', key: system.id };
  const key = (part: string, id: string): string => `${system.id}/${part}/${id}`;
  const elements = new Map<string, End>();
  const edge = (type: string, from: End, to: End | undefined, properties: Properties = {}): void => {
    if (to !== undefined) edges.push({ type, from, to, properties });
  };
  const node = (label: string, part: string, id: string, properties: Properties): End => {
    const end = { label, key: key(part, id) };
    nodes.push({ label, key: end.key, properties: { id, system: system.id, ...properties } });
    edge('PART_OF', end, self);
    return end;
  };

  nodes.push({
    label: 'System',
    key: system.id,
    properties: {
      id: system.id,
      name: system.name ?? system.id,
      description: system.description ?? null,
      owner: system.owner ?? null,
      stage: system.stage ?? null,
      sourceSha256: system.source.sha256,
    },
  });
  for (const { id, name, trust } of system.zones) {
    elements.set(id, node('Zone', 'zones', id, { name: name ?? id, trust }));
  }
  for (const { id, name, attacker } of system.actors) {
    elements.set(id, node('Actor', 'actors', id, { name: name ?? id, attacker }));
  }
  for (const asset of system.assets) {
    elements.set(asset.id, node('Asset', 'assets', asset.id, assetProperties(asset, context)));
  }
  for (const zone of system.zones)
    if (zone.in !== undefined) edge('IN_ZONE', elements.get(zone.id)!, elements.get(zone.in));
  for (const { id, zone, access, supplies } of system.actors) {
    const from = elements.get(id)!;
    if (zone !== undefined) edge('IN_ZONE', from, elements.get(zone));
    for (const link of access) edge('RELATES_TO', from, elements.get(link.id), { kind: 'access' });
    for (const supplied of supplies) edge('RELATES_TO', from, elements.get(supplied), { kind: 'supplies' });
  }
  for (const { id, zone, relations } of system.assets) {
    const from = elements.get(id)!;
    if (zone !== undefined) edge('IN_ZONE', from, elements.get(zone));
    for (const [kind, links] of Object.entries(relations)) {
      for (const link of links) edge('RELATES_TO', from, elements.get(link.id), { kind });
    }
  }
  for (const { id, from, to, carries, authenticated, encrypted } of system.flows) {
    edge('FLOWS_TO', elements.get(from)!, elements.get(to), {
      id,
      carries,
      authenticated: authenticated ?? null,
      encrypted: encrypted ?? null,
    });
  }
  addSafeguards(system, context, elements, node, edge);
  for (const { id, name, on, loss, impact } of system.goals) {
    const goal = node('Goal', 'goals', id, { name: name ?? id, loss, impact });
    edge('TARGETS', goal, elements.get(on));
  }
  return { nodes, edges };
}

function addSafeguards(
  system: SystemModel,
  context: SystemGraphContext,
  elements: ReadonlyMap<string, End>,
  node: (label: string, part: string, id: string, properties: Properties) => End,
  edge: (type: string, from: End, to: End | undefined, properties?: Properties) => void,
): void {
  const flows = new Map(system.flows.map((flow) => [flow.id, flow]));
  const safeguards = new Map<string, End>();
  const proofs: [evidence: string, safeguard: End][] = [];
  for (const { id, name, status, effectiveness, implements: controls, on, evidence } of system.safeguards) {
    const safeguard = node('Safeguard', 'safeguards', id, {
      name: name ?? id,
      status,
      effectiveness: effectiveness ?? context.defaultEffectiveness,
    });
    safeguards.set(id, safeguard);
    for (const control of controls) {
      const controlKey = context.controlKey(control);
      if (controlKey !== undefined) edge('IMPLEMENTS', safeguard, { label: 'Control', key: controlKey });
    }
    // A safeguard on a flow protects what the flow leads to.
    const places = new Set(on.map((place) => flows.get(place)?.to ?? place));
    for (const place of places) edge('PROTECTS', safeguard, elements.get(place));
    for (const proof of evidence) proofs.push([proof, safeguard]);
  }
  for (const { id, kind, collected, expires, subject } of system.evidence) {
    const evidence = node('Evidence', 'evidence', id, {
      kind,
      state: context.evidenceState(id),
      collected: collected ?? null,
      expires: expires ?? null,
    });
    if (subject !== undefined) edge('ABOUT', evidence, elements.get(subject));
    for (const [proof, safeguard] of proofs) if (proof === id) edge('PROVES', evidence, safeguard);
  }
}

function assetProperties(asset: Asset, { classOf }: SystemGraphContext): Properties {
  const values = Object.values(asset.value);
  return {
    name: asset.name ?? asset.id,
    kind: asset.kind,
    class: classOf(asset.kind),
    exposure: asset.exposure,
    value: highest(values) ?? null,
  };
}

function highest(levels: readonly Level[]): Level | undefined {
  return LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)))];
}
