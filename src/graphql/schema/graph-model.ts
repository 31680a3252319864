/**
 * What fields of the API mean in the graph, from `graph-schema/*.graphql`.
 */
import { Kind, parse, Source } from 'graphql/language/index.js';
import type { ConstDirectiveNode, ObjectTypeDefinitionNode, TypeNode } from 'graphql/language/index.js';
import type { GraphSchema, SchemaProperty, SchemaText } from '#stores/schema/graph-schema';
import type { Relation } from '../selection/selection.ts';

export interface LabelModel {
  readonly properties: ReadonlyMap<string, SchemaProperty>;
  /** By the name of the field, e.g. `flowsTo`. */
  readonly relations: ReadonlyMap<string, Relation>;
}

/** By label. */
export type GraphModel = ReadonlyMap<string, LabelModel>;

/** @param schema what was read from `texts` and found right */
export function graphModel(schema: GraphSchema, texts: readonly SchemaText[]): GraphModel {
  const types = new Map(
    texts
      .flatMap(({ file, text }) => parse(new Source(text, file)).definitions)
      .filter((each): each is ObjectTypeDefinitionNode => each.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((type) => [type.name.value, type]),
  );
  return new Map(
    schema.labels.map(({ name, properties }) => [
      name,
      {
        properties: new Map(properties.map((each) => [each.name, each])),
        relations: relationsOf(types.get(name)!, schema),
      },
    ]),
  );
}

function relationsOf(type: ObjectTypeDefinitionNode, { relationships }: GraphSchema): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const field of type.fields ?? []) {
    const directive = field.directives?.find(({ name }) => name.value === 'relationship');
    if (directive === undefined) continue;
    const name = argument(directive, 'type');
    relations.set(field.name.value, {
      field: field.name.value,
      type: name,
      direction: argument(directive, 'direction') === 'IN' ? 'IN' : 'OUT',
      from: type.name.value,
      to: namedType(field.type),
      properties: relationships.find((each) => each.type === name)!.properties.map((each) => each.name),
    });
  }
  return relations;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function argument(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}
