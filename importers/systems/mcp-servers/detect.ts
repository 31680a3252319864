/** Knows lists of MCP servers by their first 64 KiB, in each language that settings are written in. */
import type { SystemFile } from '#model/system-importer';
import { headText } from '../../formats/text.ts';
import { Account } from '../../formats/account.ts';
import { parseSettingsDocument } from '../../formats/json/json-document.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { isListOfServers } from './lists.ts';

const HEAD = 65_536;

export type ListFormat = 'mcp-servers-json' | 'mcp-servers-yaml' | 'mcp-servers-toml' | 'mcp-registry-json';

export function formatOf(file: SystemFile): ListFormat | undefined {
  const text = headText(file, HEAD).replace(/^\uFEFF/, '');
  if (/^\s*[{/]/.test(text)) {
    if (isRegistryEntry(text)) return 'mcp-registry-json';
    return isJsonList(file, text) ? 'mcp-servers-json' : undefined;
  }
  if (isTomlList(text)) return 'mcp-servers-toml';
  return isYamlList(text) ? 'mcp-servers-yaml' : undefined;
}

function isJsonList(file: SystemFile, text: string): boolean {
  const isNamed = /"(?:(?:amp\.)?mcpServers|mcp_servers|context_servers)"\s*:\s*[{[]/.test(text);
  const isOpenCode = /"mcp"\s*:\s*\{/.test(text) && /"type"\s*:\s*"(?:local|remote)"/.test(text);
  const isServers =
    /"servers"\s*:\s*\{/.test(text) &&
    /"(?:command|url)"\s*:/.test(text) &&
    !/"(?:openapi|asyncapi|swagger)"/.test(text);
  return isNamed || isServers || isOpenCode || isBareList(file, text);
}

/** Some applications keep the servers at the top: without a key that says so, all of it has to be servers. */
function isBareList(file: SystemFile, text: string): boolean {
  if (!/"args"\s*:\s*\[/.test(text) || file.bytes.length > HEAD) return false;
  try {
    return isListOfServers(TreeNode.of(new Account(parseSettingsDocument(file), { code: 'MCPS-002' })));
  } catch {
    return false;
  }
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

function isTomlList(text: string): boolean {
  if (/^[ \t]*\[\[?(?:mcp_servers|mcpServers|mcp\.servers)(?:\.[^\]\n]{1,200})?\]/m.test(text)) return true;
  return /^[ \t]*\[mcp\]/m.test(text) && /^[ \t]*(?:stdio|sse|shttp)_servers[ \t]*=/m.test(text);
}

function isYamlList(text: string): boolean {
  // Manifests and stacks have their own readers, whatever else stands in them.
  if (/^(?:apiVersion|services):/m.test(text)) return false;
  if (/^(?:mcpServers|mcp_servers|context_servers):/m.test(text)) return true;
  if (/^[ \t]+(?:servers|mcpServers):/m.test(blockOf(text, 'mcp'))) return true;
  const extensions = blockOf(text, 'extensions');
  return (
    /^[ \t]+(?:- )?type:[ \t]+['"]?(?:stdio|sse|streamable_http|builtin|platform)\b/m.test(extensions) &&
    /^[ \t]+(?:- )?(?:name|enabled|cmd|uri):/m.test(extensions)
  );
}

/** What stands under a key at the top of a YAML text. */
function blockOf(text: string, key: string): string {
  const start = text.search(new RegExp(`^${key}:[ \\t]*(?:#.*)?\\r?$`, 'm'));
  if (start < 0) return '';
  const rest = text.slice(text.indexOf('\n', start) + 1);
  const end = rest.search(/^[^\s#-]/m);
  return end < 0 ? rest : rest.slice(0, end);
}
