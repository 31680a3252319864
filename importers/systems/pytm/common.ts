import type { DraftElement } from '#model/draft-system';
import { described } from '../../formats/described.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** An element of the file, with its name there and its id in the draft. */
export interface Part {
  readonly node: TreeNode;
  readonly name: string;
  readonly id: string;
}

/** What every element of a draft has. */
export function headOf({
  node,
  name,
  id,
}: Part): Pick<DraftElement, 'id' | 'name' | 'description' | 'place'> {
  return { id, name, ...described(node), place: node.place };
}

/** An enumeration's value as pytm writes it: `Classification.SECRET` → `SECRET`. */
export function enumerated(text: string | undefined): string | undefined {
  return text?.replace(/^.*\./, '');
}
