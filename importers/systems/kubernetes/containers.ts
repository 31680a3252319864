/** Containers of a workload: images, variables, command lines and rights. */
import { isRareCapability } from '../../formats/capabilities.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';
import type { Cluster, Placed } from './cluster.ts';
import { textsOf } from './resources.ts';

/** Those that work come before those that only set them up, since the first image says what the workload is. */
export function readContainers(cluster: Cluster, placed: Placed): void {
  const privileges = placed.pods.flatMap(({ spec, containers, initContainers }) => [
    ...[...containers, ...initContainers].flatMap((node) => readContainer(cluster, placed, node)),
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter(
      (key) => spec.has(key) && spec.boolean(key) === true,
    ),
  ]);
  if (privileges.length === 0) return;
  const { workload } = placed;
  cluster.draft.keep(workload.id, 'x-privileges', [...new Set(privileges)]);
  cluster.draft.ask(
    workload.id,
    privileges.some((each) => !each.startsWith('host'))
      ? 'it has rights on its host: who can make it use them?'
      : 'it shares the network or processes of its host: what does that open?',
  );
  workload.account.kept(
    workload.pointer,
    `rights: ${privileges.join(', ')}`,
    `x-privileges of ${workload.id}`,
  );
}

/** @returns rights on its host */
export function readContainer(
  cluster: Cluster,
  { workload, namespace }: Placed,
  node: TreeNode,
): readonly string[] {
  if (!node.expectObject()) return [];
  const image = node.text('image');
  if (image !== undefined) cluster.workloads.image(workload, `${node.pointer}/image`, image);
  cluster.workloads.variables(
    workload,
    `${node.pointer}/env`,
    variablesOf(cluster, { workload, namespace }, node),
  );
  const words = (['command', 'args'] as const)
    .flatMap((key) => (node.any(key)?.isObject === true ? [] : node.texts(key)))
    .flatMap((text) => text.split(/\s+/));
  cluster.workloads.command(workload, `${node.pointer}/${node.has('args') ? 'args' : 'command'}`, words);
  node.tell('name', 'ports', 'imagePullPolicy', 'volumeMounts', 'workingDir');
  return privilegesOf(node);
}

type At = Pick<Placed, 'workload' | 'namespace'>;

/** Variables of a container, shared ones first. */
export function variablesOf(cluster: Cluster, at: At, node: TreeNode): readonly Variable[] {
  return [
    ...(node.any('envFrom')?.isList === true ? node.objects('envFrom') : []).flatMap((each) =>
      sharedVariables(cluster, at, each),
    ),
    ...(node.any('env')?.isList === true ? node.objects('env') : []).flatMap((each) =>
      ownVariable(cluster, at, each),
    ),
  ];
}

function ownVariable(cluster: Cluster, { workload, namespace }: At, node: TreeNode): Variable[] {
  const name = node.text('name');
  const value = node.any('value');
  value?.tellWhole();
  const from = node.any('valueFrom');
  if (from?.isObject === true) {
    const secret = nameIn(from, 'secretKeyRef');
    if (secret !== undefined) cluster.useSecret(workload, node, namespace, secret);
    from.tellParts();
  }
  if (name === undefined) return [];
  const map = from === undefined ? undefined : nameIn(from, 'configMapKeyRef');
  const key = from?.any('configMapKeyRef')?.any('key')?.value;
  const settings = map === undefined ? undefined : cluster.find('ConfigMap', map, namespace);
  const isOptional = from?.any('configMapKeyRef')?.any('optional')?.value === true;
  if (map !== undefined && settings === undefined && !isOptional)
    cluster.reportOnce(workload, node, `ConfigMap "${map}"`);
  const text = settings === undefined ? value?.value : settings.node.any('data')?.any(String(key))?.value;
  return [{ name, value: typeof text === 'string' || typeof text === 'number' ? String(text) : undefined }];
}

function nameIn(node: TreeNode, key: string): string | undefined {
  const name = node.any(key)?.any('name')?.value;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** `envFrom`: all of a Secret or a ConfigMap. */
function sharedVariables(cluster: Cluster, { workload, namespace }: At, node: TreeNode): Variable[] {
  const secret = node.at('secretRef')?.text('name');
  if (secret !== undefined) cluster.useSecret(workload, node, namespace, secret);
  const named = node.at('configMapRef')?.text('name');
  const settings = named === undefined ? undefined : cluster.find('ConfigMap', named, namespace);
  if (named !== undefined && settings === undefined) cluster.reportNowhere(node, `ConfigMap "${named}"`);
  node.tell('prefix');
  return textsOf(settings?.node.any('data')).map(([name, value]) => ({ name, value }));
}

function privilegesOf(node: TreeNode): readonly string[] {
  const security = node.any('securityContext');
  if (security?.isObject !== true) return [];
  const added = security.any('capabilities')?.any('add');
  return [
    ...(security.any('privileged')?.value === true ? ['privileged'] : []),
    ...(added?.isList === true
      ? added
          .elements()
          .flatMap(({ value }) =>
            typeof value === 'string' && isRareCapability(value) ? [`capability ${value}`] : [],
          )
      : []),
    ...(security.any('runAsUser')?.value === 0 ? ['runs as root'] : []),
  ];
}
