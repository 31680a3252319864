/** Files that a Compose file includes. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { means } from './paths.ts';

export function readIncludes(roots: readonly TreeNode[]): void {
  for (const root of roots) {
    const holder = root.has('include') ? root.any('include') : undefined;
    for (const include of holder?.elements() ?? []) {
      const paths = include.isObject ? include.texts('path') : [include.asText() ?? ''];
      if (include.isObject) include.tell('project_directory', 'env_file');
      for (const path of paths) {
        if (roots.some(({ account }) => means(root.account.file, path, account.file)))
          include.account.read(include.pointer, `included file "${path}"`, 'its services');
        else {
          include.account.notRead(include.pointer, `included file "${path}"`, 'give it beside this one');
          include.account.warn(include.pointer, `the included file "${path}" is nowhere here`, {
            code: 'COMPOSE-004',
            hint: 'give it beside this one',
          });
        }
      }
    }
  }
}

/** Paths that the files name each other by: what they extend and include. */
export function namedFiles(
  roots: readonly TreeNode[],
): readonly { readonly from: string; readonly path: string }[] {
  return roots.flatMap((root) => {
    const from = root.account.file;
    const included = (root.any('include')?.elements() ?? []).flatMap((include) => {
      const path = include.isObject ? include.any('path') : include;
      return path?.isList === true ? path.elements().map(({ value }) => value) : [path?.value];
    });
    const extended = (root.any('services')?.entries() ?? []).map(
      ([, service]) => service.any('extends')?.any('file')?.value,
    );
    return [...included, ...extended].flatMap((path) => (typeof path === 'string' ? [{ from, path }] : []));
  });
}
