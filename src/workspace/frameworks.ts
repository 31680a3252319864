/**
 * The editions that a workspace has beside the shipped ones.
 *
 *     threatloom.lock                             which, and from which files
 *     .threatloom/frameworks/atlas/5.6.1-….json   their records, prose included
 *
 * A file of records has its digest in its name and is never written over, so replacing the lock by rename is the one
 * step that changes anything.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FULL_FORMAT, fullFramework, unpackFramework, type FactPack } from '#knowledge/fact-pack';
import { lockText, parseLock, withEditions, type LockedEdition } from '#knowledge/lock';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords, FrameworkSource } from '#model/framework-records';
import { packageVersion } from '#packaging/package-root';
import type { ReadEdition } from './framework-files.ts';

export const LOCK_FILE = 'threatloom.lock';

/** Below the working directory, beside the embedded graph. */
const FOLDER = join('.threatloom', 'frameworks');

/**
 * What the lock of a workspace names; nothing where there is no lock.
 *
 * @throws ThreatloomError LOCK-001
 */
export function readLock(workspace: string): readonly LockedEdition[] {
  const file = join(workspace, LOCK_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new ThreatloomError('LOCK-001', 'the lock cannot be read', { file: LOCK_FILE, cause });
  }
  return parseLock(text, LOCK_FILE);
}

/**
 * Records of one locked edition. Their digest is compared instead of their structure.
 *
 * @throws ThreatloomError LOCK-002 (records are not there), LOCK-003 (not those that the lock means)
 */
export function readLocked(workspace: string, locked: LockedEdition): FrameworkRecords {
  const { id, edition, file, sha256, records } = locked;
  const path = recordsFile(locked);
  const hint = `add it again: threatloom framework add ${file} (sha256 ${sha256.slice(0, 12)}…)`;
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(workspace, path));
  } catch (cause) {
    throw new ThreatloomError('LOCK-002', `the lock names ${id} ${edition}, whose records are not here`, {
      file: path,
      hint,
      cause,
    });
  }
  if (digestOf(bytes) !== records) {
    throw new ThreatloomError(
      'LOCK-003',
      `the records of ${id} ${edition} are not those that the lock means`,
      {
        file: path,
        hint,
      },
    );
  }
  const content = JSON.parse(bytes.toString('utf8')) as { readonly format?: unknown } | null;
  if (content?.format !== FULL_FORMAT) {
    throw new ThreatloomError('LOCK-003', `the records of ${id} ${edition} are of another version`, {
      file: path,
      hint,
    });
  }
  return unpackFramework(content as unknown as FactPack);
}

export interface AddedFrameworks {
  readonly frameworks: readonly FrameworkRecords[];
  /** Framework → edition that the workspace means where none is named. */
  readonly pinned: Readonly<Record<string, string>>;
}

/** All that the lock names, ready for `loadKnowledge`. */
export function addedFrameworks(workspace: string): AddedFrameworks {
  const lock = readLock(workspace);
  const pinned = lock.filter((each) => each.pinned).map(({ id, edition }) => [id, edition] as const);
  return {
    frameworks: lock.map((locked) => readLocked(workspace, locked)),
    pinned: Object.fromEntries(pinned),
  };
}

export interface HeldOptions {
  readonly as?: string;
  readonly edition?: string;
}

/**
 * The edition that this version of the package read from a file with this digest, where the lock names it and its
 * records are whole. Comparing digests takes a hundredth of the time of reading the file again.
 */
export function findHeld(
  workspace: string,
  { sha256 }: FrameworkSource,
  { as, edition }: HeldOptions = {},
): LockedEdition | undefined {
  return readLock(workspace).find((locked) => {
    if (locked.sha256 !== sha256 || locked.reader !== packageVersion()) return false;
    if ((as ?? locked.id) !== locked.id || (edition ?? locked.edition) !== locked.edition) return false;
    const path = join(workspace, recordsFile(locked));
    return existsSync(path) && digestOf(readFileSync(path)) === locked.records;
  });
}

export interface Addition {
  readonly locked: LockedEdition;
  readonly change: 'added' | 'replaced' | 'unchanged';
}

/**
 * Puts editions into a workspace, all or none: the records are written first, then the lock is replaced. One that was
 * there before keeps its pin.
 *
 * @param pin makes them the editions that are meant where none is named
 * @throws ThreatloomError LOCK-001 (an id or edition that no file can be named by), LOCK-005 (cannot be written), LOCK-006 (an
 *   edition would lose records)
 */
export function addFrameworks(
  workspace: string,
  editions: readonly ReadEdition[],
  { pin = false }: { readonly pin?: boolean } = {},
): readonly Addition[] {
  const before = readLock(workspace);
  const additions = editions.map(({ records, file }): Addition & { readonly text: string } => {
    const { id, edition } = records.framework;
    const text = fullFramework(records);
    const old = before.find((each) => each.id === id && each.edition === edition);
    if (old !== undefined && old.sha256 !== file.sha256) refuseLoss(workspace, old, records);
    const locked: LockedEdition = {
      id,
      edition,
      ...file,
      records: digestOf(text),
      reader: packageVersion(),
      pinned: pin || (old?.pinned ?? false),
    };
    const same = old !== undefined && lockText([old]) === lockText([locked]);
    return { locked, text, change: old === undefined ? 'added' : same ? 'unchanged' : 'replaced' };
  });
  // What the lock's reader would refuse must not get into it.
  const after = parseLock(
    lockText(
      withEditions(
        before,
        additions.map(({ locked }) => locked),
      ),
    ),
    LOCK_FILE,
  );
  try {
    for (const { locked, text } of additions) writeBeside(join(workspace, recordsFile(locked)), text);
    writeBeside(join(workspace, LOCK_FILE), lockText(after));
  } catch (cause) {
    throw new ThreatloomError('LOCK-005', 'the workspace cannot be written; nothing was added', {
      file: LOCK_FILE,
      hint: cause instanceof Error ? cause.message : 'is the folder writable?',
      cause,
    });
  }
  sweep(workspace, before, after);
  return additions.map(({ locked, change }) => ({ locked, change }));
}

/**
 * Takes an edition out of a workspace.
 *
 * @returns false where the lock does not name it
 */
export function removeFramework(workspace: string, id: string, edition: string): boolean {
  const before = readLock(workspace);
  const after = before.filter((each) => each.id !== id || each.edition !== edition);
  if (after.length === before.length) return false;
  writeBeside(join(workspace, LOCK_FILE), lockText(after));
  sweep(workspace, before, after);
  return true;
}

/**
 * A page of a list must not take the place of the list, nor an earlier edition that of a later one by a wrong `--edition`.
 *
 * @throws ThreatloomError LOCK-006
 */
function refuseLoss(workspace: string, old: LockedEdition, records: FrameworkRecords): void {
  let held: FrameworkRecords;
  try {
    held = readLocked(workspace, old);
  } catch {
    return;
  }
  const now = new Set(idsOf(records));
  const lost = idsOf(held).filter((id) => !now.has(id));
  const [first] = lost;
  if (first === undefined) return;
  const others = lost.length === 1 ? '' : ` and ${lost.length - 1} more`;
  throw new ThreatloomError(
    'LOCK-006',
    `${old.id} ${old.edition} would lose ${first}${others}, which ${old.file.split('+')[0] ?? ''} gave`,
    {
      file: LOCK_FILE,
      hint: `give all files of the edition together; if they are to go: threatloom framework remove ${old.id}@${old.edition}`,
    },
  );
}

function idsOf({
  tactics,
  techniques,
  risks,
  controls,
  requirements,
  caseStudies,
}: FrameworkRecords): readonly string[] {
  return [tactics, techniques, risks, controls, requirements, caseStudies].flatMap((list) =>
    list.map(({ id }) => id),
  );
}

/** Records that only the lock before named. */
function sweep(workspace: string, before: readonly LockedEdition[], after: readonly LockedEdition[]): void {
  const kept = new Set(after.map(recordsFile));
  for (const old of before.map(recordsFile)) {
    if (!kept.has(old)) rmSync(join(workspace, old), { force: true });
  }
}

function recordsFile({ id, edition, records }: LockedEdition): string {
  return join(FOLDER, id, `${edition}-${records.slice(0, 12)}.json`);
}

function writeBeside(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  try {
    writeFileSync(beside, text, { flush: true });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
