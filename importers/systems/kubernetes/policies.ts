/** Network policies: where workloads can send, and who may call them. */
import { WHOLE } from '#model/draft-system';
import type { Cluster, Placed } from './cluster.ts';
import { runsPods } from './kinds.ts';
import { isPolicy, policiesIn, type Labels, type Peer, type Policy, type Rule } from './policy-rules.ts';
import { hasLabels, textsOf } from './resources.ts';

type Egress = 'none' | 'allow-list' | 'any';
const RANK: Readonly<Record<Egress, number>> = { none: 0, 'allow-list': 1, any: 2 };

/** Pairs of workloads that one rule may join: a rule for more names none of them. */
const MAX_PAIRS = 64;
/** Callers that are kept for each workload. */
const MAX_CALLERS = 24;
/** Workloads that one line of the report names. */
const MAX_SHOWN = 24;
/** Ends of rules that workloads are looked up for, in all policies together. */
const MAX_LOOKED_UP = 2000;

/** What the policies of a cluster come to, by the id of the workload. */
interface Sum {
  readonly cluster: Cluster;
  readonly placed: readonly Placed[];
  readonly egress: Map<string, Egress>;
  readonly callers: Map<string, Set<string>>;
  readonly namespaces: Map<string, ReadonlyMap<string, string>>;
  lookedUp: number;
}

/**
 * A workload that a policy for egress selects can send only where one of its policies lets it, and one that a policy for
 * ingress selects is called only by whom one of them lets call
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/). Other workloads of the cluster and the
 * name service are no way out. Who may call is kept for people to read; where a rule names a workload, that one presumably
 * calls, since rules are written for what calls.
 */
export function readPolicies(cluster: Cluster, placed: readonly Placed[]): void {
  const sum: Sum = {
    cluster,
    placed,
    egress: new Map(),
    callers: new Map(),
    namespaces: new Map(),
    lookedUp: 0,
  };
  const policies = cluster.resources.filter(isPolicy).flatMap(policiesIn);
  // One that is not followed closes nothing, but may open what others close, so that it comes last.
  for (const policy of policies) readPolicy(policy, sum);
  for (const policy of policies) widenBy(policy, sum);
  for (const [id, value] of sum.egress)
    cluster.draft.amend(id, ({ facts }) => ({ facts: { ...facts, egress: [value] } }));
  for (const [id, callers] of sum.callers)
    cluster.draft.keep(id, 'x-may-be-called-by', callers.size === 0 ? ['nobody'] : [...callers]);
  for (const { workload } of placed) {
    const egress = sum.egress.get(workload.id) ?? 'any';
    if (egress !== 'any' || sum.callers.has(workload.id))
      cluster.draft.ask(workload.id, 'does the network of this cluster enforce policies?');
  }
}

function readPolicy(policy: Policy, sum: Sum): void {
  const { node, what, selector } = policy;
  node.tellParts();
  if (selector === undefined) {
    node.account.notRead(node.pointer, what, 'it selects by expressions, which are not followed');
    return;
  }
  const selected = sum.placed.filter((each) => selects(policy, selector, each));
  if (selected.length === 0) {
    node.account.notRead(node.pointer, what, 'it selects no workload here');
    return;
  }
  node.any('spec')?.tellParts();
  if (policy.ingress !== undefined) readIngress(policy, policy.ingress, selected, sum);
  if (policy.egress !== undefined) readEgress(policy, policy.egress, selected, sum);
}

function selects(policy: Policy, selector: Labels, each: Placed): boolean {
  if (!policy.isWide && each.namespace !== policy.namespace) return false;
  return selector.length === 0 ? runsPods(each) : each.pods.some(({ labels }) => hasLabels(labels, selector));
}

function readEgress(policy: Policy, rules: readonly Rule[], selected: readonly Placed[], sum: Sum): void {
  const widest = widestOf(rules);
  for (const { workload } of selected)
    sum.egress.set(workload.id, wider(sum.egress.get(workload.id) ?? 'none', widest));
  policy.node.account.read(policy.node.pointer, policy.what, `egress of ${idsOf(selected)}: ${widest}`);
  for (const peer of rules.flatMap(({ peers }) => peers)) {
    if (peer.is === 'host' && !peer.host.includes('*')) {
      const to = sum.cluster.workloads.outside(peer.host, policy.node.place);
      if (selected.length <= MAX_PAIRS) for (const from of idsIn(selected)) join(policy, sum, from, to);
    }
    joinAll(policy, sum, selected, namedBy(policy, peer, sum));
  }
}

function readIngress(policy: Policy, rules: readonly Rule[], selected: readonly Placed[], sum: Sum): void {
  const { node, what } = policy;
  const pointer = `${node.pointer}/spec/ingress`;
  const all: string[] = [];
  node.account.kept(pointer, `who may call, by ${what}`, `x-may-be-called-by of ${idsOf(selected)}`);
  for (const { peers, ports } of rules) {
    const end = ports.length === 0 ? '' : ` on ${ports.join(', ')}`;
    for (const peer of peers) {
      const callers = namedBy(policy, peer, sum);
      const isNamed = callers.length > 0 && callers.length <= MAX_CALLERS;
      for (const named of isNamed ? idsIn(callers) : [titleOf(peer)]) all.push(named + end);
      joinAll(policy, sum, callers, selected);
      if (callers.length === 0 && peer.is === 'pods' && peer.labels.length > 0)
        node.account.notRead(pointer, `${titleOf(peer)}, who may call by ${what}`, 'they are nowhere here');
    }
  }
  for (const { workload } of selected) {
    const known = sum.callers.get(workload.id) ?? new Set<string>();
    sum.callers.set(workload.id, known);
    for (const each of all) {
      if (known.size > MAX_CALLERS) break;
      known.add(known.size < MAX_CALLERS ? each : 'others');
    }
  }
}

/** Workloads that a rule names by labels of their pods; all of a namespace are not named. */
function namedBy({ namespace, isWide }: Policy, peer: Peer, sum: Sum): readonly Placed[] {
  if (peer.is !== 'pods' || peer.labels.length === 0 || sum.lookedUp >= MAX_LOOKED_UP) return [];
  sum.lookedUp += 1;
  const { labels, namespaces } = peer;
  return sum.placed.filter((each) => {
    const isThere =
      namespaces === undefined
        ? isWide || each.namespace === namespace
        : hasLabels(labelsOfNamespace(sum, each.namespace), namespaces);
    return isThere && each.pods.some((pods) => hasLabels(pods.labels, labels));
  });
}

/** Each namespace has its name as a label. */
function labelsOfNamespace({ cluster, namespaces }: Sum, name: string): ReadonlyMap<string, string> {
  const known = namespaces.get(name);
  if (known !== undefined) return known;
  const stated = cluster.find('Namespace', name, 'default');
  const labels = new Map([
    ['kubernetes.io/metadata.name', name],
    ...textsOf(stated?.node.any('metadata')?.any('labels')),
  ]);
  namespaces.set(name, labels);
  return labels;
}

function joinAll(policy: Policy, sum: Sum, from: readonly Placed[], to: readonly Placed[]): void {
  if (from.length * to.length > MAX_PAIRS) return;
  for (const one of idsIn(from)) for (const other of idsIn(to)) join(policy, sum, one, other);
}

function join({ node, what }: Policy, { cluster }: Sum, from: string, to: string): void {
  const { draft } = cluster;
  if (from === to || draft.joins(from, to) || draft.joins(to, from)) return;
  const why = 'it is allowed to call it, and so presumably does';
  draft.flow({ guessed: { [WHOLE]: `${what}: ${why}` }, from, to, both: true, place: node.place });
  node.account.guessed(node.pointer, what, `flow ${from} → ${to}`, why);
}

function titleOf(peer: Peer): string {
  if (peer.is === 'block') return peer.block;
  if (peer.is === 'host') return peer.host;
  if (peer.is === 'cluster') return `the cluster: ${peer.named}`;
  if (peer.is === 'anyone') return 'anyone who reaches it';
  const pods = peer.labels.length === 0 ? 'all pods' : `pods ${written(peer.labels)}`;
  if (peer.namespaces === undefined) return `${pods} of its namespace`;
  return peer.namespaces.length === 0
    ? `${pods} of all namespaces`
    : `${pods} of namespaces ${written(peer.namespaces)}`;
}

function written(labels: Labels): string {
  return labels.map(([key, value]) => `${key}=${value}`).join(', ');
}

function idsIn(placed: readonly Placed[]): readonly string[] {
  return [...new Set(placed.map(({ workload }) => workload.id))];
}

function idsOf(placed: readonly Placed[]): string {
  const shown = idsIn(placed.slice(0, MAX_SHOWN)).join(', ');
  return placed.length > MAX_SHOWN ? `${shown} and ${placed.length - MAX_SHOWN} others` : shown;
}

function widenBy({ selector, egress, namespace, isWide }: Policy, sum: Sum): void {
  if (selector !== undefined || egress === undefined) return;
  for (const { workload, namespace: own } of sum.placed) {
    const before = sum.egress.get(workload.id);
    if ((isWide || own === namespace) && before !== undefined)
      sum.egress.set(workload.id, wider(before, widestOf(egress)));
  }
}

function wider(a: Egress, b: Egress): Egress {
  return RANK[a] >= RANK[b] ? a : b;
}

function widestOf(rules: readonly Rule[]): Egress {
  return rules.map(egressOf).reduce<Egress>(wider, 'none');
}

function egressOf({ peers, ports }: Rule): Egress {
  if (peers.some(({ is }) => is === 'anyone')) return isNameServiceAlone(ports) ? 'none' : 'any';
  return peers.some(({ is }) => is === 'block' || is === 'host') ? 'allow-list' : 'none';
}

function isNameServiceAlone(ports: readonly string[]): boolean {
  return ports.length > 0 && ports.every((port) => ['53', 'dns', 'dns-tcp'].includes(port));
}
