/**
 * Downloads one file: over https from the public internet only, within limits of size and time, going on where an earlier
 * try stopped, and nothing in its place before all of it is there and is what was expected.
 */
import { createHash } from 'node:crypto';
import { ThreatloomError } from '#model/errors';
import { PUBLIC_NETWORK, type Network } from './network.ts';
import { PartialFile } from './partial-file.ts';
import { connectionLost, secureGet, type Answer } from './secure-get.ts';

export interface DownloadOptions {
  /** Path of the file that is written. */
  readonly target: string;
  readonly maxBytes: number;
  /** Lower-case hex. */
  readonly sha256?: string;
  /** Whether this content only stands for the file, so that the checksum is not its own. */
  readonly isStandIn?: (bytes: Uint8Array) => boolean;
  readonly onProgress?: (at: { readonly done: number; readonly total: number }) => void;
  readonly limits?: Partial<Limits>;
  /** For tests, which have a server on this machine. */
  readonly network?: Network;
}

export interface Limits {
  /** Milliseconds in which some byte has to come. */
  readonly idle: number;
  /** Milliseconds for all of it, tries included. */
  readonly total: number;
  /** How often a cut connection is taken up again. */
  readonly tries: number;
}

const LIMITS: Limits = { idle: 30_000, total: 600_000, tries: 3 };

/** After these, what came is not what is wanted. */
const WORTHLESS: ReadonlySet<string> = new Set(['FETCH-006', 'FETCH-007', 'FETCH-009', 'FETCH-010']);

export interface Downloaded {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Where it came from, after all redirects. */
  readonly url: URL;
}

/**
 * @throws ThreatloomError FETCH-001 to FETCH-005 (address and connection), FETCH-006 (the server refuses), FETCH-007 (too
 *   large), FETCH-008 (takes too long), FETCH-009 (another checksum), FETCH-010 (a web page)
 */
export async function download(address: string, options: DownloadOptions): Promise<Downloaded> {
  const { target, sha256, network = PUBLIC_NETWORK } = options;
  const limits = { ...LIMITS, ...options.limits };
  const part = new PartialFile(target, address);
  const clock = AbortSignal.timeout(limits.total);
  for (let tries = 1; ; tries++) {
    try {
      const url = await fetchRest(address, part, { ...options, network, limits, clock });
      const bytes = part.read();
      const found = createHash('sha256').update(bytes).digest('hex');
      if (sha256 !== undefined && sha256 !== found && options.isStandIn?.(bytes) !== true) {
        throw wrongChecksum(address, sha256, found);
      }
      part.finish();
      return { bytes, sha256: found, url };
    } catch (error) {
      if (clock.aborted) throw tookTooLong(address, limits.total, error);
      const code = error instanceof ThreatloomError ? error.code : '';
      if (WORTHLESS.has(code)) part.discard();
      if (code !== 'FETCH-004' || tries >= limits.tries || part.resumable() === undefined) throw error;
    }
  }
}

interface Try extends DownloadOptions {
  readonly network: Network;
  readonly limits: Limits;
  readonly clock: AbortSignal;
}

/** Asks for what is missing, and writes it. */
async function fetchRest(address: string, part: PartialFile, given: Try): Promise<URL> {
  const held = part.resumable();
  const answer = await secureGet(address, {
    network: given.network,
    idleTimeout: given.limits.idle,
    signal: given.clock,
    ...(held === undefined ? {} : { headers: { range: `bytes=${held.bytes}-`, 'if-range': held.validator } }),
  });
  try {
    const goesOn = held !== undefined && continues(answer, held.bytes);
    if (!goesOn) {
      if (answer.status !== 200) throw refused(answer);
      part.restart(validatorOf(answer));
    }
    const start = goesOn ? held.bytes : 0;
    const length = Number(answer.headers['content-length'] ?? Number.NaN);
    const total = Number.isSafeInteger(length) ? start + length : undefined;
    if (total !== undefined && total > given.maxBytes) throw tooLarge(address, given.maxBytes, total);
    await writeBody(answer, part, start, total, given);
    return answer.url;
  } finally {
    answer.body.destroy();
  }
}

async function writeBody(
  answer: Answer,
  part: PartialFile,
  start: number,
  total: number | undefined,
  { maxBytes, onProgress }: Try,
): Promise<void> {
  let done = start;
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      if (done === 0 && isWebPage(answer, chunk)) throw webPage(answer);
      done += chunk.length;
      if (done > maxBytes) throw tooLarge(answer.url.href, maxBytes);
      part.append(chunk);
      onProgress?.({ done, total: total ?? 0 });
    }
  } catch (error) {
    throw error instanceof ThreatloomError ? error : connectionLost(answer.url.host, error);
  }
  if (total !== undefined && done !== total) {
    throw connectionLost(answer.url.host, new Error(`${done} of ${total} bytes came`));
  }
}

/** The server gives just the rest of what it gave before. */
function continues({ status, headers }: Answer, bytes: number): boolean {
  return status === 206 && headers['content-range']?.startsWith(`bytes ${bytes}-`) === true;
}

/** A weak tag promises the same meaning, not the same bytes. */
function validatorOf({ headers }: Answer): string | undefined {
  const { etag } = headers;
  return etag !== undefined && !etag.startsWith('W/') ? etag : headers['last-modified'];
}

function isWebPage({ headers }: Answer, beginning: Uint8Array): boolean {
  if (headers['content-type']?.startsWith('text/html') === true) return true;
  return /^\uFEFF?\s*<(?:!doctype\s+html|html[\s>])/i.test(
    new TextDecoder().decode(beginning.subarray(0, 512)),
  );
}

function webPage({ url }: Answer): ThreatloomError {
  return new ThreatloomError('FETCH-010', `${url.href} is a web page, not a file`, {
    hint: 'does it want you to log in, or does another address lead to the file itself?',
  });
}

function refused({ url, status, body }: Answer): ThreatloomError {
  return new ThreatloomError(
    'FETCH-006',
    `${url.host} answers ${status} ${body.statusMessage ?? ''}`.trim(),
    {
      hint: `it was asked for ${url.href}`,
    },
  );
}

function tooLarge(address: string, limit: number, total?: number): ThreatloomError {
  const size =
    total === undefined ? `more than ${limit} bytes` : `${total} bytes; at most ${limit} are fetched`;
  return new ThreatloomError('FETCH-007', `${address} has ${size}`, { hint: 'is this the right file?' });
}

function tookTooLong(address: string, limit: number, cause: unknown): ThreatloomError {
  return new ThreatloomError('FETCH-008', `${address} did not come within ${limit / 1000} s`, {
    hint: 'run the same again: it goes on where it stopped',
    cause,
  });
}

function wrongChecksum(address: string, expected: string, found: string): ThreatloomError {
  return new ThreatloomError('FETCH-009', `${address} is not the file that was expected`, {
    hint: `expected sha256 ${expected}, found ${found}; nothing was kept`,
  });
}
