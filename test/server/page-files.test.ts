import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageFiles } from '#server/page-files';

let above: string;
let files: PageFiles;
const SCRIPT = 'export const text = "'.concat('long '.repeat(400), '";');

beforeAll(() => {
  above = mkdtempSync(join(tmpdir(), 'threatloom-page-'));
  const folder = join(above, 'web');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(above, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>threatloom</title>');
  writeFileSync(join(folder, 'assets', 'index-C0ffee12.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'font-C0ffee12.woff2'), Buffer.alloc(2000));
  writeFileSync(join(folder, 'assets', 'index-C0ffee12.js.map'), '{}');
  files = new PageFiles(folder);
});
afterAll(() => {
  rmSync(above, { recursive: true, force: true });
});

const ask = (path: string, encoding = '', ifNoneMatch = '') => files.answer(path, { encoding, ifNoneMatch });

describe('the files of the page', () => {
  it('come with their type, and are looked up again only where they may have changed', async () => {
    const index = await ask('/');
    expect(index).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
      headers: { 'Cache-Control': 'no-cache' },
    });
    expect(index).toEqual(await ask('/index.html'));
    const etag = index!.headers!['ETag']!;
    expect(await ask('/', '', `"other", ${etag}`)).toMatchObject({
      status: 304,
      body: '',
      headers: { ETag: etag },
    });
    expect(await ask('/assets/index-C0ffee12.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      headers: { 'Cache-Control': 'public, max-age=31536000, immutable' },
    });
  });

  it('come packed as the client can take it', async () => {
    const script = '/assets/index-C0ffee12.js';
    const br = await ask(script, 'gzip, deflate, br');
    expect(br!.headers!['Content-Encoding']).toBe('br');
    expect(brotliDecompressSync(br!.body as Buffer).toString()).toBe(SCRIPT);
    const gzip = await ask(script, 'gzip;q=0.5, br;q=0');
    expect(gzip!.headers!['Content-Encoding']).toBe('gzip');
    expect(gunzipSync(gzip!.body as Buffer).toString()).toBe(SCRIPT);
    for (const encoding of ['', 'identity', 'brr', 'br;q=0, gzip;q=0']) {
      expect((await ask(script, encoding))!.headers).not.toHaveProperty('Content-Encoding');
    }
    expect((await ask('/assets/font-C0ffee12.woff2', 'br'))!.headers).not.toHaveProperty('Content-Encoding');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/passwd',
    '/assets',
    '/assets/',
    '/index.html/',
    '/INDEX.HTML',
    '/index.html%00.js',
    '/assets/index-C0ffee12.js.map',
    '/__proto__',
    'secret.txt',
    '',
  ])('are named exactly, or there is nothing: %s', async (path) => {
    expect(await ask(path)).toBeUndefined();
  });

  it('may not be there at all', async () => {
    const none = new PageFiles(join(above, 'nowhere'));
    expect(none.size).toBe(0);
    expect(await none.answer('/', { encoding: '', ifNoneMatch: '' })).toBeUndefined();
  });
});
