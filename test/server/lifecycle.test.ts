/** Who may what, how much, and how a server ends: on real servers, over real sockets. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltCli } from '../cli/built-cli.ts';
import { buildCli } from '../cli/built-cli.ts';
import { codesOf, get, head, post, rawRequest } from './raw-http.ts';
import type { Served } from './served.ts';
import { EXAMPLE, serve } from './served.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const TOKENS = ['read', 'analyst', 'admin']
  .map((role) => `${role} ${sha256(`${role}-secret`)} ${role}`)
  .join(';');

let cli: BuiltCli;
let server: Served;
let folder: string;

beforeAll(async () => {
  cli = buildCli();
  folder = mkdtempSync(join(tmpdir(), 'threatloom-nowhere-'));
  server = await serve(cli, [EXAMPLE, '--host', '0.0.0.0', '--rate', '20'], { THREATLOOM_TOKENS: TOKENS });
});
afterAll(async () => {
  await server.stop();
  cli.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const as = (role: string): Record<string, string> => ({ Authorization: `Bearer ${role}-secret` });

describe('a server that others reach', { timeout: 60_000 }, () => {
  it('does not start without tokens', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [cli.main, 'serve', '--host', '0.0.0.0', '--port', '0'],
      {
        cwd: folder,
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
      },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('SERVE-001: whoever reaches 0.0.0.0 could ask without a token');
  });

  it('answers no one without a token that it knows, but whether it lives', async () => {
    const { port } = server;
    for (const headers of [
      {},
      { Authorization: 'Bearer wrong' },
      { Authorization: 'Basic cmVhZDpzZWNyZXQ=' },
    ]) {
      const answer = await post(port, '/graphql', { query: '{ analysedSystems }' }, headers);
      expect([answer.status, codesOf(answer), answer.headers['www-authenticate']]).toEqual([
        401,
        ['SERVE-018'],
        'Bearer realm="threatloom"',
      ]);
    }
    expect((await get(port, '/metrics')).status).toBe(401);
    expect((await get(port, '/healthz')).status).toBe(200);
    expect((await get(port, '/readyz')).status).toBe(200);
  });

  it.each([
    ['read', 'what is computed', '{ analysis(system: "support-chatbot") { paths { rank } } }', []],
    [
      'read',
      'a path search',
      '{ analysis(system: "support-chatbot") { paths(question: { k: 1 }) { rank } } }',
      ['SERVE-019'],
    ],
    [
      'read',
      'an explanation',
      '{ analysis(system: "support-chatbot") { explain(id: "steal-chats") { kind } } }',
      ['SERVE-019'],
    ],
    ['read', 'a what-if', '{ whatIf(system: "support-chatbot", changes: {}) { riskBefore } }', ['SERVE-019']],
    [
      'analyst',
      'a path search',
      '{ analysis(system: "support-chatbot") { paths(question: { k: 1 }) { rank } } }',
      [],
    ],
    ['analyst', 'the schema', '{ __schema { description } }', ['SERVE-026']],
    ['admin', 'the schema', '{ __schema { description } }', []],
    ['analyst', 'the schema, after an admin asked the same', '{ __schema { description } }', ['SERVE-026']],
  ])('gives the role %s %s, or not', async (role, _, query, codes) => {
    expect(codesOf(await post(server.port, '/graphql', { query }, as(role)))).toEqual(codes);
  });

  it('gives Cypher to analysts, and metrics to admins', async () => {
    const query = 'MATCH (s:System) RETURN s.id AS id ORDER BY id';
    const refused = await post(server.port, '/cypher', { query }, as('read'));
    expect([refused.status, codesOf(refused)]).toEqual([403, ['SERVE-019']]);
    const answer = await post(server.port, '/cypher', { query }, as('analyst'));
    expect(JSON.parse(answer.body)).toEqual({
      columns: ['id'],
      rows: [['support-chatbot']],
      truncated: false,
    });
    expect((await get(server.port, '/metrics', as('analyst'))).status).toBe(403);
    const metrics = await get(server.port, '/metrics', as('admin'));
    expect(metrics.body).toMatch(/^threatloom_refusals_total\{code="SERVE-019"\} [1-9]/m);
    expect(metrics.body).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('names who asked in its log, and no token', () => {
    expect(server.log()).toContain('"by":"analyst"');
    expect(server.log()).not.toMatch(/-secret|Bearer/);
  });

  it('lets one token have its rate, and another its own', async () => {
    const one = (): Promise<number> =>
      post(server.port, '/cypher', {}, as('read')).then(({ status, headers }) => {
        if (status === 429) expect(Number(headers['retry-after'])).toBe(1);
        return status;
      });
    const statuses = await Promise.all(Array.from({ length: 80 }, one));
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    const other = await post(server.port, '/graphql', { query: '{ analysedSystems }' }, as('admin'));
    expect(other.status).toBe(200);
  });
});

describe('a server on this machine', { timeout: 120_000 }, () => {
  it('calls off what takes too long, and ends with code 0', async () => {
    const own = await serve(cli, [EXAMPLE, '--timeout', '0.001', '--cache', '0']);
    const query = '{ analysis(system: "support-chatbot") { paths(question: { k: 100 }) { rank } } }';
    const late = await post(own.port, '/graphql', { query });
    expect([late.status, codesOf(late)]).toEqual([504, ['SERVE-022']]);
    expect(await own.stop('SIGINT')).toBe(0);
    expect(own.log()).toContain('"msg":"stopped"');
  });

  it('ends what is under way before it stops, and takes nothing new', async () => {
    const own = await serve(cli, [EXAMPLE]);
    const body = JSON.stringify({ query: '{ analysedSystems }' });
    const headers = {
      Host: 'localhost',
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
      Expect: '100-continue',
    };
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    let goOn = (): void => undefined;
    const stopping = new Promise<void>((resolve) => (goOn = resolve));
    const answering = rawRequest(own.port, [head('POST', '/graphql', headers), stopping, body], begin);
    await begun;
    const ended = own.stop();
    await expect.poll(() => own.log()).toContain('"msg":"stopping"');
    await expect(get(own.port, '/healthz')).rejects.toThrow();
    goOn();
    const answer = await answering;
    expect(JSON.parse(answer.body)).toEqual({ data: { analysedSystems: ['support-chatbot'] } });
    expect(answer.headers['connection']).toBe('close');
    expect(await ended).toBe(0);
  });

  it('refuses a connection too many, with the reason', async () => {
    const sockets = Array.from({ length: 520 }, () => connect({ port: server.port, host: '127.0.0.1' }));
    try {
      await expect.poll(() => server.log()).toContain('"code":"SERVE-021"');
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    await expect.poll(async () => (await get(server.port, '/healthz')).status).toBe(200);
  });

  it('says why it cannot listen', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [cli.main, 'serve', '--port', String(server.port)],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('SERVE-003');
  });
});
