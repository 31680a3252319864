/** What manifests hold: one resource after the other, lists unpacked. */
import type { TreeNode } from '../../formats/tree-node.ts';

export interface Resource {
  /** API group without version: `apps`; empty for the core: `v1` is that of Pod and Service. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly node: TreeNode;
  /** In words of the format: `Deployment "api"`. */
  readonly what: string;
}

export function resourcesOf(root: TreeNode): Resource[] {
  const kind = root.text('kind') ?? '';
  const version = root.text('apiVersion') ?? '';
  if (kind === 'List' || (kind.endsWith('List') && root.any('items')?.isList === true))
    return root
      .objects('items')
      .flatMap((item) => (item.any('kind')?.value === 'List' ? [] : resourcesOf(item)));
  const metadata = root.at('metadata');
  const name = metadata?.text('name') ?? metadata?.text('generateName') ?? '';
  const namespace = metadata?.text('namespace') ?? 'default';
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  if (`${group}/${kind}` === 'apps.nvidia.com/NIMPipeline')
    return listed(root.any('spec') ?? root, 'services').flatMap((service) =>
      pipelined(service, group, namespace),
    );
  return [{ group, kind, name, namespace, node: root, what: `${kind === '' ? 'resource' : kind} "${name}"` }];
}

/** A pipeline of NVIDIA's NIM operator holds its services. */
function pipelined(node: TreeNode, group: string, namespace: string): readonly Resource[] {
  const name = node.text('name') ?? '';
  const what = `NIMService "${name}"`;
  if (node.boolean('enabled') === false) {
    node.account.notRead(node.pointer, what, 'it is switched off');
    node.tellParts();
    return [];
  }
  return [{ group, kind: 'NIMService', name, namespace, node, what }];
}

/** Texts of an object, numbers and booleans as they would be written; none where it is no object. */
export function textsOf(node: TreeNode | undefined): readonly (readonly [string, string])[] {
  return (node?.entries() ?? []).flatMap(([key, { value }]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[key, String(value)] as const]
      : [],
  );
}

/** Labels that somebody selects by; undefined where it is by expressions, which are not followed. */
export function selectorOf(
  selector: TreeNode | undefined,
): readonly (readonly [string, string])[] | undefined {
  if (selector?.any('matchExpressions')?.isList === true) return undefined;
  return textsOf(selector?.any('matchLabels'));
}

export function hasLabels(
  labels: ReadonlyMap<string, string>,
  selector: readonly (readonly [string, string])[],
): boolean {
  return selector.every(([key, value]) => labels.get(key) === value);
}

/** Objects of a list below this key; none where it is no list. */
export function listed(node: TreeNode, key: string): readonly TreeNode[] {
  const list = node.any(key);
  return list?.isList === true ? list.elements().filter(({ isObject }) => isObject) : [];
}
