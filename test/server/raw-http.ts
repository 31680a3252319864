/** HTTP as bytes on a socket, so that a test can send what no client would. */
import { connect } from 'node:net';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * @param pieces sent one after the other; a number waits so many milliseconds, a promise until it is fulfilled
 * @param onContinue once the server has the headers and would have the body (`Expect: 100-continue`)
 */
export function rawRequest(
  port: number,
  pieces: readonly (string | Buffer | number | Promise<unknown>)[],
  onContinue?: () => void,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (): void => {
      const answer = parsed(Buffer.concat(received));
      if (answer === undefined) return;
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (piece) => {
      if (onContinue !== undefined && piece.toString() === CONTINUE) onContinue();
      else received.push(piece);
      finish();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error(`the connection was closed after ${Buffer.concat(received).toString()}`));
    });
    void (async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        if (piece instanceof Promise) await piece;
        else if (typeof piece === 'number') await new Promise((wait) => setTimeout(wait, piece));
        else socket.write(piece);
      }
    })();
  });
}

/** @param body a string is sent as it is, anything else as JSON */
export function post(
  port: number,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = {
    Host: 'localhost',
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
    ...headers,
  };
  return rawRequest(port, [`${head('POST', path, all)}${text}`]);
}

export function get(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<RawAnswer> {
  return rawRequest(port, [head(method, path, { Host: 'localhost', ...headers })]);
}

export function head(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Undefined while not all of it is there. */
function parsed(bytes: Buffer): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString().split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const body = bytes.subarray(end + 4);
  if (body.byteLength < Number(headers['content-length'] ?? 0)) return undefined;
  return { status: Number(first.split(' ')[1]), headers, body: body.toString() };
}

/** The errors of an answer, each as its code. */
export function codesOf({ body }: RawAnswer): readonly unknown[] {
  const { errors = [] } = JSON.parse(body) as {
    errors?: readonly { extensions?: { code?: unknown } }[];
  };
  return errors.map(({ extensions }) => extensions?.code);
}
