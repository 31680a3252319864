// A client that costs little: requests are made ready as bytes, answers are only cut apart, so that the server is what is measured.
import { connect } from 'node:net';

/**
 * Keeps `connections` busy for `seconds`, one request at a time each.
 *
 * @param requests whole HTTP requests as text, sent in turn
 * @param check called with the status and body of every 100th answer; throws where it is wrong
 * @returns requests a second and latencies in milliseconds
 */
export async function load({ port, requests, connections = 32, seconds = 5, check }) {
  const bytes = requests.map((text) => Buffer.from(text));
  const latencies = [];
  const until = performance.now() + seconds * 1000;
  let sent = 0;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise((resolve, reject) => {
          const socket = connect({ port, host: '127.0.0.1', noDelay: true });
          let started = 0;
          let buffer = Buffer.alloc(0);
          const next = () => {
            started = performance.now();
            if (started > until) {
              socket.destroy();
              resolve();
              return;
            }
            socket.write(bytes[sent++ % bytes.length]);
          };
          socket.on('connect', next).on('error', reject);
          socket.on('close', () => reject(new Error('the server closed a connection')));
          socket.on('data', (piece) => {
            buffer = buffer.length === 0 ? piece : Buffer.concat([buffer, piece]);
            const end = buffer.indexOf('\r\n\r\n');
            if (end === -1) return;
            const head = buffer.latin1Slice(0, end);
            const length = Number(/content-length: (\d+)/i.exec(head)[1]);
            if (buffer.length < end + 4 + length) return;
            latencies.push(performance.now() - started);
            if (check !== undefined && latencies.length % 100 === 1) {
              try {
                check(Number(head.slice(9, 12)), buffer.utf8Slice(end + 4, end + 4 + length));
              } catch (error) {
                reject(error);
                socket.destroy();
                return;
              }
            }
            buffer = buffer.subarray(end + 4 + length);
            next();
          });
        }),
    ),
  );
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return { perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), max: latencies.at(-1) };
}
