/**
 * Archives of a publisher's release: which files are archives, and the files in them.
 */
import { compareText } from '#model/diagnostics';
import type { ImportFile } from '#model/framework-importer';
import { MAX_IMPORT_BYTES, openImportFile } from '../import-file.ts';
import { tooMuch } from './archive-entry.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

export type ArchiveKind = 'zip' | 'tar';

/** By its first bytes, not its name; of a `.tar.gz` the gzip has been undone before. */
export function archiveKind({ bytes }: ImportFile): ArchiveKind | undefined {
  const starts = (text: string, at: number): boolean =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      .subarray(at, at + text.length)
      .toString('latin1') === text;
  if (starts('PK\u0003\u0004', 0) || starts('PK\u0005\u0006', 0)) return 'zip';
  return starts('ustar', 257) ? 'tar' : undefined;
}

/**
 * The files of an archive in order of their paths, each with a digest of its own. All in memory: nothing is written.
 *
 * @param inside folder within the archive; of the others nothing is taken. What repositories put around all, one folder with
 *   the name of the release, need not be named
 * @throws ThreatloomError ARCHIVE-001 to ARCHIVE-005; INPUT-001, INPUT-002 (gzip within it)
 */
export async function readArchive(
  file: ImportFile,
  kind: ArchiveKind,
  inside = '',
): Promise<readonly ImportFile[]> {
  const entries = kind === 'zip' ? readZip(file.file, file.bytes) : await readTar(file.file, file.bytes);
  const folder = inside.replace(/^\.?\/+|(?<!\/)\/+$/g, '');
  const isWanted = (name: string): boolean => {
    const path = name.replace(/^\.\//, '');
    const below = path.slice(path.indexOf('/') + 1);
    return folder === '' || path.startsWith(`${folder}/`) || below.startsWith(`${folder}/`);
  };
  const files: ImportFile[] = [];
  let total = 0;
  for (const { name, bytes } of [...entries].sort((a, b) => compareText(a.name, b.name))) {
    if (bytes.length === 0 || !isWanted(name)) continue;
    const opened = openImportFile(name, bytes);
    // Only gzip within the archive can make it grow here.
    total += opened.bytes.length;
    if (total > MAX_IMPORT_BYTES) throw tooMuch(file.file, name);
    files.push(opened);
  }
  return files;
}
