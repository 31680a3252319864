/**
 * Replaces several files, all or none. Each new text is written beside its file; then a note of all of them is put in place
 * by one rename, which is the step that decides; then each is renamed. A run that is killed before the note leaves the old
 * files, one that is killed after it is finished by the next.
 */
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ThreatloomError } from '#model/errors';

const NOTE = join('.threatloom', 'replacing.json');

const schema = z.strictObject({ files: z.array(z.string()) });

export interface Replacement {
  /** Relative to the workspace, or absolute. */
  readonly file: string;
  readonly text: string;
}

/** @throws ThreatloomError REPLACE-001 where a file cannot be written; all are then as they were */
export function replaceFiles(workspace: string, replacements: readonly Replacement[]): void {
  const note = join(workspace, NOTE);
  const files = replacements.map(({ file }) => realPath(resolve(workspace, file)));
  try {
    replacements.forEach(({ text }, index) => {
      const file = files[index]!;
      writeFileSync(beside(file), text, { flush: true, mode: modeOf(file) });
    });
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(beside(note), JSON.stringify({ files }), { flush: true });
    renameSync(beside(note), note);
  } catch (cause) {
    for (const file of files) rmSync(beside(file), { force: true });
    throw new ThreatloomError('REPLACE-001', 'the files cannot be written; nothing was changed', {
      hint: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
  finishReplacing(workspace);
}

/** Ends what a run that was killed had decided; does nothing where there is nothing. */
export function finishReplacing(workspace: string): void {
  const note = join(workspace, NOTE);
  let text: string;
  try {
    text = readFileSync(note, 'utf8');
  } catch {
    return;
  }
  for (const file of schema.parse(JSON.parse(text)).files) {
    try {
      renameSync(beside(file), file);
    } catch (error) {
      // Renamed before the run was killed.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  rmSync(note);
}

function beside(file: string): string {
  return `${file}.threatloom-new`;
}

/** A link stays a link, and what it leads to is replaced. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function modeOf(file: string): number {
  try {
    return statSync(file).mode & 0o777;
  } catch {
    return 0o644;
  }
}
