import type { TreeNode } from '../../formats/tree-node.ts';

/** Values of these keys as they are, for an `x-*` key; those that say nothing are left out. One line tells of them. */
export function keep(
  node: TreeNode,
  what: string,
  key: string,
  names: readonly string[],
): Record<string, unknown> {
  const kept = names.flatMap((name) => {
    const value = node.any(name)?.value;
    node.tell(name);
    const says =
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
    return says ? [[name, value] as const] : [];
  });
  if (kept.length === 0) return {};
  node.account.kept(node.pointer, `${kept.map(([name]) => name).join(', ')} of ${what}`, `"${key}"`);
  return { [key]: Object.fromEntries(kept) };
}
