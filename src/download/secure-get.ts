/**
 * One HTTPS request with its redirects, each of which is judged as the first address was.
 */
import { request, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ThreatloomError } from '#model/errors';
import { judgedAddresses, pinnedLookup, type Network } from './network.ts';

/** Publishers' release files redirect once or twice; more is a circle. */
const MAX_REDIRECTS = 5;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface GetOptions {
  readonly network: Network;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds in which some byte has to come, the first one included. */
  readonly idleTimeout: number;
  readonly signal: AbortSignal;
}

export interface Answer {
  /** Where the answer came from, after all redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/**
 * @throws ThreatloomError FETCH-001 (no address that is fetched from), FETCH-002, FETCH-003 (where it leads), FETCH-004 (no
 *   connection, or it is cut), FETCH-005 (redirects without end)
 */
export async function secureGet(address: string, options: GetOptions): Promise<Answer> {
  let url = parseAddress(address);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const body = await get(url, options);
    const { statusCode: status = 0, headers } = body;
    if (!REDIRECTS.has(status) || headers.location === undefined) return { url, status, headers, body };
    body.destroy();
    url = parseAddress(headers.location, url);
  }
  throw new ThreatloomError('FETCH-005', `${address} redirects more than ${MAX_REDIRECTS} times`, {
    hint: 'is this the address of the file itself?',
  });
}

/** @throws ThreatloomError FETCH-001 */
export function parseAddress(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  const from = base === undefined ? '' : `, to which ${base.host} redirects,`;
  if (url?.protocol !== 'https:') {
    throw new ThreatloomError('FETCH-001', `${text}${from} is no https address`, {
      hint: 'files are fetched over https only',
    });
  }
  if (url.username === '' && url.password === '') return url;
  throw new ThreatloomError('FETCH-001', `the address at ${url.host}${from} holds a name or password`, {
    hint: 'download what needs an account by other means, and name the file: threatloom framework add FILE',
  });
}

async function get(
  url: URL,
  { network, headers, idleTimeout, signal }: GetOptions,
): Promise<IncomingMessage> {
  const addresses = await judgedAddresses(network, url.hostname);
  const options: RequestOptions = {
    method: 'GET',
    // Length and checksum are those of the file, so it must come as it is.
    headers: { 'accept-encoding': 'identity', 'user-agent': 'threatloom', ...headers },
    lookup: pinnedLookup(addresses),
    // No agent is shared and no setting of the environment turns the check of certificates off.
    agent: false,
    rejectUnauthorized: true,
    timeout: idleTimeout,
    signal,
    ...(network.ca === undefined ? {} : { ca: network.ca }),
  };
  return new Promise((resolve, reject) => {
    const call = request(url, options, (response) => {
      const peer = response.socket.remoteAddress ?? '';
      if (network.mayConnect(peer)) resolve(response);
      else call.destroy(new Error(`connected to ${peer}, which was not asked for`));
    });
    call.on('timeout', () => call.destroy(new Error(`no answer for ${idleTimeout / 1000} s`)));
    call.on('error', (cause) => {
      reject(connectionLost(url.host, cause));
    });
    call.end();
  });
}

export function connectionLost(host: string, cause: unknown): ThreatloomError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ThreatloomError('FETCH-004', `the connection to ${host} failed: ${why}`, {
    hint: 'run the same again: it goes on where it stopped',
    cause,
  });
}
