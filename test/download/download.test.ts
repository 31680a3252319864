import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { download, type DownloadOptions } from '#download/download';
import { PUBLIC_NETWORK } from '#download/network';
import { ThreatloomError } from '#model/errors';
import { PublisherServer } from './publisher-server.ts';

const server = new PublisherServer();
let folder: string;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threatloom-download-'));
  server.pages.clear();
  server.requests.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, options: Partial<DownloadOptions> = {}) =>
  download(path.startsWith('/') ? server.address(path) : path, {
    target: join(folder, 'file'),
    maxBytes: 1_000_000,
    network: server.network(),
    ...options,
  });

/** Code and message, with the server's port left out. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    expect(error.exitCode).toBe(2);
    return `${error.code} ${error.message}`.replaceAll(/:\d{4,5}(?=[/ ])/g, '');
  }
  return 'was fetched';
}

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('a download', () => {
  it('puts the file in its place when all of it is there, and tells how far it is', async () => {
    server.serve('/a.yaml', 'id: ATLAS\n');
    const progress: unknown[] = [];
    const { bytes, sha256, url } = await get('/a.yaml', {
      sha256: digest('id: ATLAS\n'),
      onProgress: (at) => progress.push(at),
    });
    expect([Buffer.from(bytes).toString(), sha256, url.pathname]).toEqual([
      'id: ATLAS\n',
      digest('id: ATLAS\n'),
      '/a.yaml',
    ]);
    expect(progress).toEqual([{ done: 10, total: 10 }]);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('follows redirects over https, to a limit', async () => {
    server.serve('/c', 'there');
    server.redirect('/b', '/c');
    server.redirect('/a', server.address('/b'));
    expect(Buffer.from((await get('/a')).bytes).toString()).toBe('there');
    server.redirect('/circle', '/circle');
    expect(await refusal(get('/circle'))).toBe(
      'FETCH-005 https://files.publisher.test/circle redirects more than 5 times',
    );
    expect(server.requests.filter((path) => path === '/circle')).toHaveLength(6);
  });

  it('is taken up again where the connection was cut, in the same run', async () => {
    const content = Buffer.from('0123456789'.repeat(1000));
    server.serveCut(
      '/a',
      () => content,
      () => '"v1"',
      [4000, 3000],
    );
    const { sha256 } = await get('/a', { sha256: digest(content) });
    expect(sha256).toBe(digest(content));
    expect(server.requests).toEqual(['/a', '/a bytes=4000-', '/a bytes=7000-']);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is taken up again by the next run, unless the file has changed meanwhile', async () => {
    let content = Buffer.from('0123456789'.repeat(1000));
    let etag = '"v1"';
    server.serveCut(
      '/a',
      () => content,
      () => etag,
      [4000, 2000],
    );
    const once = { limits: { tries: 1 } };
    expect(await refusal(get('/a', once))).toMatch(
      /^FETCH-004 the connection to files\.publisher\.test failed: /,
    );
    expect(readdirSync(folder)).toEqual(['file.part', 'file.part.json']);
    expect(readFileSync(join(folder, 'file.part'))).toEqual(content.subarray(0, 4000));
    expect(await refusal(get('/a', once))).toMatch(/^FETCH-004 /);
    content = Buffer.from('another content');
    etag = '"v2"';
    expect(Buffer.from((await get('/a', once)).bytes).toString()).toBe('another content');
    expect(server.requests).toEqual(['/a', '/a bytes=4000-', '/a bytes=6000-']);
  });

  it('does not go on where the server has only a weak validator or none', async () => {
    const content = Buffer.from('0123456789'.repeat(1000));
    server.serveCut(
      '/a',
      () => content,
      () => 'W/"v1"',
      [4000],
    );
    expect(await refusal(get('/a'))).toMatch(/^FETCH-004 /);
    expect(server.requests).toEqual(['/a']);
  });
});

describe('a download is refused, and nothing is in its place', () => {
  afterEach(() => {
    expect(readdirSync(folder)).not.toContain('file');
  });

  it('where the address is not https, or holds a password', async () => {
    expect(await refusal(get('http://files.publisher.test/a'))).toBe(
      'FETCH-001 http://files.publisher.test/a is no https address',
    );
    expect(await refusal(get('file:///etc/passwd'))).toBe('FETCH-001 file:///etc/passwd is no https address');
    expect(await refusal(get('https://me:secret@files.publisher.test/a'))).toBe(
      'FETCH-001 the address at files.publisher.test holds a name or password',
    );
    server.redirect('/down', 'http://files.publisher.test/a');
    expect(await refusal(get('/down'))).toBe(
      'FETCH-001 http://files.publisher.test/a, to which files.publisher.test redirects, is no https address',
    );
  });

  it.each([
    ['127.0.0.2', '127.0.0.2'],
    ['localhost', '::1'],
    ['10.1.2.3', '10.1.2.3'],
    ['[::1]', '::1'],
    ['[::ffff:127.0.0.2]', '::ffff:7f00:2'],
    ['[::ffff:a9fe:a9fe]', '::ffff:a9fe:a9fe'],
    ['169.254.169.254', '169.254.169.254'],
    ['0x7f.2', '127.0.0.2'],
    ['2130706434', '127.0.0.2'],
    ['inside.test', '192.168.1.1'],
    ['half.test', 'fd00::1'],
  ])('where it leads, or redirects, to %s', async (host, found) => {
    const network = server.network({
      localhost: ['::1'],
      'inside.test': ['192.168.1.1'],
      'half.test': ['93.184.215.14', 'fd00::1'],
    });
    const leads = new RegExp(
      `^FETCH-003 (?:\\S+ leads to )?${found.replaceAll('.', '\\.')}(?:, which)? is not an address of the public internet$`,
    );
    expect(await refusal(get(`https://${host}/a`, { network }))).toMatch(leads);
    server.redirect('/away', server.address('/a', host));
    expect(await refusal(get('/away', { network }))).toMatch(leads);
    expect(server.requests).toEqual(['/away']);
  });

  it('where the network of the command line is asked for this machine', async () => {
    server.serve('/a', 'x');
    const port = new URL(server.address('/')).port;
    expect(await refusal(get(`https://localhost:${port}/a`, { network: PUBLIC_NETWORK }))).toMatch(
      /^FETCH-003 localhost leads to \S+, which is not an address of the public internet$/,
    );
    expect(server.requests).toEqual([]);
  });

  it('where the certificate is of nobody that is trusted, whatever the environment says', async () => {
    server.serve('/a', 'x');
    const { resolve, mayConnect } = server.network();
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await refusal(get('/a', { network: { resolve, mayConnect } }))).toMatch(
        /^FETCH-004 the connection to files\.publisher\.test failed: (?:self-signed certificate|unable to verify)/,
      );
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    expect(server.requests).toEqual([]);
  });

  it('where the checksum is another', async () => {
    server.serve('/a', 'other', { etag: '"1"' });
    expect(await refusal(get('/a', { sha256: digest('this') }))).toBe(
      'FETCH-009 https://files.publisher.test/a is not the file that was expected',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('where it is too large, announced or not', async () => {
    const large = Buffer.alloc(300_000, 'x');
    server.serve('/announced', large);
    server.pages.set('/unannounced', (_request, response) => {
      const more = (): void => {
        while (response.write(large)) continue;
        response.once('drain', more);
      };
      more();
    });
    expect(await refusal(get('/announced', { maxBytes: 200_000 }))).toBe(
      'FETCH-007 https://files.publisher.test/announced has 300000 bytes; at most 200000 are fetched',
    );
    expect(await refusal(get('/unannounced'))).toBe(
      'FETCH-007 https://files.publisher.test/unannounced has more than 1000000 bytes',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('where it does not come, or comes too slowly', async () => {
    server.pages.set('/silent', () => undefined);
    server.pages.set('/slow', (_request, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    expect(await refusal(get('/silent', { limits: { idle: 100 } }))).toBe(
      'FETCH-004 the connection to files.publisher.test failed: no answer for 0.1 s',
    );
    expect(await refusal(get('/slow', { limits: { idle: 5000, total: 300 } }))).toBe(
      'FETCH-008 https://files.publisher.test/slow did not come within 0.3 s',
    );
  });

  it('where a page for people comes instead, by its type or its beginning', async () => {
    server.serve('/typed', 'log in', { 'content-type': 'text/html; charset=utf-8' });
    server.serve('/plain', '\n<!DOCTYPE html><title>Log in</title>');
    for (const path of ['/typed', '/plain']) {
      expect(await refusal(get(path))).toBe(
        `FETCH-010 https://files.publisher.test${path} is a web page, not a file`,
      );
    }
  });

  it('where the server refuses it, or is not there', async () => {
    expect(await refusal(get('/none'))).toBe('FETCH-006 files.publisher.test answers 404 Not Found');
    expect(await refusal(get('https://nobody.test/a'))).toBe('FETCH-002 there is no address for nobody.test');
  });
});
