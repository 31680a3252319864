/** One MCP server: a tool, how it is reached, where its code comes from and which secrets it gets. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { Inventory } from '../../formats/inventory.ts';
import { WHOLE } from '#model/draft-system';
import { hostOf, isSecretName, withoutCredentials } from '../../formats/redact.ts';
import { startedPackage, type StartedPackage } from '../../formats/run-command.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { secretsIn } from '../../formats/written-secrets.ts';
import { secretsInAddress, secretsInArguments, variablesIn } from './secrets.ts';

export interface Host {
  readonly draft: DraftBuilder;
  readonly inventory: Inventory;
  /** Id of the agent that calls the servers. */
  readonly agent: string;
  readonly named: string;
  /** Id of the machine that the agent and local servers run on, once there is a local server. */
  machine?: string;
  /** Id of what holds the secrets that stand in the list, once there is one. */
  secrets?: string;
}

/** Keys of addresses in the settings of different applications. */
const ADDRESSES = ['url', 'serverUrl', 'httpUrl', 'endpoint'] as const;

export function readServer(host: Host, name: string, node: TreeNode): void {
  const { draft } = host;
  const { account } = node;
  const stated = ADDRESSES.map((key) => node.text(key)).find((each) => each !== undefined);
  const command = commandOf(node);
  const isOff = node.boolean('disabled') === true || node.boolean('enabled') === false;
  const started = command === undefined ? undefined : startedPackage(command.program, command.args);
  const description = node.text('description');
  const address = stated ?? (command === undefined ? undefined : bridgedAddress(command, started));
  const id = draft.asset(
    {
      name,
      kind: 'tool',
      fallback: address === undefined ? 'process' : 'external',
      place: node.place,
      ...(description !== undefined && { description }),
      ask: ['what can it do (effects), on what (acts-on), and does a person approve each call (approval)?'],
    },
    'server',
  );
  account.read(node.pointer, `MCP server "${name}"`, `asset ${id}`);
  if (isOff) keep(host, id, node, { key: 'x-disabled', value: true, what: 'it is switched off' });
  else {
    draft.relate(host.agent, 'calls', id);
    draft.flow({
      from: host.agent,
      to: id,
      carries: ['tool-call'],
      both: true,
      ...(address !== undefined && {
        encrypted: /^(?:https|wss):/i.test(address),
        ...authenticationOf(node),
      }),
      place: node.place,
    });
  }
  if (address !== undefined) readRemote(host, id, node, address);
  if (command !== undefined) readLocal(host, id, node, { ...command, started });
  else if (address === undefined) {
    account.warn(node.pointer, `the MCP server "${name}" has neither a command nor an address`, {
      code: 'MCPS-003',
    });
  }
  readVariables(host, id, node);
  readApprovals(host, id, node);
  node.tell('type', 'transport', 'name', 'timeout', 'cwd', 'gallery', 'version', 'source', 'args');
}

/** Packages that only pass on what a server elsewhere says. */
const BRIDGES = /(?:^|[/-])(?:mcp-remote|mcp-proxy|supergateway|mcp-bridge)$/;

function bridgedAddress({ args }: Command, started: StartedPackage | undefined): string | undefined {
  return started !== undefined && BRIDGES.test(started.name)
    ? args.find((arg) => /^https?:\/\//i.test(arg))
    : undefined;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** `command` is a text with `args` beside it, or an object with `path` and `args`, or a list. */
function commandOf(node: TreeNode): Command | undefined {
  const command = node.any('command');
  if (command === undefined) return undefined;
  const holder = command.isObject ? command : node;
  const program = command.isObject
    ? command.text('path')
    : command.isList
      ? node.texts('command')[0]
      : node.text('command');
  const args = command.isList ? node.texts('command').slice(1) : holder.texts('args');
  return program === undefined ? undefined : { program, args };
}

function authenticationOf(node: TreeNode): { readonly authenticated?: boolean } {
  const named =
    node
      .any('headers')
      ?.entries()
      .some(([header]) => isSecretName(header)) === true;
  return named || node.has('oauth') || node.has('auth') ? { authenticated: true } : {};
}

function readRemote(host: Host, id: string, node: TreeNode, address: string): void {
  const { draft } = host;
  const server = hostOf(address);
  const isHere = server === undefined || /^(?:localhost|127\.|\[?::1|0\.0\.0\.0)/.test(server);
  const key = ADDRESSES.find((each) => node.has(each)) ?? 'args';
  draft.amend(id, ({ facts, extensions }) => ({
    extensions: { ...extensions, 'x-address': withoutCredentials(address) },
    facts: { ...facts, 'description-from': ['remote'] },
  }));
  node.account.read(`${node.pointer}/${key}`, 'address', `description-from of ${id}: remote; x-address`);
  if (!isHere) {
    const why = 'it runs on another host';
    draft.amend(id, ({ facts }) => ({ facts: { ...facts, provider: ['third-party'] } }));
    draft.guess(id, { provider: why });
    node.account.guessed(node.pointer, `server at ${server}`, `provider of ${id}: third-party`, why);
    draft.ask(id, 'who runs it (provider)?');
  }
  node.tell('oauth', 'auth');
  const secrets = secretsInAddress(address);
  if (secrets.length > 0) readSecrets(host, id, node.any(key) ?? node, secrets);
}

function readLocal(
  host: Host,
  id: string,
  node: TreeNode,
  { program, args, started }: Command & { readonly started: StartedPackage | undefined },
): void {
  const { draft } = host;
  if (host.machine === undefined) {
    host.machine = draft.asset({
      name: `Machine of ${host.named}`,
      kind: 'workstation',
      fallback: 'process',
      place: node.place,
      ask: ['is it a workstation or a server?'],
    });
    draft.relate(host.agent, 'hosted-on', host.machine);
  }
  draft.relate(id, 'hosted-on', host.machine);
  node.account.read(
    `${node.pointer}/command`,
    'it is started where its host runs',
    `${id} hosted-on ${host.machine}`,
  );
  const paths = args.filter((arg) => /^(?:[~.]{0,2}\/|[A-Za-z]:\\)[^\s:@]*$/.test(arg));
  draft.amend(id, ({ extensions }) => ({
    extensions: {
      ...extensions,
      'x-command': program.split(/[\\/]/).at(-1) ?? program,
      ...(paths.length > 0 && { 'x-paths': paths }),
    },
  }));
  const secrets = secretsInArguments(args);
  if (secrets.length > 0) readSecrets(host, id, node, secrets);
  readStores(host, id, node, args);
  if (started === undefined) return;
  const label = started.name + (started.version === undefined ? '' : ` ${started.version}`);
  const registry =
    started.registry === undefined
      ? host.inventory.addPackage(label, `pkg:${started.type}/x`, node.place)
      : host.inventory.imageRegistry(started.registry, node.place).id;
  draft.relate(id, 'deployed-from', registry);
  draft.amend(id, ({ extensions, hints }) => ({
    hints: { ...hints, names: [started.name] },
    extensions: { ...extensions, 'x-package': label },
  }));
  node.account.read(`${node.pointer}/args`, `package "${label}"`, `${id} deployed-from ${registry}`);
  const updates = updatesOf(started);
  if (updates === undefined) return;
  const why =
    updates === 'pinned'
      ? 'a version is named'
      : started.version === undefined
        ? 'without a version the newest is fetched at the start'
        : 'branches and tags of a repository can be moved';
  draft.amend(id, ({ facts }) => ({ facts: { ...facts, updates: [updates] } }));
  draft.guess(id, { updates: why });
  node.account.guessed(
    `${node.pointer}/args`,
    `version of "${started.name}"`,
    `updates of ${id}: ${updates}`,
    why,
  );
}

function updatesOf({ type, version }: StartedPackage): 'automatic' | 'pinned' | undefined {
  if (version === undefined) return 'automatic';
  if (type === 'github' || type === 'git') return /^[0-9a-f]{40}$/.test(version) ? 'pinned' : 'automatic';
  return /^(?:\d|sha256:)/.test(version) ? 'pinned' : undefined;
}

/** Schemes of databases, as they stand in arguments. */
const STORES =
  /^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|neo4j|bolt|mssql|sqlserver|clickhouse|snowflake)$/i;

/** Databases that the server is given the addresses of. */
function readStores({ draft }: Host, id: string, node: TreeNode, args: readonly string[]): void {
  for (const arg of args) {
    const scheme = /^([a-z][a-z0-9+]*)(?:\+\w+)?:\/\//i.exec(arg)?.[1] ?? '';
    const server = hostOf(arg);
    if (!STORES.test(scheme) || server === undefined || /[${]/.test(server)) continue;
    const why = 'it is given its address';
    const store = draft.asset({
      name: `${scheme} at ${server}`,
      fallback: 'store',
      hints: { technologies: [scheme.replace('+srv', '')] },
      guessed: { [WHOLE]: why },
      place: node.place,
      ask: ['what does it hold (data), and what may the server do there (effects)?'],
    });
    draft.relate(id, 'acts-on', store);
    node.account.guessed(
      `${node.pointer}/args`,
      `address of ${scheme} at ${server}`,
      `${id} acts-on ${store}`,
      why,
    );
  }
}

/** Names of variables and headers; a secret that is written out lies in the list in plain text. */
function readVariables(host: Host, id: string, node: TreeNode): void {
  const command = node.any('command');
  const holders = [node.any('env'), node.any('environment'), node.any('headers'), command?.any('env')];
  for (const holder of holders) {
    if (holder?.isObject !== true) continue;
    const variables = variablesIn(holder);
    if (variables.length === 0) continue;
    const key = holder.pointer.endsWith('/headers') ? 'headers' : 'env';
    keep(host, id, holder, {
      key: key === 'env' ? 'x-environment' : 'x-headers',
      value: variables.map(({ name }) => name),
      what: `${key}: names, no values`,
    });
    const plain = secretsIn(variables);
    if (plain.length > 0) readSecrets(host, id, holder, plain);
  }
  const file = node.text('envFile');
  if (file !== undefined)
    keep(host, id, node.any('envFile') ?? node, {
      key: 'x-environment-file',
      value: file,
      what: 'file of variables',
    });
}

const PLAIN = 'by their names, or as passwords in addresses, they are secrets, and they are written out';

function readSecrets(host: Host, id: string, node: TreeNode, names: readonly string[]): void {
  const { draft } = host;
  host.secrets ??= draft.asset(
    {
      name: `Secrets in the settings of ${host.named}`,
      kind: 'secret-store',
      fallback: 'store',
      place: node.place,
      facts: { protection: ['plain'] },
      guessed: { protection: PLAIN },
      ask: ['what do these secrets give entry to (opens)?'],
    },
    'secrets',
  );
  const store = host.secrets;
  if (host.machine !== undefined) draft.relate(store, 'stored-in', host.machine);
  draft.relate(id, 'credentials-in', store);
  draft.list(store, 'x-secrets', names);
  node.account.guessed(
    node.pointer,
    `secrets ${names.join(', ')}`,
    `${id} credentials-in ${store}, protection plain`,
    PLAIN,
  );
}

/** Tools that run without asking. */
function readApprovals(host: Host, id: string, node: TreeNode): void {
  if (node.boolean('trust') === true) {
    host.draft.amend(id, ({ facts }) => ({ facts: { ...facts, approval: ['none'] } }));
    node.account.read(`${node.pointer}/trust`, 'it is trusted', `approval of ${id}: none`);
  }
  for (const key of ['autoApprove', 'alwaysAllow', 'autoAllow'] as const) {
    const tools = node.texts(key);
    const holder = node.any(key);
    if (tools.length === 0 || holder === undefined) continue;
    host.draft.amend(id, ({ facts, extensions }) => ({
      facts: { ...facts, approval: ['none'] },
      extensions: { ...extensions, 'x-unasked': tools },
    }));
    node.account.read(holder.pointer, `${tools.length} tools run unasked`, `approval of ${id}: none`);
  }
}

function keep(
  host: Host,
  id: string,
  node: TreeNode,
  { key, value, what }: { readonly key: `x-${string}`; readonly value: unknown; readonly what: string },
): void {
  host.draft.keep(id, key, value);
  node.account.kept(node.pointer, what, `${key} of ${id}`);
}
