/**
 * The API's schema as `@neo4j/graphql` generates it from `graph-schema/`: for reading only.
 */
import { Kind, parse, visit } from 'graphql/language/index.js';
import type {
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  TypeNode,
} from 'graphql/language/index.js';
import type { GraphQLSchema } from 'graphql/type/index.js';
import type { SchemaText } from '#stores/schema/graph-schema';

/** Reads only, no subscriptions, no sums at the root. */
const READ_ONLY =
  'extend schema @query(read: true, aggregate: false) @mutation(operations: []) @subscription(events: [])';

/**
 * Takes some 0.6 s to load the library and 0.5 s to generate.
 *
 * Its resolvers at the root want `{ executionContext: { run } }` as context.
 */
export async function generateSchema(texts: readonly SchemaText[]): Promise<GraphQLSchema> {
  const { Neo4jGraphQL } = await import('@neo4j/graphql');
  const definitions = parse([...texts.map(({ text }) => text), READ_ONLY].join('\n'));
  return new Neo4jGraphQL({
    typeDefs: narrowed(definitions),
    features: {
      excludeDeprecatedFields: {
        mutationOperations: true,
        aggregationFilters: true,
        aggregationFiltersOutsideConnection: true,
        relationshipFilters: true,
        attributeFilters: true,
      },
    },
  }).getSchema();
}

/** Without sums over relationships, and without orders by lists, which the embedded store does not know. */
function narrowed(definitions: DocumentNode): DocumentNode {
  return visit(definitions, {
    FieldDefinition(field): FieldDefinitionNode | undefined {
      const { directives = [] } = field;
      const relationship = directives.find(({ name }) => name.value === 'relationship');
      if (relationship !== undefined) {
        const args = [...(relationship.arguments ?? []), ...flags({ aggregate: false })];
        return {
          ...field,
          directives: [
            ...directives.map((each) => (each === relationship ? { ...each, arguments: args } : each)),
            directive('filterable', { byValue: true, byAggregate: false }),
          ],
        };
      }
      if (!isList(field.type)) return undefined;
      return { ...field, directives: [...directives, directive('sortable', { byValue: false })] };
    },
    ObjectTypeDefinition(type) {
      // Fields of types without a role in the graph are answered by the analysis and stay as they are.
      return type.directives === undefined || type.directives.length === 0 ? false : undefined;
    },
  });
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}

function directive(name: string, values: Readonly<Record<string, boolean>>): ConstDirectiveNode {
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: name }, arguments: flags(values) };
}

function flags(values: Readonly<Record<string, boolean>>): NonNullable<ConstDirectiveNode['arguments']> {
  return Object.entries(values).map(([name, value]) => ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value: { kind: Kind.BOOLEAN, value },
  }));
}
