/**
 * Documents that ask the graph, made from the schema: nested up to four levels, with conditions that are trees of all
 * operators, and values some of which occur in the graph.
 */
import fc from 'fast-check';
import type { GeneratorValue } from 'fast-check';
import type { GraphBatch } from '#model/graph';
import { graphModel } from '#graphql/schema/graph-model';
import type { GraphModel } from '#graphql/schema/graph-model';
import type { Relation } from '#graphql/selection/selection';
import { readApiSchema } from '#graphql/schema/api-schema';
import { rootFieldsOf } from '#graphql/neo4j/inner-document';
import type { RootFields } from '#graphql/neo4j/inner-document';
import { graphSchema, readSchemaTexts } from '#stores/schema/read-schema';
import type { SchemaProperty } from '#stores/schema/graph-schema';
import { NASTY_NAMES } from './nasty-graph.ts';

export interface RandomDocument {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type JsonObject = Readonly<Record<string, Json>>;

/** Labels with their fields of `Query`. */
type Roots = readonly (readonly [string, RootFields])[];

const DEPTH = 4;
const OPERATORS = {
  ID: ['eq', 'in', 'contains', 'startsWith', 'endsWith'],
  String: ['eq', 'in', 'contains', 'startsWith', 'endsWith'],
  Int: ['eq', 'in', 'gt', 'gte', 'lt', 'lte'],
  Float: ['eq', 'in', 'gt', 'gte', 'lt', 'lte'],
  Boolean: ['eq'],
} as const;

/** Values of properties as they occur, a few of each: `Asset.name`, `FLOWS_TO.id`. */
type Samples = ReadonlyMap<string, readonly Json[]>;

/** What documents about a graph are made from; prepared once. */
export class DocumentMaker {
  readonly #schema = graphSchema();
  readonly #model: GraphModel = graphModel(this.#schema, readSchemaTexts());
  readonly #roots = [...rootFieldsOf(readApiSchema())].filter(([label]) => this.#model.has(label));
  readonly #samples: Samples;

  constructor(graph: GraphBatch) {
    this.#samples = samplesOf(graph);
  }

  make(draw: GeneratorValue): RandomDocument {
    return new Writer(this.#model, this.#roots, this.#samples, draw, (type, name) =>
      this.#schema.relationships
        .find((each) => each.type === type)!
        .properties.find((each) => each.name === name)!,
    ).document();
  }
}

function samplesOf(graph: GraphBatch): Samples {
  const samples = new Map<string, Set<Json>>();
  const add = (owner: string, properties: Readonly<Record<string, unknown>>): void => {
    for (const [name, value] of Object.entries(properties)) {
      const known = samples.get(`${owner}.${name}`) ?? new Set<Json>();
      samples.set(`${owner}.${name}`, known);
      // The first ones, and among the last the nasty ones.
      if (known.size < 12) known.add((value ?? null) as Json);
    }
  };
  for (const [label, nodes] of graph.nodes) {
    for (const { key, properties } of [...nodes.slice(0, 6), ...nodes.slice(-6)])
      add(label, { key, ...properties });
  }
  for (const [type, edges] of graph.edges) {
    for (const { properties } of [...edges.slice(0, 6), ...edges.slice(-6)]) add(type, properties);
  }
  return new Map([...samples].map(([name, values]) => [name, [...values]]));
}

class Writer {
  readonly #variables: Record<string, Json> = {};
  readonly #declared: string[] = [];
  readonly #model: GraphModel;
  readonly #roots: Roots;
  readonly #samples: Samples;
  readonly #draw: GeneratorValue;
  readonly #edgeProperty: (type: string, name: string) => SchemaProperty;

  constructor(
    model: GraphModel,
    roots: Roots,
    samples: Samples,
    draw: GeneratorValue,
    edgeProperty: (type: string, name: string) => SchemaProperty,
  ) {
    this.#model = model;
    this.#roots = roots;
    this.#samples = samples;
    this.#draw = draw;
    this.#edgeProperty = edgeProperty;
  }

  document(): RandomDocument {
    const fields = Array.from({ length: this.#upTo(2) + 1 }, (_, at) => {
      const [label, { nodes, connection }] = this.#pick(this.#roots);
      return this.#chance(2)
        ? `r${at}: ${nodes}${this.#listArguments(label, 8)} ${this.#node(label, 1)}`
        : `r${at}: ${connection}${this.#connectionArguments(label, undefined, 8)} ${this.#connection(label, undefined, 1)}`;
    });
    const declared = this.#declared.length === 0 ? '' : `query (${this.#declared.join(', ')}) `;
    return { text: `${declared}{\n  ${fields.join('\n  ')}\n}`, variables: this.#variables };
  }

  #node(label: string, depth: number): string {
    const { properties, relations } = this.#model.get(label)!;
    const scalars = someOf([...properties.keys()], this.#upTo(3) + 1, this.#picking);
    const inner =
      depth === DEPTH || relations.size === 0
        ? []
        : Array.from({ length: this.#upTo(2) }, (_, at) => {
            const by = this.#pick([...relations.values()]);
            return this.#chance(2)
              ? `l${at}: ${by.field}${this.#listArguments(by.to, 3)} ${this.#node(by.to, depth + 1)}`
              : `c${at}: ${by.field}Connection${this.#connectionArguments(by.to, by, 3)} ${this.#connection(by.to, by, depth + 1)}`;
          });
    return `{ ${[...scalars, ...inner].join(' ')} }`;
  }

  #connection(label: string, by: Relation | undefined, depth: number): string {
    const properties = by?.properties ?? [];
    const said =
      properties.length > 0 && this.#chance(2)
        ? ` properties { ${someOf(properties, 2, this.#picking).join(' ')} }`
        : '';
    const parts = [
      ...(this.#chance(2) ? ['totalCount'] : []),
      ...(this.#chance(3) ? ['pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'] : []),
      `edges { cursor node ${this.#node(label, depth)}${said} }`,
    ];
    return `{ ${parts.join(' ')} }`;
  }

  #listArguments(label: string, most: number): string {
    const type = label;
    return this.#arguments([
      ...this.#maybe('where', `${type}Where`, () => this.#where(label, 2)),
      ...this.#maybe('sort', `[${type}Sort!]`, () => this.#sorts(this.#sortable(label))),
      ['limit', 'Int', this.#upTo(most)],
      ...this.#maybe('offset', 'Int', () => this.#upTo(3)),
    ]);
  }

  #connectionArguments(label: string, by: Relation | undefined, most: number): string {
    const prefix =
      by === undefined ? undefined : `${by.from}${by.field[0]!.toUpperCase()}${by.field.slice(1)}Connection`;
    return this.#arguments([
      ...this.#maybe('where', prefix === undefined ? `${label}Where` : `${prefix}Where`, () =>
        by === undefined ? this.#where(label, 2) : this.#edgeWhere(by, 2),
      ),
      ...this.#maybe('sort', prefix === undefined ? `[${label}Sort!]` : `[${prefix}Sort!]`, () =>
        by === undefined
          ? this.#sorts(this.#sortable(label))
          : [
              ...this.#sorts(this.#sortable(label)).map((each) => ({ node: each })),
              ...(by.properties.length === 0
                ? []
                : this.#sorts(by.properties).map((each) => ({ edge: each }))),
            ],
      ),
      ['first', 'Int', this.#upTo(most)],
      ...this.#maybe('after', 'String', () =>
        Buffer.from(`arrayconnection:${this.#upTo(3)}`).toString('base64'),
      ),
    ]);
  }

  /** Written out, or as a variable. */
  #arguments(given: readonly (readonly [name: string, type: string, value: Json])[]): string {
    const texts = given.map(([name, type, value]) => {
      if (this.#chance(2)) return `${name}: ${literal(value)}`;
      const variable = `v${this.#declared.length}`;
      this.#declared.push(`$${variable}: ${type}`);
      this.#variables[variable] = value;
      return `${name}: $${variable}`;
    });
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  #maybe(
    name: string,
    type: string,
    value: () => Json,
  ): (readonly [name: string, type: string, value: Json])[] {
    return this.#chance(2) ? [[name, type, value()]] : [];
  }

  #sortable(label: string): string[] {
    return [...this.#model.get(label)!.properties.values()]
      .filter(({ list }) => !list)
      .map(({ name }) => name);
  }

  #sorts(names: readonly string[]): JsonObject[] {
    return someOf(names, this.#upTo(2) + 1, this.#picking).map((name) => ({
      [name]: this.#chance(2) ? 'ASC' : 'DESC',
    }));
  }

  #where(label: string, depth: number): JsonObject {
    const { properties, relations } = this.#model.get(label)!;
    return this.#conditions(
      depth,
      (deeper) => this.#where(label, deeper),
      () => {
        const names = [...properties.values()];
        if (relations.size > 0 && depth > 0 && this.#chance(3)) {
          const by = this.#pick([...relations.values()]);
          const quantifier = this.#pick(['all', 'none', 'single', 'some']);
          return this.#chance(2)
            ? { [by.field]: { [quantifier]: this.#where(by.to, depth - 1) } }
            : { [`${by.field}Connection`]: { [quantifier]: this.#edgeWhere(by, depth - 1) } };
        }
        const property = this.#pick(names);
        return { [property.name]: this.#comparison(label, property) };
      },
    );
  }

  #edgeWhere(by: Relation, depth: number): JsonObject {
    return this.#conditions(
      depth,
      (deeper) => this.#edgeWhere(by, deeper),
      () => {
        if (by.properties.length === 0 || this.#chance(2)) return { node: this.#where(by.to, depth - 1) };
        const name = this.#pick(by.properties);
        return { edge: { [name]: this.#comparison(by.type, this.#edgeProperty(by.type, name)) } };
      },
    );
  }

  #conditions(depth: number, deeper: (depth: number) => JsonObject, single: () => JsonObject): JsonObject {
    const logic = depth > 0 && this.#chance(3) ? this.#pick(['AND', 'OR', 'NOT', 'empty']) : 'none';
    switch (logic) {
      case 'AND':
      case 'OR':
        return { [logic]: Array.from({ length: this.#upTo(3) }, () => deeper(depth - 1)) };
      case 'NOT':
        return { NOT: deeper(depth - 1) };
      case 'empty':
        return {};
      default:
        return this.#chance(3) ? { ...single(), ...single() } : single();
    }
  }

  #comparison(owner: string, { name, type, list }: SchemaProperty): JsonObject {
    const known = this.#samples.get(`${owner}.${name}`) ?? [];
    if (list) {
      const lists = known.filter((value) => Array.isArray(value));
      const value: Json = lists.length === 0 ? ['PRE'] : this.#pick(lists);
      return this.#chance(2) ? { eq: this.#chance(4) ? null : value } : { includes: value[0] ?? '' };
    }
    const operator = this.#pick<string>(OPERATORS[type]);
    if (operator === 'in') {
      return { in: Array.from({ length: this.#upTo(3) }, () => this.#value(type, known)) };
    }
    if (operator === 'eq' && this.#chance(4)) return { eq: null };
    const value = this.#value(type, known);
    const isPart = typeof value === 'string' && operator !== 'eq';
    return { [operator]: isPart ? this.#part(value) : value };
  }

  #value(type: SchemaProperty['type'], known: readonly Json[]): Json {
    const there = known.filter((value) => value !== null);
    if (there.length > 0 && !this.#chance(4)) return this.#pick(there);
    switch (type) {
      case 'ID':
      case 'String':
        return this.#pick([...Object.values(NASTY_NAMES), 'a', 'A', '\u0000', '\u{1f600}']);
      case 'Int':
        return this.#pick([-1, 0, 1, 2, 5, 2147483647]);
      case 'Float':
        return this.#pick([-1, 0, 0.5, 1, 0.05, 1e300]);
      case 'Boolean':
        return this.#chance(2);
    }
  }

  #part(text: string): string {
    const points = Array.from(text);
    const from = this.#upTo(Math.min(points.length, 5));
    return points.slice(from, from + this.#upTo(6)).join('');
  }

  #upTo(most: number): number {
    return this.#draw(fc.nat, { max: most });
  }

  readonly #picking = <T>(of: readonly T[]): T => this.#pick(of);

  /** One in so many. */
  #chance(n: number): boolean {
    return this.#upTo(n - 1) === 0;
  }

  #pick<T>(of: readonly T[]): T {
    return of[this.#upTo(of.length - 1)]!;
  }
}

function someOf<T>(of: readonly T[], size: number, pick: (of: readonly T[]) => T): T[] {
  return [...new Set(Array.from({ length: size }, () => pick(of)))];
}

const ENUMS = new Set(['ASC', 'DESC']);

function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name}: ${literal(each)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' && ENUMS.has(value) ? value : JSON.stringify(value);
}
