/** Resources of a cluster as a system: workloads in namespaces, what stands before them, and what they may do. */
import type { DraftSystem } from '#model/draft-system';
import { kebabCase } from '../../formats/draft-ids.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { readAgents } from './agents.ts';
import { Cluster, type Placed } from './cluster.ts';
import { readContainers } from './containers.ts';
import { ENTRANCES, readEntrance, readOwnEntrance, readService } from './entrances.ts';
import { calledAs, isKnownWorkload, kindOf, mayRunPods } from './kinds.ts';
import { readNim } from './nim.ts';
import { podsOf } from './pods.ts';
import { readPolicies } from './policies.ts';
import { isPolicy } from './policy-rules.ts';
import { resourcesOf, type Resource } from './resources.ts';
import { readRights } from './rights.ts';
import { readRouting } from './routing.ts';
import { isOuterStore, readOuterStore, readSynced } from './secret-stores.ts';
import { readServedModels } from './serving.ts';
import { isSynced } from './synced-secrets.ts';
import { readTraining } from './training.ts';
import { Volumes } from './volumes.ts';

const RIGHTS: ReadonlySet<string> = new Set([
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
]);

/** @returns undefined where there is no workload */
export function readCluster(roots: readonly TreeNode[]): DraftSystem | undefined {
  const resources = roots.flatMap(resourcesOf);
  const cluster = new Cluster(resources);
  const placed = resources.flatMap((resource) => place(cluster, resource));
  if (placed.length === 0) return undefined;
  const isPlaced = new Set(placed.map(({ node }) => node));
  const others = resources.filter(({ node }) => !isPlaced.has(node));
  for (const each of others)
    if (each.kind === 'Namespace')
      each.node.account.read(each.node.pointer, each.what, `zone ${cluster.zoneOf(each.name, each.node)}`);
  for (const each of others) if (isService(each)) readService(cluster, each, placed);
  for (const each of placed)
    for (const name of calledAs(each)) cluster.workloads.name(name, each.workload.id);
  for (const each of others) if (ENTRANCES.has(each.kind)) readEntrance(cluster, each);
  const volumes = new Volumes(cluster);
  for (const each of placed) {
    readContainers(cluster, each);
    volumes.read(each);
    readServedModels(cluster, each);
    readTraining(cluster, each);
    readNim(cluster, each);
    readOwnEntrance(cluster, each);
    readRouting(cluster, each, placed);
    tellHowRun(each);
  }
  volumes.finish();
  readAgents(cluster, placed);
  readPolicies(cluster, placed);
  readRights(cluster, placed);
  for (const each of others) readRest(cluster, each);
  cluster.inventory.finish();
  return build(cluster);
}

function place(cluster: Cluster, resource: Resource): Placed[] {
  const { node, kind, namespace, what } = resource;
  const pods = mayRunPods(resource) ? podsOf(node) : [];
  if (pods.length === 0 && !isKnownWorkload(resource)) return [];
  const id = assetOf(cluster, resource);
  if (kind === 'CronJob' || kind === 'CronWorkflow' || kind === 'ScheduledSparkApplication')
    cluster.draft.relate(id, 'triggered-by', 'schedule');
  const workload = { id, account: node.account, pointer: node.pointer, what, scope: namespace };
  return [{ ...resource, pods, workload }];
}

/**
 * A cluster has one resource of a kind and name in a namespace: where it stands again, as in what Kustomize lays over it,
 * it is the same workload, and what both say is taken.
 */
function assetOf(cluster: Cluster, resource: Resource): string {
  const { node, name, namespace, group, kind, what } = resource;
  const key = `${group}/${kind} ${namespace} ${name}`;
  // Of a name that the cluster makes there may be many.
  const isNamed = node.any('metadata')?.any('name') !== undefined;
  const known = isNamed ? cluster.placed.get(key) : undefined;
  if (known !== undefined) {
    node.account.guessed(
      node.pointer,
      what,
      `asset ${known}`,
      'it stands in these files before, and what both say is taken',
    );
    return known;
  }
  const certain = kindOf(resource);
  const id = cluster.draft.asset(
    {
      name,
      fallback: 'process',
      // So that a workload called "user" is no person.
      facts: {},
      place: node.place,
      zone: cluster.zoneOf(namespace, node),
      ...(certain !== undefined ? { kind: certain } : { hints: { types: [typeOf(resource)] } }),
    },
    'workload',
  );
  node.account.read(node.pointer, what, `asset ${id}`);
  cluster.placed.set(key, id);
  return id;
}

/** A Workflow of Argo's is no workflow of another's. */
function typeOf({ group, kind }: Resource): string {
  return group === 'argoproj.io' ? `Argo ${kind}` : kind;
}

function isService({ kind, group }: Resource): boolean {
  return kind === 'Service' && group === '';
}

function tellHowRun({ node, pods }: Placed): void {
  for (const { spec, metadata } of pods) {
    metadata?.tellWhole();
    spec.tell(
      'restartPolicy',
      'terminationGracePeriodSeconds',
      'dnsPolicy',
      'schedulerName',
      'serviceAccountName',
      'serviceAccount',
      'automountServiceAccountToken',
      'imagePullSecrets',
      'enableServiceLinks',
    );
  }
  const spec = node.any('spec');
  if (spec?.isObject === true)
    spec.tell(
      'replicas',
      'selector',
      'strategy',
      'updateStrategy',
      'podManagementPolicy',
      'serviceName',
      'schedule',
      'backoffLimit',
    );
}

function readRest(cluster: Cluster, resource: Resource): void {
  const { kind, node, what } = resource;
  const isRead = kind === 'Namespace' || ENTRANCES.has(kind) || RIGHTS.has(kind);
  if (isRead || isService(resource) || isPolicy(resource)) return;
  if (kind === 'Secret') readSecret(cluster, resource);
  else if (kind === 'ConfigMap')
    node.account.read(node.pointer, what, 'variables of the workloads that name it');
  else if (kind === 'PersistentVolumeClaim')
    node.account.read(node.pointer, what, 'a volume of the workloads that name it');
  else if (isSynced(resource)) readSynced(cluster, resource);
  else if (isOuterStore(resource)) readOuterStore(cluster, resource);
  else if (kind === 'Kustomization') readKustomization(resource);
  else
    node.account.notRead(
      node.pointer,
      what,
      `a system model has no place for ${kind === '' ? 'a resource without a kind' : `${/^[AEIO]/i.test(kind) ? 'an' : 'a'} ${kind}`}`,
    );
  node.tellParts();
}

/** What Kustomize would change is not known here; files that it only lists are read as they lie. */
function readKustomization({ node, what }: Resource): void {
  const changes = node.entries().flatMap(([key]) => (LISTS_OF_KUSTOMIZE.has(key) ? [] : [key]));
  node.account.notRead(node.pointer, what, 'settings of Kustomize are not applied');
  if (changes.length === 0) return;
  node.account.warn(node.pointer, `what Kustomize changes by ${changes.join(', ')} is not known here`, {
    code: 'KUBE-005',
    hint: 'render it first, e.g. with kubectl kustomize',
  });
}

const LISTS_OF_KUSTOMIZE: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
]);

/** Whoever reads the manifests reads the secrets that stand in them. */
function readSecret(cluster: Cluster, { node, what, namespace }: Resource): void {
  const store = cluster.secretStore(namespace, node);
  node.account.read(node.pointer, `${what}: no keys, no values`, `a part of ${store}`);
  const holdsValues = ['data', 'stringData'].some((key) =>
    (node.any(key)?.entries() ?? []).some(([, { value }]) => typeof value === 'string' && value !== ''),
  );
  if (!holdsValues) return;
  cluster.draft.amend(store, ({ facts }) => ({ facts: { ...facts, protection: ['plain'] } }));
  const why = 'they stand in the manifest, and whoever reads it reads them';
  cluster.draft.guess(store, { protection: why });
  node.account.guessed(node.pointer, `values of ${what}`, `protection of ${store}: plain`, why);
}

function build({ draft, namespaces }: Cluster): DraftSystem {
  const [only, another] = namespaces;
  const name = only !== undefined && another === undefined && only !== 'default' ? only : 'Cluster';
  return draft.build(kebabCase(name) || 'cluster', { name });
}
