/** What an editor asks for (`inputs`), and whether all that servers refer to is asked for. */
import type { TreeNode } from '../../formats/tree-node.ts';

/** Texts that are looked through, of one server; nobody writes more. */
const MOST_TEXTS = 2000;

/**
 * References such as `${input:key}` that no input has are warnings.
 *
 * @param servers settings of each server, by name
 */
export function checkInputs(root: TreeNode, servers: readonly (readonly [string, TreeNode])[]): void {
  const list = root.any('inputs');
  const ids = new Set((list?.isList === true ? list.elements() : []).map((each) => each.any('id')?.value));
  for (const [name, server] of servers) {
    const asked = new Set<string>();
    for (const text of textsIn(server.value)) {
      for (const [, id = ''] of text.matchAll(/\$\{input:([^}]{1,200})\}/g)) asked.add(id);
    }
    for (const id of asked) {
      if (ids.has(id)) continue;
      server.account.warn(
        server.pointer,
        `the input "${id}" that the MCP server "${name}" refers to is nowhere here`,
        {
          code: 'MCPS-004',
        },
      );
      server.account.notRead(server.pointer, `input "${id}"`, 'it is nowhere here');
    }
  }
}

function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0 && texts.length < MOST_TEXTS) {
    const next = open.pop();
    if (typeof next === 'string') texts.push(next.slice(0, 20_000));
    else if (typeof next === 'object' && next !== null)
      open.push(...Object.values(next as Readonly<Record<string, unknown>>).slice(0, MOST_TEXTS));
  }
  return texts;
}
