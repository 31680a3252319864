/**
 * Moves a user's files and the pin of the lock from one edition of a framework to another.
 */
import { join, resolve } from 'node:path';
import { successionRows } from '#knowledge/diff/succession';
import { readPackIndex } from '#knowledge/pack-index';
import { lockText, type LockedEdition } from '#knowledge/lock';
import { planUpgrade, type UpgradePlan } from '#knowledge/upgrade/plan-upgrade';
import { packageRoot } from '#packaging/package-root';
import { readText } from './analysis.ts';
import { readEdition } from './editions.ts';
import { listImportFiles } from './framework-files.ts';
import { LOCK_FILE, readLock } from './frameworks.ts';
import { finishReplacing, replaceFiles, type Replacement } from './replace-files.ts';

export interface PlannedUpgrade extends UpgradePlan {
  /** What the lock will say: the edition becomes the one that is meant, is so already, or cannot be, not having been added. */
  readonly pin: 'pins' | 'pinned' | 'cannot-pin';
  /** Lock included. */
  readonly replacements: readonly Replacement[];
}

/**
 * @param from, to as `readEdition` takes them
 * @param paths system models, libraries, crosswalks, frameworks of one's own, or folders with them
 * @throws ThreatloomError as `readEdition`, `planUpgrade`, `listImportFiles`
 */
export function planWorkspaceUpgrade(
  workspace: string,
  from: string,
  to: string,
  paths: readonly string[],
  decisions: ReadonlyMap<string, string>,
): PlannedUpgrade {
  finishReplacing(workspace);
  const later = readEdition(workspace, to);
  const files = listImportFiles(paths, workspace).map((file) => ({
    file,
    text: readText(resolve(workspace, file), file),
  }));
  const plan = planUpgrade({
    from: readEdition(workspace, from),
    to: later,
    rows: successionRows(later.framework.id),
    files,
    decisions,
  });
  const { framework: id, to: edition } = plan;
  const before = readLock(workspace);
  const after = pinned(before, id, edition);
  const changesLock = after !== undefined && lockText(after) !== lockText(before);
  return {
    ...plan,
    pin: after === undefined ? 'cannot-pin' : changesLock ? 'pins' : 'pinned',
    replacements: [...plan.files, ...(changesLock ? [{ file: LOCK_FILE, text: lockText(after) }] : [])],
  };
}

/** @throws ThreatloomError REPLACE-001 */
export function writeUpgrade(workspace: string, { replacements }: PlannedUpgrade): void {
  if (replacements.length > 0) replaceFiles(workspace, replacements);
}

/** The lock with an edition pinned: one that was added by its mark, one that is shipped as pinned where no other is marked. */
function pinned(
  lock: readonly LockedEdition[],
  id: string,
  edition: string,
): readonly LockedEdition[] | undefined {
  const isAdded = lock.some((each) => each.id === id && each.edition === edition);
  const isShipped = readPackIndex(join(packageRoot(), 'packs')).some(
    (each) => each.framework === id && each.edition === edition && each.pinned,
  );
  if (!isAdded && !isShipped) return undefined;
  return lock.map((each) =>
    each.id === id ? { ...each, pinned: isAdded && each.edition === edition } : each,
  );
}
