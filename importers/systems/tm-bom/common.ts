import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** Says that something is named which the document does not have. */
export function missing(node: TreeNode, sort: string, name: string): void {
  node.account.warn(node.pointer, `${sort} ${quoted(name)} is not in the file`, { code: 'TMBOM-003' });
}

/** Objects of a list; documents write one without its list, too. */
export function oneOrMore(node: TreeNode, key: string): readonly TreeNode[] {
  const only = node.any(key)?.isObject === true ? node.at(key) : undefined;
  return only === undefined ? node.objects(key) : [only];
}
