import type { TreeNode } from './tree-node.ts';

/** The `description` of a foreign element, where it has one. */
export function described(node: TreeNode): { readonly description?: string } {
  const description = node.text('description');
  return description === undefined ? {} : { description };
}
