/**
 * The page's files, held in memory: a request names one of them exactly or gets nothing, so no path leads anywhere else.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answer } from './response.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
/** Others are packed already. */
const COMPRESSIBLE = /^(text|application)\/|svg/;
/** Below, headers cost more than packing saves. */
const SMALLEST_TO_COMPRESS = 1024;

interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly bodies: { readonly identity: Buffer; br?: Promise<Buffer>; gzip?: Promise<Buffer> };
}

export class PageFiles {
  readonly #files: ReadonlyMap<string, PageFile>;

  /** @param folder what Vite built; without one, or where it is not there, there is no page */
  constructor(folder: string) {
    const files = new Map<string, PageFile>();
    for (const name of filesBelow(folder)) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      const path = `/${name.replaceAll('\\', '/')}`;
      const file = pageFile(readFileSync(join(folder, name)), type, path);
      files.set(path, file);
      if (path === '/index.html') files.set('/', file);
    }
    this.#files = files;
  }

  get size(): number {
    return this.#files.size;
  }

  /** @param path as the request line has it, without the query; it is compared, not followed */
  async answer(
    path: string,
    accept: { readonly encoding: string; readonly ifNoneMatch: string },
  ): Promise<Answer | undefined> {
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    const { type, etag, cacheControl } = file;
    const headers = { 'Cache-Control': cacheControl, ETag: etag, Vary: 'Accept-Encoding' };
    if (accept.ifNoneMatch.split(',').some((each) => each.trim() === etag)) {
      return { status: 304, type, body: '', headers };
    }
    const { encoding, body } = await packed(file, accept.encoding);
    return {
      status: 200,
      type,
      body,
      headers: encoding === undefined ? headers : { ...headers, 'Content-Encoding': encoding },
    };
  }
}

/** In name order; nothing where there is no such folder. */
function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  } catch {
    return [];
  }
}

function pageFile(identity: Buffer, type: string, path: string): PageFile {
  return {
    type,
    etag: `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}"`,
    // Vite puts a hash of the content into the names of what stands in assets/.
    cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    bodies: { identity },
  };
}

/** Packed when first asked for, then kept. */
async function packed(
  { type, bodies }: PageFile,
  accepted: string,
): Promise<{ readonly encoding?: string; readonly body: Buffer }> {
  const { identity } = bodies;
  if (identity.byteLength < SMALLEST_TO_COMPRESS || !COMPRESSIBLE.test(type)) return { body: identity };
  const accepts = (name: string): boolean =>
    new RegExp(`(^|,)\\s*${name}\\s*(,|;(?!\\s*q=0\\s*(,|$))|$)`).test(accepted);
  if (accepts('br')) {
    bodies.br ??= promisify(brotliCompress)(identity, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6 },
    });
    return { encoding: 'br', body: await bodies.br };
  }
  if (accepts('gzip')) {
    bodies.gzip ??= promisify(gzip)(identity);
    return { encoding: 'gzip', body: await bodies.gzip };
  }
  return { body: identity };
}
