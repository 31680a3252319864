/**
 * The graph schema as LadybugDB's tables.
 */
import type { GraphSchema, SchemaProperty } from '../schema/graph-schema.ts';

/**
 * One node table for each label, then one relationship table for each type, over all of its pairs of labels.
 *
 * @example tableStatements(schema)[0]
 * // CREATE NODE TABLE `Actor`(`key` STRING, `id` STRING, …, PRIMARY KEY(`key`))
 */
export function tableStatements(schema: GraphSchema): string[] {
  const nodes = schema.labels.map(
    ({ name, properties }) =>
      `CREATE NODE TABLE ${quoted(name)}(${properties.map(column).join(', ')}, PRIMARY KEY(\`key\`))`,
  );
  const relationships = schema.relationships.map(({ type, pairs, properties }) => {
    const ends = pairs.map(({ from, to }) => `FROM ${quoted(from)} TO ${quoted(to)}`);
    return `CREATE REL TABLE ${quoted(type)}(${[...ends, ...properties.map(column)].join(', ')})`;
  });
  return [...nodes, ...relationships];
}

/** Names come from the schema, which GraphQL keeps to letters, digits and `_`; quoted, since `order` is a word of Cypher. */
export function quoted(name: string): string {
  return `\`${name}\``;
}

export function columnType({ type, list }: Pick<SchemaProperty, 'type' | 'list'>): string {
  const names = { ID: 'STRING', String: 'STRING', Int: 'INT64', Float: 'DOUBLE', Boolean: 'BOOL' };
  return list ? `${names[type]}[]` : names[type];
}

function column(property: SchemaProperty): string {
  return `${quoted(property.name)} ${columnType(property)}`;
}
