/**
 * Knowledge as a graph, ready for a store: labels and edges of `graph-schema/frameworks.graphql`.
 */
import type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import type { FrameworkRecords } from '#model/framework-records';
import { recordKey, type Catalogue, type RecordKind, type RecordRef } from './catalogue.ts';
import type { Knowledge } from './knowledge.ts';
import { mappingEdge } from './mapping-edge.ts';

export const LABELS: Readonly<Record<RecordKind, string>> = {
  tactic: 'Tactic',
  technique: 'Technique',
  risk: 'Risk',
  control: 'Control',
  requirement: 'Requirement',
  'case-study': 'CaseStudy',
};

type Properties = Readonly<Record<string, PropertyValue>>;

/**
 * Nodes are keyed `framework@edition/id`, so editions stand side by side; a technique and a mitigation with one id
 * have different labels. Every edge ends at a node of the same batch. O(n).
 *
 * @example knowledgeToGraph(knowledge).edges.get('MITIGATES')?.length
 */
export function knowledgeToGraph(knowledge: Knowledge): GraphBatch {
  const graph = new BatchBuilder();
  for (const records of knowledge.frameworks) addFramework(graph, knowledge.catalogue, records);
  for (const { id, version, controls } of knowledge.libraries) {
    for (const control of controls) {
      graph.node('Control', recordKey({ framework: id, edition: version, id: control.id }), {
        id: control.id,
        name: control.name,
        framework: id,
        edition: version,
        description: control.description,
        categories: [],
        lifecycle: [],
        status: 'active',
      });
    }
  }
  addMitigations(graph, knowledge);
  addMappings(graph, knowledge);
  return graph.batch();
}

function addFramework(graph: BatchBuilder, catalogue: Catalogue, records: FrameworkRecords): void {
  const { framework, source } = records;
  const { id, edition } = framework;
  const frameworkKey = `${id}@${edition}`;
  graph.node('Framework', frameworkKey, {
    id,
    edition,
    name: framework.name,
    publisher: framework.publisher,
    licence: framework.licence,
    url: framework.url,
    sourceFile: source.file,
    sourceSha256: source.sha256,
  });
  const add = (
    kind: RecordKind,
    record: {
      readonly id: string;
      readonly name: string;
      readonly description?: string;
      readonly url?: string;
    },
    properties: Properties,
  ): RecordRef => {
    const ref = catalogue.ref(kind, id, record.id, edition)!;
    graph.node(LABELS[kind], ref.key, {
      id: record.id,
      name: record.name,
      framework: id,
      edition,
      description: record.description ?? null,
      url: record.url ?? null,
      ...properties,
    });
    graph.edgeToKey('IN_FRAMEWORK', ref, { label: 'Framework', key: frameworkKey });
    return ref;
  };
  const link = (type: string, from: RecordRef, kind: RecordKind, to: string | undefined): void => {
    const ref = to === undefined ? undefined : catalogue.ref(kind, id, to, edition);
    if (ref !== undefined) graph.edge(type, from, ref, {});
  };

  for (const tactic of records.tactics) add('tactic', tactic, { order: tactic.order });
  for (const technique of records.techniques) {
    const { maturity, platforms, status } = technique;
    const ref = add('technique', technique, { maturity: maturity ?? null, platforms, status });
    for (const tactic of new Set(technique.tactics)) link('HAS_TACTIC', ref, 'tactic', tactic);
    link('SUBTECHNIQUE_OF', ref, 'technique', technique.parent);
    link('SUCCEEDED_BY', ref, 'technique', technique.succeededBy);
  }
  for (const risk of records.risks) {
    const ref = add('risk', risk, { level: risk.level });
    for (const parent of new Set(risk.parents)) link('PART_OF', ref, 'risk', parent);
  }
  for (const control of records.controls) {
    const { categories, lifecycle, status } = control;
    const ref = add('control', control, { categories, lifecycle, status });
    link('SUCCEEDED_BY', ref, 'control', control.succeededBy);
  }
  for (const requirement of records.requirements) {
    const ref = add('requirement', requirement, { level: requirement.level, order: requirement.order });
    link('PART_OF', ref, 'requirement', requirement.parent);
  }
  for (const study of records.caseStudies) {
    const ref = add('case-study', study, {
      kind: study.kind,
      target: study.target ?? null,
      date: study.date ?? null,
    });
    study.procedure.forEach(({ tactic, technique, description }, index) => {
      const to = catalogue.ref('technique', id, technique, edition);
      if (to === undefined) return;
      graph.edge('PROCEDURE_STEP', ref, to, { index, tactic, description: description ?? null });
    });
  }
}

/** ATLAS states two links twice, with different texts; `index` keeps such edges apart. */
function addMitigations(graph: BatchBuilder, { mitigations }: Knowledge): void {
  const stated = new Map<string, number>();
  for (const { control, target, source, description } of mitigations) {
    const key = [control.key, target.kind, target.key, source].join('\u0000');
    const index = stated.get(key) ?? 0;
    stated.set(key, index + 1);
    graph.edge('MITIGATES', control, target, { source, index, description: description ?? null });
  }
}

/** A graph is a set: what two rows of crosswalks say alike is one edge. */
function addMappings(graph: BatchBuilder, { mappings }: Knowledge): void {
  const said = new Set<string>();
  for (const mapping of mappings) {
    const edge = mappingEdge(mapping);
    if (edge === undefined) continue;
    const { type, from, to, properties } = edge;
    const saying = JSON.stringify([type, LABELS[from.kind], from.key, LABELS[to.kind], to.key, properties]);
    if (said.has(saying)) continue;
    said.add(saying);
    graph.edge(type, from, to, properties);
  }
}

class BatchBuilder {
  readonly #nodes = new Map<string, GraphNode[]>();
  readonly #edges = new Map<string, GraphEdge[]>();

  node(label: string, key: string, properties: Properties): void {
    push(this.#nodes, label, { key, properties });
  }

  edge(type: string, from: RecordRef, to: RecordRef, properties: Properties): void {
    this.edgeToKey(type, from, { label: LABELS[to.kind], key: to.key }, properties);
  }

  edgeToKey(type: string, from: RecordRef, to: GraphEdge['to'], properties: Properties = {}): void {
    push(this.#edges, type, { from: { label: LABELS[from.kind], key: from.key }, to, properties });
  }

  batch(): GraphBatch {
    return { nodes: this.#nodes, edges: this.#edges };
  }
}

function push<T>(groups: Map<string, T[]>, name: string, value: T): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [value]);
  else group.push(value);
}
