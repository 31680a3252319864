/**
 * What becomes of one request: let in or refused, sent to where it is answered, logged and counted.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ThreatloomError } from '#model/errors';
import type { QueryLimits, QueryResult } from '#stores/port';
import type { BoundedCache } from './bounded-cache.ts';
import type { GateOptions } from './gate.ts';
import { PREFLIGHT_ANSWER, checkHost, checkIntent, checkOrigin, corsHeaders } from './gate.ts';
import type { AnswerGraphql, GraphqlQuestion } from './graphql-endpoint.ts';
import type { ServerLimits } from './limits.ts';
import type { Logger } from './log.ts';
import type { Metrics, Route } from './metrics.ts';
import type { PageFiles } from './page-files.ts';
import { RateLimit } from './rate-limit.ts';
import { isForClients, shownErrors, statusOf } from './refusals.ts';
import { readBody } from './request-body.ts';
import type { Answer } from './response.ts';
import { jsonAnswer, send, textAnswer } from './response.ts';
import type { Role, Token } from './tokens.ts';
import { mayAct, tokenOf } from './tokens.ts';

export interface AppParts {
  readonly gate: GateOptions;
  readonly limits: ServerLimits;
  /** None: whoever reaches the server is an analyst, as on the machine itself. */
  readonly tokens: readonly Token[];
  readonly graphql: AnswerGraphql;
  readonly cypher: (body: unknown, limits: QueryLimits) => Promise<QueryResult>;
  /** Of the build that is asked, as of now or a moment ago; undefined where answers may not be kept. */
  readonly build: (now?: boolean) => Promise<string | undefined>;
  /** @throws where it cannot answer now */
  readonly ready: () => Promise<void>;
  readonly page: PageFiles;
  readonly metrics: Metrics;
  readonly cache: BoundedCache<Kept>;
  readonly log: Logger;
}

/** An answer as the next who asks the same gets it. */
export type Kept = Pick<Answer, 'type' | 'body'>;

interface Caller {
  readonly role: Role;
  readonly name: string;
}

const ROUTE: ReadonlyMap<string, Route> = new Map([
  ['/graphql', 'graphql'],
  ['/cypher', 'cypher'],
  ['/metrics', 'metrics'],
  ['/healthz', 'health'],
  ['/readyz', 'health'],
]);
const METHODS: Readonly<Record<Route, readonly string[]>> = {
  graphql: ['GET', 'POST'],
  cypher: ['POST'],
  metrics: ['GET', 'HEAD'],
  health: ['GET', 'HEAD'],
  page: ['GET', 'HEAD'],
};
/** A failed try costs as much of its rate as so many requests. */
const UNKNOWN_SHARE = 0.1;
/** Milliseconds in which a client that was refused may still send what it began. */
const DRAIN_MS = 1_000;

export class App {
  readonly #parts: AppParts;
  readonly #known: RateLimit;
  readonly #unknown: RateLimit;
  #stopping = false;

  constructor(parts: AppParts) {
    this.#parts = parts;
    this.#known = new RateLimit(parts.limits.requestsPerSecond);
    this.#unknown = new RateLimit(parts.limits.requestsPerSecond * UNKNOWN_SHARE);
  }

  /** From now on connections are closed after their answer, and nothing says that the server is ready. */
  stop(): void {
    this.#stopping = true;
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#handle(request, response);
  };

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { log, metrics } = this.#parts;
    const started = performance.now();
    const id = randomUUID();
    const { method = '', url = '/' } = request;
    const path = url.split('?', 1)[0]!;
    const route = ROUTE.get(path) ?? 'page';
    const own: Record<string, string> = { 'X-Request-Id': id };
    let caller: Caller | undefined;
    let answer: Answer;
    try {
      checkHost(request.headers.host, this.#parts.gate);
      if (route !== 'page') {
        const origin = checkOrigin(request.headers, this.#parts.gate);
        if (this.#parts.gate.origins.length > 0) own['Vary'] = 'Origin';
        Object.assign(own, corsHeaders(origin));
        if (method === 'OPTIONS' && origin !== undefined) {
          send(response, { status: 204, type: '', body: '', headers: PREFLIGHT_ANSWER }, own);
          return;
        }
      }
      if (!METHODS[route].includes(method)) throw wrongMethod(method, route, own);
      if (route === 'graphql' || route === 'cypher') {
        checkIntent(method, request.headers);
        caller = this.#caller(request, own);
        if (route === 'cypher') needs(caller, 'analyst');
        const { role } = caller;
        const body = method === 'POST' ? await readBody(request, this.#parts.limits) : '';
        answer = await this.#timed(response, (signal) =>
          route === 'graphql'
            ? this.#graphql(request, { body, role, requestId: id, signal })
            : this.#cypher(body, signal),
        );
      } else if (route === 'metrics') {
        caller = this.#caller(request, own);
        if (this.#parts.tokens.length > 0) needs(caller, 'admin');
        answer = textAnswer(200, await metrics.text(), metrics.type);
      } else if (route === 'health') {
        answer = await this.#health(path);
      } else {
        answer = await this.#page(path, request);
      }
    } catch (error) {
      answer = this.#refusal(error, id, request, response);
    }
    if (this.#stopping) own['Connection'] = 'close';
    send(response, answer, own);
    const seconds = (performance.now() - started) / 1000;
    metrics.answered(route, answer.status, seconds);
    log.info(
      { id, method, route, status: answer.status, ms: Math.round(seconds * 1e4) / 10, by: caller?.name },
      'answered',
    );
  }

  /** Works with a time limit, and not on when the client has gone. */
  async #timed<T>(response: ServerResponse, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { answerMs } = this.#parts.limits;
    const controller = new AbortController();
    let stop: ((error: ThreatloomError) => void) | undefined;
    const stopped = new Promise<never>((_, reject) => {
      stop = reject;
    });
    const end = (error: ThreatloomError): void => {
      controller.abort(error);
      stop?.(error);
    };
    const onClose = (): void => {
      end(new ThreatloomError('SERVE-023', 'the client has gone'));
    };
    response.once('close', onClose);
    const timer = setTimeout(() => {
      end(
        new ThreatloomError('SERVE-022', `the answer took longer than ${answerMs} ms and was called off`, {
          hint: 'ask for less at a time',
        }),
      );
    }, answerMs);
    try {
      return await Promise.race([work(controller.signal), stopped]);
    } finally {
      clearTimeout(timer);
      response.off('close', onClose);
    }
  }

  async #graphql(
    request: IncomingMessage,
    asked: Pick<GraphqlQuestion, 'body' | 'role' | 'requestId' | 'signal'>,
  ): Promise<Answer> {
    const { graphql, cache, build, metrics, limits } = this.#parts;
    const method = request.method === 'GET' ? 'GET' : 'POST';
    const { url = '' } = request;
    const { accept = 'application/json' } = request.headers;
    const question: GraphqlQuestion = { ...asked, method, url, accept };
    const stamp = limits.cacheBytes > 0 ? await build() : undefined;
    if (stamp === undefined) return graphql(question);
    const key = digestOf([stamp, asked.role, method, accept, url, asked.body]);
    const kept = cache.get(key);
    metrics.cache(kept === undefined ? 'miss' : 'hit');
    if (kept !== undefined) return { status: 200, ...kept, headers: { 'Cache-Control': 'no-store' } };
    const answer = await graphql(question);
    // A build that was put in place meanwhile may have answered.
    if (answer.whole && (await build(true)) === stamp) {
      cache.set(key, { type: answer.type, body: answer.body }, Buffer.byteLength(answer.body));
    }
    return answer;
  }

  async #cypher(text: string, signal: AbortSignal): Promise<Answer> {
    const { limits, cypher } = this.#parts;
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new ThreatloomError('SERVE-023', 'the body is no JSON');
    }
    return jsonAnswer(200, await cypher(body, { timeoutMs: limits.answerMs, maxRows: limits.rows, signal }));
  }

  async #health(path: string): Promise<Answer> {
    if (path === '/healthz') return textAnswer(200, 'ok\n');
    if (this.#stopping) return textAnswer(503, 'stopping\n');
    try {
      await this.#parts.ready();
      return textAnswer(200, 'ready\n');
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'not ready');
      return textAnswer(503, 'not ready\n');
    }
  }

  async #page(path: string, { headers }: IncomingMessage): Promise<Answer> {
    const answer = await this.#parts.page.answer(path, {
      encoding: headers['accept-encoding'] ?? '',
      ifNoneMatch: headers['if-none-match'] ?? '',
    });
    if (answer === undefined) throw new ThreatloomError('SERVE-017', 'there is nothing at this address');
    return answer;
  }

  /** @throws ThreatloomError SERVE-018, SERVE-020 */
  #caller(request: IncomingMessage, own: Record<string, string>): Caller {
    const { tokens } = this.#parts;
    if (tokens.length === 0) return { role: 'analyst', name: 'local' };
    const token = tokenOf(tokens, request.headers.authorization);
    const now = performance.now();
    const wait =
      token === undefined
        ? this.#unknown.take(request.socket.remoteAddress ?? '', now)
        : this.#known.take(token.name, now);
    if (wait > 0) {
      const seconds = Math.ceil(wait);
      own['Retry-After'] = String(seconds);
      throw new ThreatloomError('SERVE-020', 'too many requests', { hint: `ask again in ${seconds} s` });
    }
    if (token !== undefined) return token;
    own['WWW-Authenticate'] = 'Bearer realm="threatloom"';
    throw new ThreatloomError('SERVE-018', 'this server wants a token that it knows', {
      hint: 'send the header "Authorization: Bearer TOKEN"',
    });
  }

  #refusal(error: unknown, id: string, request: IncomingMessage, response: ServerResponse): Answer {
    const { log, metrics } = this.#parts;
    metrics.refused(error instanceof ThreatloomError ? error.code : 'INTERNAL');
    if (!isForClients(error)) log.error({ id, err: error }, 'failed');
    if (!request.complete) {
      // What the client still sends is read and thrown away, or it would not see the answer; but not for long.
      request.resume();
      const timer = setTimeout(() => request.socket.destroy(), DRAIN_MS);
      request.once('end', () => {
        clearTimeout(timer);
      });
      response.once('close', () => {
        clearTimeout(timer);
      });
    }
    return jsonAnswer(statusOf(error), { errors: shownErrors(error, id) });
  }
}

/** Of all that an answer depends on. */
function digestOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64');
}

function needs({ role }: Caller, as: Role): void {
  if (mayAct(role, as)) return;
  throw new ThreatloomError('SERVE-019', `this takes the role ${as}; the token has ${role}`);
}

function wrongMethod(method: string, route: Route, own: Record<string, string>): ThreatloomError {
  own['Allow'] = METHODS[route].join(', ');
  return new ThreatloomError('SERVE-016', `${method} is not answered here`, {
    hint: `allowed: ${METHODS[route].join(', ')}`,
  });
}
