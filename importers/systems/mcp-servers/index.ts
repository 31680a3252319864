import { ThreatloomError } from '#model/errors';
import type { ImportedSystem, SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseSettingsDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { hostOfEntry, readRegistryEntry } from './registry-entry.ts';
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
  ['amp.mcpServers'],
  ['mcp'],
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
  [/opencode/i, 'OpenCode'],
  [/kiro/i, 'Kiro'],
  [/copilot/i, 'GitHub Copilot'],
  [/roo/i, 'Roo Code'],
  [/cline/i, 'Cline'],
];

/**
 * Lists of MCP servers, as assistants and editors keep them: `mcpServers` (Claude, Cursor, `.mcp.json`), `servers`
 * (VS Code), `context_servers` (Zed), `mcp` (OpenCode); and single servers as the MCP registry has them.
 * https://modelcontextprotocol.io/
 *
 * @example mcpServers.read([file]).draft.assets.filter(({ kind }) => kind === 'tool').length // one for each server
 */
export const mcpServers: SystemImporter = {
  id: 'mcp-servers',
  formats: [
    { id: 'mcp-servers-json', title: 'list of MCP servers (mcpServers, servers)' },
    { id: 'mcp-registry-json', title: 'server of the MCP registry (server.json)' },
  ],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const text = headText(file, 65_536);
    if (!/^\uFEFF?\s*[{/]/.test(text)) return undefined;
    if (isRegistryEntry(text)) return 'mcp-registry-json';
    const isNamed = /"(?:(?:amp\.)?mcpServers|context_servers)"\s*:\s*\{/.test(text);
    const isOpenCode = /"mcp"\s*:\s*\{/.test(text) && /"type"\s*:\s*"(?:local|remote)"/.test(text);
    const isServers =
      /"servers"\s*:\s*\{/.test(text) &&
      /"(?:command|url)"\s*:/.test(text) &&
      !/"(?:openapi|asyncapi|swagger)"/.test(text);
    return isNamed || isServers || isOpenCode || isBareList(file) ? 'mcp-servers-json' : undefined;
  },

  read(input) {
    const file = onlyFile(input, 'MCPS-001', 'a list of MCP servers') as SystemFile;
    const account = new Account(parseSettingsDocument(file), {
      code: 'MCPS-002',
      reasons: REASONS,
      file: file.path,
    });
    const root = TreeNode.of(account);
    if (isRegistryEntry(headText(file, 65_536))) return readEntry(root);
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
    const name = applicationOf(file, root);
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

/** Some applications have keys of their own, the others names of files. */
function applicationOf({ path }: SystemFile, root: TreeNode): string {
  if (root.has('context_servers')) return 'Zed';
  if (root.has('amp.mcpServers')) return 'Amp';
  return APPLICATIONS.find(([pattern]) => pattern.test(path))?.[1] ?? 'MCP host';
}

function isRegistryEntry(text: string): boolean {
  const hasPlaces = /"(?:packages|remotes)"\s*:\s*\[/.test(text) && /"name"\s*:\s*"/.test(text);
  return (
    hasPlaces &&
    (/"\$schema"\s*:\s*"[^"]*\/server\.schema\.json"/.test(text) ||
      /"registry_?[tT]ype"\s*:\s*"/.test(text) ||
      /"type"\s*:\s*"(?:streamable-http|sse)"/.test(text)) &&
    !/"(?:mcpServers|context_servers)"\s*:/.test(text)
  );
}

function readEntry(root: TreeNode): ImportedSystem {
  if (!root.isObject) {
    throw new ThreatloomError('MCPS-001', 'this is no server of the MCP registry', {
      file: root.account.file,
      line: 1,
      hint: 'it is an object with "name", and "packages" or "remotes"',
    });
  }
  const draft = new DraftBuilder();
  const agent = hostOfEntry(draft, root);
  const host: Host = { draft, inventory: new Inventory(draft), agent, named: 'MCP host' };
  const name = readRegistryEntry(host, root);
  host.inventory.finish();
  return { draft: draft.build(kebabCase(name) || 'mcp-server', { name }), ...root.account.finish() };
}

function listsOf(root: TreeNode): readonly TreeNode[] {
  const lists = LISTS.flatMap((keys) => {
    let node: TreeNode | undefined = root;
    for (const key of keys) node = node?.any(key);
    if (node?.isObject !== true) return [];
    if (keys[0] === 'mcp' && keys.length === 1) return isList(node) ? [node] : [];
    if (keys[0] !== 'projects') return [node];
    return node.entries().flatMap(([, project]) => {
      const list = project.any('mcpServers');
      return list?.isObject === true ? [list] : [];
    });
  });
  return lists.length === 0 && isList(root) ? [root] : lists;
}

/** Whether an object has servers under its keys, and nothing else. */
function isList(node: TreeNode): boolean {
  const entries = node.isObject ? node.entries() : [];
  return entries.length > 0 && entries.every(([, server]) => isServer(server));
}

function isServer(node: TreeNode): boolean {
  const command = node.any('command');
  const url = node.any('url') ?? node.any('serverUrl') ?? node.any('httpUrl');
  const isStarted = typeof command?.value === 'string' || command?.isList === true;
  return node.isObject && (isStarted || typeof url?.value === 'string') && !node.has('label');
}

/** Some applications keep the servers at the top: without a key that says so, all of it has to be servers. */
function isBareList(file: SystemFile): boolean {
  const text = headText(file, 65_536);
  if (!/"args"\s*:\s*\[/.test(text) || file.bytes.length > 65_536) return false;
  try {
    return isList(TreeNode.of(new Account(parseSettingsDocument(file), { code: 'MCPS-002' })));
  } catch {
    return false;
  }
}
