/** Secrets that operators bring into a cluster from elsewhere: External Secrets, Sealed Secrets. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster } from './cluster.ts';
import { listed, type Resource } from './resources.ts';

const OUTER_STORES: ReadonlySet<string> = new Set(['SecretStore', 'ClusterSecretStore']);

/** Whether it says where External Secrets come from. */
export function isOuterStore({ kind, group }: Resource): boolean {
  return OUTER_STORES.has(kind) && group === 'external-secrets.io';
}

/** The Secret is one of its namespace, and lies in the store outside too, which whoever reads it depends on. */
export function readSynced(cluster: Cluster, resource: Resource): void {
  const { node, what, namespace } = resource;
  const store = cluster.secretStore(namespace, node);
  node.account.read(node.pointer, what, `a part of ${store}`);
  if (resource.kind === 'SealedSecret') return;
  const spec = node.any('spec');
  const inner = spec?.any('externalSecretSpec') ?? spec;
  const named = [
    inner?.any('secretStoreRef'),
    ...(inner === undefined ? [] : [...listed(inner, 'data'), ...listed(inner, 'dataFrom')]).map((each) =>
      each.any('sourceRef')?.any('storeRef'),
    ),
  ];
  for (const reference of named) if (reference !== undefined) dependOn(cluster, resource, store, reference);
  node.any('spec')?.tellParts();
}

function dependOn(cluster: Cluster, { namespace, what }: Resource, store: string, reference: TreeNode): void {
  const name = reference.any('name')?.value;
  if (typeof name !== 'string') return;
  const kind = reference.any('kind')?.value === 'ClusterSecretStore' ? 'ClusterSecretStore' : 'SecretStore';
  const within = kind === 'ClusterSecretStore' ? 'default' : namespace;
  const found = cluster.find(kind, name, within);
  // It is mostly set up once for the whole cluster, elsewhere.
  if (found === undefined)
    reference.account.warn(reference.pointer, `the ${kind} "${name}" of ${what} is nowhere here`, {
      code: 'KUBE-004',
    });
  const place = { kind, name, namespace: within, node: reference };
  const outer = cluster.outerStore(found ?? place);
  if (cluster.draft.relate(store, 'depends-on', outer))
    reference.account.read(reference.pointer, `${kind} "${name}"`, `${store} depends-on ${outer}`);
}

export function readOuterStore(cluster: Cluster, resource: Resource): void {
  const { node, what } = resource;
  node.account.read(node.pointer, what, `asset ${cluster.outerStore(resource)}`);
  node.any('spec')?.tellParts();
}
