/**
 * ZIP (PKWARE APPNOTE 6.3.10) in memory. The directory at the end is read here, since it alone says what is a link and
 * what the checksums are; the content is undone by a library, into room of just the size that the directory promised.
 */
import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { damagedArchive, EntryGuard, type ArchiveEntry, type EntryHead } from './archive-entry.ts';

const END = 0x06054b50;
const HEAD = 0x02014b50;
/** The record at the end, and the longest comment behind it. */
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;

interface DirectoryEntry extends EntryHead {
  readonly crc: number;
  readonly encrypted: boolean;
}

/** @throws ThreatloomError ARCHIVE-001 (damaged, encrypted, or of a form that is not read), and as `EntryGuard` */
export function readZip(file: string, bytes: Uint8Array): readonly ArchiveEntry[] {
  const guard = new EntryGuard(file);
  const directory = readDirectory(file, bytes);
  const files = directory.filter((entry) => guard.admits(entry));
  const locked = files.find(({ encrypted }) => encrypted);
  if (locked !== undefined) throw damagedArchive(file, `${JSON.stringify(locked.name)} is encrypted`);
  const wanted = new Set(files.map(({ name }) => name));
  let contents: Readonly<Record<string, Uint8Array>>;
  try {
    contents = unzipSync(bytes, { filter: ({ name }) => wanted.has(name) });
  } catch (cause) {
    throw damagedArchive(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return files.map(({ name, size, crc }) => {
    const content = Object.hasOwn(contents, name) ? contents[name] : undefined;
    if (content?.length !== size || crc32(content) !== crc) {
      throw damagedArchive(file, `${JSON.stringify(name)} is not what its checksum says`);
    }
    return { name, bytes: content };
  });
}

function readDirectory(file: string, bytes: Uint8Array): readonly DirectoryEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  if (end === undefined) throw damagedArchive(file, 'its directory is missing, it is cut short');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw damagedArchive(file, 'it is a ZIP of the 64-bit form');
  const entries: DirectoryEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== HEAD)
      throw damagedArchive(file, 'its directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    ) as [number, number, number];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.push({
      name,
      kind: kindOf(name, view.getUint8(at + 5), view.getUint32(at + 38, true)),
      size: view.getUint32(at + 24, true),
      compressedSize: view.getUint32(at + 20, true),
      crc: view.getUint32(at + 16, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === last - at) return at;
  }
  return undefined;
}

/** The kind of a file is in the upper half of the attributes where a Unix made the entry. */
function kindOf(name: string, system: number, attributes: number): EntryHead['kind'] {
  const UNIX = 3;
  const format = system === UNIX ? (attributes >>> 16) & 0o170000 : 0;
  if (format === 0o120000) return 'link';
  if (name.endsWith('/') || format === 0o040000) return 'folder';
  return format === 0 || format === 0o100000 ? 'file' : 'other';
}
