/** One service as one file says it: names, variables and words, however they are written. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';
import { withDefaults, type Settings } from './settings.ts';

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
export function variablesOf(layer: TreeNode, settings: Settings): readonly Variable[] {
  const node = layer.any('environment');
  if (node === undefined) return [];
  if (node.isObject) {
    return node.entries().map(([name, value]) => {
      value.tellWhole();
      const text = value.value;
      const isScalar = typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean';
      return settings.variable(name, isScalar ? String(text) : undefined);
    });
  }
  return layer.texts('environment').map((text) => {
    const at = text.indexOf('=');
    return at < 0
      ? settings.variable(text, undefined)
      : settings.variable(text.slice(0, at), text.slice(at + 1));
  });
}

export function wordsOf(layer: TreeNode, key: string, settings: Settings): readonly string[] {
  const node = layer.any(key);
  if (node === undefined || node.isObject) return [];
  return layer.texts(key).flatMap((text) => settings.filledIn(text).split(/\s+/));
}

/** Source of `source:target:mode`; a target alone is a volume without a name. A colon within `${…}` or a drive parts nothing. */
export function sourceOf(text: string): string | undefined {
  return /^((?:[A-Za-z]:(?=[\\/]))?(?:\$\{[^{}]*\}|[^:$]|\$(?!\{[^{}]*\}))*):/.exec(
    withDefaults(text).slice(0, 4096),
  )?.[1];
}
