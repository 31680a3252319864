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
  'isResponse',
]);

/** Class → properties that are true of it until somebody says otherwise. */
const TRUE_UNLESS_SAID: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Lambda: ['onAWS'],
    Datastore: ['isSQL'],
    LLM: ['hasSystemPrompt', 'processesUntrustedInput'],
  }),
);

/**
 * Everything that was said of an element and not read yet, for an `x-*` key; one line tells of it.
 *
 * @param type class of the element
 */
export function restOf(
  node: TreeNode,
  what: string,
  used: readonly string[],
  type = '',
): Record<string, unknown> {
  const expected = ['inScope', ...(TRUE_UNLESS_SAID.get(type) ?? [])];
  const kept: (readonly [string, unknown])[] = [];
  for (const [key, { value }] of node.entries()) {
    node.tell(key);
    // What is true of its class says something where it is not.
    const unsaid = expected.includes(key)
      ? value === true
      : UNSAID.includes(value) || (Array.isArray(value) && value.length === 0);
    if (unsaid || used.includes(key) || DERIVED.has(key)) continue;
    kept.push([key, value]);
  }
  if (kept.length === 0) return {};
  node.account.kept(node.pointer, `${kept.map(([key]) => key).join(', ')} of ${what}`, '"x-pytm"');
  return { 'x-pytm': Object.fromEntries(kept) };
}
