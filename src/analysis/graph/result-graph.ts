/**
 * The result of an analysis as nodes and edges: the labels of `graph-schema/analysis.graphql`.
 */
import type { AnalysisResult } from '#model/analysis-result';
import type { GraphEdge, GraphNode, PropertyValue } from '#model/graph';
import type { SystemModel } from '#model/system-model';

type End = GraphEdge['from'];
type Properties = Readonly<Record<string, PropertyValue>>;

export interface ResultGraph {
  readonly nodes: readonly (GraphNode & { readonly label: string })[];
  readonly edges: readonly (GraphEdge & { readonly type: string })[];
}

/**
 * @param techniqueKey technique id → key of its node, undefined where no loaded framework has it
 * @param system the model that was analysed, for which ids are actors
 */
export function resultGraph(
  result: AnalysisResult,
  system: SystemModel,
  techniqueKey: (id: string) => string | undefined,
): ResultGraph {
  const nodes: (GraphNode & { readonly label: string })[] = [];
  const edges: (GraphEdge & { readonly type: string })[] = [];
  const self: End = { label: 'System', key: result.system };
  const key = (part: string, id: string | number): string => `${result.system}/${part}/${id}`;
  const edge = (type: string, from: End, to: End, properties: Properties = {}): void => {
    edges.push({ type, from, to, properties });
  };
  const node = (label: string, nodeKey: string, properties: Properties): End => {
    nodes.push({ label, key: nodeKey, properties: { system: result.system, ...properties } });
    const end = { label, key: nodeKey };
    edge('PART_OF', end, self);
    return end;
  };
  const step = (id: string): End => ({ label: 'AttackStep', key: key('threats', id) });
  const actors = new Set(system.actors.map(({ id }) => id));
  const known = new Set(result.threats.map(({ id }) => id));

  for (const threat of result.threats) {
    const end = node('AttackStep', key('threats', threat.id), {
      id: threat.id,
      name: threat.goal,
      rule: threat.rule,
      asset: threat.asset,
      technique: threat.technique,
      reachable: threat.reachable,
      likelihood: threat.residual.likelihood,
      impact: threat.impact,
      risk: threat.residual.risk,
      status: threat.status,
    });
    const technique = techniqueKey(threat.technique);
    if (technique !== undefined) edge('USES', end, { label: 'Technique', key: technique });
    const isActor = actors.has(threat.asset);
    const at = { label: isActor ? 'Actor' : 'Asset', key: key(isActor ? 'actors' : 'assets', threat.asset) };
    edge('EXPOSED_TO', at, end);
    for (const enabler of threat.enabledBy) if (known.has(enabler)) edge('ENABLES', step(enabler), end);
    for (const { id, safeguard, effectiveness } of threat.controls) {
      if (safeguard === undefined) continue;
      edge('ANSWERS', { label: 'Safeguard', key: key('safeguards', safeguard) }, end, {
        control: id,
        effectiveness,
      });
    }
  }
  for (const path of result.paths) {
    const end = node('AttackPath', key('paths', `${path.goal}/${path.rank}`), {
      rank: path.rank,
      goal: path.goal,
      likelihood: path.likelihood,
      risk: path.risk,
      length: path.steps.length,
    });
    path.steps.forEach(({ threat }, index) => {
      edge('STEP', end, step(threat), { index });
    });
    edge('REACHES', end, { label: 'Goal', key: key('goals', path.goal) });
  }
  return { nodes, edges };
}
