import type { ServerResponse } from 'node:http';

/** An answer, whole. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** On every answer: nobody may frame it, guess its type, load it into a page of theirs, or learn where a reader comes from. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export function jsonAnswer(status: number, value: unknown, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify(value)}\n`,
    headers: { 'Cache-Control': 'no-store', ...headers },
  };
}

export function textAnswer(status: number, body: string, type = 'text/plain; charset=utf-8'): Answer {
  return { status, type, body, headers: { 'Cache-Control': 'no-store' } };
}

/** @param headers those of the request: its id, and who may read the answer from elsewhere */
export function send(
  response: ServerResponse,
  { status, type, body, headers = {} }: Answer,
  own: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const bare = status === 204 || status === 304;
  response.writeHead(status, {
    ...SAFE_HEADERS,
    ...own,
    ...headers,
    ...(bare ? {} : { 'Content-Type': type, 'Content-Length': length }),
  });
  if (bare || response.req.method === 'HEAD') response.end();
  else response.end(body);
}
