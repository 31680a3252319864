/** Attacks on a real server over real sockets: each is refused, with the reason, and the server goes on. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltCli } from '../cli/built-cli.ts';
import { buildCli } from '../cli/built-cli.ts';
import type { RawAnswer } from './raw-http.ts';
import { codesOf, get, head, post, rawRequest } from './raw-http.ts';
import type { Served } from './served.ts';
import { EXAMPLE, serve } from './served.ts';

let cli: BuiltCli;
let server: Served;
let port: number;

beforeAll(async () => {
  cli = buildCli();
  server = await serve(cli, [EXAMPLE, '--receive-timeout', '1', '--allow-origin', 'https://app.example']);
  port = server.port;
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  cli.dispose();
});

const ask = (query: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
  post(port, '/graphql', { query }, headers);
const outcome = (answer: RawAnswer): unknown => ({ status: answer.status, codes: codesOf(answer) });

describe('what is asked', () => {
  it('is answered', async () => {
    const answer = await ask('{ analysedSystems }');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ data: { analysedSystems: ['support-chatbot'] } });
  });

  const nested = (levels: number): string =>
    `{ assets { ${'flowsTo { relatesTo { '.repeat(levels)} key ${'} } '.repeat(levels)} } }`;
  it.each([
    ['nests deep', nested(15), 'GRAPHQL-010'],
    ['nests deep by fragments', fragments(30), 'GRAPHQL-010'],
    ['costs much', '{ assetsConnection(first: 1000000) { edges { node { key } } } }', 'GRAPHQL-011'],
    [
      'has many aliases',
      `{ ${Array.from({ length: 51 }, (_, i) => `a${i}: analysedSystems`).join(' ')} }`,
      'GRAPHQL-012',
    ],
    ['has many directives', `{ ${'analysedSystems @include(if: true) '.repeat(51)} }`, 'GRAPHQL-013'],
    ['has many words', `{ ${'analysedSystems '.repeat(5001)} }`, 'GRAPHQL-014'],
    ['asks for the schema', '{ __schema { types { name } } }', 'SERVE-026'],
    ['asks for a type', '{ __type(name: "Query") { name } }', 'SERVE-026'],
    [
      'asks for the schema within a fragment',
      '{ ...f } fragment f on Query { __schema { description } }',
      'SERVE-026',
    ],
    ['would change something', 'mutation { deleteSystems { nodesDeleted } }', 'GRAPHQL-020'],
    ['would listen', 'subscription { systemCreated { event } }', 'GRAPHQL-020'],
  ])('is refused where it %s', async (_, query, code) => {
    const answer = await ask(query);
    expect(new Set(codesOf(answer))).toEqual(new Set([code]));
    expect(JSON.parse(answer.body)).not.toHaveProperty('data.assets');
  });

  it('is one document, not a batch', async () => {
    const batch = [{ query: '{ analysedSystems }' }, { query: '{ analysedSystems }' }];
    expect(outcome(await post(port, '/graphql', batch))).toEqual({ status: 400, codes: ['SERVE-023'] });
  });

  it.each(['', '{', 'null', '"query"', '{"query":1}', '{"query":"{x}","variables":[]}', '\u0000'])(
    'is a request of GraphQL: not %j',
    async (body) => {
      const answer = await post(port, '/graphql', body);
      expect(answer.status).toBe(400);
      expect(codesOf(answer)).toEqual(['SERVE-023']);
    },
  );

  it.each([
    ['MATCH (n) DETACH DELETE n', 'CYPHER-002'],
    ["LOAD FROM '/etc/passwd' RETURN *", 'CYPHER-002'],
    ["COPY (MATCH (a:Asset) RETURN a.id) TO '/tmp/x.csv'", 'CYPHER-002'],
    ['CALL dbms.procedures()', 'CYPHER-002'],
    ['MATCH (a:Secret) RETURN a.id AS id', 'CLI-014'],
  ])('only reads, in Cypher too: %s', async (query, code) => {
    const answer = await post(port, '/cypher', { query });
    expect(answer.status).toBe(400);
    expect(codesOf(answer)[0]).toBe(code);
  });
});

describe('who asks', () => {
  it.each(['evil.example', 'localhost.evil.example:4000', '127.0.0.1.nip.io'])(
    'does so under a name of this server, not %s',
    async (host) => {
      for (const path of ['/graphql', '/', '/healthz', '/metrics']) {
        const answer =
          path === '/graphql' ? post(port, path, {}, { Host: host }) : get(port, path, { Host: host });
        expect(outcome(await answer), path).toEqual({ status: 421, codes: ['SERVE-010'] });
      }
    },
  );

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://localhost:1' },
    { 'Sec-Fetch-Site': 'cross-site' },
  ])('is no page elsewhere: %j', async (headers) => {
    const query = '{ analysedSystems }';
    expect(outcome(await ask(query, headers))).toEqual({ status: 403, codes: ['SERVE-011'] });
    expect(outcome(await post(port, '/cypher', {}, headers))).toEqual({ status: 403, codes: ['SERVE-011'] });
    const preflight = await get(
      port,
      '/graphql',
      { ...headers, 'Access-Control-Request-Method': 'POST' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(403);
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('may be a page elsewhere that was allowed', async () => {
    const headers = { Origin: 'https://app.example' };
    const preflight = await get(
      port,
      '/graphql',
      { ...headers, 'Access-Control-Request-Method': 'POST' },
      'OPTIONS',
    );
    expect(preflight).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': 'https://app.example', vary: 'Origin' },
    });
    const answer = await ask('{ analysedSystems }', headers);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': 'https://app.example' },
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', ''])(
    'sends JSON, and no form: %s',
    async (type) => {
      const headers = { 'Content-Type': type };
      expect(outcome(await ask('{ analysedSystems }', headers))).toEqual({
        status: 415,
        codes: ['SERVE-012'],
      });
    },
  );

  it('sends no packed bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024));
    const headers = {
      Host: 'localhost',
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      'Content-Length': String(bomb.byteLength),
    };
    const answer = await rawRequest(port, [head('POST', '/graphql', headers), bomb]);
    expect(outcome(answer)).toEqual({ status: 415, codes: ['SERVE-012'] });
  });

  it('is no link or image: a GET carries a header', async () => {
    const path = `/graphql?query=${encodeURIComponent('{ analysedSystems }')}`;
    expect(outcome(await get(port, path))).toEqual({ status: 400, codes: ['SERVE-013'] });
    const answer = await get(port, path, { 'GraphQL-Require-Preflight': '1' });
    expect(JSON.parse(answer.body)).toEqual({ data: { analysedSystems: ['support-chatbot'] } });
  });

  it.each([
    ['PUT', '/graphql', 'GET, POST'],
    ['DELETE', '/graphql', 'GET, POST'],
    ['OPTIONS', '/graphql', 'GET, POST'],
    ['TRACE', '/graphql', 'GET, POST'],
    ['GET', '/cypher', 'POST'],
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/metrics', 'GET, HEAD'],
  ])('uses the methods that there are: not %s %s', async (method, path, allowed) => {
    const answer = await get(port, path, {}, method);
    expect(outcome(answer)).toEqual({ status: 405, codes: ['SERVE-016'] });
    expect(answer.headers['allow']).toBe(allowed);
  });
});

describe('how it is sent', () => {
  it('is not too large, as it says itself', async () => {
    const headers = { Host: 'localhost', 'Content-Type': 'application/json', 'Content-Length': '1000000000' };
    const answer = await rawRequest(port, [head('POST', '/graphql', headers)]);
    expect(outcome(answer)).toEqual({ status: 413, codes: ['SERVE-014'] });
  });

  it('is not too large, though it does not say so', async () => {
    const headers = { Host: 'localhost', 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await rawRequest(port, [
      head('POST', '/cypher', headers),
      ...Array.from({ length: 8 }, () => chunk),
    ]);
    expect(outcome(answer)).toEqual({ status: 413, codes: ['SERVE-014'] });
  });

  it('is not too slow: neither its body', async () => {
    const headers = { Host: 'localhost', 'Content-Type': 'application/json', 'Content-Length': '20' };
    const answer = await rawRequest(port, [
      head('POST', '/graphql', headers),
      '{',
      400,
      '"',
      400,
      'q',
      400,
      'u',
    ]);
    expect(outcome(answer)).toEqual({ status: 408, codes: ['SERVE-015'] });
  });

  it('nor its headers', async () => {
    const answer = await rawRequest(port, [
      'GET / HTTP/1.1\r\n',
      600,
      'Host: localhost\r\n',
      600,
      'X: y\r\n',
      3000,
    ]);
    expect(outcome(answer)).toEqual({ status: 408, codes: ['SERVE-015'] });
  });

  it('has no endless headers', async () => {
    const answer = await get(port, '/', { Bomb: 'x'.repeat(20_000) });
    expect(outcome(answer)).toEqual({ status: 431, codes: ['SERVE-024'] });
    const path = await get(port, `/${'x'.repeat(20_000)}`);
    expect(outcome(path)).toEqual({ status: 431, codes: ['SERVE-024'] });
  });

  it.each([
    'GARBAGE\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nX Y: z\r\n\r\n',
  ])('is HTTP/1.1: not %j', async (text) => {
    expect(outcome(await rawRequest(port, [text]))).toEqual({ status: 400, codes: ['SERVE-025'] });
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/../../package.json',
    '/..\\..\\package.json',
    '//localhost/etc/passwd',
    '/etc/passwd',
    '/index.html%00.png',
  ])('leads to nothing outside the page: %s', async (path) => {
    expect(outcome(await get(port, path))).toEqual({ status: 404, codes: ['SERVE-017'] });
  });
});

describe('every answer', () => {
  it('carries the headers that keep browsers from harm, and an id that the log has', async () => {
    for (const answer of [
      await ask('{ analysedSystems }'),
      await get(port, '/nowhere'),
      await get(port, '/healthz'),
    ]) {
      expect(answer.headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/^default-src 'none'; (?!.*unsafe)/) as string,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      const id = answer.headers['x-request-id']!;
      await expect.poll(() => server.log()).toContain(id);
    }
  });

  it('says nothing of this machine, and the log nothing of what was asked', async () => {
    const answer = await post(port, '/graphql', {
      query: 'query Q($id: ID!) { analysis(system: $id) { explain(id: "canary-1") { text } } }',
      variables: { id: 'support-chatbot' },
    });
    expect(codesOf(answer)).toEqual(['ASK-005']);
    expect(answer.body).not.toContain('/examples/');
    await expect.poll(() => server.log()).toContain(answer.headers['x-request-id']);
    expect(server.log()).not.toMatch(/canary-1|explain\(/);
    expect(server.log()).not.toContain('"level":"error"');
  });
});

/** A chain of fragments: short in text, deep when it is spread. */
function fragments(depth: number): string {
  const chain = Array.from(
    { length: depth },
    (_, i) =>
      `fragment f${i} on Asset { flowsTo { relatesTo { ${i + 1 < depth ? `...f${i + 1}` : 'key'} } } }`,
  );
  return `{ assets { ...f0 } } ${chain.join(' ')}`;
}
