/**
 * How errors look over HTTP: `{ "errors": [{ "message", "extensions": { "code", "hint", "requestId" } }] }`, as GraphQL
 * has it, whatever was asked.
 */
import { EXIT, ThreatloomError } from '#model/errors';

/** Of codes that have a status of their own; else the exit code says whose fault it is. */
const STATUS: ReadonlyMap<string, number> = new Map([
  ['SERVE-010', 421],
  ['SERVE-011', 403],
  ['SERVE-012', 415],
  ['SERVE-013', 400],
  ['SERVE-014', 413],
  ['SERVE-015', 408],
  ['SERVE-016', 405],
  ['SERVE-017', 404],
  ['SERVE-018', 401],
  ['SERVE-019', 403],
  ['SERVE-020', 429],
  ['SERVE-021', 503],
  ['SERVE-022', 504],
  ['SERVE-024', 431],
  ['STORE-010', 504],
  ['WORK-004', 504],
]);

export interface ShownError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: {
    readonly code: string;
    readonly requestId: string;
    readonly hint?: string;
    readonly pointer?: string;
  };
}

export function statusOf(error: unknown): number {
  if (!(error instanceof ThreatloomError)) return 500;
  const status = STATUS.get(error.code);
  if (status !== undefined) return status;
  if (error.exitCode === EXIT.badInput) return 400;
  return error.exitCode === EXIT.storeUnavailable ? 503 : 500;
}

/** Whether a client may read what an error says; of any other it learns the request's id, under which the log has it. */
export function isForClients(error: unknown): error is ThreatloomError {
  return error instanceof ThreatloomError && error.exitCode !== EXIT.internal;
}

/** What clients see: no path of this machine, and of faults of our own nothing but the request's id. */
export function shownErrors(error: unknown, requestId: string): readonly ShownError[] {
  if (!isForClients(error)) {
    const message = 'the server failed to answer; its log says why, under this request id';
    return [{ message, extensions: { code: 'INTERNAL', requestId } }];
  }
  const itself = error.diagnostics.some((each) => each.message === error.message);
  const all = itself ? error.diagnostics : [error, ...error.diagnostics];
  return all.map(({ code, message, line, column, hint, pointer }) => ({
    message,
    ...(line !== undefined && { locations: [{ line, column: column ?? 1 }] }),
    extensions: {
      code,
      requestId,
      ...(hint !== undefined && { hint }),
      ...(pointer !== undefined && { pointer }),
    },
  }));
}
