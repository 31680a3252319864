/**
 * What holds for the entries of every kind of archive. Nothing of an archive ever reaches a disk, yet an entry that tries
 * to leave its folder says what its maker meant, and so the whole is refused.
 */
import { ThreatloomError } from '#model/errors';
import { MAX_IMPORT_BYTES } from '../import-file.ts';

/** A publisher's repository has some hundreds of files. */
const MAX_ENTRIES = 10_000;
/** Text shrinks to a twentieth; what shrinks to a thousandth was made to be a bomb. Small entries may be anything. */
const MAX_RATIO = 250;
const RATIO_FROM = 1024 * 1024;

export interface ArchiveEntry {
  /** Path within the archive, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface EntryHead {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** As the archive says, in bytes. */
  readonly size: number;
  readonly compressedSize?: number;
}

/** Judges the entries of one archive, one after the other, before their content is looked at. */
export class EntryGuard {
  readonly #file: string;
  readonly #names = new Set<string>();
  #total = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @returns whether the entry is a file to be read
   * @throws ThreatloomError ARCHIVE-002 (leaves its folder), ARCHIVE-003 (a link or device), ARCHIVE-004 (too much), ARCHIVE-005
   *   (the same name twice)
   */
  admits({ name, kind, size, compressedSize }: EntryHead): boolean {
    if (leavesFolder(name)) {
      throw this.#refusal('ARCHIVE-002', `the entry ${shown(name)} would leave the folder of the archive`);
    }
    if (kind === 'link' || kind === 'other') {
      throw this.#refusal(
        'ARCHIVE-003',
        `the entry ${shown(name)} is ${kind === 'link' ? 'a link' : 'no file'}`,
      );
    }
    if (this.#names.has(name)) throw this.#refusal('ARCHIVE-005', `the archive holds ${shown(name)} twice`);
    this.#names.add(name);
    this.#total += size;
    if (this.#names.size > MAX_ENTRIES) {
      throw this.#refusal('ARCHIVE-004', `the archive holds more than ${MAX_ENTRIES} entries`);
    }
    if (this.#total > MAX_IMPORT_BYTES) {
      throw tooMuch(this.#file, name);
    }
    if (compressedSize !== undefined && size > RATIO_FROM && size > compressedSize * MAX_RATIO) {
      throw this.#refusal(
        'ARCHIVE-004',
        `the entry ${shown(name)} is ${MAX_RATIO} times its compressed size`,
      );
    }
    return kind === 'file';
  }

  #refusal(code: string, message: string): ThreatloomError {
    return new ThreatloomError(code, message, { file: this.#file, hint: HINT });
  }
}

const HINT = 'nothing was read; unpack what you trust yourself, and add the files that are meant';

export function tooMuch(file: string, name: string): ThreatloomError {
  const limit = MAX_IMPORT_BYTES / 1024 / 1024;
  return new ThreatloomError(
    'ARCHIVE-004',
    `with the entry ${shown(name)} the archive holds more than ${limit} MiB`,
    { file, hint: HINT },
  );
}

/** Absolute, with a drive letter, or with a step up; a backslash divides folders on some systems. */
function leavesFolder(name: string): boolean {
  const steps = name.split(/[/\\]/);
  return steps[0] === '' || /^[A-Za-z]:/.test(name) || steps.includes('..') || name.includes('\0');
}

/** Names come from others, and control characters among them could write over the terminal. */
function shown(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
}

export function damagedArchive(file: string, what: string, cause?: unknown): ThreatloomError {
  return new ThreatloomError('ARCHIVE-001', `the archive cannot be read: ${what}`, {
    file,
    hint: 'fetch it again and compare its checksum',
    cause,
  });
}
