// How soon attacks are refused: the time from the last byte that it takes to know better, to the answer.
import { connect } from 'node:net';

const TRIES = 20;
const json = (query) => JSON.stringify({ query });

function request(method, path, headers, body = '') {
  const all = { Host: 'localhost', 'Content-Length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
const post = (body, headers = {}) =>
  request('POST', '/graphql', { 'Content-Type': 'application/json', ...headers }, body);

/** What differs from try to try is `n`, so that nothing is known from the try before. */
const ATTACKS = [
  ['depth', (n) => post(json(`{ a${n}: assets { ${'flowsTo { '.repeat(30)} key ${'} '.repeat(30)} } }`))],
  ['cost', (n) => post(json(`{ a${n}: assetsConnection(first: 1000000) { edges { node { key } } } }`))],
  [
    'aliases',
    (n) =>
      post(json(`{ ${Array.from({ length: 1000 }, (_, i) => `a${n}x${i}: analysedSystems`).join(' ')} }`)),
  ],
  ['words', (n) => post(json(`{ a${n}: analysedSystems ${'analysedSystems '.repeat(15_000)} }`))],
  ['batch', (n) => post(`[${`{"query":"{a${n}:analysedSystems}"},`.repeat(1000)}{}]`)],
  ['introspection', (n) => post(json(`{ a${n}: __schema { types { name fields { name } } } }`))],
  [
    'form of another page',
    () => post('query={analysedSystems}', { 'Content-Type': 'application/x-www-form-urlencoded' }),
  ],
  ['text/plain of another page', () => post(json('{ analysedSystems }'), { 'Content-Type': 'text/plain' })],
  ['other origin', () => post(json('{ analysedSystems }'), { Origin: 'https://evil.example' })],
  ['other name', () => post(json('{ analysedSystems }'), { Host: 'evil.example' })],
  [
    'oversized body, as it says',
    () => request('POST', '/graphql', { 'Content-Type': 'application/json', 'Content-Length': '1000000000' }),
  ],
  ['oversized body, sent', () => post('x'.repeat(1024 * 1024))],
  ['large headers', () => request('GET', '/', { Bomb: 'x'.repeat(20_000) })],
  ['path traversal', () => request('GET', '/../../etc/passwd', {})],
  ['wrong method', () => request('DELETE', '/graphql', {})],
];

/** One row for each attack. */
export async function refusals(port) {
  const rows = [];
  for (const [name, make] of ATTACKS) {
    const times = [];
    let outcome = ['', ''];
    for (let n = 0; n < TRIES; n += 1) {
      const { ms, status, code } = await once(port, make(n));
      if (code === undefined) throw new Error(`${name} was answered with ${status}`);
      outcome = [status, code];
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    rows.push([name, ...outcome, times[TRIES / 2].toFixed(1), times.at(-1).toFixed(1)]);
  }
  return rows;
}

function once(port, text) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let began;
    let answer = '';
    socket.on('connect', () => {
      began = performance.now();
      socket.write(text);
    });
    socket.setEncoding('utf8').on('data', (piece) => {
      answer += piece;
      const end = answer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(answer)[1]);
      if (Buffer.byteLength(answer.slice(end + 4)) < length) return;
      const ms = performance.now() - began;
      socket.destroy();
      resolve({ ms, status: Number(answer.slice(9, 12)), code: /"code":"([^"]+)"/.exec(answer)?.[1] });
    });
    socket.on('error', reject);
  });
}
