/**
 * What goes wrong between here and a Neo4j server, said in one way.
 */
import { EXIT, ThreatloomError } from '#model/errors';

/** `host:port` as given, for messages; never user, password or parameters. */
export type ServerAddress = string;

/**
 * An error of the driver as the error that callers see; errors of our own pass through.
 *
 * Codes: STORE-008 the server refuses the query, 010 time limit, 011 memory, 020 unreachable, 021 not let in,
 * 022 no such database, 005 anything else.
 *
 * @param timeoutMs time limit of a query; without one, it was a load that failed
 */
export function failure(cause: unknown, address: ServerAddress, timeoutMs?: number): unknown {
  const code = codeOf(cause);
  if (code === undefined || cause instanceof ThreatloomError) return cause;
  const message = (cause as Error).message;
  if (code === 'ServiceUnavailable' || code === 'SessionExpired') {
    return new ThreatloomError('STORE-020', `Neo4j at ${address} cannot be reached`, {
      exitCode: EXIT.storeUnavailable,
      hint: 'is the server running, the port Bolt (7687 unless told) and the scheme right (+s where it wants TLS)?',
      cause,
    });
  }
  if (code.startsWith('Neo.ClientError.Security.')) {
    return new ThreatloomError('STORE-021', `Neo4j at ${address} does not let us in: ${reason(code)}`, {
      exitCode: EXIT.storeUnavailable,
      hint: 'set NEO4J_USER (neo4j unless told) and NEO4J_PASSWORD in the environment',
      cause,
    });
  }
  if (code === 'Neo.ClientError.Database.DatabaseNotFound') {
    return new ThreatloomError('STORE-022', `Neo4j at ${address} has no such database`, {
      exitCode: EXIT.storeUnavailable,
      hint: 'NEO4J_DATABASE names it; without it, the home database of the user is used',
      cause,
    });
  }
  if (code.startsWith('Neo.ClientError.Transaction.TransactionTimedOut') && timeoutMs !== undefined) {
    return tookTooLong(timeoutMs, cause);
  }
  if (/OutOfMemory|MemoryLimit|StackOverFlow/.test(code)) {
    if (timeoutMs === undefined) return loadNeedsMemory(address, cause);
    return new ThreatloomError('STORE-011', 'the query needs more memory than it may use', {
      hint: 'ask for less, or aggregate in the query',
      cause,
    });
  }
  if (code.startsWith('Neo.ClientError.Statement.')) {
    return new ThreatloomError('STORE-008', `the store cannot run the query: ${message}`, { cause });
  }
  return new ThreatloomError('STORE-005', `Neo4j at ${address} failed: ${message} (${code})`, {
    exitCode: EXIT.storeUnavailable,
    cause,
  });
}

/** One transaction exchanges the labels of two builds, at some 10 kB for each node of the larger. */
function loadNeedsMemory(address: ServerAddress, cause: unknown): ThreatloomError {
  return new ThreatloomError('STORE-011', `the load needs more memory than Neo4j at ${address} gives`, {
    exitCode: EXIT.storeUnavailable,
    hint: 'raise server.memory.heap.max_size, or lift db.memory.transaction.max; the load then goes on where it stopped',
    cause,
  });
}

export function tookTooLong(timeoutMs: number, cause?: unknown): ThreatloomError {
  return new ThreatloomError('STORE-010', `the query took longer than ${timeoutMs} ms and was stopped`, {
    hint: 'ask for less, or raise the time limit',
    ...(cause !== undefined && { cause }),
  });
}

/** The driver's own errors carry a code: `ServiceUnavailable`, `Neo.ClientError.…`. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** `Neo.ClientError.Security.AuthenticationRateLimit` → `authentication rate limit`. */
function reason(code: string): string {
  const last = code.slice(code.lastIndexOf('.') + 1);
  return last.replaceAll(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase();
}
