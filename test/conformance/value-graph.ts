/** Values that bulk loaders lose: quotes, separators, line ends, look-alikes of null, lists with any of these, extremes. */
import type { GraphBatch } from '#model/graph';
import { BatchBuilder } from './batch-builder.ts';

export const TEXTS: readonly (string | null)[] = [
  null,
  '',
  ' ',
  ' leading and trailing ',
  'a,b;c|d\te',
  'say "hello"',
  '"',
  '""',
  "it's",
  'line\nbreak',
  'line\r\nbreak',
  '\n',
  'back\\slash\\n\\',
  'null',
  'NULL',
  'nan',
  '\\N',
  'true',
  '0.1',
  '[a,b]',
  '{a: 1}',
  '$system ${x} `tick`',
  "'); DROP TABLE Technique; --",
  '# no comment // neither /* nor */',
  'Grüße, 世界, العربية, 👩‍🔬, e\u0301',
  '\u2028\u00a0\ufeff',
  'x'.repeat(100_000),
];

export const LISTS: readonly (readonly string[] | null)[] = [
  null,
  [],
  ['PRE'],
  ['a', 'b', 'c'],
  ['a'],
  ['a,b', 'c"d', "e'f", '[g]'],
  ['line\nbreak', 'back\\slash'],
  ['null', 'NULL'],
  [' '],
  Array.from({ length: 500 }, (_, index) => `element ${index}`),
];

export const FLOATS: readonly number[] = [
  0,
  1,
  -1,
  0.1,
  0.1 + 0.2,
  1 / 3,
  -2.5e-300,
  5e-324,
  1.7976931348623157e308,
  123456789.12345679,
];

export const INTEGERS: readonly number[] = [
  0,
  1,
  -1,
  2147483648,
  -2147483649,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
];

export const BOOLEANS: readonly (boolean | null)[] = [null, true, false];

/** One node for each text, list, float and integer; one edge for each boolean, list and nullable float. */
export function valueGraph(): GraphBatch {
  const batch = new BatchBuilder();
  const required = { name: 'n', framework: 'f', edition: '1' };
  TEXTS.forEach((description, index) => {
    batch.node('Technique', `text ${index}`, { ...required, id: `t${index}`, status: 'active', description });
  });
  LISTS.forEach((platforms, index) => {
    batch.node('Technique', `list ${index}`, { ...required, id: `l${index}`, status: 'active', platforms });
  });
  INTEGERS.forEach((order, index) => {
    batch.node('Tactic', `integer ${index}`, { ...required, id: `i${index}`, order });
  });
  FLOATS.forEach((effectiveness, index) => {
    batch.node('Safeguard', `float ${index}`, {
      id: `f${index}`,
      name: 'n',
      system: 's',
      status: 'planned',
      effectiveness,
    });
  });
  const asset = { name: 'n', system: 's', kind: 'k', class: 'c', exposure: 'public' };
  batch
    .node('Asset', 'asset "quoted", ünïcode', { ...asset, id: 'a' })
    .node('Asset', 'asset b', { ...asset, id: 'b' });
  const flow = (id: string, more: Record<string, boolean | readonly string[] | null>): void => {
    batch.edge('FLOWS_TO', 'Asset asset "quoted", ünïcode', 'Asset asset b', { id, ...more });
  };
  BOOLEANS.forEach((authenticated, index) => {
    flow(`b${index}`, { authenticated });
  });
  LISTS.forEach((carries, index) => {
    flow(`l${index}`, { carries });
  });
  [...FLOATS, null].forEach((confidence, index) => {
    batch.edge('MAPS_TO', 'Technique text 0', 'Technique text 1', {
      predicate: `p${index}`,
      source: 's',
      justification: 'j',
      trust: 'official',
      confidence,
    });
  });
  return batch.build();
}
