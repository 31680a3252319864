/**
 * Errors as callers may see them: what they can act on, and of everything else only that it happened.
 */
import { GraphQLError } from 'graphql/error/index.js';
import type { GraphQLErrorOptions } from 'graphql/error/index.js';
import { ThreatloomError } from '#model/errors';

/** What both stores say alike, and a caller can do something about. */
const TELLING = new Set(['STORE-010', 'STORE-011', 'STORE-012']);

/** The error of this project behind an error of a field, if there is one. */
export function threatloomErrorOf({ originalError }: GraphQLError): ThreatloomError | undefined {
  if (originalError instanceof ThreatloomError) return originalError;
  return originalError instanceof GraphQLError ? threatloomErrorOf(originalError) : undefined;
}

/**
 * `extensions.code` is a code of docs/diagnostics.md; `GRAPHQL-009` stands for a fault of this program, of which nothing is told.
 *
 * @example presentError(error).toJSON()
 * // { message: '"limit" must not be negative', locations: […], path: ['assets'], extensions: { code: 'GRAPHQL-003' } }
 */
export function presentError(error: GraphQLError): GraphQLError {
  // Variables that nest deeper than the stack come out of the executor as they are thrown.
  if (!(error instanceof GraphQLError)) return internalError({});
  const { nodes = null, source = null, positions = null, path = null } = error;
  const at = { nodes, source, positions, path };
  const known = threatloomErrorOf(error);
  if (known !== undefined) {
    const { code, message, hint } = known;
    const isInternalToStore = code.startsWith('STORE-') && !TELLING.has(code);
    return isInternalToStore
      ? new GraphQLError('the store cannot answer', { ...at, extensions: { code } })
      : new GraphQLError(message, { ...at, extensions: { code, ...(hint !== undefined && { hint }) } });
  }
  if (isOfTheDocument(error)) {
    const code = error.extensions['code'] ?? 'GRAPHQL-020';
    return new GraphQLError(error.message, { ...at, extensions: { code } });
  }
  return internalError(at);
}

function internalError(at: GraphQLErrorOptions): GraphQLError {
  return new GraphQLError('internal error', { ...at, extensions: { code: 'GRAPHQL-009' } });
}

/** Syntax, validation and values of variables come without an error behind them. */
function isOfTheDocument({ originalError }: GraphQLError): boolean {
  return (
    originalError === undefined || (originalError instanceof GraphQLError && isOfTheDocument(originalError))
  );
}
