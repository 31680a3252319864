/** One server as it is published in the MCP registry (`server.json`): its packages, its addresses and what it asks for. */
import { WHOLE } from '#model/draft-system';
import { described } from '../../formats/described.ts';
import { guessThirdParty } from '../../formats/guess-third-party.ts';
import { isPublicHost } from '../../formats/public-host.ts';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import { imageOf } from '../../formats/run-command.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Host } from './host.ts';

/** Registries of packages as the MCP registry calls them → type of a package URL. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pypi', 'pypi'],
  ['nuget', 'nuget'],
  ['oci', 'docker'],
  ['docker', 'docker'],
]);

/** @returns name of the server */
export function readRegistryEntry(host: Host, root: TreeNode): string {
  const { draft } = host;
  const { account } = root;
  const name = root.text('name') ?? 'MCP server';
  const [namespace = '', short = name] = name.includes('/') ? name.split('/') : ['', name];
  const id = draft.asset(
    {
      name: short,
      kind: 'tool',
      fallback: 'process',
      place: root.place,
      ...described(root),
      ask: ['what can it do (effects), on what (acts-on), and does a person approve each call (approval)?'],
    },
    'server',
  );
  account.read('/name', `MCP server "${name}"`, `asset ${id}`);
  draft.relate(host.agent, 'calls', id);
  if (namespace !== '') {
    host.inventory.addSupplier(namespace, root.place, id);
    account.guessed(
      '/name',
      `namespace "${namespace}"`,
      `actor, supplies ${id}`,
      'whoever has it can publish it anew',
    );
  }
  for (const entry of root.objects('packages')) readPackage(host, id, entry);
  const remotes = root.objects('remotes');
  for (const remote of remotes) readRemote(host, id, remote);
  const addresses = remotes.flatMap((remote) => remote.text('url') ?? []);
  draft.flow({
    from: host.agent,
    to: id,
    carries: ['tool-call'],
    both: true,
    ...(addresses.length > 0 && { encrypted: addresses.every((each) => /^(?:https|wss):/i.test(each)) }),
    place: root.place,
  });
  root.tell(
    '$schema',
    'version',
    'version_detail',
    'title',
    'repository',
    'websiteUrl',
    'status',
    'icons',
    '_meta',
  );
  return short;
}

function readPackage({ draft, inventory }: Host, id: string, node: TreeNode): void {
  const type = TYPES.get(
    node.text('registryType') ?? node.text('registry_type') ?? node.text('registry_name') ?? '',
  );
  const name = node.text('identifier') ?? node.text('name');
  const from = type ?? (name?.startsWith('https://github.com/') === true ? 'github' : undefined);
  const version = node.text('version');
  if (name === undefined) return;
  const label = name + (version === undefined ? '' : ` ${version}`);
  const image = type === 'docker' ? imageOf(name) : undefined;
  const registry = registryOf(inventory, label, { from, host: image?.registry, node });
  draft.relate(id, 'deployed-from', registry);
  node.account.read(node.pointer, `package "${label}"`, `${id} deployed-from ${registry}`);
  // An image has its version in its name, and a file that is downloaded is known by its digest.
  const stated = version ?? image?.tag ?? node.text('fileSha256');
  const isPinned = stated !== undefined && stated !== 'latest';
  draft.amend(id, ({ facts = {}, extensions = {} }) => {
    // One that can change is enough.
    const updates = isPinned && facts.updates?.[0] !== 'automatic' ? 'pinned' : 'automatic';
    const more = extensions['x-more-packages'] as readonly string[] | undefined;
    const packages =
      extensions['x-package'] === undefined
        ? { 'x-package': label }
        : { 'x-more-packages': [...(more ?? []), label] };
    return { facts: { ...facts, updates: [updates] }, extensions: { ...extensions, ...packages } };
  });
  readNeeds(
    draft,
    id,
    node.any('environmentVariables') ?? node.any('environment_variables'),
    'x-environment',
  );
  readTransport(draft, id, node.any('transport'));
  node.tell('registryBaseUrl', 'runtimeHint', 'runtime_hint', 'fileSha256');
}

/** Whoever runs the package reaches it there: `http://localhost:{port}/mcp`. */
function readTransport(draft: Host['draft'], id: string, transport: TreeNode | undefined): void {
  if (transport?.isObject !== true) return;
  transport.tell('type', 'variables');
  const address = transport.text('url');
  if (address !== undefined) {
    draft.list(id, 'x-served-at', [withoutCredentials(address)]);
    transport.account.kept(`${transport.pointer}/url`, 'address of the package', `x-served-at of ${id}`);
  }
  readNeeds(draft, id, transport.any('headers'), 'x-headers');
}

function registryOf(
  inventory: Host['inventory'],
  label: string,
  {
    from,
    host,
    node,
  }: { readonly from?: string | undefined; readonly host?: string | undefined; readonly node: TreeNode },
): string {
  if (host === undefined || host === 'docker.io')
    return inventory.addPackage(label, from === undefined ? undefined : `pkg:${from}/x`, node.place);
  const registry = inventory.imageRegistry(host, node.place);
  registry.packages.add(label);
  return registry.id;
}

function readRemote(host: Host, id: string, node: TreeNode): void {
  const { draft } = host;
  const address = node.text('url');
  node.tell('type', 'transport_type', 'variables');
  if (address === undefined) return;
  const why = 'it is offered at an address';
  draft.amend(id, ({ facts, extensions }) => ({
    facts: { ...facts, 'description-from': ['remote'] },
    extensions: { ...extensions, 'x-address': withoutCredentials(address) },
  }));
  node.account.read(`${node.pointer}/url`, 'address', `description-from of ${id}: remote; x-address`);
  if (isPublicHost(hostOf(address) ?? '')) {
    guessThirdParty(host.draft, id, node, { what: 'address of the server', why });
  }
  readNeeds(draft, id, node.any('headers'), 'x-headers');
}

/** Variables and headers that whoever runs it has to fill in. */
function readNeeds(
  draft: Host['draft'],
  id: string,
  list: TreeNode | undefined,
  extension: 'x-environment' | 'x-headers',
): void {
  if (list?.isList !== true) return;
  const needs = list.elements().filter((each) => each.expectObject());
  const named = needs.flatMap((each) => {
    const name = each.text('name');
    const isSecret = each.any('isSecret')?.value === true || each.any('is_secret')?.value === true;
    each.tellParts();
    return name === undefined ? [] : [{ name, isSecret }];
  });
  if (named.length === 0) return;
  draft.list(
    id,
    extension,
    named.map(({ name }) => name),
  );
  list.account.kept(list.pointer, `${extension.slice(2)}: names, no values`, `${extension} of ${id}`);
  const secrets = named.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  if (secrets.length > 0) draft.ask(id, `where do its secrets lie (credentials-in): ${secrets.join(', ')}?`);
}

/** The registry names no host: one stands there, since a tool is nothing without who calls it. */
export function hostOfEntry(draft: Host['draft'], root: TreeNode): string {
  const why = 'the registry says nothing of who calls the server';
  const id = draft.asset({
    name: 'MCP host',
    kind: 'agent',
    fallback: 'process',
    place: root.place,
    guessed: { [WHOLE]: why },
    ask: ['which model answers here (uses), and who works with it?'],
  });
  root.account.guessed('/name', 'whoever calls the server', `asset ${id}`, why);
  return id;
}
