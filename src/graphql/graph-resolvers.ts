/**
 * Resolvers of the fields that the graph answers: they only hand out rows that are there already.
 */
import type {
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
} from 'graphql/type/index.js';
import { getNamedType, isObjectType } from 'graphql/type/index.js';
import type { RequestContext } from './request-context.ts';
import type { GraphModel } from './schema/graph-model.ts';
import { cursorOf } from './selection/cursor.ts';
import { nodeOf } from './selection/read-selections.ts';
import type { Row, Rows } from './selection/rows.ts';
import type { Selection } from './selection/selection.ts';

interface Connection {
  readonly rows: Rows;
  readonly selection: Selection;
}

interface Edge {
  readonly row: Row;
  /** In the whole list. */
  readonly place: number;
}

/** Gives every field of the graph its resolver. */
export function addGraphResolvers(schema: GraphQLSchema, model: GraphModel): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const label = model.get(type.name);
    for (const field of Object.values(type.getFields())) {
      const answer = getNamedType(field.type);
      if (type === schema.getQueryType()) {
        if (isObjectType(answer) && (model.has(answer.name) || nodeOf(answer) !== undefined)) {
          field.resolve = rootField as GraphQLFieldResolver<unknown, unknown>;
        }
      } else if (label !== undefined) {
        field.resolve = (label.properties.has(field.name) ? property : innerField) as GraphQLFieldResolver<
          unknown,
          unknown
        >;
      } else if (nodeOf(type) !== undefined) {
        addConnection(type);
      }
    }
  }
}

function addConnection(type: GraphQLObjectType): void {
  const { edges, totalCount, pageInfo } = type.getFields();
  edges!.resolve = ({ rows, selection }: Connection): Edge[] =>
    rows.rows.map((row, at) => ({ row, place: selection.offset + at }));
  totalCount!.resolve = ({ rows }: Connection) => rows.total;
  pageInfo!.resolve = ({ rows, selection }: Connection) => pageInfoOf(rows, selection);
  const edge = (getNamedType(edges!.type) as GraphQLObjectType).getFields();
  edge['cursor']!.resolve = ({ place }: Edge) => cursorOf(place);
  edge['node']!.resolve = ({ row }: Edge) => row;
  if (edge['properties'] !== undefined) edge['properties'].resolve = ({ row }: Edge) => row.edge;
}

function pageInfoOf({ rows, total }: Rows, { offset, limit }: Selection): Record<string, unknown> {
  return {
    hasNextPage: limit !== undefined && offset + rows.length < (total ?? 0),
    hasPreviousPage: offset > 0,
    startCursor: rows.length === 0 ? null : cursorOf(offset),
    endCursor: rows.length === 0 ? null : cursorOf(offset + rows.length - 1),
  };
}

async function rootField(
  _: unknown,
  __: unknown,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const { byPath, rows } = await context.graph(info);
  const selection = byPath.get(String(info.path.key))!;
  if (selection instanceof Error) throw selection;
  return shaped(selection, rows.get(selection.id)!);
}

async function innerField(
  { inner }: Row,
  _: unknown,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const { byPath } = await context.graph(info);
  const selection = byPath.get(pathText(info.path)) as Selection;
  return shaped(selection, inner.get(selection.id)!);
}

function shaped(selection: Selection, rows: Rows): Connection | readonly Row[] {
  return selection.connection ? { rows, selection } : rows.rows;
}

function property({ node }: Row, _: unknown, __: unknown, { fieldName }: GraphQLResolveInfo): unknown {
  return node[fieldName];
}

/** Response keys from the root, without places in lists. */
function pathText(path: GraphQLResolveInfo['path']): string {
  const keys: string[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at !== undefined; at = at.prev) {
    if (typeof at.key === 'string') keys.push(at.key);
  }
  return keys.reverse().join('.');
}
