/** One MCP server: a tool, how it is reached, where its code comes from and which secrets it gets. */
import { WHOLE } from '#model/draft-system';
import { secretsInAddress, secretsInArguments } from '../../formats/argument-secrets.ts';
import { described } from '../../formats/described.ts';
import { guessThirdParty } from '../../formats/guess-third-party.ts';
import { isPublicHost } from '../../formats/public-host.ts';
import { hostOf, isSecretName } from '../../formats/redact.ts';
import { startedPackage, type StartedPackage } from '../../formats/run-command.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep, type Host } from './host.ts';
import { shownAddress } from './secrets.ts';
import { readTools } from './tools.ts';
import { headersOf, readSecrets, readVariables, TOKEN_KEYS } from './variables.ts';

/** Keys of addresses in the settings of different applications. */
const ADDRESSES = ['url', 'serverUrl', 'httpUrl', 'endpoint', 'uri'] as const;
/** Keys of programs that are started. */
const COMMANDS = ['command', 'cmd'] as const;
/** Types of servers that are parts of the application. */
const BUILT_IN: ReadonlySet<unknown> = new Set(['builtin', 'platform', 'frontend']);

/**
 * @param isExcluded whether the application does not use it, whatever it says itself
 * @returns id of the tool, where it is called
 */
export function readServer(
  host: Host,
  name: string,
  node: TreeNode,
  isExcluded: boolean,
): string | undefined {
  const { draft } = host;
  const { account } = node;
  const stated = ADDRESSES.map((key) => node.text(key)).find((each) => each !== undefined);
  const command = commandOf(node);
  const isOff = node.boolean('disabled') === true || node.boolean('enabled') === false || isExcluded;
  const started = command === undefined ? undefined : startedPackage(command.program, command.args);
  const address = stated ?? (command === undefined ? undefined : bridgedAddress(command, started));
  const id = draft.asset(
    {
      name,
      kind: 'tool',
      fallback: address === undefined ? 'process' : 'external',
      place: node.place,
      ...described(node),
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
        ...(/^[^:]*[$<{]/.test(address) ? {} : { encrypted: /^(?:https|wss):/i.test(address) }),
        ...authenticationOf(node),
      }),
      place: node.place,
    });
  }
  if (address !== undefined) readRemote(host, id, node, address);
  if (command !== undefined) readLocal(host, id, node, { ...command, started });
  else if (BUILT_IN.has(node.any('type')?.value)) {
    account.read(`${node.pointer}/type`, 'it is part of the application', `asset ${id}`);
  } else if (address === undefined) {
    account.warn(node.pointer, `the MCP server "${name}" has neither a command nor an address`, {
      code: 'MCPS-003',
    });
  }
  readVariables(host, id, node);
  readTools(host, id, node);
  node.tell(...WITHOUT_MEANING);
  return isOff ? undefined : id;
}

/** Settings that say nothing of a system, or what other lines tell. */
const WITHOUT_MEANING = [
  'type',
  'transport',
  'name',
  'display_name',
  'timeout',
  'startup_timeout_sec',
  'tool_timeout_sec',
  'cwd',
  'gallery',
  'version',
  'source',
  'bundled',
  'args',
];

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

/** A text with `args` beside it, or an object with `path` and `args`, or a list. */
function commandOf(node: TreeNode): Command | undefined {
  const key = COMMANDS.find((each) => node.has(each));
  const command = key === undefined ? undefined : node.any(key);
  if (key === undefined || command === undefined) return undefined;
  const holder = command.isObject ? command : node;
  const program = command.isObject
    ? command.text('path')
    : command.isList
      ? node.texts(key)[0]
      : node.text(key);
  const args = command.isList ? node.texts(key).slice(1) : holder.texts('args');
  return program === undefined ? undefined : { program, args };
}

function authenticationOf(node: TreeNode): { readonly authenticated?: boolean } {
  const hasHeader = headersOf(node).some((holder) =>
    holder.entries().some(([header]) => isSecretName(header)),
  );
  const needsLogin = node.boolean('requiresOAuth') === true;
  const type = node.text('auth_type') ?? 'none';
  const hasToken = ['oauth', 'auth', ...TOKEN_KEYS].some((key) => node.has(key));
  const isNamed = hasHeader || needsLogin || type !== 'none' || hasToken;
  return isNamed ? { authenticated: true } : {};
}

function readRemote(host: Host, id: string, node: TreeNode, address: string): void {
  const { draft } = host;
  const server = hostOf(address) ?? '';
  const key = ADDRESSES.find((each) => node.has(each)) ?? 'args';
  const shown = shownAddress(address);
  draft.amend(id, ({ facts, extensions }) => ({
    extensions: { ...extensions, 'x-address': shown.text },
    facts: { ...facts, 'description-from': ['remote'] },
  }));
  node.account.read(`${node.pointer}/${key}`, 'address', `description-from of ${id}: remote; x-address`);
  if (isPublicHost(server)) {
    const why = 'it runs on a host of the internet';
    guessThirdParty(host.draft, id, node, { what: `server at ${server}`, why });
  }
  if (!isThisMachine(server)) draft.ask(id, 'who runs it (provider)?');
  if (shown.isShortened)
    draft.ask(id, 'is the part of its address that was left out (…) a secret (credentials-in)?');
  node.tell('oauth', 'auth');
  const secrets = secretsInAddress(address);
  if (secrets.length > 0) readSecrets(host, id, node.any(key) ?? node, secrets);
}

function isThisMachine(host: string): boolean {
  return host === '' || /^(?:localhost$|127\.|::1$|0\.0\.0\.0$)/.test(host);
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
      kind: host.runsOn,
      fallback: 'process',
      place: node.place,
      ask: ['is it a workstation or a server?'],
    });
    draft.relate(host.agent, 'hosted-on', host.machine);
  }
  draft.relate(id, 'hosted-on', host.machine);
  node.account.read(
    `${node.pointer}/${COMMANDS.find((key) => node.has(key)) ?? 'command'}`,
    'it is started where its host runs',
    `${id} hosted-on ${host.machine}`,
  );
  const paths = [
    ...args.filter((arg) => IS_PATH.test(arg)),
    ...(started?.type === 'docker' ? mountsIn(args) : []),
  ];
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

const IS_PATH = /^(?:[~.]{0,2}\/|[A-Za-z]:\\)[^\s:@]*$/;

/** Folders of the machine that a container is given: `-v /home/me:/work`, `--mount type=bind,src=/home/me,dst=/work`. */
function mountsIn(args: readonly string[]): readonly string[] {
  return args.slice(0, 500).flatMap((arg, at) => {
    const before = args[at - 1] ?? '';
    const volume = /^(?:-v|--volume)$/.test(before) ? arg : /^(?:-v|--volume)=(.*)$/.exec(arg)?.[1];
    const mount = before === '--mount' ? arg : /^--mount=(.*)$/.exec(arg)?.[1];
    const source =
      volume === undefined
        ? /(?:^|,)(?:src|source)=([^,]*)/.exec(mount ?? '')?.[1]
        : /^([A-Za-z]:[\\/][^:]*|[^:]*):/.exec(volume)?.[1];
    return source !== undefined && IS_PATH.test(source) ? [source] : [];
  });
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
