/** Network policies: where workloads can send. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster, Placed } from './cluster.ts';
import { hasLabels, selectorOf, type Resource } from './resources.ts';

type Egress = 'none' | 'allow-list' | 'any';
const RANK: Readonly<Record<Egress, number>> = { none: 0, 'allow-list': 1, any: 2 };

/**
 * A workload that a policy for egress selects can send only where one of its policies lets it
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/). Other workloads of the cluster and the
 * name service are no way out. Who may call a workload is not read: a model says who calls.
 */
export function readPolicies(cluster: Cluster, placed: readonly Placed[]): void {
  const egress = new Map<string, Egress>();
  const policies = cluster.resources.filter(({ kind }) => kind === 'NetworkPolicy');
  // One that is not followed closes nothing, but may open what others close, so that it comes last.
  for (const resource of policies) readPolicy(resource, placed, egress);
  for (const resource of policies) widenBy(resource, placed, egress);
  for (const [id, value] of egress) {
    cluster.draft.amend(id, ({ facts }) => ({ facts: { ...facts, egress: [value] } }));
    if (value !== 'any') cluster.draft.ask(id, 'does the network of this cluster enforce policies?');
  }
}

function readPolicy(
  { node, what, namespace }: Resource,
  placed: readonly Placed[],
  egress: Map<string, Egress>,
): void {
  const selector = selectorOf(node.any('spec')?.any('podSelector'));
  node.tellParts();
  if (selector === undefined) {
    node.account.notRead(node.pointer, what, 'it selects by expressions, which are not followed');
    return;
  }
  if (isAbout(node, 'Ingress'))
    node.account.notRead(
      `${node.pointer}/spec/ingress`,
      `who may call, by ${what}`,
      'a model says who calls, by its flows, not who may',
    );
  if (!isAbout(node, 'Egress')) return;
  const ids = placed
    .filter(
      (each) => each.namespace === namespace && each.pods.some(({ labels }) => hasLabels(labels, selector)),
    )
    .map(({ workload }) => workload.id);
  if (ids.length === 0) {
    node.account.notRead(node.pointer, what, 'it selects no workload here');
    return;
  }
  const widest = widestOf(node);
  for (const id of ids) egress.set(id, wider(egress.get(id) ?? 'none', widest));
  node.account.read(node.pointer, what, `egress of ${ids.join(', ')}: ${widest}`);
}

function widenBy(
  { node, namespace }: Resource,
  placed: readonly Placed[],
  egress: Map<string, Egress>,
): void {
  const isFollowed = selectorOf(node.any('spec')?.any('podSelector')) !== undefined;
  if (isFollowed || !isAbout(node, 'Egress')) return;
  for (const { workload, namespace: own } of placed) {
    const before = egress.get(workload.id);
    if (own === namespace && before !== undefined) egress.set(workload.id, wider(before, widestOf(node)));
  }
}

/** Without types a policy is about callers, and about where to send if it has rules for that. */
function isAbout(policy: TreeNode, type: 'Ingress' | 'Egress'): boolean {
  const spec = policy.any('spec');
  const types = spec?.any('policyTypes');
  return types?.isList === true
    ? types.elements().some(({ value }) => value === type)
    : type === 'Ingress' || spec?.has('egress') === true;
}

function wider(a: Egress, b: Egress): Egress {
  return RANK[a] >= RANK[b] ? a : b;
}

function widestOf(policy: TreeNode): Egress {
  const rules = policy.any('spec')?.any('egress');
  return (rules?.isList === true ? rules.elements() : []).map(egressOf).reduce<Egress>(wider, 'none');
}

function egressOf(rule: TreeNode): Egress {
  const to = rule.any('to');
  const peers = to?.isList === true ? to.elements() : [];
  if (peers.length === 0) return isNameServiceAlone(rule) ? 'none' : 'any';
  const outside = peers.flatMap((peer) => {
    const block = peer.any('ipBlock')?.any('cidr')?.value;
    return typeof block === 'string' ? [block] : [];
  });
  if (outside.some((block) => block === '0.0.0.0/0' || block === '::/0')) return 'any';
  return outside.length > 0 ? 'allow-list' : 'none';
}

function isNameServiceAlone(rule: TreeNode): boolean {
  const ports = rule.any('ports');
  const all = ports?.isList === true ? ports.elements() : [];
  return (
    all.length > 0 && all.every((port) => ['53', 'dns', 'dns-tcp'].includes(String(port.any('port')?.value)))
  );
}
