import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { failure } from '#stores/neo4j/failures';

/** As the driver throws them. */
function driverError(code: string, message = 'said the server'): Error {
  return Object.assign(new Error(message), { code });
}

describe('failures of Neo4j', () => {
  it.each([
    ['ServiceUnavailable', 'STORE-020', 4, 'Neo4j at host:1 cannot be reached'],
    ['SessionExpired', 'STORE-020', 4, 'Neo4j at host:1 cannot be reached'],
    [
      'Neo.ClientError.Security.AuthenticationRateLimit',
      'STORE-021',
      4,
      'Neo4j at host:1 does not let us in: authentication rate limit',
    ],
    ['Neo.ClientError.Database.DatabaseNotFound', 'STORE-022', 4, 'Neo4j at host:1 has no such database'],
    [
      'Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration',
      'STORE-010',
      2,
      'the query took longer than 50 ms and was stopped',
    ],
    [
      'Neo.TransientError.General.MemoryPoolOutOfMemoryError',
      'STORE-011',
      2,
      'the query needs more memory than it may use',
    ],
    [
      'Neo.ClientError.Statement.SyntaxError',
      'STORE-008',
      2,
      'the store cannot run the query: said the server',
    ],
    [
      'Neo.DatabaseError.General.UnknownError',
      'STORE-005',
      4,
      'Neo4j at host:1 failed: said the server (Neo.DatabaseError.General.UnknownError)',
    ],
  ])('of a query: %s', (code, expected, exitCode, message) => {
    const cause = driverError(code);
    expect(failure(cause, 'host:1', 50)).toMatchObject({ code: expected, exitCode, message, cause });
  });

  it.each([
    [
      'Neo.TransientError.General.MemoryPoolOutOfMemoryError',
      'STORE-011',
      'the load needs more memory than Neo4j at host:1 gives',
    ],
    [
      'Neo.ClientError.Transaction.TransactionTimedOut',
      'STORE-005',
      'Neo4j at host:1 failed: said the server (Neo.ClientError.Transaction.TransactionTimedOut)',
    ],
  ])('of a load: %s', (code, expected, message) => {
    expect(failure(driverError(code), 'host:1')).toMatchObject({ code: expected, exitCode: 4, message });
  });

  it('leaves errors that are not the driver’s as they are', () => {
    const own = new ThreatloomError('STORE-025', 'taken over');
    const other = new TypeError('a fault of the program');
    expect(failure(own, 'host:1')).toBe(own);
    expect(failure(other, 'host:1')).toBe(other);
  });
});
