/**
 * Errors as the API tells them: a GraphQLError whose `extensions.code` is one of docs/diagnostics.md.
 */
import { GraphQLError } from 'graphql/error/index.js';
import type { ASTNode } from 'graphql/language/index.js';

/** What is wrong with a document, at its place. */
export function refusal(code: string, message: string, nodes?: ASTNode | readonly ASTNode[]): GraphQLError {
  return new GraphQLError(message, { ...(nodes !== undefined && { nodes }), extensions: { code } });
}
