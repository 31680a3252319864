/**
 * One build of the graph: the frameworks, the libraries' controls, and every system with its analysis.
 */
import { defaultsOf } from '#analysis/derive/defaults';
import { evidenceState } from '#analysis/derive/evidence';
import { resultGraph } from '#analysis/graph/result-graph';
import type { AnalysisResult } from '#model/analysis-result';
import { ASSET_KINDS } from '#model/asset-kinds';
import { ThreatloomError } from '#model/errors';
import type { GraphBatch, GraphEdge, GraphNode } from '#model/graph';
import type { SystemModel } from '#model/system-model';
import { recordKey } from '#knowledge/catalogue';
import { knowledgeToGraph } from '#knowledge/knowledge-graph';
import { systemGraph } from '#systems/system-graph';
import { checkEvidence } from './analysis.ts';
import type { Workspace } from './analysis.ts';

export interface AnalyzedSystem {
  readonly system: SystemModel;
  readonly result: AnalysisResult;
  /** Where files of evidence are looked for; the working directory unless told. */
  readonly folder?: string;
}

/**
 * The same inputs give the same batch, in whatever order the systems come.
 *
 * @throws ThreatloomError GRAPH-020 where two systems have one id
 */
export function buildGraph(workspace: Workspace, systems: readonly AnalyzedSystem[]): GraphBatch {
  const { effectiveness } = defaultsOf(workspace.libraries);
  const base = knowledgeToGraph(workspace.knowledge);
  const nodes = new Map([...base.nodes].map(([label, list]) => [label, [...list]]));
  const edges = new Map([...base.edges].map(([type, list]) => [type, [...list]]));
  const files = new Map<string, string>();
  for (const { system, result, folder = '.' } of systems) {
    const other = files.get(system.id);
    if (other !== undefined) {
      throw new ThreatloomError('GRAPH-020', `two systems have the id "${system.id}"`, {
        file: system.source.file,
        hint: `the other is ${other}; give each its own "system:"`,
      });
    }
    files.set(system.id, system.source.file);
    const checks = checkEvidence(system, folder);
    const states = new Map(
      system.evidence.map((each) => [each.id, evidenceState(each, result.asOf, checks.get(each.id))]),
    );
    const part = systemGraph(system, {
      classOf: (kind) => classOf(workspace, kind),
      controlKey: (id) => controlKey(workspace, id),
      defaultEffectiveness: effectiveness,
      evidenceState: (id) => states.get(id)!,
    });
    const answer = resultGraph(result, system, (id) => techniqueKey(workspace, id));
    for (const { label, ...node } of [...part.nodes, ...answer.nodes]) append(nodes, label, node);
    for (const { type, ...edge } of [...part.edges, ...answer.edges]) append(edges, type, edge);
  }
  return { nodes, edges };
}

function append<T extends GraphNode | GraphEdge>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

function techniqueKey({ knowledge, view }: Workspace, id: string): string | undefined {
  const framework = view.techniques.get(id)?.framework;
  const edition = framework === undefined ? undefined : knowledge.catalogue.pinned(framework);
  return framework === undefined || edition === undefined ? undefined : recordKey({ framework, edition, id });
}

function controlKey({ knowledge, view, libraries }: Workspace, id: string): string | undefined {
  const library = libraries.find(({ controls }) => controls.some((control) => control.id === id));
  if (library !== undefined) return recordKey({ framework: library.id, edition: library.version, id });
  const framework = view.controls.get(id)?.framework;
  const edition = framework === undefined ? undefined : knowledge.catalogue.pinned(framework);
  return framework === undefined || edition === undefined ? undefined : recordKey({ framework, edition, id });
}

/** Top class of a kind, followed through the kinds that libraries add. */
function classOf({ libraries }: Workspace, kind: string): string {
  const added = new Map(libraries.flatMap(({ kinds }) => kinds.map((each) => [each.id, each])));
  let name = kind;
  for (let next = added.get(name); next !== undefined; next = added.get(name)) {
    if (next.is === undefined || next.is === name) return next.class;
    name = next.is;
  }
  return ASSET_KINDS.get(name) ?? name;
}
