/** What stands before models and hands requests on: graphs of KServe, pipelines of Seldon, pools of the Gateway API. */
import { hostOf } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { withoutClusterDomain } from '../../formats/workloads.ts';
import type { Cluster, Placed } from './cluster.ts';
import { hasLabels, listed, textsOf } from './resources.ts';

export function readRouting(cluster: Cluster, resource: Placed, placed: readonly Placed[]): void {
  const spec = resource.node.any('spec');
  if (spec?.isObject !== true) return;
  if (resource.kind === 'InferenceGraph') readGraph(cluster, resource, spec);
  if (resource.kind === 'Pipeline' || resource.kind === 'Experiment') readSteps(cluster, resource, spec);
  if (resource.kind === 'InferencePool') readPool(cluster, resource, spec, placed);
}

/** Steps name services, or nodes of the same graph; before KServe 0.9 they were called routes. */
function readGraph(cluster: Cluster, resource: Placed, spec: TreeNode): void {
  const nodes = (spec.any('nodes')?.entries() ?? []).filter(([, node]) => node.isObject);
  for (const [, node] of nodes) {
    node.tell('routerType');
    for (const step of [...listed(node, 'steps'), ...listed(node, 'routes')]) {
      const named = step.text('serviceName') ?? step.text('service');
      const address = step.text('serviceUrl');
      const host = named ?? (address === undefined ? undefined : hostOf(address));
      if (host !== undefined) handOn(cluster, resource, step, host);
      step.tell('name', 'nodeName', 'data', 'condition', 'weight', 'dependency');
    }
    for (const next of listed(node, 'nextRoutes')) next.tellWhole();
  }
}

/** Steps of a Seldon pipeline, and what an experiment of Seldon's compares, are called as models are. */
function readSteps(cluster: Cluster, resource: Placed, spec: TreeNode): void {
  if (resource.group !== 'mlops.seldon.io') return;
  const mirror = spec.any('mirror');
  const sort = spec.text('resourceType') === 'pipeline' ? 'pipeline' : 'model';
  for (const step of [
    ...listed(spec, 'steps'),
    ...listed(spec, 'candidates'),
    ...(mirror?.isObject === true ? [mirror] : []),
  ]) {
    const name = step.text('name');
    if (name !== undefined) handOn(cluster, resource, step, name, sort);
    step.tellParts();
  }
  spec.tell('input', 'output', 'default', 'config');
}

/** Who may be asked, and who chooses among them. */
function readPool(cluster: Cluster, resource: Placed, spec: TreeNode, placed: readonly Placed[]): void {
  const { draft } = cluster;
  const { workload, namespace, what, node } = resource;
  const selector = spec.any('selector');
  const labels = textsOf(selector?.any('matchLabels') ?? selector);
  const members = placed.filter(
    (each) =>
      each !== resource &&
      each.namespace === namespace &&
      labels.length > 0 &&
      each.pods.some((pods) => hasLabels(pods.labels, labels)),
  );
  selector?.tellParts();
  for (const member of members) {
    draft.flow({ from: workload.id, to: member.workload.id, both: true, place: selector!.place });
    node.account.read(selector!.pointer, `pods of ${what}`, `flow ${workload.id} → ${member.workload.id}`);
  }
  if (members.length === 0 && labels.length > 0) {
    node.account.warn(selector!.pointer, `no workload here has the labels that ${what} selects`, {
      code: 'KUBE-004',
    });
    node.account.notRead(selector!.pointer, `pods of ${what}`, 'no workload here has their labels');
  }
  const config = spec.any('endpointPickerConfig');
  for (const key of ['extensionRef', 'endpointPickerRef']) {
    const picker = spec.any(key) ?? config?.any(key);
    const name = picker?.isObject === true ? picker.text('name') : undefined;
    if (name === undefined) continue;
    handOn(cluster, resource, picker!, name);
    picker!.tell('kind', 'group', 'port', 'portNumber', 'failureMode');
  }
  config?.tellParts();
  spec.tell('targetPortNumber', 'targetPorts');
}

function handOn(
  cluster: Cluster,
  { workload, namespace, what }: Placed,
  node: TreeNode,
  host: string,
  sort: 'service' | 'model' | 'pipeline' = 'service',
): void {
  const { names } = cluster.workloads;
  const short = withoutClusterDomain(host) + (sort === 'pipeline' ? '.pipeline' : '');
  const to = names.get(`${short}.${namespace}`) ?? names.get(short);
  if (to === undefined) {
    cluster.reportNowhere(node, `${sort} "${host}"`, what);
    return;
  }
  cluster.draft.flow({ from: workload.id, to, both: true, place: node.place });
  node.account.read(node.pointer, `${what} to ${sort} "${host}"`, `flow ${workload.id} → ${to}`);
}
