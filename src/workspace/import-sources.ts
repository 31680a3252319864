/**
 * Whatever a user names as a publisher's release, as files to import: files, folders, addresses, and archives of all of
 * these.
 */
import { archiveKind, readArchive } from '#importers/formats/archive/read-archive';
import { detectFramework } from '#importers/frameworks/registry';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { fetchAddress, type FetchOptions } from './fetched-files.ts';
import { isFactPack, openImportFiles } from './framework-files.ts';

export interface SourceOptions extends FetchOptions {
  /** Folder within archives; see `readArchive`. */
  readonly inside?: string;
}

export interface OpenedSources {
  readonly files: readonly ImportFile[];
  /** Files of archives that no importer knows: read-me files, pictures, programs. */
  readonly setAside: number;
}

/**
 * @param names files, folders and addresses
 * @throws ThreatloomError as `openImportFiles`, `fetchAddress`, `readArchive`; FRAMEWORK-001 (nothing known in an archive)
 */
export async function openSources(
  names: readonly string[],
  cwd: string,
  { inside, ...options }: SourceOptions = {},
): Promise<OpenedSources> {
  const addresses = names.filter(isAddress);
  const files = [
    ...openImportFiles(
      names.filter((name) => !isAddress(name)),
      cwd,
    ),
  ];
  for (const address of addresses) files.push(await fetchAddress(cwd, address, options));
  return unpackSources(files, inside);
}

/** Puts the files of archives in the place of the archives. */
export async function unpackSources(files: readonly ImportFile[], inside?: string): Promise<OpenedSources> {
  const unpacked: ImportFile[] = [];
  let setAside = 0;
  for (const file of files) {
    const kind = archiveKind(file);
    if (kind === undefined) {
      unpacked.push(file);
      continue;
    }
    const entries = await readArchive(file, kind, inside);
    const known = entries.filter((entry) => isFactPack(entry) || detectFramework([entry]) !== undefined);
    // Some importers know their files only together.
    const taken = known.length > 0 || detectFramework(entries) === undefined ? known : entries;
    if (taken.length === 0) throw nothingKnown(file, inside);
    unpacked.push(...taken);
    setAside += entries.length - taken.length;
  }
  return { files: unpacked, setAside };
}

function nothingKnown({ file }: ImportFile, inside: string | undefined): ThreatloomError {
  const where = inside === undefined ? 'the archive' : `the folder ${inside} of the archive`;
  return new ThreatloomError('FRAMEWORK-001', `no importer knows a file of ${where}`, {
    file,
    hint: 'unpack it, and add the files that are meant',
  });
}

/** `http:` too, so that it is refused as an address and not sought as a file. */
function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}
