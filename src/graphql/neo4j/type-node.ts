import { Kind } from 'graphql/language/index.js';
import type { NonNullTypeNode, TypeNode } from 'graphql/language/index.js';
import type { GraphQLInputType } from 'graphql/type/index.js';
import { isListType, isNonNullType } from 'graphql/type/index.js';

/** A type as a document writes it. */
export function astFromType(type: GraphQLInputType): TypeNode {
  if (isNonNullType(type)) {
    return { kind: Kind.NON_NULL_TYPE, type: astFromType(type.ofType) as NonNullTypeNode['type'] };
  }
  if (isListType(type)) return { kind: Kind.LIST_TYPE, type: astFromType(type.ofType) };
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } };
}
