import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseSettingsDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { readServer, type Host } from './servers.ts';

const REASONS = {
  args: 'arguments may hold secrets; only package and paths are taken over',
  inputs: 'what an editor asks for is a secret or a setting',
  preferences: 'preferences of the application are not read',
};

/** Where a list of servers stands: key by key. */
const LISTS: readonly (readonly string[])[] = [
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['mcp', 'mcpServers'],
  ['context_servers'],
  ['projects'],
];

/** Applications by the names of their files. */
const APPLICATIONS: readonly (readonly [RegExp, string])[] = [
  [/claude_desktop_config/i, 'Claude Desktop'],
  [/(?:^|\/)\.?claude/i, 'Claude Code'],
  [/\.cursor|cursor/i, 'Cursor'],
  [/\.vscode|settings\.json$/i, 'VS Code'],
  [/windsurf/i, 'Windsurf'],
  [/gemini/i, 'Gemini CLI'],
];

/**
 * Lists of MCP servers, as assistants and editors keep them: `mcpServers` (Claude, Cursor, `.mcp.json`), `servers`
 * (VS Code), `context_servers` (Zed). https://modelcontextprotocol.io/
 *
 * @example mcpServers.read([file]).draft.assets.filter(({ kind }) => kind === 'tool').length // one for each server
 */
export const mcpServers: SystemImporter = {
  id: 'mcp-servers',
  formats: [{ id: 'mcp-servers-json', title: 'list of MCP servers (mcpServers, servers)' }],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const text = headText(file, 65_536);
    if (!/^\uFEFF?\s*[{/]/.test(text)) return undefined;
    const isNamed = /"(?:mcpServers|context_servers)"\s*:\s*\{/.test(text);
    const isServers =
      /"servers"\s*:\s*\{/.test(text) &&
      /"(?:command|url)"\s*:/.test(text) &&
      !/"(?:openapi|asyncapi|swagger)"/.test(text);
    return isNamed || isServers ? 'mcp-servers-json' : undefined;
  },

  read(input) {
    const file = onlyFile(input, 'MCPS-001', 'a list of MCP servers') as SystemFile;
    const account = new Account(parseSettingsDocument(file), {
      code: 'MCPS-002',
      reasons: REASONS,
      file: file.path,
    });
    const root = TreeNode.of(account);
    const lists = listsOf(root);
    if (lists.length === 0) {
      throw new ThreatloomError('MCPS-001', 'there is no list of MCP servers', {
        file: file.path,
        line: 1,
        pointer: '/mcpServers',
        hint: 'it stands under "mcpServers" or "servers", an object with a server under each name',
      });
    }
    const draft = new DraftBuilder();
    const name = APPLICATIONS.find(([pattern]) => pattern.test(file.path))?.[1] ?? 'MCP host';
    const agent = draft.asset(
      {
        name,
        kind: 'agent',
        fallback: 'process',
        place: lists[0]!.place,
        ask: ['which model answers here (uses), and who works with it?'],
      },
      'host',
    );
    account.read(lists[0]!.pointer, 'list of MCP servers', `asset ${agent}`);
    const host: Host = { draft, inventory: new Inventory(draft), agent, named: name };
    for (const list of lists) {
      for (const [server, node] of list.entries()) {
        if (node.expectObject()) readServer(host, server, node);
      }
    }
    host.inventory.finish();
    return {
      draft: draft.build(kebabCase(`${name} tools`), { name: `${name} and its tools` }),
      ...account.finish(),
    };
  },
};

function listsOf(root: TreeNode): readonly TreeNode[] {
  return LISTS.flatMap((keys) => {
    let node: TreeNode | undefined = root;
    for (const key of keys) node = node?.any(key);
    if (node?.isObject !== true) return [];
    if (keys[0] !== 'projects') return [node];
    return node.entries().flatMap(([, project]) => {
      const list = project.any('mcpServers');
      return list?.isObject === true ? [list] : [];
    });
  });
}
