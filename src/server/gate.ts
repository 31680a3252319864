/**
 * Which requests are let in at all: asked for under a name of this server, by a page of this server or one that was
 * allowed, and in a way that no page elsewhere can make a browser ask unseen.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { ThreatloomError } from '#model/errors';

export interface GateOptions {
  /** Host names, without ports, under which it may be asked beside `localhost` and addresses. */
  readonly hosts: readonly string[];
  /** Origins of pages elsewhere that may ask, `https://board.example`. */
  readonly origins: readonly string[];
}

/** Sent by a program on purpose, and by no page of another origin without being allowed to. */
export const PREFLIGHT_HEADER = 'graphql-require-preflight';

/**
 * Against names that were made to point here (DNS rebinding): a name has to be one of ours. Addresses are no names.
 *
 * @throws ThreatloomError SERVE-010
 */
export function checkHost(host: string | undefined, { hosts }: GateOptions): void {
  const [, name] = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  const plain = name?.toLowerCase().replace(/\.$/, '');
  if (plain !== undefined) {
    if (plain === 'localhost' || hosts.includes(plain) || isIP(plain.replace(/^\[(.*)\]$/, '$1')) !== 0)
      return;
  }
  throw new ThreatloomError('SERVE-010', 'this server is not asked under that name', {
    hint: 'ask it by its address, or start it with --allow-host NAME',
  });
}

/**
 * @returns the origin, where it is another that was allowed; undefined where the page is ours or there is none
 * @throws ThreatloomError SERVE-011
 */
export function checkOrigin(headers: IncomingHttpHeaders, { origins }: GateOptions): string | undefined {
  const { origin, host = '' } = headers;
  if (origin !== undefined) {
    const here = host.toLowerCase();
    if (origin === `http://${here}` || origin === `https://${here}`) return undefined;
    if (origins.includes(origin)) return origin;
  } else if (!['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']))) {
    return undefined;
  }
  throw new ThreatloomError('SERVE-011', 'pages of another origin may not ask here', {
    hint: 'start the server with --allow-origin ORIGIN to let one in',
  });
}

/**
 * A form or an image of any page can make a browser send a "simple" request. So a body has to be JSON, and a request
 * without one has to carry a header that only a program sends.
 *
 * @throws ThreatloomError SERVE-012, SERVE-013
 */
export function checkIntent(method: string, headers: IncomingHttpHeaders): void {
  if (method === 'POST') {
    const type = /^\s*([^;\s]+)/.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase();
    if (type !== 'application/json') {
      throw new ThreatloomError('SERVE-012', 'the body has to be of the type application/json');
    }
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw new ThreatloomError('SERVE-012', 'the body may not be compressed');
    }
  } else if (headers[PREFLIGHT_HEADER] === undefined) {
    throw new ThreatloomError('SERVE-013', `a GET has to carry the header ${PREFLIGHT_HEADER}`, {
      hint: `add "${PREFLIGHT_HEADER}: 1", or send the query as JSON in a POST`,
    });
  }
}

/** What an allowed page elsewhere is told, so that its browser lets it read the answer. */
export function corsHeaders(origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined) return {};
  return { 'Access-Control-Allow-Origin': origin, 'Cross-Origin-Resource-Policy': 'cross-origin' };
}

export const PREFLIGHT_ANSWER: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': `authorization, content-type, ${PREFLIGHT_HEADER}`,
  'Access-Control-Max-Age': '600',
};
