/**
 * `packs/index.json`: which fact packs this package ships, and which edition of a framework is meant where none is named.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import { packFramework, unpackFramework, type FactPack } from './fact-pack.ts';

export interface PackEntry {
  readonly framework: string;
  readonly edition: string;
  /** Below the folder of the index, with `/`: `atlas/5.6.1.json`. */
  readonly file: string;
  /** SHA-256 of the pack's bytes, lower-case hex. */
  readonly sha256: string;
  /** Exactly one edition of each framework is the pinned one: the one meant where no edition is named. */
  readonly pinned: boolean;
  /** Whether it is part of what answers are built on unless more is asked for; the others are read on demand. */
  readonly default: boolean;
}

/**
 * @param folder that holds `index.json`, e.g. `join(packageRoot(), 'packs')`
 * @throws ThreatloomError PACK-002 where the index is missing or wrong
 */
export function readPackIndex(folder: string): readonly PackEntry[] {
  const file = join(folder, 'index.json');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ThreatloomError('PACK-002', 'the index of the fact packs cannot be read', {
      file,
      hint: 'install the package again',
      cause,
    });
  }
  const packs = (content as { readonly packs?: unknown } | null)?.packs;
  if (!Array.isArray(packs) || !packs.every(isEntry)) {
    throw new ThreatloomError('PACK-002', 'the index of the fact packs is wrong', {
      file,
      pointer: '/packs',
    });
  }
  const pinned = packs.filter((entry) => entry.pinned).map(({ framework }) => framework);
  const frameworks = new Set(packs.map(({ framework }) => framework));
  if (pinned.length !== frameworks.size || new Set(pinned).size !== pinned.length) {
    throw new ThreatloomError('PACK-002', 'not every framework has exactly one pinned edition', { file });
  }
  return packs;
}

function isEntry(value: unknown): value is PackEntry {
  const entry = value as Partial<Record<keyof PackEntry, unknown>> | null;
  return (
    typeof entry?.framework === 'string' &&
    typeof entry.edition === 'string' &&
    typeof entry.file === 'string' &&
    !/^[/\\]|\.\./.test(entry.file) &&
    typeof entry.sha256 === 'string' &&
    typeof entry.pinned === 'boolean' &&
    typeof entry.default === 'boolean'
  );
}

/**
 * Reads one pack of the index. Its digest is compared instead of its structure: that shows every change, at a
 * hundredth of the time of a schema check.
 *
 * @throws ThreatloomError PACK-003 where the file is missing or is not the one that the index means
 */
export function readIndexedPack(folder: string, entry: PackEntry): FrameworkRecords {
  const file = join(folder, entry.file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new ThreatloomError('PACK-003', 'a fact pack of the index is missing', {
      file,
      hint: 'install the package again',
      cause,
    });
  }
  if (digestOf(bytes) !== entry.sha256) {
    throw new ThreatloomError(
      'PACK-003',
      'the fact pack is not the one that the index means: its digest differs',
      {
        file,
        hint: 'install the package again, or pack the framework again',
      },
    );
  }
  return unpackFramework(JSON.parse(bytes.toString('utf8')) as FactPack);
}

/** Ids and editions come from files that others wrote; none may lead out of the folder. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9.+_-]*$/;

/**
 * Writes a pack and puts it into the index, both beside and renamed.
 *
 * @param pinned makes it the pinned edition of its framework; a framework's first pack always is, and one that was
 *   stays so
 * @param default `PackEntry.default`; where it is not given, as before, or true
 * @throws ThreatloomError PACK-004 where id or edition cannot be part of a file's name
 */
export function writePack(
  folder: string,
  records: FrameworkRecords,
  { pinned, default: byDefault }: { readonly pinned: boolean; readonly default?: boolean },
): PackEntry {
  const { id: framework, edition } = records.framework;
  for (const name of [framework, edition]) {
    if (FILE_NAME.test(name)) continue;
    throw new ThreatloomError('PACK-004', `"${name}" cannot be part of a file's name`, {
      file: records.source.file,
      hint: 'letters, digits, dots and hyphens; name the edition yourself (--edition)',
    });
  }
  const text = packFramework(records);
  const file = `${framework}/${edition}.json`;
  replaceFile(join(folder, file), text);
  const existing = existingEntries(folder);
  const others = existing.filter((old) => old.file !== file);
  const first = !others.some((old) => old.framework === framework);
  const before = existing.find((old) => old.file === file);
  const entry = {
    framework,
    edition,
    file,
    sha256: digestOf(text),
    pinned: pinned || first || (before?.pinned ?? false),
    default: byDefault ?? before?.default ?? true,
  };
  const packs = others
    .map((old) => (entry.pinned && old.framework === framework ? { ...old, pinned: false } : old))
    .concat(entry)
    .sort((a, b) => compareText(a.framework, b.framework) || compareText(a.edition, b.edition));
  replaceFile(join(folder, 'index.json'), `${JSON.stringify({ packs }, null, 2)}\n`);
  return entry;
}

function existingEntries(folder: string): readonly PackEntry[] {
  try {
    return readPackIndex(folder);
  } catch (error) {
    const cause =
      error instanceof ThreatloomError ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
    if (cause?.code === 'ENOENT') return [];
    throw error;
  }
}

function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
