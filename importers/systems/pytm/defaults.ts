import type { TreeNode } from '../../formats/tree-node.ts';

/** Values that pytm writes where nobody has said anything. */
const UNSAID: readonly unknown[] = [
  false,
  '',
  null,
  -1,
  'Classification.UNKNOWN',
  'TLSVersion.NONE',
  'Lifetime.NONE',
  'DatastoreType.UNKNOWN',
  'Action.NO_ACTION',
];

/** Results of a run of the tool, and what is told elsewhere in the file. */
const DERIVED = new Set([
  'findings',
  'severity',
  'levels',
  'inputs',
  'outputs',
  'response',
  'order',
  'sourceFiles',
  'overrides',
]);

/** Everything that was said of an element and not read yet, for an `x-*` key; one line tells of it. */
export function restOf(node: TreeNode, what: string, used: readonly string[]): Record<string, unknown> {
  const kept: (readonly [string, unknown])[] = [];
  for (const [key, { value }] of node.entries()) {
    node.tell(key);
    const empty = UNSAID.includes(value) || (Array.isArray(value) && value.length === 0);
    if (empty || used.includes(key) || DERIVED.has(key) || (key === 'inScope' && value === true)) continue;
    kept.push([key, value]);
  }
  if (kept.length === 0) return {};
  node.account.kept(node.pointer, `${kept.map(([key]) => key).join(', ')} of ${what}`, '"x-pytm"');
  return { 'x-pytm': Object.fromEntries(kept) };
}

/** An enumeration's value as pytm writes it: `Classification.SECRET` → `SECRET`. */
export function enumerated(text: string | undefined): string | undefined {
  return text?.replace(/^.*\./, '');
}
