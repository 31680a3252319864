/** TAR (POSIX.1-2017 pax and ustar, GNU) in memory. */
import { extract, type Header } from 'tar-stream';
import { ThreatloomError } from '#model/errors';
import { damagedArchive, EntryGuard, type ArchiveEntry, type EntryHead } from './archive-entry.ts';

const KINDS: Readonly<Record<string, EntryHead['kind']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  link: 'link',
  symlink: 'link',
};

/** @throws ThreatloomError ARCHIVE-001 (damaged), and as `EntryGuard` */
export async function readTar(file: string, bytes: Uint8Array): Promise<readonly ArchiveEntry[]> {
  const guard = new EntryGuard(file);
  const entries: ArchiveEntry[] = [];
  const reader = extract();
  reader.end(bytes);
  try {
    for await (const entry of reader) {
      const head = headOf(entry.header);
      const wanted = guard.admits(head);
      const parts: Uint8Array[] = [];
      for await (const part of entry as AsyncIterable<Uint8Array>) parts.push(part);
      if (wanted) entries.push({ name: head.name, bytes: Buffer.concat(parts) });
    }
  } catch (cause) {
    if (cause instanceof ThreatloomError) throw cause;
    throw damagedArchive(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return entries;
}

function headOf({ name, type, size }: Header): EntryHead {
  return { name, size, kind: KINDS[type] ?? 'other' };
}
