import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ThreatloomError } from '#model/errors';
import type { Io } from './io.ts';

/**
 * Data to standard output, or to a file: written beside and renamed, so that an interrupted run leaves the old one.
 *
 * @throws ThreatloomError CLI-003 where the file cannot be written
 */
export function writeOutput(io: Io, text: string, file?: string): void {
  if (file === undefined) {
    io.out(text);
    return;
  }
  const target = resolve(io.cwd, file);
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = openSync(beside, 'wx');
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, target);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new ThreatloomError('CLI-003', `cannot write ${file}`, {
      file,
      cause,
      hint: whyUnwritable(cause),
    });
  }
}

/**
 * As `writeOutput`, but a model that is there already, and that somebody may have worked on, is not written over.
 *
 * @throws ThreatloomError INIT-004 where the file is there, CLI-003
 */
export function writeNewModel(io: Io, text: string, file: string | undefined, force = false): void {
  if (file !== undefined && !force) refuseExisting(io, file);
  writeOutput(io, text, file);
}

/** @throws ThreatloomError INIT-004 */
export function refuseExisting(io: Io, file: string): void {
  if (!existsSync(resolve(io.cwd, file))) return;
  throw new ThreatloomError('INIT-004', `${file} is there already`, {
    file,
    hint: 'name another file, or take --force to write over it',
  });
}

function whyUnwritable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'its folder is not there';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'its folder may not be written to by you' : String(cause);
}
