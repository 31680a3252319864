/**
 * Every edition at hand: the shipped packs and what the workspace added, each once.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readIndexedPack, readPackIndex } from '#knowledge/pack-index';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import { packageRoot } from '#packaging/package-root';
import { openImportFiles, readFrameworkFiles } from './framework-files.ts';
import { readLock, readLocked } from './frameworks.ts';

export interface EditionAtHand {
  readonly id: string;
  readonly edition: string;
  /** `added` also where a shipped pack of this edition has given way to the publisher's file. */
  readonly origin: 'shipped' | 'added';
  /** The edition of its framework that is meant where none is named. */
  readonly pinned: boolean;
  /** Whether answers are built on it without asking for it. */
  readonly used: boolean;
  /** @throws ThreatloomError PACK-003, LOCK-002, LOCK-003 */
  readonly read: () => FrameworkRecords;
}

/** In order of framework and edition. */
export function editionsAtHand(workspace: string): readonly EditionAtHand[] {
  const packs = join(packageRoot(), 'packs');
  const index = readPackIndex(packs);
  const lock = readLock(workspace);
  const pins = new Map(lock.filter(({ pinned }) => pinned).map(({ id, edition }) => [id, edition]));
  for (const { framework, edition, pinned } of index) {
    if (pinned && !pins.has(framework)) pins.set(framework, edition);
  }
  // Of a framework that is not shipped and not pinned, the last edition is meant.
  for (const { id, edition } of lock) {
    if (index.some(({ framework }) => framework === id) || lock.some((e) => e.id === id && e.pinned))
      continue;
    if (compareText(pins.get(id) ?? '', edition) < 0) pins.set(id, edition);
  }
  const shipped = index
    .filter(({ framework, edition }) => !lock.some((e) => e.id === framework && e.edition === edition))
    .map((entry): EditionAtHand => ({
      id: entry.framework,
      edition: entry.edition,
      origin: 'shipped',
      pinned: pins.get(entry.framework) === entry.edition,
      used: entry.default,
      read: () => readIndexedPack(packs, entry),
    }));
  const added = lock.map((locked): EditionAtHand => ({
    id: locked.id,
    edition: locked.edition,
    origin: 'added',
    pinned: pins.get(locked.id) === locked.edition,
    used: true,
    read: () => readLocked(workspace, locked),
  }));
  return [...shipped, ...added].sort((a, b) => compareText(a.id, b.id) || compareText(a.edition, b.edition));
}

/**
 * @param text `atlas@5.6.1`, or `atlas` for the pinned edition
 * @returns undefined where the text has not this form
 * @throws ThreatloomError EDITION-003 where there is no such framework or edition at hand
 */
export function findEdition(workspace: string, text: string): EditionAtHand | undefined {
  const [, id, edition] = /^([a-z0-9][a-z0-9-]*)(?:@([^@/\\]+))?$/.exec(text) ?? [];
  if (id === undefined) return undefined;
  const all = editionsAtHand(workspace);
  const found = all.find(
    (each) => each.id === id && (edition === undefined ? each.pinned : each.edition === edition),
  );
  if (found !== undefined) return found;
  const editions = all.filter((each) => each.id === id).map((each) => `${id}@${each.edition}`);
  throw new ThreatloomError(
    'EDITION-003',
    editions.length === 0
      ? `there is no framework "${id}" here`
      : `there is no edition ${edition ?? ''} of ${id} here`,
    {
      hint:
        editions.length === 0
          ? `known: ${[...new Set(all.map((each) => each.id))].join(', ')}`
          : `at hand: ${editions.join(', ')}; add another with "framework add"`,
    },
  );
}

/**
 * One edition by its name, or from the publisher's file, a folder of files or a fact pack.
 *
 * @param text `atlas@5.6.1`, `atlas`, `ATLAS-5.6.1.yaml`
 * @throws ThreatloomError EDITION-003, FRAMEWORK-004 (several frameworks), and as `openImportFiles`, `readFrameworkFiles`
 */
export function readEdition(workspace: string, text: string): FrameworkRecords {
  const named = existsSync(resolve(workspace, text)) ? undefined : findEdition(workspace, text);
  if (named !== undefined) return named.read();
  const editions = readFrameworkFiles(openImportFiles([text], workspace));
  const [only] = editions;
  if (only !== undefined && editions.length === 1) return only.records;
  throw new ThreatloomError('FRAMEWORK-004', `${text} holds ${editions.length} frameworks`, {
    file: text,
    hint: 'name the files of one',
  });
}
