import type { TreeNode } from '../../formats/tree-node.ts';

/** An element of the file, with its name there and its id in the draft. */
export interface Part {
  readonly node: TreeNode;
  readonly name: string;
  readonly id: string;
}

export function described(node: TreeNode): { description?: string } {
  const description = node.text('description');
  return description === undefined ? {} : { description };
}

/** An enumeration's value as pytm writes it: `Classification.SECRET` → `SECRET`. */
export function enumerated(text: string | undefined): string | undefined {
  return text?.replace(/^.*\./, '');
}
