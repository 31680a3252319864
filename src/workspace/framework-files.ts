/**
 * Publishers' files from disk to records: which files belong to one edition, and what is wrong with them.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MAX_IMPORT_BYTES, openImportFile } from '#importers/formats/import-file';
import { detectFramework, readFramework } from '#importers/frameworks/registry';
import { PACK_FORMAT } from '#knowledge/fact-pack';
import { parseFactPack } from '#knowledge/fact-pack-schema';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type ImportFile } from '#model/framework-importer';
import type { FrameworkRecords, FrameworkSource } from '#model/framework-records';
import { listUnder } from '#model/list-under';

/** A folder of a framework has some dozens of files; more is another folder. */
const MAX_FILES = 500;

/**
 * Reads files, and of folders the files in them (not those of folders below), in name order. The size is looked at
 * before anything is read, so a wrong file of many gigabytes costs nothing.
 *
 * @throws ThreatloomError as `listImportFiles`; INPUT-002 (gzip), INPUT-003 (empty)
 */
export function openImportFiles(paths: readonly string[], cwd: string): readonly ImportFile[] {
  return listImportFiles(paths, cwd).map((path) => openImportFile(path, readImportFile(path, cwd)));
}

export function readImportFile(path: string, cwd: string): Uint8Array {
  return readFileSync(resolve(cwd, path));
}

/**
 * Names of the files, those of folders in name order, none of them read yet.
 *
 * @throws ThreatloomError CLI-001 (not there, or no file), INPUT-001 (too large in all), INPUT-009 (too many)
 */
export function listImportFiles(paths: readonly string[], cwd: string): readonly string[] {
  const files = paths.flatMap((path) => filesOf(path, cwd));
  if (files.length > MAX_FILES) {
    throw new ThreatloomError('INPUT-009', `${files.length} files are more than one framework has`, {
      hint: `at most ${MAX_FILES} are read; name the files that are meant`,
    });
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MAX_IMPORT_BYTES) {
    const largest = files.reduce((a, b) => (b.bytes > a.bytes ? b : a));
    throw new ThreatloomError(
      'INPUT-001',
      `${files.length === 1 ? 'the file has' : 'the files have'} ${total} bytes; at most ${MAX_IMPORT_BYTES} are read`,
      {
        file: largest.path,
        hint: 'is this the right file? ATT&CK Enterprise, the largest known, has about 50 MB',
      },
    );
  }
  return files.map(({ path }) => path);
}

function filesOf(path: string, cwd: string): { readonly path: string; readonly bytes: number }[] {
  try {
    const stat = statSync(resolve(cwd, path));
    if (stat.isFile()) return [{ path, bytes: stat.size }];
    if (stat.isDirectory()) {
      return readdirSync(resolve(cwd, path), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(path, entry.name))
        .sort(compareText)
        .map((file) => ({ path: file, bytes: statSync(resolve(cwd, file)).size }));
    }
  } catch (cause) {
    throw new ThreatloomError('CLI-001', `cannot read ${path}`, {
      file: path,
      cause,
      hint: cause instanceof Error ? cause.message : 'does it exist?',
    });
  }
  throw new ThreatloomError('CLI-001', `${path} is neither a file nor a folder`, { file: path });
}

export interface ReadFilesOptions {
  /** Id of the importer, where detection should not decide; all files are then one edition. */
  readonly as?: string;
  readonly edition?: string;
}

/** One edition of one framework, and what it was read from: a fact pack's own source is another file. */
export interface ReadEdition {
  readonly records: FrameworkRecords;
  readonly file: FrameworkSource;
}

/**
 * Reads one edition of each framework that the files hold: `ATLAS.yaml` and an ATT&CK bundle are two, the ten pages of
 * an OWASP list one. Fact packs are taken too.
 *
 * @throws ThreatloomError FRAMEWORK-001 (no importer knows a file), FRAMEWORK-003 (records with errors, all of them as
 *   diagnostics), FRAMEWORK-004 (one edition for several frameworks), and what the importers throw
 */
export function readFrameworkFiles(
  files: readonly ImportFile[],
  { as, edition }: ReadFilesOptions = {},
): readonly ReadEdition[] {
  const groups = editionGroups(files, as);
  if (edition !== undefined && groups.length > 1) {
    throw new ThreatloomError(
      'FRAMEWORK-004',
      `--edition ${edition} cannot be meant for ${groups.length} frameworks`,
      { hint: 'add them one by one' },
    );
  }
  const options = {
    ...(as !== undefined && { framework: as }),
    ...(edition !== undefined && { edition }),
  };
  return groups.map((group) => {
    const [only] = group;
    const isPack = as === undefined && group.length === 1 && only !== undefined && isFactPack(only);
    const records = checked(isPack ? readPack(only, edition) : readFramework(group, options));
    return { records, file: isPack ? sourceOf(group) : records.source };
  });
}

/** An importer reports what it had to leave out as errors; half an edition would make answers wrong in silence. */
function checked(records: FrameworkRecords): FrameworkRecords {
  const errors = records.diagnostics.filter(({ severity }) => severity === 'error');
  const [first, ...others] = errors;
  if (first === undefined) return records;
  const { message, file = records.source.file, line, column, pointer } = first;
  throw new ThreatloomError('FRAMEWORK-003', `${first.code}: ${message}`, {
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(pointer !== undefined && { pointer }),
    hint: 'nothing was added: fetch the file again, or correct it',
    diagnostics: others,
  });
}

export function isFactPack({ bytes }: ImportFile): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 200)).includes(`"format": "${PACK_FORMAT}"`);
}

function readPack(file: ImportFile, edition: string | undefined): FrameworkRecords {
  const records = parseFactPack(new TextDecoder().decode(file.bytes), file.file);
  if (edition === undefined || edition === records.framework.edition) return records;
  throw new ThreatloomError(
    'FRAMEWORK-004',
    `the fact pack is edition ${records.framework.edition}, not ${edition}`,
    {
      file: file.file,
      hint: 'leave --edition out',
    },
  );
}

/**
 * Files that one importer takes together are one edition; a file that none takes alone goes with the others. Looks at
 * their beginnings only.
 *
 * @param as id of an importer; all files are then one edition
 * @throws ThreatloomError FRAMEWORK-001
 */
export function editionGroups(files: readonly ImportFile[], as?: string): readonly (readonly ImportFile[])[] {
  if (files.length < 2 || as !== undefined) return [files];
  const known = new Map<string, ImportFile[]>();
  const unknown: ImportFile[] = [];
  for (const file of files) {
    const id = isFactPack(file) ? `pack ${file.file}` : detectFramework([file])?.importer.id;
    if (id === undefined) unknown.push(file);
    else listUnder(known, id).push(file);
  }
  if (unknown.length > 0) {
    const together = [...known].filter(([, group]) => detectFramework([...group, ...unknown]) !== undefined);
    const [first] = together;
    if (together.length === 1 && first !== undefined) known.set(first[0], [...first[1], ...unknown]);
    else if (known.size === 0) return [files];
    else return refuse(unknown);
  }
  return [...known.values()].flatMap((group) =>
    group.length === 1 || detectFramework(group) !== undefined ? [group] : group.map((file) => [file]),
  );
}

/** Lets the registry say why it does not know them. */
function refuse(unknown: readonly ImportFile[]): never {
  readFramework(unknown.slice(0, 1));
  throw new ThreatloomError('FRAMEWORK-001', 'it is not clear which framework this file belongs to', {
    file: unknown[0]?.file ?? '',
    hint: 'add the files of each framework by themselves',
  });
}
