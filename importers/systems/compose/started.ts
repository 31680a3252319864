/** Which Compose files of a folder its engine starts. */
import { basename, dirname } from 'node:path/posix';
import type { SystemFile } from '#model/system-importer';
import type { TreeNode } from '../../formats/tree-node.ts';
import { namedFiles } from './includes.ts';
import { means } from './paths.ts';

/** The file that is started where none is named, and what is put over it: the first of these that a folder has. */
const USUAL = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const;
const OVERRIDE = /^(?:docker-)?compose\.override\.ya?ml$/;

/**
 * Beside a file of the usual name only its override is started, and what these include and extend. Files that were named
 * one by one are all meant, and so are those of a folder without a usual name.
 *
 * @param files with the roots that each of them has
 * @returns what is not started, with the file that is
 * @example variantsAmong(files).get(file) // 'compose.yaml'
 */
export function variantsAmong(
  files: ReadonlyMap<SystemFile, readonly TreeNode[]>,
): ReadonlyMap<SystemFile, string> {
  const all = [...files.keys()];
  const named = namedFiles([...files.values()].flat());
  const variants = new Map<SystemFile, string>();
  for (const file of all) {
    const folder = dirname(file.path);
    const beside = all.filter(({ path }) => dirname(path) === folder);
    const usual = USUAL.find((name) => beside.some(({ path }) => basename(path) === name));
    if (usual === undefined || file.found !== true) continue;
    const isStarted = basename(file.path) === usual || OVERRIDE.test(basename(file.path));
    const isNamed = named.some((each) => means(each.from, each.path, file.path));
    if (!isStarted && !isNamed) variants.set(file, usual);
  }
  return variants;
}
