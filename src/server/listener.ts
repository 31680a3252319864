/**
 * The socket side: who may connect, how long headers may take and how large they may be. What is wrong before there is a
 * request is answered here.
 */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { EXIT, ThreatloomError } from '#model/errors';
import type { ServerLimits } from './limits.ts';
import { SAFE_HEADERS } from './response.ts';

const HEADER_BYTES = 16 * 1024;
const HEADER_COUNT = 100;
const KEEP_ALIVE_MS = 5_000;
/** How often the engine looks for slow headers. */
const LOOK_MS = 500;

export interface Listener {
  readonly server: Server;
  readonly connections: () => number;
  /** @throws ThreatloomError SERVE-003 */
  readonly listen: (port: number, host: string) => Promise<AddressInfo>;
  /** Takes no new connection; waits for answers under way, then closes all that is left. */
  readonly stop: (waitMs: number) => Promise<void>;
}

/** @param refused told the code of each refusal before there is a request */
export function createListener(
  limits: ServerLimits,
  handle: RequestListener,
  refused: (code: string) => void,
): Listener {
  const server = createServer(
    {
      headersTimeout: limits.receiveMs,
      // The body has a limit of its own, which answers better; this one is for a client that reads nothing.
      requestTimeout: 2 * limits.receiveMs + LOOK_MS,
      connectionsCheckingInterval: LOOK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: HEADER_BYTES,
    },
    handle,
  );
  server.maxHeadersCount = HEADER_COUNT;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (sockets.size >= limits.connections) {
      refused('SERVE-021');
      refuse(socket, 503, 'Service Unavailable', 'SERVE-021', 'too many connections are open');
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    if (error.code === 'HPE_HEADER_OVERFLOW') {
      refused('SERVE-024');
      refuse(
        socket,
        431,
        'Request Header Fields Too Large',
        'SERVE-024',
        `headers are larger than ${HEADER_BYTES} bytes`,
      );
    } else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      refused('SERVE-015');
      refuse(
        socket,
        408,
        'Request Timeout',
        'SERVE-015',
        `headers took longer than ${limits.receiveMs} ms to arrive`,
      );
    } else {
      refused('SERVE-025');
      refuse(socket, 400, 'Bad Request', 'SERVE-025', 'this is no HTTP/1.1 request');
    }
  });
  return {
    server,
    connections: () => sockets.size,
    listen: (port, host) => listening(server, port, host),
    stop: (waitMs) => stopped(server, waitMs),
  };
}

function listening(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => {
      const taken = cause.code === 'EADDRINUSE';
      reject(
        new ThreatloomError('SERVE-003', `cannot listen on ${host}, port ${port}`, {
          cause,
          exitCode: EXIT.badInput,
          hint: taken
            ? 'something listens there already; choose another --port, or 0 for any'
            : String(cause.code),
        }),
      );
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(server.address() as AddressInfo);
    });
  });
}

async function stopped(server: Server, waitMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, waitMs);
  await closed;
  clearTimeout(timer);
}

/** There is no request to answer, so this is written by hand. */
function refuse(socket: Socket, status: number, reason: string, code: string, message: string): void {
  const body = `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`;
  const headers = {
    ...SAFE_HEADERS,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`);
  // A client that does not close would keep the socket.
  setTimeout(() => socket.destroy(), KEEP_ALIVE_MS).unref();
}
