/**
 * `threatloom.lock`: which editions a workspace has beside the shipped ones, and from which files they were read. It
 * belongs under version control; the records that it names stand in `.threatloom/` and are made again by adding the files.
 */
import { z } from 'zod';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';

export const LOCK_FORMAT = 'threatloom-lock/1';

export interface LockedEdition {
  /** A framework's id, e.g. `atlas`. */
  readonly id: string;
  readonly edition: string;
  /** Name of the publisher's file; of several, joined by `+`. */
  readonly file: string;
  /** SHA-256 of the publisher's file, lower-case hex. */
  readonly sha256: string;
  /** SHA-256 of the records that were read from it, as they stand below `.threatloom/frameworks`. */
  readonly records: string;
  /** The version of this package that read it; another one may read more. */
  readonly reader: string;
  /** Whether this edition is meant where none is named; at most one of a framework. */
  readonly pinned: boolean;
}

/** Ids and editions become names of files, and a lock may come from others; none may lead out of its folder. */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]{0,80}$/, 'not a name that a file may have');
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex');

const schema: z.ZodType<{ readonly format: string; readonly frameworks: readonly LockedEdition[] }> =
  z.strictObject({
    format: z.literal(LOCK_FORMAT),
    frameworks: z.array(
      z.strictObject({
        id: name,
        edition: name,
        file: z.string().min(1),
        sha256: digest,
        records: digest,
        reader: z.string(),
        pinned: z.boolean(),
      }),
    ),
  });

/**
 * @param file for messages
 * @throws ThreatloomError LOCK-001 where it is no lock of this version, or names an edition twice, or pins two
 */
export function parseLock(text: string, file: string): readonly LockedEdition[] {
  const hint = `restore ${file} from version control, or delete it and add the frameworks again`;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new ThreatloomError('LOCK-001', 'the lock is not JSON', { file, hint, cause });
  }
  const result = schema.safeParse(content);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ThreatloomError('LOCK-001', `the lock is wrong: ${issue?.message ?? ''}`, {
      file,
      pointer: (issue?.path ?? []).map((step) => `/${String(step)}`).join(''),
      hint,
    });
  }
  const editions = result.data.frameworks;
  const twice = repeated(editions.map(({ id, edition }) => `${id} ${edition}`));
  if (twice !== undefined)
    throw new ThreatloomError('LOCK-001', `the lock names ${twice} twice`, { file, hint });
  const two = repeated(editions.filter(({ pinned }) => pinned).map(({ id }) => id));
  if (two !== undefined) {
    throw new ThreatloomError('LOCK-001', `the lock pins two editions of ${two}`, { file, hint });
  }
  return editions;
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((each, index) => names.indexOf(each) !== index);
}

/** One edition after the other in order of id and edition, so that two people's additions merge. */
export function lockText(editions: readonly LockedEdition[]): string {
  const sorted = [...editions].sort((a, b) => compareText(a.id, b.id) || compareText(a.edition, b.edition));
  const frameworks = sorted.map(({ id, edition, file, sha256, records, reader, pinned }) => ({
    id,
    edition,
    file,
    sha256,
    records,
    reader,
    pinned,
  }));
  return `${JSON.stringify({ format: LOCK_FORMAT, frameworks }, null, 2)}\n`;
}

/** Puts editions into a lock, each in the place of the one with its id and edition; a new pinned one unpins its rival. */
export function withEditions(
  lock: readonly LockedEdition[],
  added: readonly LockedEdition[],
): readonly LockedEdition[] {
  const pins = new Set(added.filter(({ pinned }) => pinned).map(({ id }) => id));
  const kept = lock
    .filter((old) => !added.some(({ id, edition }) => id === old.id && edition === old.edition))
    .map((old) => (pins.has(old.id) ? { ...old, pinned: false } : old));
  return [...kept, ...added];
}
