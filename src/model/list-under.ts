/**
 * The list under a key, made where there is none. What is added to it stands in the map, and nothing is copied for it.
 *
 * @example listUnder(byEnds, 'a b').push(threat)
 */
export function listUnder<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: V[] = [];
  lists.set(key, list);
  return list;
}
