import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A line to a server that can be cut, as when a process is killed or a network goes. */
export interface BreakableLine {
  /** Address in place of the server's own. */
  readonly uri: string;
  /** Bytes that went towards the server. */
  sent(): number;
  close(): void;
}

/** Cuts all connections, for good, as soon as `after` bytes went towards the server. */
export async function breakableLine(
  uri: string,
  after = Number.POSITIVE_INFINITY,
  onCut: () => void = () => undefined,
): Promise<BreakableLine> {
  const target = new URL(uri);
  const sockets = new Set<Socket>();
  let sent = 0;
  const close = (): void => {
    line.close();
    for (const socket of sockets) socket.destroy();
  };
  const line = createServer((near) => {
    const far = connect(Number(target.port || '7687'), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    far.pipe(near);
    near.on('data', (bytes: Buffer) => {
      const room = after - sent;
      sent += bytes.length;
      far.write(bytes.subarray(0, Math.max(0, room)));
      if (sent >= after && line.listening) {
        close();
        onCut();
      }
    });
  });
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  const { port } = line.address() as AddressInfo;
  return { uri: `${target.protocol}//127.0.0.1:${port}`, sent: () => sent, close };
}
