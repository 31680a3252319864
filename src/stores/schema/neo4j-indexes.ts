/**
 * Neo4j's constraints and indexes, derived from the graph schema.
 */
import type { GraphSchema } from './graph-schema.ts';

export interface Neo4jIndex {
  /** E.g. `technique_key`; the same on every database, so that statements can be repeated. */
  readonly name: string;
  readonly label: string;
  readonly property: string;
  /** A uniqueness constraint (with the index that backs it), or a plain range index. */
  readonly unique: boolean;
  /** Idempotent: `CREATE … IF NOT EXISTS …`. */
  readonly statement: string;
}

/** Properties that queries look nodes up by, beside `key`. */
const LOOKED_UP = ['id', 'system'];

/**
 * `key` unique on every label, and an index on `id` and `system` where a label has them.
 *
 * @param labelled turns a label into the one to index, where a store keeps nodes under other labels while it loads
 * @example neo4jIndexes(graphSchema())[0].statement
 * // CREATE CONSTRAINT `actor_key` IF NOT EXISTS FOR (n:`Actor`) REQUIRE n.`key` IS UNIQUE
 */
export function neo4jIndexes(
  schema: GraphSchema,
  labelled: (label: string) => string = (label) => label,
): Neo4jIndex[] {
  return schema.labels.flatMap(({ name: plain, properties }) => {
    const label = labelled(plain);
    const has = new Set(properties.map((property) => property.name));
    return ['key', ...LOOKED_UP.filter((property) => has.has(property))].map((property) => {
      const unique = property === 'key';
      const name = `${label.toLowerCase()}_${property}`;
      const statement = unique
        ? `CREATE CONSTRAINT \`${name}\` IF NOT EXISTS FOR (n:\`${label}\`) REQUIRE n.\`${property}\` IS UNIQUE`
        : `CREATE INDEX \`${name}\` IF NOT EXISTS FOR (n:\`${label}\`) ON (n.\`${property}\`)`;
      return { name, label, property, unique, statement };
    });
  });
}
