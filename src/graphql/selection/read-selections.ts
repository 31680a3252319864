/**
 * A document's questions to the graph.
 */
import { getArgumentValues } from 'graphql/execution/values.js';
import type { FieldNode } from 'graphql/language/index.js';
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql/type/index.js';
import { getNamedType } from 'graphql/type/index.js';
import type { ApiLimits } from '../limits.ts';
import type { GraphModel } from '../schema/graph-model.ts';
import { refusal } from '../refusal.ts';
import { collectFields } from './collect-fields.ts';
import { placeOf } from './cursor.ts';
import { FilterReader } from './read-filter.ts';
import { completeSort } from './read-sort.ts';
import type { Relation, Selection } from './selection.ts';

export type DocumentInfo = Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments' | 'variableValues'>;

export interface DocumentSelections {
  /** Those of the root that ask the graph and can be asked. */
  readonly roots: readonly Selection[];
  /** By the path of response keys, e.g. `assets.flowsToConnection.edges.node.partOf`; refused ones as errors. */
  readonly byPath: ReadonlyMap<string, Selection | Error>;
}

export type SelectionLimits = Pick<ApiLimits, 'selections' | 'conditions'>;

/** Never throws: what cannot be asked is an error at its path. O(fields), but for fields that fragments repeat. */
export function readSelections(
  model: GraphModel,
  info: DocumentInfo,
  limits: SelectionLimits,
): DocumentSelections {
  return new SelectionReader(model, info, limits).read();
}

/** Which field it is, and with what selections of it. */
interface Place {
  readonly path: string;
  readonly fields: readonly FieldNode[];
  readonly owner: GraphQLObjectType;
}

class SelectionReader {
  readonly #model: GraphModel;
  readonly #info: DocumentInfo;
  readonly #limits: SelectionLimits;
  readonly #byPath = new Map<string, Selection | Error>();
  #selections = 0;
  #conditions = 0;

  constructor(model: GraphModel, info: DocumentInfo, limits: SelectionLimits) {
    this.#model = model;
    this.#info = info;
    this.#limits = limits;
  }

  read(): DocumentSelections {
    const owner = this.#info.schema.getQueryType()!;
    const roots: Selection[] = [];
    for (const [path, fields] of collectFields(this.#info, [this.#info.operation.selectionSet])) {
      const label = this.#rootLabel({ path, fields, owner });
      if (label === undefined) continue;
      try {
        roots.push(this.#selection({ path, fields, owner }, label, undefined));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        this.#byPath.set(path, error);
      }
    }
    return { roots, byPath: this.#byPath };
  }

  /** Undefined for fields that the analysis answers. */
  #rootLabel(place: Place): string | undefined {
    const type = typeOf(place);
    const label = type === undefined ? undefined : (nodeOf(type) ?? type).name;
    return label !== undefined && this.#model.has(label) ? label : undefined;
  }

  #selection(place: Place, label: string, by: Relation | undefined): Selection {
    const node = place.fields[0]!;
    const id = `s${this.#selections++}`;
    const most = this.#limits.selections;
    if (this.#selections > most) {
      throw refusal('GRAPHQL-006', `the document leads to nodes at more than ${most} places`, node);
    }
    const type = typeOf(place)!;
    const connection = nodeOf(type) !== undefined;
    const args = getArgumentValues(
      place.owner.getFields()[node.name.value]!,
      node,
      this.#info.variableValues,
    );
    const filters = new FilterReader(this.#model, {
      refuse: (message) => refusal('GRAPHQL-001', message, node),
      count: () => {
        this.#countCondition(node);
      },
    });
    const filter =
      connection && by !== undefined ? filters.edges(by, args['where']) : filters.nodes(label, args['where']);
    const sort = completeSort(args['sort'], by, connection);
    const window = connection ? pageOf(args, node) : windowOf(args, node);
    const wanted = connection
      ? this.#connection(place, type, by)
      : { ...this.#node([place], type), wantsRows: true, wantsTotal: false, edgeProperties: [] };
    const wantsTotal = wanted.wantsTotal === 'paged' ? window.limit !== undefined : wanted.wantsTotal;
    const selection: Selection = {
      id,
      label,
      ...(by !== undefined && { by }),
      connection,
      filter,
      sort,
      ...window,
      ...wanted,
      wantsRows: wanted.wantsRows && window.limit !== 0,
      wantsTotal,
    };
    this.#byPath.set(place.path, selection);
    return selection;
  }

  #countCondition(node: FieldNode): void {
    const most = this.#limits.conditions;
    this.#conditions += 1;
    if (this.#conditions > most) {
      throw refusal('GRAPHQL-007', `the filters of the document have more than ${most} conditions`, node);
    }
  }

  /** Of nodes that may be selected at several places at once, as `edges` may stand under several names. */
  #node(
    places: readonly Pick<Place, 'path' | 'fields'>[],
    type: GraphQLObjectType,
  ): Pick<Selection, 'properties' | 'inner'> {
    const { properties: known, relations } = this.#model.get(type.name)!;
    const properties = new Set<string>();
    const inner: Selection[] = [];
    for (const { path, fields } of places) {
      for (const [key, nodes] of this.#fieldsOf(fields)) {
        const name = nodes[0]!.name.value;
        if (known.has(name)) properties.add(name);
        const by = relations.get(name) ?? relations.get(name.replace(/Connection$/, ''));
        if (by === undefined) continue;
        inner.push(this.#selection({ path: `${path}.${key}`, fields: nodes, owner: type }, by.to, by));
      }
    }
    return { properties: [...properties], inner };
  }

  #connection(
    { path, fields }: Place,
    type: GraphQLObjectType,
    by: Relation | undefined,
  ): Pick<Selection, 'properties' | 'inner' | 'edgeProperties' | 'wantsRows'> & {
    readonly wantsTotal: boolean | 'paged';
  } {
    const nodes: { path: string; fields: readonly FieldNode[] }[] = [];
    const edgeProperties = new Set<string>();
    let wantsRows = false;
    let wantsTotal: boolean | 'paged' = false;
    for (const [key, each] of this.#fieldsOf(fields)) {
      switch (each[0]!.name.value) {
        case 'totalCount':
          wantsTotal = true;
          break;
        case 'pageInfo': {
          const names = [...this.#fieldsOf(each).values()].map(([first]) => first!.name.value);
          if (names.includes('hasNextPage')) wantsTotal ||= 'paged';
          if (names.some((name) => name.endsWith('Cursor') || name === 'hasNextPage')) wantsRows = true;
          break;
        }
        case 'edges':
          wantsRows = true;
          for (const [inEdge, parts] of this.#fieldsOf(each)) {
            const name = parts[0]!.name.value;
            if (name === 'node') nodes.push({ path: `${path}.${key}.${inEdge}`, fields: parts });
            if (name === 'properties') {
              for (const [property] of this.#fieldsOf(parts).values())
                edgeProperties.add(property!.name.value);
            }
          }
      }
    }
    const known = by?.properties ?? [];
    return {
      ...this.#node(nodes, nodeOf(type)!),
      edgeProperties: [...edgeProperties].filter((name) => known.includes(name)),
      wantsRows,
      wantsTotal,
    };
  }

  #fieldsOf(fields: readonly FieldNode[]): Map<string, FieldNode[]> {
    return collectFields(
      this.#info,
      fields.map(({ selectionSet }) => selectionSet),
    );
  }
}

function typeOf({ owner, fields }: Place): GraphQLObjectType | undefined {
  const field = owner.getFields()[fields[0]!.name.value];
  // Fields of the introspection are none of the type's own.
  return field === undefined ? undefined : (getNamedType(field.type) as GraphQLObjectType);
}

/** The type of a connection's nodes; undefined where the type is no connection. */
export function nodeOf(type: GraphQLObjectType): GraphQLObjectType | undefined {
  if (!type.name.endsWith('Connection')) return undefined;
  const edges = type.getFields()['edges'];
  const node = edges && (getNamedType(edges.type) as GraphQLObjectType).getFields()['node'];
  return node && (getNamedType(node.type) as GraphQLObjectType);
}

type Arguments = Readonly<Record<string, unknown>>;
type Window = Pick<Selection, 'offset' | 'limit'>;

function windowOf(args: Arguments, node: FieldNode): Window {
  const limit = count(args, 'limit', node);
  return { offset: count(args, 'offset', node) ?? 0, ...(limit !== undefined && { limit }) };
}

function pageOf(args: Arguments, node: FieldNode): Window {
  const first = count(args, 'first', node);
  const after = args['after'] as string | null | undefined;
  const place = after === null || after === undefined ? -1 : placeOf(after);
  if (place === undefined) throw refusal('GRAPHQL-002', '"after" is no cursor of this list', node);
  return { offset: place + 1, ...(first !== undefined && { limit: first }) };
}

function count(args: Arguments, name: string, node: FieldNode): number | undefined {
  const value = args[name] as number | null | undefined;
  if (value === null || value === undefined) return undefined;
  if (value < 0) throw refusal('GRAPHQL-003', `"${name}" must not be negative`, node);
  return value;
}
