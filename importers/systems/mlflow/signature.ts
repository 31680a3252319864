/** Columns and tensors of a model's signature, as short as people read them. */

/** Longest text that is kept; what is cut off says no more than what is there. */
const MAX_LENGTH = 2000;
/** Types may be made of types; deeper ones than this are not spelled out. */
const MAX_DEPTH = 8;

type Spec = Readonly<Record<string, unknown>>;

/**
 * JSON of columns or tensors as text; other text, cut, as it is.
 *
 * @example columnsOf('[{"type":"long","name":"age"}]') // 'age: long'
 * @example columnsOf('[{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,4]}}]') // 'tensor float64[-1, 4]'
 */
export function columnsOf(text: string): string {
  try {
    const columns: unknown = JSON.parse(text);
    if (Array.isArray(columns)) return columns.map(columnOf).join(', ').slice(0, MAX_LENGTH);
  } catch {
    // Not JSON: older and foreign writers put other texts here.
  }
  return text.slice(0, 200);
}

function columnOf(column: unknown): string {
  const spec = specOf(column);
  const { name, required } = spec;
  const type = typeOf(spec, 0) + (required === false ? '?' : '');
  return typeof name === 'string' || typeof name === 'number' ? `${name}: ${type}` : type;
}

function typeOf(spec: Spec, depth: number): string {
  const { type } = spec;
  if (typeof type !== 'string') return '?';
  if (depth === MAX_DEPTH) return '…';
  if (type === 'tensor') {
    const { dtype, shape } = specOf(spec['tensor-spec']);
    const sizes = Array.isArray(shape) ? `[${shape.map(String).join(', ')}]` : '';
    return typeof dtype === 'string' ? `tensor ${dtype}${sizes}` : type;
  }
  if (type === 'array') return `${typeOf(specOf(spec['items']), depth + 1)}[]`;
  if (type === 'map') return `map of ${typeOf(specOf(spec['values']), depth + 1)}`;
  if (type !== 'object') return type;
  const properties = Object.entries(specOf(spec['properties']));
  return `{ ${properties.map(([key, each]) => `${key}: ${typeOf(specOf(each), depth + 1)}`).join(', ')} }`;
}

function specOf(value: unknown): Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Spec) : {};
}
