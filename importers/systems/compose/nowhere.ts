import type { TreeNode } from '../../formats/tree-node.ts';

/** Reports what a service names and no file has: `network "front"`. */
export function reportNowhere({ account }: TreeNode, pointer: string, what: string): void {
  account.warn(pointer, `the ${what} is nowhere here`, { code: 'COMPOSE-004' });
  account.notRead(pointer, what, 'it is nowhere here');
}
