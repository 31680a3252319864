/** Where lists of MCP servers stand in the settings of applications. */
import type { TreeNode } from '../../formats/tree-node.ts';

/** Servers by their names, under one key of the settings. */
export interface ServerList {
  readonly node: TreeNode;
  readonly servers: readonly (readonly [string, TreeNode])[];
}

interface ListPlace {
  /** Key by key. */
  readonly keys: readonly string[];
  /** Where other things have this key too: whether what stands there is a list of servers. */
  readonly only?: (node: TreeNode) => boolean;
}

const PLACES: readonly ListPlace[] = [
  { keys: ['mcpServers'] },
  { keys: ['mcp_servers'] },
  { keys: ['servers'] },
  { keys: ['mcp', 'servers'] },
  { keys: ['mcp', 'mcpServers'] },
  { keys: ['mcp', 'stdio_servers'] },
  { keys: ['mcp', 'sse_servers'] },
  { keys: ['mcp', 'shttp_servers'] },
  { keys: ['context_servers'] },
  { keys: ['amp.mcpServers'] },
  { keys: ['mcp'], only: isListOfServers },
  { keys: ['extensions'], only: isListOfExtensions },
];

/** @returns all lists of the settings; the settings themselves, where they are nothing but servers */
export function listsOf(root: TreeNode): readonly ServerList[] {
  const lists = PLACES.flatMap(({ keys, only = () => true }) => {
    let node: TreeNode | undefined = root;
    for (const key of keys) node = node?.any(key);
    return node !== undefined && isFilled(node) && only(node) ? [node] : [];
  });
  const found = [...lists, ...listsOfProjects(root)];
  const all = found.length === 0 && isListOfServers(root) ? [root] : found;
  return all.map((node) => ({ node, servers: serversOf(node) }));
}

/** An object, since it may be empty where no server is set up yet; a list has to hold one. */
function isFilled(node: TreeNode): boolean {
  return node.isObject || node.elements().some(({ isObject }) => isObject);
}

function listsOfProjects(root: TreeNode): readonly TreeNode[] {
  const projects = root.any('projects');
  return (projects?.entries() ?? []).flatMap(([, project]) => {
    const list = project.any('mcpServers');
    return list?.isObject === true ? [list] : [];
  });
}

/** In a list each server says its name itself; one without a name has its number. */
function serversOf(node: TreeNode): ServerList['servers'] {
  if (!node.isList) return node.entries();
  return node.elements().map((server, index) => {
    const name = server.any('name')?.value;
    return [typeof name === 'string' && name.trim() !== '' ? name.trim() : `server ${index + 1}`, server];
  });
}

/** Whether it has servers, and nothing else. */
export function isListOfServers(node: TreeNode): boolean {
  const entries = node.isObject ? node.entries() : [];
  return entries.length > 0 && entries.every(([, server]) => isServer(server));
}

function isServer(node: TreeNode): boolean {
  const command = node.any('command');
  const url = node.any('url') ?? node.any('serverUrl') ?? node.any('httpUrl');
  const isStarted = typeof command?.value === 'string' || command?.isList === true;
  return node.isObject && (isStarted || typeof url?.value === 'string') && !node.has('label');
}

const EXTENSION_TYPES: ReadonlySet<unknown> = new Set([
  'stdio',
  'sse',
  'streamable_http',
  'builtin',
  'platform',
]);

/** As Goose calls its servers; many other things have extensions. */
function isListOfExtensions(node: TreeNode): boolean {
  const servers = serversOf(node);
  return servers.length > 0 && servers.every(([, each]) => EXTENSION_TYPES.has(each.any('type')?.value));
}
