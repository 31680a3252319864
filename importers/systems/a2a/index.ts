import { WHOLE, type DraftAsset } from '#model/draft-system';
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account, joinAccounts } from '../../formats/account.ts';
import { besides } from '../../formats/besides.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { Inventory } from '../../formats/inventory.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { isPublicHost } from '../../formats/public-host.ts';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';

const REASONS = {
  signatures: 'signatures are not checked here',
  examples: 'examples are not read',
  iconUrl: 'pictures are not read',
  credentials: 'credentials are not read',
};

interface Cards {
  readonly draft: DraftBuilder;
  readonly inventory: Inventory;
  /** Whoever calls the agents; made with the first. */
  callers?: string;
}

/**
 * A2A agent cards (Agent2Agent protocol, 0.2 to 1.0): an agent, its skills, who may call it, and how callers show who
 * they are. Several cards are one system of agents. https://a2a-protocol.org/latest/specification/
 *
 * @example a2a.read([card]).draft.assets[0].kind // 'agent'
 */
export const a2a: SystemImporter = {
  id: 'a2a',
  formats: [{ id: 'a2a-agent-card', title: 'A2A agent card' }],

  detect(input) {
    const cards = input.filter(isJson);
    return cards.length > 0 && cards.every(isCard) ? 'a2a-agent-card' : undefined;
  },

  read(input) {
    if (input.length === 0) throw new ThreatloomError('CARD-001', 'an agent card is a file, none was given');
    const draft = new DraftBuilder();
    const cards: Cards = { draft, inventory: new Inventory(draft) };
    const files = input.length === 1 ? input : input.filter(isJson);
    const roots = files.map((file) => {
      const options = { code: 'CARD-002', reasons: REASONS, file: file.path };
      return TreeNode.of(new Account(parseJsonDocument(file), options));
    });
    const names = roots.flatMap(cardsIn).map((root) => readCard(cards, root));
    cards.inventory.finish();
    const [name = 'Agents'] = names;
    const { losses, diagnostics } = joinAccounts(roots.map(({ account }) => account));
    return {
      draft: draft.build(kebabCase(name) || 'agent', { name }),
      losses: [...losses, ...besides(input, files, 'it is no agent card')],
      diagnostics,
    };
  },
};

function isJson({ path }: SystemFile, _: number, all: readonly SystemFile[]): boolean {
  return all.length === 1 || /\.json$/i.test(path);
}

function isCard(file: SystemFile): boolean {
  const text = headText(file, 65_536);
  const has = (key: string, value: string): boolean => new RegExp(`"${key}"\\s*:\\s*${value}`).test(text);
  // Cards that people write by hand lack one or the other of what the protocol demands.
  const own = ['skills', 'defaultInputModes', 'supportedInterfaces'].filter((key) => has(key, '\\['));
  const shared = has('capabilities', '\\{') || has('protocolVersion', '"');
  return (
    /^\uFEFF?\s*[[{]/.test(text) &&
    own.length + (shared ? 1 : 0) >= 2 &&
    (has('url', '"') || own.includes('supportedInterfaces'))
  );
}

/** How deep catalogues put the cards of their agents. */
const MAX_DEPTH = 6;

/** A file is a card, a list of them, or has them in entries, as catalogues and directories of agents keep them. */
function cardsIn(root: TreeNode): readonly TreeNode[] {
  const list = root.isList ? root : isCardLike(root) ? undefined : root.any('agents');
  const entries = list?.isList === true ? list.elements() : [root];
  return entries.flatMap((entry) => {
    const found = cardsWithin(entry, 0);
    return found.length > 0 ? found : [entry];
  });
}

function cardsWithin(node: TreeNode, depth: number): readonly TreeNode[] {
  if (isCardLike(node)) return [node];
  if (depth > MAX_DEPTH) return [];
  const parts = node.isList ? node.elements() : node.entries().map(([, part]) => part);
  return parts.flatMap((part) => (part.isObject || part.isList ? cardsWithin(part, depth + 1) : []));
}

/** Two of what cards have, and an address or a name. */
function isCardLike(node: TreeNode): boolean {
  if (!node.isObject || typeof node.any('name')?.value !== 'string') return false;
  const marks = [
    typeof node.any('url')?.value === 'string',
    node.any('supportedInterfaces')?.isList === true,
    node.any('skills')?.isList === true,
    node.any('capabilities')?.isObject === true,
    typeof node.any('protocolVersion')?.value === 'string',
  ];
  return marks.filter(Boolean).length >= 2;
}

/** @returns name of the agent */
function readCard(cards: Cards, root: TreeNode): string {
  const { account, pointer } = root;
  const name = root.text('name');
  if (!root.isObject || name === undefined) {
    throw new ThreatloomError('CARD-001', 'this is no agent card: it has no name', {
      file: account.file,
      line: root.place.line ?? 1,
      pointer: `${pointer}/name`,
      hint: 'an agent card has "name", "url", "capabilities" and "skills"',
    });
  }
  const { draft } = cards;
  const description = root.text('description');
  const addresses = addressesOf(root);
  const security = securityOf(root);
  const agent = draft.asset(
    {
      name,
      kind: 'agent',
      fallback: 'process',
      place: account.place(`${pointer}/name`),
      ...(description !== undefined && { description }),
      ...exposureOf(addresses),
      ...(security.isOpen && { facts: { anonymous: ['query'] } }),
      ask: ['which model answers here (uses), and what may it act on?'],
    },
    'agent',
  );
  account.read(`${pointer}/name`, `agent "${name}"`, `asset ${agent}`);
  if (addresses.length > 0) {
    draft.amend(agent, () => ({ extensions: { 'x-addresses': addresses.map(withoutCredentials) } }));
    const place = `${pointer}/${root.has('url') ? 'url' : 'supportedInterfaces'}`;
    account.kept(place, 'addresses', `x-addresses of ${agent}`);
    const { exposure } = exposureOf(addresses);
    if (exposure !== undefined) {
      const why = 'by the host of its address';
      draft.guess(agent, { exposure: why });
      account.guessed(place, 'addresses', `exposure of ${agent}: ${exposure}`, why);
    }
  }
  if (security.isOpen) {
    const why = 'a card that asks for nothing lets anyone call';
    draft.guess(agent, { anonymous: why });
    const what = security.isOptional ? 'a security requirement without a scheme' : 'no security scheme';
    account.guessed(`${pointer}/name`, what, `anonymous of ${agent}: query`, why);
  }
  readVersion(cards, root, agent);
  readCallers(cards, root, agent, { addresses, isOpen: security.isOpen });
  readSchemes(cards, root, agent);
  readCapabilities(cards, root, agent);
  const schemes = new Set((root.any('securitySchemes')?.entries() ?? []).map(([name]) => name));
  for (const skill of root.objects('skills')) {
    readSkill(cards, skill, agent);
    reportSchemes(skill, schemes);
  }
  reportSchemes(root, schemes);
  readProvider(cards, root, agent);
  root.tell(
    'documentationUrl',
    'preferredTransport',
    'protocolVersion',
    'supportsAuthenticatedExtendedCard',
    'defaultInputModes',
    'defaultOutputModes',
    '$schema',
  );
  return name;
}

function addressesOf(root: TreeNode): readonly string[] {
  const url = root.text('url');
  const others = ['additionalInterfaces', 'supportedInterfaces'].flatMap((key) =>
    root.objects(key).flatMap((each) => {
      each.tell('transport', 'protocolBinding', 'protocolVersion', 'tenant');
      return each.text('url') ?? [];
    }),
  );
  return [...new Set([...(url === undefined ? [] : [url]), ...others])];
}

function exposureOf(addresses: readonly string[]): Pick<DraftAsset, 'exposure'> {
  const isPublic = addresses.some((address) => isPublicHost(hostOf(address) ?? ''));
  return isPublic ? { exposure: 'public' } : {};
}

/**
 * 0.2 has `authentication.schemes`, later editions `security` and `securitySchemes`. As in OpenAPI, a requirement that
 * asks for nothing lets anyone in beside those who can meet another.
 */
function securityOf(root: TreeNode): { readonly isOpen: boolean; readonly isOptional: boolean } {
  const old = root.any('authentication');
  const schemes = (root.any('securitySchemes')?.entries() ?? []).filter(
    ([, scheme]) => !scheme.isObject || scheme.any('type')?.value !== 'none',
  );
  const oldSchemes =
    old?.isObject === true ? old.texts('schemes').filter((each) => !/^none$/i.test(each)) : [];
  const needs = ['security', 'securityRequirements'].flatMap((key) =>
    root.any(key)?.isList === true ? root.items(key) : [],
  );
  for (const key of ['security', 'securityRequirements']) root.any(key)?.tellWhole();
  const isOptional = needs.some(asksForNothing);
  return { isOpen: isOptional || schemes.length + oldSchemes.length + needs.length === 0, isOptional };
}

/** A requirement names schemes of the card. */
function reportSchemes(node: TreeNode, schemes: ReadonlySet<string>): void {
  for (const key of ['security', 'securityRequirements']) {
    const needs = node.any(key);
    if (needs === undefined) continue;
    needs.tellWhole();
    const reported = new Set<string>();
    for (const need of needs.isList ? needs.elements() : []) {
      const names = need.isObject ? (need.any('schemes') ?? need).entries() : [];
      for (const [name] of names) {
        if (schemes.has(name) || reported.has(name)) continue;
        reported.add(name);
        const what = `security scheme "${name}"`;
        node.account.warn(needs.pointer, `the ${what} that this asks for is nowhere in the card`, {
          code: 'CARD-003',
        });
        node.account.notRead(needs.pointer, what, 'it is nowhere in the card');
      }
    }
  }
}

function asksForNothing(need: TreeNode): boolean {
  if (!need.isObject) return false;
  return (need.any('schemes') ?? need).entries().length === 0;
}

function readVersion(cards: Cards, root: TreeNode, agent: string): void {
  const version = root.text('version');
  if (version === undefined) return;
  cards.draft.keep(agent, 'x-version', version);
  root.account.kept(`${root.pointer}/version`, `version ${version}`, `x-version of ${agent}`);
}

function readCallers(
  cards: Cards,
  root: TreeNode,
  agent: string,
  { addresses, isOpen }: { readonly addresses: readonly string[]; readonly isOpen: boolean },
): void {
  cards.callers ??= cards.draft.asset({
    guessed: { [WHOLE]: 'a card says nothing of who calls' },
    name: 'Calling agents',
    fallback: 'external',
    hints: { types: ['client agent'] },
    place: root.account.place(`${root.pointer}/name`),
    ask: ['which agents or people call these agents?'],
  });
  cards.draft.flow({
    from: cards.callers,
    to: agent,
    carries: ['prompt'],
    both: true,
    authenticated: !isOpen,
    ...(addresses.length > 0 && {
      encrypted: addresses.every((address) => /^(?:https|grpcs):/i.test(address)),
    }),
    place: root.account.place(`${root.pointer}/name`),
  });
}

/** OAuth 2 and OpenID Connect name who vouches for callers. */
function readSchemes(cards: Cards, root: TreeNode, agent: string): void {
  for (const [name, scheme] of root.entriesOf('securitySchemes')) {
    if (!scheme.expectObject()) continue;
    // Since 1.0 a scheme stands under the name of its sort: `httpAuthSecurityScheme`.
    const wrapped = scheme.entries().find(([key, value]) => key.endsWith('SecurityScheme') && value.isObject);
    const inner = wrapped?.[1] ?? scheme;
    const type = inner.text('type') ?? wrapped?.[0].replace(/(?:Auth)?SecurityScheme$/, '') ?? name;
    const flows = inner.any('flows')?.entries() ?? [];
    const urls = [
      inner.text('openIdConnectUrl'),
      inner.text('oauth2MetadataUrl'),
      ...flows.flatMap(([, flow]) =>
        ['tokenUrl', 'authorizationUrl'].map((key) => (flow.isObject ? flow.text(key) : undefined)),
      ),
    ];
    const host = urls.map((url) => hostOf(url ?? '')).find((each) => each !== undefined);
    for (const [, flow] of flows) flow.tellParts();
    inner.tellParts();
    scheme.tellParts();
    if (host === undefined) {
      cards.draft.amend(agent, ({ extensions = {} }) => ({
        extensions: {
          ...extensions,
          'x-security': [...((extensions['x-security'] as readonly string[] | undefined) ?? []), type],
        },
      }));
      scheme.account.kept(scheme.pointer, `security scheme "${name}" (${type})`, `x-security of ${agent}`);
      continue;
    }
    const provider = cards.draft.asset(
      { name: host, kind: 'identity-provider', fallback: 'external', place: scheme.place },
      'identity-provider',
    );
    cards.draft.relate(agent, 'authenticates-with', provider);
    scheme.account.read(
      scheme.pointer,
      `security scheme "${name}" (${type})`,
      `${agent} authenticates-with ${provider}`,
    );
  }
  const old = root.any('authentication');
  if (old?.isObject !== true) return;
  const schemes = old.texts('schemes');
  if (schemes.length === 0) return;
  cards.draft.keep(agent, 'x-security', schemes);
  old.account.kept(
    `${old.pointer}/schemes`,
    `authentication ${schemes.join(', ')}`,
    `x-security of ${agent}`,
  );
}

function readCapabilities(cards: Cards, root: TreeNode, agent: string): void {
  const capabilities = root.at('capabilities');
  if (capabilities?.boolean('pushNotifications') === true) {
    cards.draft.amend(agent, ({ facts }) => ({ facts: { ...facts, egress: ['any'] } }));
    const why = 'it sends to addresses that callers name';
    cards.draft.guess(agent, { egress: why });
    capabilities.account.guessed(
      `${capabilities.pointer}/pushNotifications`,
      'push notifications',
      `egress of ${agent}: any`,
      why,
    );
  }
  const extensions = (
    capabilities?.any('extensions')?.isList === true ? capabilities.objects('extensions') : []
  ).flatMap((each) => {
    each.tell('description', 'params');
    const uri = each.text('uri');
    return uri === undefined
      ? []
      : [withoutCredentials(uri) + (each.boolean('required') === true ? ' (required)' : '')];
  });
  if (capabilities !== undefined && extensions.length > 0) {
    cards.draft.keep(agent, 'x-extensions', extensions);
    capabilities.account.kept(`${capabilities.pointer}/extensions`, 'extensions', `x-extensions of ${agent}`);
  }
  capabilities?.tellParts();
}

function readSkill(cards: Cards, skill: TreeNode, agent: string): void {
  const name = skill.text('name') ?? skill.text('id');
  const description = skill.text('description');
  const tags = skill.texts('tags');
  const why = 'a skill is a function that the agent can be asked for';
  const id = cards.draft.asset(
    {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      guessed: { [WHOLE]: why },
      kind: 'tool',
      fallback: 'process',
      hints: { tags },
      place: skill.place,
      ask: ['what can it do (effects), and on what (acts-on)?'],
    },
    'skill',
  );
  cards.draft.relate(agent, 'calls', id);
  skill.account.guessed(skill.pointer, `skill "${name ?? ''}"`, `asset ${id}`, why);
  skill.tell('id', 'inputModes', 'outputModes');
}

function readProvider(cards: Cards, root: TreeNode, agent: string): void {
  const provider = root.at('provider');
  const organization = provider?.text('organization');
  provider?.tell('url');
  if (provider === undefined || organization === undefined) return;
  cards.inventory.addSupplier(organization, provider.place, agent);
  provider.account.guessed(
    provider.pointer,
    `provider "${organization}"`,
    `actor, supplies ${agent}`,
    'whoever runs it can change it',
  );
}
