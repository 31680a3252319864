/**
 * GraphQL SDL with `@node`, `@relationship` and `@relationshipProperties` → GraphSchema.
 */
import { createHash } from 'node:crypto';
// By their own files: the whole package takes 45 ms more to load, in every run.
import { GraphQLError } from 'graphql/error/index.js';
import { Kind, Source, parse } from 'graphql/language/index.js';
import type {
  ConstDirectiveNode,
  FieldDefinitionNode,
  NameNode,
  ObjectTypeDefinitionNode,
  TypeNode,
} from 'graphql/language/index.js';
import type { Diagnostic } from '#model/diagnostics';
import { compareDiagnostics } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { GraphSchema, PropertyType, SchemaProperty, SchemaText } from './graph-schema.ts';
import { compareText } from './graph-schema.ts';

const SCALARS: ReadonlySet<string> = new Set<PropertyType>(['ID', 'String', 'Int', 'Float', 'Boolean']);

interface RelationshipDraft {
  /** `from\nto` → where it was first written. */
  readonly pairs: Map<string, { from: string; to: string }>;
  readonly propertiesType: string | undefined;
  readonly firstField: string;
}

interface TypeShape {
  readonly name: NameNode;
  readonly list: boolean;
  readonly required: boolean;
  readonly elementRequired: boolean;
}

/**
 * Reads SDL. A relationship may be written at either end or at both (`direction: IN` is the other end of `OUT`); all
 * places must name the same `properties`, since both stores keep one shape for each relationship type.
 *
 * @throws ThreatloomError SCHEMA-001 with all diagnostics (`SCHEMA-002` …), each with file, line and column
 */
export function parseGraphSchema(texts: readonly SchemaText[]): GraphSchema {
  const reader = new SchemaReader();
  for (const text of texts) reader.collect(text);
  return reader.finish();
}

class SchemaReader {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #nodeTypes = new Map<string, ObjectTypeDefinitionNode>();
  readonly #propertyTypes = new Map<string, ObjectTypeDefinitionNode>();
  readonly #relationships = new Map<string, RelationshipDraft>();

  collect({ file, text }: SchemaText): void {
    let definitions;
    try {
      definitions = parse(new Source(text, file)).definitions;
    } catch (cause) {
      if (!(cause instanceof GraphQLError)) throw cause;
      const at = cause.locations?.[0];
      this.#diagnostics.push({
        code: 'SCHEMA-002',
        severity: 'error',
        message: cause.message,
        file,
        ...(at && { line: at.line, column: at.column }),
      });
      return;
    }
    for (const definition of definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) {
        this.#report('SCHEMA-003', `only object types may stand here, not ${definition.kind}`, definition);
        continue;
      }
      const { name, directives = [] } = definition;
      const roles = directives.map((directive) => directive.name.value);
      if (this.#nodeTypes.has(name.value) || this.#propertyTypes.has(name.value)) {
        this.#report('SCHEMA-004', `type ${name.value} stands twice`, name);
      } else if (roles.includes('node')) {
        this.#nodeTypes.set(name.value, definition);
      } else if (roles.includes('relationshipProperties')) {
        this.#propertyTypes.set(name.value, definition);
      } else {
        this.#report(
          'SCHEMA-005',
          `type ${name.value} carries neither @node nor @relationshipProperties`,
          name,
        );
      }
    }
  }

  finish(): GraphSchema {
    const labels = [...this.#nodeTypes].map(([name, definition]) => ({
      name,
      properties: this.#properties(definition),
    }));
    for (const { name, properties } of labels) {
      const key = properties.find((property) => property.name === 'key');
      if (key?.type !== 'ID' || key.list || !key.required) {
        this.#report('SCHEMA-006', `label ${name} needs a field "key: ID!"`, this.#nodeTypes.get(name)!.name);
      }
    }
    const propertiesOf = new Map(
      [...this.#propertyTypes].map(([name, definition]) => [name, this.#properties(definition)]),
    );
    const relationships = [...this.#relationships].map(([type, draft]) => ({
      type,
      pairs: [...draft.pairs.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to)),
      properties: draft.propertiesType === undefined ? [] : (propertiesOf.get(draft.propertiesType) ?? []),
    }));
    if (this.#diagnostics.length > 0) {
      const diagnostics = this.#diagnostics.sort(compareDiagnostics);
      const { message, file, line, column } = diagnostics[0]!;
      throw new ThreatloomError('SCHEMA-001', `the graph schema cannot be used: ${message}`, {
        ...(file !== undefined && { file }),
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
        diagnostics,
      });
    }
    labels.sort((a, b) => compareText(a.name, b.name));
    relationships.sort((a, b) => compareText(a.type, b.type));
    return { labels, relationships, digest: digestOf({ labels, relationships }) };
  }

  #properties(owner: ObjectTypeDefinitionNode): SchemaProperty[] {
    const properties: SchemaProperty[] = [];
    for (const field of owner.fields ?? []) {
      const shape = shapeOf(field.type);
      const relationship = field.directives?.find((directive) => directive.name.value === 'relationship');
      if (relationship) {
        this.#relationship(owner.name.value, field, shape, relationship);
      } else if (
        shape === undefined ||
        !SCALARS.has(shape.name.value) ||
        (shape.list && !(shape.elementRequired && shape.name.value === 'String'))
      ) {
        this.#report(
          'SCHEMA-007',
          `${owner.name.value}.${field.name.value} must be a scalar (${[...SCALARS].join(', ')}), [String!], or carry @relationship`,
          field,
        );
      } else {
        const { list, required } = shape;
        properties.push({ name: field.name.value, type: shape.name.value as PropertyType, list, required });
      }
    }
    return properties;
  }

  #relationship(
    owner: string,
    field: FieldDefinitionNode,
    shape: TypeShape | undefined,
    directive: ConstDirectiveNode,
  ): void {
    const where = `${owner}.${field.name.value}`;
    const type = argument(directive, 'type');
    const direction = argument(directive, 'direction');
    const propertiesType = argument(directive, 'properties');
    if (!shape?.list || !shape.required || !shape.elementRequired || !this.#nodeTypes.has(shape.name.value)) {
      this.#report('SCHEMA-008', `${where} must be a list "[Label!]!" of a type with @node`, field);
      return;
    }
    if (type === undefined || (direction !== 'IN' && direction !== 'OUT')) {
      this.#report('SCHEMA-009', `${where} needs type: "NAME" and direction: IN or OUT`, directive);
      return;
    }
    if (propertiesType !== undefined && !this.#propertyTypes.has(propertiesType)) {
      this.#report(
        'SCHEMA-010',
        `${where} names properties "${propertiesType}", which no type defines`,
        directive,
      );
      return;
    }
    const draft = this.#relationships.get(type) ?? { pairs: new Map(), propertiesType, firstField: where };
    this.#relationships.set(type, draft);
    if (draft.propertiesType !== propertiesType) {
      this.#report(
        'SCHEMA-011',
        `${where} gives ${type} ${naming(propertiesType)}, but ${draft.firstField} gives it ${naming(draft.propertiesType)}`,
        directive,
      );
      return;
    }
    const other = shape.name.value;
    const pair = direction === 'OUT' ? { from: owner, to: other } : { from: other, to: owner };
    draft.pairs.set(`${pair.from}\n${pair.to}`, pair);
  }

  #report(code: string, message: string, node: { readonly loc?: NameNode['loc'] }): void {
    const start = node.loc?.startToken;
    this.#diagnostics.push({
      code,
      severity: 'error',
      message,
      ...(node.loc && { file: node.loc.source.name }),
      ...(start && { line: start.line, column: start.column }),
    });
  }
}

/** `T`, `T!`, `[T]`, `[T!]`, `[T!]!`; undefined for lists of lists. */
function shapeOf(type: TypeNode): TypeShape | undefined {
  const required = type.kind === Kind.NON_NULL_TYPE;
  const outer = required ? type.type : type;
  if (outer.kind === Kind.NAMED_TYPE)
    return { name: outer.name, list: false, required, elementRequired: required };
  const elementRequired = outer.type.kind === Kind.NON_NULL_TYPE;
  const element = outer.type.kind === Kind.NON_NULL_TYPE ? outer.type.type : outer.type;
  return element.kind === Kind.NAMED_TYPE
    ? { name: element.name, list: true, required, elementRequired }
    : undefined;
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function naming(propertiesType: string | undefined): string {
  return propertiesType === undefined ? 'no properties' : `properties "${propertiesType}"`;
}

function digestOf(schema: Omit<GraphSchema, 'digest'>): string {
  const byName = (properties: readonly SchemaProperty[]): unknown[] =>
    [...properties]
      .sort((a, b) => compareText(a.name, b.name))
      .map(({ name, type, list, required }) => [name, type, list, required]);
  const canonical = [
    schema.labels.map(({ name, properties }) => [name, byName(properties)]),
    schema.relationships.map(({ type, pairs, properties }) => [
      type,
      pairs.map(({ from, to }) => [from, to]),
      byName(properties),
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}
