/** What network policies say, in one form: those of Kubernetes itself and those of Cilium. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { listed, selectorOf, type Resource } from './resources.ts';

export type Labels = readonly (readonly [string, string])[];

/** One end of what a rule allows. */
export type Peer =
  | { readonly is: 'anyone' }
  /** Pods by their labels; none stand for all. Namespaces likewise; absent: that of the policy. */
  | { readonly is: 'pods'; readonly labels: Labels; readonly namespaces?: Labels }
  | { readonly is: 'block'; readonly block: string }
  | { readonly is: 'host'; readonly host: string }
  /** What stands in no manifest: the machines and the interface of the cluster. */
  | { readonly is: 'cluster'; readonly named: string };

export interface Rule {
  readonly peers: readonly Peer[];
  /** `5432`, `http`; none stand for all. */
  readonly ports: readonly string[];
}

export interface Policy extends Resource {
  /** Undefined where it selects by expressions, which are not followed. */
  readonly selector: Labels | undefined;
  /** Of all namespaces. */
  readonly isWide: boolean;
  /** Absent: it is not about that. */
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

const KINDS: ReadonlySet<string> = new Set([
  'networking.k8s.io/NetworkPolicy',
  'extensions/NetworkPolicy',
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
]);

export function isPolicy({ group, kind }: Resource): boolean {
  return KINDS.has(`${group}/${kind}`);
}

/** @returns one for each spec: a policy of Cilium may have several */
export function policiesIn(resource: Resource): readonly Policy[] {
  const spec = resource.node.any('spec');
  if (resource.group !== 'cilium.io') return spec?.isObject === true ? [ofKubernetes(resource, spec)] : [];
  const specs = [...(spec?.isObject === true ? [spec] : []), ...listed(resource.node, 'specs')];
  return specs.map((each) => ofCilium(resource, each));
}

/** Without types a policy is about callers, and about where to send if it has rules for that. */
function ofKubernetes(resource: Resource, spec: TreeNode): Policy {
  const types = spec.any('policyTypes');
  const isAbout = (type: 'Ingress' | 'Egress'): boolean =>
    types?.isList === true
      ? types.elements().some(({ value }) => value === type)
      : type === 'Ingress' || spec.has('egress');
  return {
    ...resource,
    selector: selectorOf(spec.any('podSelector')),
    isWide: false,
    ...(isAbout('Ingress') && {
      ingress: listed(spec, 'ingress').map((rule) => ({
        peers: peersOf(listed(rule, 'from')),
        ports: portsOf(listed(rule, 'ports')),
      })),
    }),
    ...(isAbout('Egress') && {
      egress: listed(spec, 'egress').map((rule) => ({
        peers: peersOf(listed(rule, 'to')),
        ports: portsOf(listed(rule, 'ports')),
      })),
    }),
  };
}

function peersOf(peers: readonly TreeNode[]): readonly Peer[] {
  if (peers.length === 0) return [{ is: 'anyone' }];
  return peers.map((peer): Peer => {
    const block = peer.any('ipBlock')?.any('cidr')?.value;
    if (typeof block === 'string') return blockOf(block);
    const namespaces = peer.any('namespaceSelector');
    return {
      is: 'pods',
      labels: labelsOf(peer.any('podSelector')),
      ...(namespaces !== undefined && { namespaces: labelsOf(namespaces) }),
    };
  });
}

/** What is selected by expressions is not followed, and so has a label that nothing has. */
function labelsOf(selector: TreeNode | undefined): Labels {
  return selectorOf(selector) ?? [['matchExpressions', '…']];
}

function blockOf(block: string): Peer {
  return block === '0.0.0.0/0' || block === '::/0' ? { is: 'anyone' } : { is: 'block', block };
}

function portsOf(ports: readonly TreeNode[]): readonly string[] {
  return ports.flatMap((port) => {
    const value = port.any('port')?.value;
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
}

const ENTITIES_OUTSIDE: ReadonlySet<string> = new Set(['world', 'world-ipv4', 'world-ipv6', 'all']);
const NAMESPACE = /^(?:k8s:)?io\.kubernetes\.pod\.namespace$/;
const NAMESPACE_LABEL = /^(?:k8s:)?io\.cilium\.k8s\.namespace\.labels\./;

/** https://docs.cilium.io/en/stable/security/policy/language/ */
function ofCilium(resource: Resource, spec: TreeNode): Policy {
  const selector = selectorOf(spec.any('endpointSelector'));
  const rulesOf = (key: 'ingress' | 'egress'): readonly Rule[] | undefined => {
    const sections = [key, `${key}Deny`].filter((each) => spec.any(each)?.isList === true);
    if (sections.length === 0) return undefined;
    return listed(spec, key).map((rule) => ({
      peers: ciliumPeers(rule, key === 'ingress' ? 'from' : 'to'),
      ports: listed(rule, 'toPorts').flatMap((each) => portsOf(listed(each, 'ports'))),
    }));
  };
  const [ingress, egress] = [rulesOf('ingress'), rulesOf('egress')];
  return {
    ...resource,
    selector: selector?.map(([key, value]) => [plain(key), value] as const),
    isWide: resource.kind === 'CiliumClusterwideNetworkPolicy',
    ...(ingress !== undefined && { ingress }),
    ...(egress !== undefined && { egress }),
  };
}

function ciliumPeers(rule: TreeNode, direction: 'from' | 'to'): readonly Peer[] {
  const texts = (key: string): string[] =>
    (rule.any(key)?.isList === true ? rule.any(key)!.elements() : []).flatMap(({ value }) =>
      typeof value === 'string' ? [value] : [],
    );
  const peers: Peer[] = [
    ...listed(rule, `${direction}Endpoints`).map(endpointOf),
    ...texts(`${direction}Entities`).map((named): Peer =>
      ENTITIES_OUTSIDE.has(named) ? { is: 'anyone' } : { is: 'cluster', named },
    ),
    ...texts(`${direction}CIDR`).map(blockOf),
    ...listed(rule, `${direction}CIDRSet`).flatMap((each) => {
      const block = each.any('cidr')?.value;
      return typeof block === 'string' ? [blockOf(block)] : [];
    }),
    ...listed(rule, 'toFQDNs').flatMap((each): Peer[] => {
      const [name, pattern] = [each.any('matchName')?.value, each.any('matchPattern')?.value];
      if (pattern === '*' || pattern === '**') return [{ is: 'anyone' }];
      const host = typeof name === 'string' ? name : pattern;
      return typeof host === 'string' ? [{ is: 'host', host: host.toLowerCase() }] : [];
    }),
  ];
  const names = rule.entries().some(([key]) => key.startsWith(direction) && key !== 'toPorts');
  // Ports alone are those of anyone; a rule without anything allows nothing.
  return names || !rule.has('toPorts') ? peers : [{ is: 'anyone' }];
}

function endpointOf(endpoint: TreeNode): Peer {
  const labels = labelsOf(endpoint).map(([key, value]) => [key, value] as const);
  const own = labels.filter(([key]) => !NAMESPACE.test(key) && !NAMESPACE_LABEL.test(key));
  const namespaces = labels.flatMap(([key, value]): [string, string][] => {
    if (NAMESPACE.test(key)) return [['kubernetes.io/metadata.name', value]];
    return NAMESPACE_LABEL.test(key) ? [[key.replace(NAMESPACE_LABEL, ''), value]] : [];
  });
  return {
    is: 'pods',
    labels: own.map(([key, value]) => [plain(key), value] as const),
    ...(namespaces.length > 0 && { namespaces }),
  };
}

function plain(key: string): string {
  return key.replace(/^(?:k8s|any):/, '');
}
