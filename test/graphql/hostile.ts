/** Values that would do harm if any of them became part of a query. */
export const HOSTILE: readonly string[] = [
  '"',
  "'",
  '`',
  '\\',
  '}) DETACH DELETE n //',
  "' OR 1 = 1 //",
  '"}) MATCH (m) RETURN m //',
  '`) DETACH DELETE n //',
  '\\u0027 OR true',
  '\\`Asset\\`',
  '$p0',
  '$param0',
  '${p0}',
  '{p0: 1}',
  '\u0000',
  'a\u0000b',
  '\ud83d',
  '\u202e\u2066reversed\u2069',
  '👩‍🔬',
  '/* */ // --',
  'MATCH (n) RETURN n',
  '\n\r\u2028\u2029',
  'x'.repeat(10_000),
];

/** Every place of a document to the graph at which a text can stand, as variables `$t` and `$ts`. */
export const EVERY_TEXT = `query ($t: String!, $ts: [String!]!, $id: ID!, $ids: [ID!]!) {
  properties: assets(where: { OR: [
    { name: { eq: $t } } { name: { in: $ts } } { name: { contains: $t } } { name: { startsWith: $t } }
    { name: { endsWith: $t } } { key: { eq: $id } } { key: { in: $ids } } { key: { contains: $id } }
    { key: { startsWith: $id } } { key: { endsWith: $id } }
  ] }, limit: 5) {
    key
    exposedTo(where: { NOT: { technique: { eq: $t } } }, limit: 1) { key }
    flowsToConnection(first: 1, where: { OR: [
      { edge: { id: { eq: $t } } } { edge: { carries: { includes: $t } } } { edge: { carries: { eq: $ts } } }
      { node: { name: { contains: $t } } }
    ] }) { totalCount edges { properties { id } node { key } } }
  }
  lists: techniques(where: { OR: [{ platforms: { includes: $t } } { platforms: { eq: $ts } }] }, limit: 5) { key }
  related: assets(where: { OR: [
    { flowsTo: { some: { name: { eq: $t } } } }
    { flowsToConnection: { single: { edge: { id: { startsWith: $t } }, node: { id: { in: $ts } } } } }
    { exposedTo: { all: { uses: { none: { name: { endsWith: $t } } } } } }
  ] }, limit: 5) { key }
  rootConnection: assetsConnection(first: 1, where: { name: { eq: $t } }) { totalCount edges { node { key } } }
}`;

export function everyText(value: string): Readonly<Record<string, unknown>> {
  return { t: value, ts: [value, value], id: value, ids: [value] };
}
