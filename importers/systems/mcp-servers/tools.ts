/** Which tools of a server may be called, and which of them run without asking. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep, type Host } from './host.ts';

/** Keys of lists of tools, where no others are offered. */
const OFFERED = ['enabled_tools', 'available_tools', 'allowed_tools', 'includeTools', 'tools'] as const;
/** Keys of lists of tools that run unasked. */
const UNASKED = ['autoApprove', 'alwaysAllow', 'autoAllow'] as const;

export function readTools(host: Host, id: string, node: TreeNode): void {
  for (const key of OFFERED) {
    const holder = node.any(key);
    // Under "tools" some have settings of each tool instead.
    if (holder?.isList !== true) continue;
    const tools = node.texts(key);
    if (tools.length > 0)
      keep(host, id, holder, { key: 'x-tools', value: tools, what: 'tools that are offered' });
  }
  if (node.boolean('trust') === true) approve(host, id, node.any('trust')!, 'it is trusted');
  for (const key of UNASKED) {
    const tools = node.texts(key);
    const holder = node.any(key);
    if (tools.length === 0 || holder === undefined) continue;
    host.draft.list(id, 'x-unasked', tools);
    approve(host, id, holder, `${tools.length} tools run unasked`);
  }
  // Codex: for all tools of a server, and for single ones.
  if (node.text('default_tools_approval_mode') === 'approve')
    approve(host, id, node.any('default_tools_approval_mode')!, 'all tools run unasked');
  const tools = node.any('tools');
  for (const [name, tool] of tools?.entries() ?? []) {
    if (tool.isObject && tool.text('approval_mode') === 'approve') {
      host.draft.list(id, 'x-unasked', [name]);
      approve(host, id, tool, `tool "${name}" runs unasked`);
    }
  }
}

function approve({ draft }: Host, id: string, node: TreeNode, what: string): void {
  draft.amend(id, ({ facts }) => ({ facts: { ...facts, approval: ['none'] } }));
  node.account.read(node.pointer, what, `approval of ${id}: none`);
}
