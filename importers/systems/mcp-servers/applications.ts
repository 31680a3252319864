/** Whose settings a list of servers stands in: some applications have keys of their own, the others names of files. */
import type { TreeNode } from '../../formats/tree-node.ts';

export interface Application {
  readonly name: string;
  /** Kind of the machine that it starts its servers on. */
  readonly runsOn: 'workstation' | 'compute';
}

const MCP_HOST = onWorkstation('MCP host');

/** By keys at the top of the settings. */
const BY_KEY: ReadonlyMap<string, Application> = new Map([
  ['context_servers', onWorkstation('Zed')],
  ['amp.mcpServers', onWorkstation('Amp')],
  ['selectedAuthType', onWorkstation('Gemini CLI')],
  ['modelSpecs', onServer('LibreChat')],
  ['mcpSettings', onServer('LibreChat')],
  ['litellm_settings', onServer('LiteLLM')],
  ['model_list', onServer('LiteLLM')],
  ['execution_engine', onServer('mcp-agent')],
  ['GOOSE_PROVIDER', onWorkstation('Goose')],
  ['GOOSE_MODEL', onWorkstation('Goose')],
  ['approval_policy', onWorkstation('Codex')],
  ['sandbox_mode', onWorkstation('Codex')],
  ['model_reasoning_effort', onWorkstation('Codex')],
]);

const BY_FILE: readonly (readonly [RegExp, Application])[] = [
  [/claude_desktop_config/i, onWorkstation('Claude Desktop')],
  [/(?:^|\/)\.?claude/i, onWorkstation('Claude Code')],
  [/\.cursor|cursor/i, onWorkstation('Cursor')],
  [/\.vscode|settings\.json$/i, onWorkstation('VS Code')],
  [/windsurf/i, onWorkstation('Windsurf')],
  [/gemini/i, onWorkstation('Gemini CLI')],
  [/opencode/i, onWorkstation('OpenCode')],
  [/kiro/i, onWorkstation('Kiro')],
  [/copilot/i, onWorkstation('GitHub Copilot')],
  [/roo/i, onWorkstation('Roo Code')],
  [/cline/i, onWorkstation('Cline')],
  [/codex/i, onWorkstation('Codex')],
  [/goose/i, onWorkstation('Goose')],
  [/\.continue\b/i, onWorkstation('Continue')],
  [/\.vibe\b/i, onWorkstation('Mistral Vibe')],
  [/\.grok\b/i, onWorkstation('Grok CLI')],
  [/librechat/i, onServer('LibreChat')],
  [/litellm/i, onServer('LiteLLM')],
  [/mcp_agent/i, onServer('mcp-agent')],
  [/fast-?agent/i, onServer('fast-agent')],
  [/hermes/i, onServer('Hermes')],
];

/**
 * @param path of the file, or its name alone
 * @example applicationOf('.codex/config.toml', root) // { name: 'Codex', runsOn: 'workstation' }
 */
export function applicationOf(path: string, root: TreeNode): Application {
  const byKey = root.entries().flatMap(([key]) => BY_KEY.get(key) ?? [])[0];
  return byKey ?? bySettings(root) ?? BY_FILE.find(([pattern]) => pattern.test(path))?.[1] ?? MCP_HOST;
}

/** By what the settings are like, where no key is an application's own. */
function bySettings(root: TreeNode): Application | undefined {
  const has = (key: string): boolean => root.any(key) !== undefined;
  const servers = root.any('mcpServers');
  if (root.any('schema')?.value === 'v1' && servers?.isList === true) return onWorkstation('Continue');
  if (has('inputs') && root.any('servers')?.isObject === true) return onWorkstation('VS Code');
  const isGemini =
    (servers?.entries() ?? []).some(([, server]) => server.any('httpUrl') !== undefined) ||
    (has('mcpServers') && (has('security') || has('general') || has('tools')) && has('ui'));
  return isGemini ? onWorkstation('Gemini CLI') : undefined;
}

function onWorkstation(name: string): Application {
  return { name, runsOn: 'workstation' };
}

function onServer(name: string): Application {
  return { name, runsOn: 'compute' };
}
