import type { Knowledge } from './knowledge.ts';
import { successorOf } from './resolve-mappings.ts';

/**
 * Techniques that the pinned editions retired → the one that took their place: as the edition itself says, or as a succession
 * tells. One with several heirs has none here. O(n).
 */
export function techniqueHeirs({
  catalogue,
  successions,
}: Pick<Knowledge, 'catalogue' | 'successions'>): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>();
  const add = (id: string, heir: string): void => {
    found.set(id, (found.get(id) ?? new Set()).add(heir));
  };
  for (const ref of catalogue.all('technique')) {
    if (ref.status === 'active' || ref.edition !== catalogue.pinned(ref.framework)) continue;
    const heir = successorOf(catalogue, ref);
    if (heir?.status === 'active') add(ref.id, heir.id);
  }
  for (const { subject, object, predicate } of successions) {
    if (subject.framework !== object.framework || predicate === 'skos:relatedMatch') continue;
    const isActive = (id: string): boolean =>
      catalogue.ref('technique', object.framework, id)?.status === 'active';
    if (!isActive(subject.id) && isActive(object.id)) add(subject.id, object.id);
  }
  return new Map(
    [...found].flatMap(([id, heirs]) => (heirs.size === 1 ? [[id, [...heirs][0]!] as const] : [])),
  );
}
