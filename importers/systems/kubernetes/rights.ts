/** What workloads may do to the cluster: service accounts, roles and what binds them. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster, Placed } from './cluster.ts';
import type { Resource } from './resources.ts';

/** Roles that every cluster has; `view` reads no secrets. */
const BUILT_IN: ReadonlyMap<string, Rights> = new Map([
  ['cluster-admin', { readsSecrets: true, rulesCluster: true }],
  ['admin', { readsSecrets: true, rulesCluster: true }],
  ['edit', { readsSecrets: true, rulesCluster: true }],
  ['view', { readsSecrets: false, rulesCluster: false }],
]);

interface Rights {
  readonly readsSecrets: boolean;
  /** It can run or change what others run, or give rights. */
  readonly rulesCluster: boolean;
}

export function readRights(cluster: Cluster, placed: readonly Placed[]): void {
  const used = new Set<Resource>();
  for (const binding of cluster.resources) {
    if (binding.kind !== 'RoleBinding' && binding.kind !== 'ClusterRoleBinding') continue;
    const holders = placed.filter((each) =>
      accountsOf(each).some((account) => binds(binding, each, account)),
    );
    const [roleKind, roleName] = [
      binding.node.any('roleRef')?.any('kind')?.value,
      binding.node.any('roleRef')?.any('name')?.value,
    ];
    const name = typeof roleName === 'string' ? roleName : '';
    const role =
      roleKind === 'Role'
        ? cluster.find('Role', name, binding.namespace)
        : cluster.resources.find((each) => each.kind === 'ClusterRole' && each.name === name);
    if (holders.length === 0) {
      binding.node.account.notRead(
        binding.node.pointer,
        binding.what,
        'no workload here runs as whom it names',
      );
    } else {
      if (role !== undefined) used.add(role);
      const rights = role === undefined ? BUILT_IN.get(name) : rightsOf(role.node);
      for (const holder of holders) give(cluster, holder, { binding, role: name, rights });
      if (rights === undefined) cluster.reportNowhere(binding.node, `role "${name}"`, binding.what);
    }
    binding.node.tellParts();
  }
  for (const resource of cluster.resources) readRest(resource, { placed, used });
  for (const each of placed) {
    for (const account of accountsOf(each)) {
      // Every namespace has one called so.
      if (account !== 'default' && cluster.find('ServiceAccount', account, each.namespace) === undefined)
        cluster.tellOfAbsent(each.workload, each.node, `ServiceAccount "${account}"`);
    }
  }
}

function readRest(
  { kind, node, what, name, namespace }: Resource,
  { placed, used }: { readonly placed: readonly Placed[]; readonly used: ReadonlySet<Resource> },
): void {
  if (kind === 'ServiceAccount') {
    const holders = placed.filter((each) => each.namespace === namespace && accountsOf(each).includes(name));
    if (holders.length === 0) node.account.notRead(node.pointer, what, 'no workload here runs as it');
    else
      node.account.read(
        node.pointer,
        what,
        `who ${holders.map(({ workload }) => workload.id).join(', ')} runs as`,
      );
    node.tellParts();
  } else if (kind === 'Role' || kind === 'ClusterRole') {
    const isUsed = [...used].some((role) => role.node === node);
    if (isUsed) node.account.read(node.pointer, what, 'rights of the workloads that are bound to it');
    else node.account.notRead(node.pointer, what, 'no workload here is bound to it');
    node.tellParts();
  }
}

function give(
  cluster: Cluster,
  { workload, namespace, node }: Placed,
  {
    binding,
    role,
    rights,
  }: { readonly binding: Resource; readonly role: string; readonly rights: Rights | undefined },
): void {
  const { id } = workload;
  cluster.draft.list(id, 'x-roles', [role]);
  binding.node.account.kept(binding.node.pointer, `${binding.what}: role "${role}"`, `x-roles of ${id}`);
  if (rights?.readsSecrets === true) {
    const store = cluster.secretStore(binding.kind === 'RoleBinding' ? binding.namespace : namespace, node);
    cluster.draft.relate(id, 'credentials-in', store);
    binding.node.account.read(
      `${binding.node.pointer}/roleRef`,
      `role "${role}" reads secrets`,
      `${id} credentials-in ${store}`,
    );
  }
  if (rights?.rulesCluster === true)
    cluster.draft.ask(id, `its role "${role}" can change what the cluster runs: who can make it do so?`);
}

function accountsOf({ pods }: Placed): readonly string[] {
  return pods.map(({ spec }) => {
    const name = spec.any('serviceAccountName')?.value ?? spec.any('serviceAccount')?.value;
    return typeof name === 'string' && name !== '' ? name : 'default';
  });
}

function binds(binding: Resource, { namespace }: Placed, account: string): boolean {
  const subjects = binding.node.any('subjects');
  return (subjects?.isList === true ? subjects.elements() : []).some(
    (subject) =>
      subject.any('kind')?.value === 'ServiceAccount' &&
      subject.any('name')?.value === account &&
      (subject.any('namespace')?.value ?? binding.namespace) === namespace,
  );
}

function rightsOf(role: TreeNode): Rights {
  const rules = role.any('rules');
  const all = (rules?.isList === true ? rules.elements() : []).map((rule) => ({
    resources: textsIn(rule, 'resources'),
    verbs: textsIn(rule, 'verbs'),
  }));
  const allows = (resources: readonly string[], verbs: readonly string[]): boolean =>
    all.some(
      (rule) =>
        rule.resources.some((each) => each === '*' || resources.includes(each)) &&
        rule.verbs.some((each) => each === '*' || verbs.includes(each)),
    );
  const changing = ['create', 'update', 'patch'];
  return {
    readsSecrets: allows(['secrets'], ['get', 'list', 'watch']),
    rulesCluster:
      allows(
        ['pods', 'pods/exec', 'deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'],
        changing,
      ) ||
      allows(
        ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings', 'serviceaccounts/token'],
        changing,
      ) ||
      allows(['users', 'groups', 'serviceaccounts'], ['impersonate']),
  };
}

function textsIn(node: TreeNode, key: string): readonly string[] {
  const list = node.any(key);
  return list?.isList === true
    ? list.elements().flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
    : [];
}
