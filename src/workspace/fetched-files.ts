/**
 * Publishers' files from their addresses. What was downloaded stays below `.threatloom/downloads/`, so that it can be read
 * again without the network; what is there already and has the expected checksum is not fetched again.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_IMPORT_BYTES, openImportFile } from '#importers/formats/import-file';
import { download, type DownloadOptions } from '#download/download';
import { parseAddress } from '#download/secure-get';
import type { PublisherDownload } from '#knowledge/publisher-downloads';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type ImportFile } from '#model/framework-importer';
import { readLock } from './frameworks.ts';

const FOLDER = join('.threatloom', 'downloads');

/** ATLAS names its newest file by a link to a link. */
const MAX_LINKS = 3;

export interface FetchOptions extends Pick<DownloadOptions, 'onProgress' | 'limits' | 'network'> {
  /** Expected digest of the one file, lower-case hex. */
  readonly sha256?: string;
}

/** @throws ThreatloomError as `download`; FETCH-011 (link elsewhere); INPUT-002, INPUT-003 */
export async function fetchAddress(
  workspace: string,
  address: string,
  { sha256, ...options }: FetchOptions = {},
): Promise<ImportFile> {
  let url = parseAddress(address);
  for (let links = 0; links <= MAX_LINKS; links++) {
    const { name, target } = placeOf(workspace, url);
    const held = sha256 === undefined ? undefined : readHeld(target, sha256);
    if (held !== undefined) return openImportFile(name, held);
    const { bytes } = await download(url.href, {
      target,
      maxBytes: MAX_IMPORT_BYTES,
      ...options,
      ...(sha256 === undefined ? {} : { sha256 }),
      // The checksum is that of the file that the link names.
      isStandIn: (content) => linkIn(content) !== undefined,
    });
    const link = linkIn(bytes);
    if (link === undefined) return openImportFile(name, bytes);
    url = follow(url, link);
  }
  throw new ThreatloomError('FETCH-011', `${address} leads from link to link without end`);
}

/**
 * All files of one edition. Where neither the caller nor the table says what they must be, the lock does, if it names the
 * edition.
 *
 * @throws ThreatloomError as `fetchAddress`; FETCH-009 (not what the lock means), FETCH-012 (one checksum for several files)
 */
export async function fetchDownload(
  workspace: string,
  { framework, edition, files }: PublisherDownload,
  { sha256, ...options }: FetchOptions = {},
): Promise<readonly ImportFile[]> {
  if (sha256 !== undefined && files.length > 1) {
    throw new ThreatloomError('FETCH-012', `${framework} ${edition ?? ''} has ${files.length} files`, {
      hint: 'a checksum is that of one file; leave --sha256 out',
    });
  }
  const fetched: ImportFile[] = [];
  for (const file of files) {
    const expected = sha256 ?? file.sha256;
    const opened = await fetchAddress(workspace, file.url, {
      ...options,
      ...(expected === undefined ? {} : { sha256: expected }),
    });
    // The newest keeps the name that its link gives it.
    fetched.push(edition === undefined ? opened : { ...opened, file: file.name });
  }
  const isKnown = sha256 !== undefined || files.every((file) => file.sha256 !== undefined);
  const locked = readLock(workspace).find((each) => each.id === framework && each.edition === edition);
  const { sha256: found } = sourceOf(fetched);
  if (isKnown || locked === undefined || locked.sha256 === found) return fetched;
  throw new ThreatloomError('FETCH-009', `${framework} ${locked.edition} is not what threatloom.lock means`, {
    hint: `expected sha256 ${locked.sha256}, found ${found}; to take it nevertheless: threatloom framework remove ${framework}@${locked.edition}`,
  });
}

/** One folder for each address, since names such as `ATLAS.yaml` are those of many files. */
function placeOf(workspace: string, url: URL): { readonly name: string; readonly target: string } {
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const name = last.replace(/%[0-9A-Fa-f]{2}|[^\w.-]/g, '_').replace(/^\.+/, '') || 'download';
  const digest = createHash('sha256').update(url.href).digest('hex').slice(0, 12);
  return { name, target: join(workspace, FOLDER, digest, name) };
}

function readHeld(target: string, sha256: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(target);
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** In git `ATLAS-latest.yaml` is a symbolic link; what comes of it is the name of another file, and nothing else. */
function linkIn(bytes: Uint8Array): string | undefined {
  if (bytes.length > 256) return undefined;
  return /^\s*([\w.-]+(?:\/[\w.-]+)*\.(?:ya?ml|json))\s*$/.exec(new TextDecoder().decode(bytes))?.[1];
}

function follow(from: URL, link: string): URL {
  const to = new URL(link, from);
  const folder = from.pathname.slice(0, from.pathname.lastIndexOf('/') + 1);
  if (to.origin === from.origin && to.pathname.startsWith(folder)) return to;
  throw new ThreatloomError('FETCH-011', `${from.href} is a link out of its folder: ${link}`, {
    hint: 'if that is the file you mean, name its address',
  });
}
