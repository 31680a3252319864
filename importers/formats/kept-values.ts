/** Values under `x-*` keys, where a foreign document may say more than one thing under the same name. */

/**
 * Pairs as an object; a name that stands there with several values has them as a list.
 *
 * @example objectOfPairs([['a', '1'], ['b', '2'], ['a', '3']]) // { a: ['1', '3'], b: '2' }
 */
export function objectOfPairs(pairs: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const joined = new Map<string, unknown>();
  for (const [key, value] of pairs) joined.set(key, joinValues(joined.get(key), value));
  return Object.fromEntries(joined);
}

/** Both values as one: objects key by key, all else as a list without repetitions. Undefined is none. */
export function joinValues(a: unknown, b: unknown): unknown {
  if (a === undefined) return b;
  if (isObject(a) && isObject(b)) return objectOfPairs([...Object.entries(a), ...Object.entries(b)]);
  const all = [...new Set([...listOf(a), ...listOf(b)])];
  return all.length === 1 && !Array.isArray(a) ? all[0] : all;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
