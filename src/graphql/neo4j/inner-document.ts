/**
 * Selections as a document for the schema that `@neo4j/graphql` resolves: no fragments, no directives, every field under a
 * name of our own, every value a variable.
 */
import { Kind, OperationTypeNode } from 'graphql/language/index.js';
import type {
  ArgumentNode,
  DocumentNode,
  FieldNode,
  SelectionSetNode,
  VariableDefinitionNode,
} from 'graphql/language/index.js';
import type { GraphQLArgument, GraphQLObjectType, GraphQLSchema } from 'graphql/type/index.js';
import { getNamedType } from 'graphql/type/index.js';
import { astFromType } from './type-node.ts';
import { cursorOf } from '../selection/cursor.ts';
import type { Selection, SortTerm } from '../selection/selection.ts';
import { connectionField, edgesWhere, isEverything, nodesWhere } from './where-input.ts';

export interface InnerDocument {
  readonly document: DocumentNode;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

/** @param rootFields label → its fields of `Query`, as the generator spells their plural */
export function innerDocument(
  schema: GraphQLSchema,
  rootFields: ReadonlyMap<string, RootFields>,
  selections: readonly Selection[],
): InnerDocument {
  return new DocumentWriter(schema, rootFields).write(selections);
}

export interface RootFields {
  readonly nodes: string;
  readonly connection: string;
}

class DocumentWriter {
  readonly #schema: GraphQLSchema;
  readonly #rootFields: ReadonlyMap<string, RootFields>;
  readonly #variables: VariableDefinitionNode[] = [];
  readonly #values: Record<string, unknown> = {};

  constructor(schema: GraphQLSchema, rootFields: ReadonlyMap<string, RootFields>) {
    this.#schema = schema;
    this.#rootFields = rootFields;
  }

  write(selections: readonly Selection[]): InnerDocument {
    const query = this.#schema.getQueryType()!;
    const selectionSet = setOf(
      selections.filter(isAsked).map((selection) => {
        const { nodes, connection } = this.#rootFields.get(selection.label)!;
        return this.#field(selection, query, selection.connection ? connection : nodes);
      }),
    );
    const document: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          variableDefinitions: this.#variables,
          selectionSet,
        },
      ],
    };
    return { document, variableValues: this.#values };
  }

  #field(selection: Selection, owner: GraphQLObjectType, name: string): FieldNode {
    const definition = owner.getFields()[name]!;
    const type = this.#schema.getType(selection.label) as GraphQLObjectType;
    const nodes = this.#nodes(selection, type);
    return {
      ...field(name),
      alias: { kind: Kind.NAME, value: selection.id },
      arguments: this.#arguments(selection, definition.args),
      selectionSet: selection.connection ? connectionSet(selection, nodes) : nodes,
    };
  }

  #nodes({ properties, inner }: Selection, type: GraphQLObjectType): SelectionSetNode {
    return setOf([
      // Never without a field.
      ...[...new Set(['key', ...properties])].map((name) => field(name)),
      ...inner
        .filter(isAsked)
        .map((each) => this.#field(each, type, each.connection ? connectionField(each.by!) : each.by!.field)),
    ]);
  }

  #arguments(selection: Selection, known: readonly GraphQLArgument[]): ArgumentNode[] {
    const { id, connection, filter, sort, by, offset, limit } = selection;
    const onEdges = connection && by !== undefined;
    const values: Record<string, unknown> = {
      ...(isEverything(filter) ? {} : { where: onEdges ? edgesWhere(filter) : nodesWhere(filter) }),
      sort: sort.map((term) => (onEdges ? { [term.of]: direction(term) } : direction(term))),
      ...(limit !== undefined && selection.wantsRows && { [connection ? 'first' : 'limit']: limit }),
      ...(offset > 0 && (connection ? { after: cursorOf(offset - 1) } : { offset })),
    };
    return Object.entries(values).map(([name, value]) => {
      const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: `${id}_${name}` } } as const;
      const { type } = known.find((each) => each.name === name)!;
      this.#variables.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: astFromType(type) });
      this.#values[variable.name.value] = value;
      return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value: variable };
    });
  }
}

/** Where neither rows nor their number are wanted, there is nothing to ask. */
export function isAsked({ wantsRows, wantsTotal }: Selection): boolean {
  return wantsRows || wantsTotal;
}

/** Label → its fields of `Query`. */
export function rootFieldsOf(schema: GraphQLSchema): Map<string, RootFields> {
  const fields = Object.values(schema.getQueryType()!.getFields());
  return new Map(
    fields
      .filter(({ name }) => !name.endsWith('Connection'))
      .map(({ name, type }) => [getNamedType(type).name, { nodes: name, connection: `${name}Connection` }]),
  );
}

function connectionSet(selection: Selection, nodes: SelectionSetNode): SelectionSetNode {
  const { wantsRows, wantsTotal, edgeProperties } = selection;
  const edges = [
    { ...field('node'), selectionSet: nodes },
    ...(edgeProperties.length === 0
      ? []
      : [{ ...field('properties'), selectionSet: setOf(edgeProperties.map((name) => field(name))) }]),
  ];
  return setOf([
    ...(wantsTotal ? [field('totalCount')] : []),
    ...(wantsRows ? [{ ...field('edges'), selectionSet: setOf(edges) }] : []),
  ]);
}

function direction({ property, falling }: SortTerm): Readonly<Record<string, 'ASC' | 'DESC'>> {
  return { [property]: falling ? 'DESC' : 'ASC' };
}

function field(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}

function setOf(selections: readonly FieldNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
