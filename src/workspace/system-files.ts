/** Foreign system models from disk: a file, several, or folders with all that is below them. */
import { closeSync, openSync, readdirSync, readSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { setAside } from '#importers/formats/besides';
import { MAX_IMPORT_BYTES, openImportFile } from '#importers/formats/import-file';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { LossEntry, SystemFile } from '#model/system-importer';
import { whyUnreadable } from './why-unreadable.ts';

/** An `mlruns` folder has a file for each metric of each run; more than this is no system but a disk. */
const MAX_FILES = 10_000;
/** Folders below folders. */
const MAX_DEPTH = 20;
/** Descriptions are text of some kilobytes; what is larger in a folder is an artefact. */
const MAX_FOLDER_FILE_BYTES = 8 * 1024 * 1024;
/** Files that an error names. */
const MAX_TOLD = 3;
/** Hidden files that belong to what lies beside them. */
const SETTINGS = /^\.env(?:\.|$)/;
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '__pycache__']);

export interface OpenedFiles {
  readonly files: readonly SystemFile[];
  /** Files of folders that were passed over, and why. */
  readonly losses: readonly LossEntry[];
}

/**
 * Reads files that are named, and of folders the text files in and below them, in the order of their names. Hidden files
 * but `.env`, empty and binary ones, and those of more than 8 MiB are passed over in folders; links to folders are not
 * followed.
 *
 * @throws ThreatloomError CLI-001 (not there), INPUT-001 (too large in all), INPUT-002 (gzip), INPUT-003 (empty, or a folder
 *   without a file to read), INPUT-009 (too many files)
 */
export function openSystemFiles(paths: readonly string[], cwd: string): OpenedFiles {
  const files: SystemFile[] = [];
  const losses: LossEntry[] = [];
  let total = 0;
  const add = (absolute: string, path: string, bytes: number, found?: true): void => {
    total += bytes;
    if (total > MAX_IMPORT_BYTES) {
      throw new ThreatloomError('INPUT-001', `more than ${MAX_IMPORT_BYTES / 1024 / 1024} MiB in all`, {
        file: path,
        hint: 'is this the right file or folder?',
      });
    }
    files.push({ ...openImportFile(basename(path), readFileSync(absolute)), path, ...(found && { found }) });
  };
  for (const given of paths) {
    const absolute = resolve(cwd, given);
    const stat = reading(given, () => statSync(absolute));
    if (stat.isFile()) {
      reading(given, () => {
        add(absolute, basename(given), stat.size);
      });
      continue;
    }
    if (!stat.isDirectory()) {
      throw new ThreatloomError('CLI-001', `${given} is neither a file nor a folder`, { file: given });
    }
    const below = reading(given, () => filesBelow(absolute, 0));
    if (below.length > MAX_FILES) {
      throw new ThreatloomError('INPUT-009', `${given} holds more than ${MAX_FILES} files`, {
        file: given,
        hint: 'name the folder of the system itself',
      });
    }
    for (const file of below) {
      const path = relative(absolute, file).split(sep).join('/');
      const { size } = reading(path, () => statSync(file));
      const why = reading(path, () => whyPassedOver(file, size));
      if (why === undefined)
        reading(path, () => {
          add(file, path, size, true);
        });
      else losses.push(setAside(path, why));
    }
  }
  if (files.length === 0) {
    const passedOver = losses.slice(0, MAX_TOLD).map(({ what, why }) => `${what}: ${why ?? ''}`);
    throw new ThreatloomError('INPUT-003', 'no file to read is in the folder', {
      file: paths.join(', '),
      hint: passedOver.length === 0 ? 'is this the right folder?' : `passed over: ${passedOver.join('; ')}`,
    });
  }
  return { files, losses };
}

function filesBelow(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => (!name.startsWith('.') || SETTINGS.test(name)) && !PASSED_OVER.has(name))
    .sort((a, b) => compareText(a.name, b.name));
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.isFile()) found.push(join(folder, entry.name));
    else if (entry.isDirectory()) found.push(...filesBelow(join(folder, entry.name), depth + 1));
    if (found.length > MAX_FILES) break;
  }
  return found;
}

function whyPassedOver(file: string, size: number): string | undefined {
  if (size === 0) return 'it is empty';
  if (size > MAX_FOLDER_FILE_BYTES) return `it has more than ${MAX_FOLDER_FILE_BYTES / 1024 / 1024} MiB`;
  const head = Buffer.alloc(Math.min(size, 4096));
  const handle = openSync(file, 'r');
  try {
    readSync(handle, head);
  } finally {
    closeSync(handle);
  }
  // UTF-16 has NULs in every other place.
  const isWide = head.length > 1 && [0xfffe, 0xfeff].includes(head.readUInt16BE(0));
  return head.includes(0) && !isWide ? 'it is not text' : undefined;
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ThreatloomError) throw cause;
    throw new ThreatloomError('CLI-001', `cannot read ${path}`, {
      file: path,
      cause,
      hint: path === '-' ? 'standard input is not read; write it to a file' : whyUnreadable(cause),
    });
  }
}
