/** Deeper values are written as JSON text: a model may be nested only so deep. */
const MAX_DEPTH = 12;

/** `x-*` keys with values that YAML can hold; a key without `x-` gets it. Undefined values are left out. */
export function plainExtensions(
  extensions: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const entries = Object.entries(extensions ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [key.startsWith('x-') ? key : `x-${key}`, plain(value, 0)]),
  );
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  // Functions and symbols, which no parsed file holds.
  if (typeof value !== 'object') return null;
  if (depth >= MAX_DEPTH) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const entries = Object.entries(value).map(
    ([key, item]) => [plainKey(key), plain(item, depth + 1)] as const,
  );
  return Object.fromEntries(entries);
}

/** Keys that the reader of models refuses wherever they stand. */
function plainKey(key: string): string {
  return key === '' || key === 'true' || key === '__proto__' ? `(${key})` : key;
}
