/** What one client may cost. All of it can be told at the start. */
export interface ServerLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Milliseconds in which headers have to arrive, and after them the body. */
  readonly receiveMs: number;
  /** Milliseconds for an answer; what is under way is called off then. */
  readonly answerMs: number;
  /** Connections at a time. */
  readonly connections: number;
  /** Rows of one query. */
  readonly rows: number;
  /** Requests of one token in a second, on average; of a client that shows no known token, a tenth of it. */
  readonly requestsPerSecond: number;
  /** Milliseconds for requests under way when the server is told to stop. */
  readonly stopMs: number;
  /** Bytes of answers that are kept for the next who asks the same; 0 for none. */
  readonly cacheBytes: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  bodyBytes: 256 * 1024,
  receiveMs: 10_000,
  answerMs: 30_000,
  connections: 512,
  rows: 10_000,
  requestsPerSecond: 50,
  stopMs: 10_000,
  cacheBytes: 32 * 1024 * 1024,
};
