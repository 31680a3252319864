import { ThreatloomError } from '#model/errors';
import type { ImportedSystem, SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseSettingsDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { parseToml } from '../../formats/toml/parse-toml.ts';
import type { TreeDocument } from '../../formats/tree-document.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { applicationOf } from './applications.ts';
import { formatOf, type ListFormat } from './detect.ts';
import { checkInputs } from './inputs.ts';
import { listsOf } from './lists.ts';
import { modelPlacesOf } from './model-places.ts';
import { readModels } from './models.ts';
import { readApproval, switchedOff } from './policy.ts';
import { hostOfEntry, readRegistryEntry } from './registry-entry.ts';
import type { Host } from './host.ts';
import { readServer } from './servers.ts';

const GIVEN = 'what is given to packages is not read';
const REASONS = {
  args: 'arguments may hold secrets; only package and paths are taken over',
  runtimeArguments: GIVEN,
  runtime_arguments: GIVEN,
  packageArguments: GIVEN,
  package_arguments: GIVEN,
  inputs: 'what an editor asks for is a secret or a setting',
  preferences: 'preferences of the application are not read',
};

/**
 * Lists of MCP servers, as assistants, editors and frameworks of agents keep them: `mcpServers` (Claude, Cursor,
 * `.mcp.json`, LibreChat, Continue), `servers` (VS Code), `context_servers` (Zed), `mcp` (OpenCode, mcp-agent),
 * `mcp_servers` (Codex, LiteLLM), `extensions` (Goose); and single servers as the MCP registry has them.
 * https://modelcontextprotocol.io/
 *
 * @example mcpServers.read([file]).draft.assets.filter(({ kind }) => kind === 'tool').length // one for each server
 */
export const mcpServers: SystemImporter = {
  id: 'mcp-servers',
  formats: [
    { id: 'mcp-servers-json', title: 'list of MCP servers (mcpServers, servers)' },
    { id: 'mcp-servers-yaml', title: 'list of MCP servers in YAML (LibreChat, Continue, Goose, mcp-agent)' },
    { id: 'mcp-servers-toml', title: 'list of MCP servers in TOML (Codex)' },
    { id: 'mcp-registry-json', title: 'server of the MCP registry (server.json)' },
  ],

  detect(input) {
    const [file] = input;
    return file === undefined || input.length > 1 ? undefined : formatOf(file);
  },

  read(input) {
    const file = onlyFile(input, 'MCPS-001', 'a list of MCP servers') as SystemFile;
    const format = formatOf(file) ?? formatByName(file);
    const account = new Account(parsed(file, format), {
      code: 'MCPS-002',
      reasons: REASONS,
      file: file.path,
    });
    const root = TreeNode.of(account);
    return format === 'mcp-registry-json' ? readEntry(root) : readLists(file, root);
  },
};

/** Of what is not known by its text, and named by `--from` all the same. */
function formatByName({ path }: SystemFile): ListFormat {
  if (/\.toml$/i.test(path)) return 'mcp-servers-toml';
  return /\.ya?ml$/i.test(path) ? 'mcp-servers-yaml' : 'mcp-servers-json';
}

function parsed(file: SystemFile, format: ListFormat): TreeDocument {
  if (format === 'mcp-servers-toml') return parseToml(file);
  return format === 'mcp-servers-yaml' ? yamlOf(file) : parseSettingsDocument(file);
}

/** Settings that several servers have are merged in (`<<: *shared`), as the loaders of most applications do it. */
function yamlOf(file: SystemFile): TreeDocument {
  const [only, ...more] = parseYamlStream(file);
  return only === undefined || more.length > 0 ? parseYaml(file) : only;
}

function readLists(file: SystemFile, root: TreeNode): ImportedSystem {
  const { account } = root;
  const lists = listsOf(root);
  if (lists.length === 0) {
    throw new ThreatloomError('MCPS-001', 'there is no list of MCP servers', {
      file: file.path,
      line: 1,
      pointer: '/mcpServers',
      hint: 'it stands under "mcpServers", "mcp_servers" or "servers", with a server under each name',
    });
  }
  const draft = new DraftBuilder();
  const { name, runsOn } = applicationOf(file.path, root);
  const models = modelPlacesOf(root);
  const agent = draft.asset(
    {
      name,
      kind: 'agent',
      fallback: 'process',
      place: lists[0]!.node.place,
      ask: [
        models.length === 0
          ? 'which model answers here (uses), and who works with it?'
          : 'who works with it?',
      ],
    },
    'host',
  );
  const host: Host = { draft, inventory: new Inventory(draft), agent, named: name, runsOn };
  const off = switchedOff(
    root,
    lists.flatMap(({ servers }) => servers.map(([server]) => server)),
  );
  const called: string[] = [];
  for (const { node, servers } of lists) {
    account.read(node.pointer, 'list of MCP servers', `asset ${agent}`);
    for (const [server, settings] of servers) {
      if (!settings.expectObject()) continue;
      const id = readServer(host, server, settings, off.has(server));
      if (id !== undefined) called.push(id);
    }
    checkInputs(root, servers);
  }
  readApproval(host, root, called);
  readModels(host, models);
  host.inventory.finish();
  return {
    draft: draft.build(kebabCase(`${name} tools`), { name: `${name} and its tools` }),
    ...account.finish(),
  };
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
  const host: Host = {
    draft,
    inventory: new Inventory(draft),
    agent,
    named: 'MCP host',
    runsOn: 'workstation',
  };
  const name = readRegistryEntry(host, root);
  host.inventory.finish();
  return { draft: draft.build(kebabCase(name) || 'mcp-server', { name }), ...root.account.finish() };
}
