/** What an application says of all of its servers at once: which are switched off, and whether it asks before it calls. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep, type Host } from './host.ts';

/** Keys that switch servers on or off by their names, key by key: lists of those that may be used, or that may not. */
const ALLOWED = [['mcp', 'allowed'], ['allowMCPServers'], ['enabledMcpjsonServers']] as const;
const EXCLUDED = [['mcp', 'excluded'], ['excludeMCPServers'], ['disabledMcpjsonServers']] as const;

/**
 * @param names of all servers in the settings
 * @returns which of them are switched off
 */
export function switchedOff(root: TreeNode, names: readonly string[]): ReadonlySet<string> {
  const known = new Set(names);
  const off = new Set<string>();
  for (const keys of ALLOWED) {
    const list = listAt(root, keys);
    if (list === undefined) continue;
    const allowed = new Set(namesIn(list, known));
    for (const name of names) if (!allowed.has(name)) off.add(name);
  }
  for (const keys of EXCLUDED) {
    const list = listAt(root, keys);
    if (list !== undefined) for (const name of namesIn(list, known)) off.add(name);
  }
  return off;
}

function namesIn(list: TreeNode, known: ReadonlySet<string>): readonly string[] {
  return list.elements().flatMap((each) => {
    each.tellWhole();
    if (typeof each.value !== 'string') return [];
    if (!known.has(each.value))
      each.account.notRead(each.pointer, `server "${each.value}"`, 'it is nowhere in the settings');
    return [each.value];
  });
}

function listAt(root: TreeNode, keys: readonly string[]): TreeNode | undefined {
  const found = nodeAt(root, keys);
  return found?.isList === true && found.elements().length > 0 ? found : undefined;
}

function nodeAt(root: TreeNode, keys: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const key of keys) node = node?.any(key);
  return node;
}

interface Setting {
  readonly keys: readonly string[];
  /** Its value where nobody is asked. */
  readonly unasked: unknown;
}

/** Codex, Goose, Zed, VS Code, Gemini CLI, Claude Code, OpenCode. */
const SETTINGS: readonly Setting[] = [
  { keys: ['approval_policy'], unasked: 'never' },
  { keys: ['GOOSE_MODE'], unasked: 'auto' },
  { keys: ['agent', 'always_allow_tool_actions'], unasked: true },
  { keys: ['chat.tools.autoApprove'], unasked: true },
  { keys: ['chat.tools.global.autoApprove'], unasked: true },
  { keys: ['general', 'defaultApprovalMode'], unasked: 'yolo' },
  { keys: ['permissions', 'defaultMode'], unasked: 'bypassPermissions' },
  { keys: ['permission'], unasked: 'allow' },
];
const SANDBOX = ['sandbox_mode'] as const;

/** @param tools ids of what the application calls */
export function readApproval(host: Host, root: TreeNode, tools: readonly string[]): void {
  for (const { keys, unasked } of SETTINGS) {
    const node = nodeAt(root, keys);
    if (node === undefined || node.isObject || node.isList) continue;
    const named = `${keys.join('.')}: ${String(node.value)}`;
    if (node.value !== unasked || tools.length === 0) {
      keep(host, host.agent, node, { key: 'x-approval', value: named, what: 'when it asks before it acts' });
      continue;
    }
    const why = 'the application asks nobody before it acts';
    for (const id of tools) {
      host.draft.amend(id, ({ facts }) => ({ facts: { approval: ['none'], ...facts } }));
      host.draft.guess(id, { approval: why });
      node.account.guessed(node.pointer, named, `approval of ${id}: none`, why);
    }
  }
  const sandbox = nodeAt(root, SANDBOX);
  if (typeof sandbox?.value === 'string')
    keep(host, host.agent, sandbox, {
      key: 'x-sandbox',
      value: sandbox.value,
      what: 'what it may do itself',
    });
}
