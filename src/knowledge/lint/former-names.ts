/**
 * `packs/former-names.json`: what ids were called in earlier editions, and ids that the pinned edition no longer has.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import { ThreatloomError } from '#model/errors';

/** Framework → id → names that it had, sub-techniques also with their parent's name before. */
export type FormerNames = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** @throws ThreatloomError PACK-002 where the file is missing or wrong */
export function readFormerNames(): FormerNames {
  const file = join(packageRoot(), 'packs', 'former-names.json');
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      { readonly names: Record<string, readonly string[]> }
    >;
    return new Map(
      Object.entries(content).map(([framework, { names }]) => [framework, new Map(Object.entries(names))]),
    );
  } catch (cause) {
    throw new ThreatloomError('PACK-002', 'the list of former names cannot be read', {
      file,
      hint: 'install the package again',
      cause,
    });
  }
}
