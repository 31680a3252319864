import { KEPT_UNDEFINED } from '#model/draft-system';
import type { UndefinedReference } from '#model/draft-system';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** What is named and is not in the document: told, and kept for a person to correct. */
export class UndefinedNames {
  readonly references: UndefinedReference[] = [];

  add(node: TreeNode, sort: string, named: UndefinedReference): void {
    node.account.warn(node.pointer, `${sort} ${quoted(named.id)} is not in the file`, {
      code: 'TMBOM-003',
      hint: KEPT_UNDEFINED,
    });
    this.references.push(named);
  }
}

/** Objects of a list; documents write one without its list, too. */
export function oneOrMore(node: TreeNode, key: string): readonly TreeNode[] {
  const only = node.any(key)?.isObject === true ? node.at(key) : undefined;
  return only === undefined ? node.objects(key) : [only];
}
