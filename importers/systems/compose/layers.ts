/** One service as one file says it: names, variables and words, however they are written. */
import { isSecretName } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';

export function textOf(layers: readonly TreeNode[], key: string): string | undefined {
  return layers.findLast((layer) => layer.has(key))?.text(key);
}

/** Names in a list, or keys of a mapping; what stands under the keys is told with them. */
export function namesOf(layer: TreeNode, key: string): readonly string[] {
  const node = layer.any(key);
  if (node === undefined) return [];
  if (!node.isObject) return layer.texts(key);
  return node.entries().map(([name, value]) => {
    value.tellWhole();
    return name;
  });
}

export function aliasesOf(layer: TreeNode): readonly string[] {
  const networks = layer.any('networks');
  if (networks?.isObject !== true) return [];
  return networks
    .entries()
    .flatMap(([, network]) =>
      network.isObject && network.any('aliases')?.isList === true ? network.texts('aliases') : [],
    );
}

/** `environment` as a mapping or as a list of `NAME=value`. */
export function variablesOf(layer: TreeNode): readonly Variable[] {
  const node = layer.any('environment');
  if (node === undefined) return [];
  if (node.isObject) {
    return node.entries().map(([name, value]) => {
      value.tellWhole();
      const text = value.value;
      const isScalar = typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean';
      return { name, value: isScalar ? interpolated(String(text)) : undefined };
    });
  }
  return layer.texts('environment').map((text) => {
    const at = text.indexOf('=');
    return at < 0
      ? { name: text, value: undefined }
      : { name: text.slice(0, at), value: interpolated(text.slice(at + 1)) };
  });
}

export function wordsOf(layer: TreeNode, key: string): readonly string[] {
  const node = layer.any(key);
  if (node === undefined || node.isObject) return [];
  return layer.texts(key).flatMap((text) => interpolated(text).split(/\s+/));
}

/** Source of `source:target:mode`; a target alone is a volume without a name. */
export function sourceOf(text: string): string | undefined {
  const value = interpolated(text);
  const windows = /^[A-Za-z]:[\\/]/.test(value) ? 2 : 0;
  const colon = value.indexOf(':', windows);
  return colon < 0 ? undefined : value.slice(0, colon);
}

/** `${NAME:-default}` and `${NAME-default}` → the default; a variable without one stays what it is. */
export function interpolated(text: string): string {
  return text.replaceAll(
    /\$\{([A-Za-z_]\w*)(?::?-)([^${}]*)\}/g,
    (whole: string, name: string, standard: string) => (isSecretName(name) ? whole : standard),
  );
}
