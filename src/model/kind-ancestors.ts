import { ASSET_KINDS } from './asset-kinds.ts';
import type { LibraryKind } from './attack-library.ts';

/**
 * Kind → itself and all that it is, up to its class and `asset`.
 *
 * @example ancestors(kinds).get('trading-model') // trading-model, model, model-artifact, asset
 */
export function kindAncestors(kinds: readonly LibraryKind[]): Map<string, ReadonlySet<string>> {
  const parents = new Map<string, string>();
  const classes = new Map<string, string>(ASSET_KINDS);
  for (const { id, is, class: name } of kinds) {
    classes.set(id, name);
    if (is !== undefined) parents.set(id, is);
  }
  const result = new Map<string, ReadonlySet<string>>();
  for (const [kind, name] of classes) {
    const all = new Set<string>();
    for (let at: string | undefined = kind; at !== undefined && !all.has(at); at = parents.get(at))
      all.add(at);
    result.set(kind, all.add(name).add('asset'));
  }
  return result;
}
