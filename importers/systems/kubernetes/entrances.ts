/** Services and what stands before them: names by which workloads are called, and ways in from outside. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { withoutClusterDomain } from '../../formats/workloads.ts';
import type { Cluster, Placed } from './cluster.ts';
import { hasLabels, listed, textsOf, type Resource } from './resources.ts';

/** Names by which workloads call each other, and whether others outside can. */
export function readService(
  cluster: Cluster,
  { name, namespace, node, what }: Resource,
  placed: readonly Placed[],
): void {
  const spec = node.at('spec');
  const selector = textsOf(spec?.any('selector'));
  const behind = placed.filter(
    (each) =>
      each.namespace === namespace &&
      selector.length > 0 &&
      each.pods.some(({ labels }) => hasLabels(labels, selector)),
  );
  const type = spec?.text('type');
  const outside = type === 'ExternalName' ? spec?.text('externalName') : undefined;
  spec?.tell(
    'ports',
    'clusterIP',
    'clusterIPs',
    'selector',
    'ipFamilyPolicy',
    'ipFamilies',
    'sessionAffinity',
    'internalTrafficPolicy',
    'externalTrafficPolicy',
    'publishNotReadyAddresses',
  );
  if (outside !== undefined) {
    const id = cluster.workloads.outside(outside, node.place);
    cluster.workloads.name(`${name}.${namespace}`, id);
    node.account.read(node.pointer, what, `a name of ${id}`);
    return;
  }
  const [first] = behind;
  if (first === undefined) {
    node.account.notRead(
      node.pointer,
      what,
      selector.length === 0 ? 'it selects nothing' : 'no workload here has its labels',
    );
    if (selector.length > 0)
      node.account.warn(node.pointer, `no workload here has the labels that ${what} selects`, {
        code: 'KUBE-004',
      });
    return;
  }
  cluster.workloads.name(`${name}.${namespace}`, first.workload.id);
  node.account.read(node.pointer, what, `a name of ${behind.map(({ workload }) => workload.id).join(', ')}`);
  if (type !== 'LoadBalancer' && type !== 'NodePort') return;
  const why = 'it is reached from outside the cluster';
  for (const { workload } of behind) open(cluster, workload.id, why);
  node.account.guessed(
    `${node.pointer}/spec/type`,
    `type ${type}`,
    `exposure of ${first.workload.id}: public`,
    why,
  );
}

export const ENTRANCES: ReadonlySet<string> = new Set([
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'Route',
  'VirtualService',
]);

/** Ingress, routes of the Gateway API, of OpenShift and of Istio. */
export function readEntrance(cluster: Cluster, resource: Resource): void {
  const { node, what, kind, namespace } = resource;
  const spec = node.at('spec');
  if (spec === undefined) return;
  if (kind === 'VirtualService' && !isFromOutside(spec)) {
    node.account.notRead(node.pointer, what, 'it routes calls within the cluster alone');
    node.tellParts();
    return;
  }
  const hasTls = spec.has('tls');
  for (const backend of backendsOf(kind, spec)) {
    const id = cluster.workloads.names.get(
      backend.host.includes('.')
        ? withoutClusterDomain(backend.host)
        : `${backend.host}.${backend.namespace ?? namespace}`,
    );
    if (id === undefined) {
      cluster.reportNowhere(backend.node, `service "${backend.host}"`, what);
      continue;
    }
    const why = hasTls ? 'it is reached from outside, here with TLS' : 'it is reached from outside';
    open(cluster, id, why);
    backend.node.account.guessed(
      backend.node.pointer,
      `${what} to service "${backend.host}"`,
      `exposure of ${id}: public`,
      why,
    );
    backend.node.tellParts();
  }
  if (kind !== 'Ingress') node.tellParts();
}

interface Backend {
  readonly node: TreeNode;
  readonly host: string;
  readonly namespace?: string;
}

function backendsOf(kind: string, spec: TreeNode): readonly Backend[] {
  if (kind === 'Ingress') return ingressBackends(spec);
  if (kind === 'Route') return named([spec.any('to'), ...listed(spec, 'alternateBackends')], 'name');
  if (kind === 'VirtualService') {
    const routes = ['http', 'tls', 'tcp'].flatMap((key) => listed(spec, key));
    return named(
      routes.flatMap((each) => listed(each, 'route')).map((each) => each.any('destination')),
      'host',
    );
  }
  return named(
    listed(spec, 'rules').flatMap((rule) => listed(rule, 'backendRefs')),
    'name',
  );
}

function ingressBackends(spec: TreeNode): readonly Backend[] {
  const paths = (spec.any('rules')?.isList === true ? spec.objects('rules') : []).flatMap((rule) => {
    const http = rule.any('http');
    rule.tell('host');
    return http?.any('paths')?.isList === true ? http.objects('paths') : [];
  });
  for (const path of paths) path.tell('path', 'pathType');
  return [
    spec.any('defaultBackend'),
    spec.any('backend'),
    ...paths.map((path) => path.any('backend')),
  ].flatMap((backend): Backend[] => {
    const host = backend?.any('service')?.any('name')?.value ?? backend?.any('serviceName')?.value;
    return backend === undefined || typeof host !== 'string' ? [] : [{ node: backend, host }];
  });
}

function named(nodes: readonly (TreeNode | undefined)[], key: string): readonly Backend[] {
  return nodes.flatMap((node): Backend[] => {
    const [host, namespace] = [node?.any(key)?.value, node?.any('namespace')?.value];
    return node === undefined || typeof host !== 'string'
      ? []
      : [{ node, host, ...(typeof namespace === 'string' && { namespace }) }];
  });
}

/** Istio: without a gateway, or with the mesh alone, only calls of the cluster are routed. */
function isFromOutside(spec: TreeNode): boolean {
  const gateways = spec.any('gateways');
  return gateways?.isList === true && gateways.elements().some(({ value }) => value !== 'mesh');
}

/** Serving of KServe and Knative is given an address at the gateway of its cluster, unless it says that it wants none. */
export function readOwnEntrance(cluster: Cluster, { group, kind, node, workload, what }: Placed): void {
  const resource = `${group}/${kind}`;
  const labels = new Map(textsOf(node.any('metadata')?.any('labels')));
  const router = node.any('spec')?.any('router');
  const hasEntrance =
    resource === 'serving.kserve.io/LLMInferenceService'
      ? router?.has('gateway') === true || router?.has('route') === true
      : /^serving\.(?:kserve\.io\/Inference(?:Service|Graph)|knative\.dev\/Service)$/.test(resource) &&
        labels.get('networking.knative.dev/visibility') !== 'cluster-local' &&
        labels.get('networking.kserve.io/visibility') !== 'cluster-local';
  if (!hasEntrance) return;
  router?.tellParts();
  const why = 'its controller gives it an address at the gateway of the cluster';
  open(cluster, workload.id, why);
  node.account.guessed(node.pointer, `gateway of ${what}`, `exposure of ${workload.id}: public`, why);
}

export function open(cluster: Cluster, id: string, why: string): void {
  cluster.draft.guess(id, { exposure: why });
  cluster.draft.amend(id, () => ({ exposure: 'public' }));
  cluster.draft.ask(id, 'who can reach it from outside?');
}
