/** Services: what is called over a network, in which zone it lies, and which data moves between services. */
import type { DraftFlow } from '#model/draft-system';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { at, keep, localRef, register, type Bom, type Subject } from './bom.ts';
import { dataClassesOf, readDetails, readGovernance } from './details.ts';

/** Services may stand within services; deeper ones than this are not read. */
const MAX_NESTING = 32;

/** @returns what links them by their data, to be called when all of them are known */
export function readServices(
  bom: Bom,
  nodes: readonly TreeNode[],
  main: Subject | undefined,
): readonly (() => void)[] {
  const links: (() => void)[] = [];
  const waiting = nodes.map((node) => ({ node, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    const { service, facts } = readService(bom, node);
    links.push(() => {
      for (const each of node.objects('data')) readDataFlow(bom, each, service, facts);
      linkCallers(bom, node, service, { main, facts });
    });
    const inner = node.objects('services');
    if (depth < MAX_NESTING)
      waiting.push(...inner.map((each) => ({ node: each, depth: depth + 1 })).reverse());
  }
  return links;
}

/** What holds for every flow to a service. */
type FlowFacts = Pick<DraftFlow, 'authenticated' | 'encrypted' | 'place'>;

function readService(bom: Bom, node: TreeNode): { readonly service: Subject; readonly facts: FlowFacts } {
  const name = node.text('name');
  const provider = node.at('provider')?.text('name');
  node.at('provider')?.tellParts();
  const description = node.text('description');
  const endpoints = node.texts('endpoints').map(withoutCredentials);
  const zone = zoneOf(bom, node, provider ?? endpoints.map(hostOf).find((host) => host !== undefined));
  const what = `service "${name ?? ''}"`;
  const id = bom.draft.asset(
    {
      place: node.place,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      fallback: zone === undefined ? 'process' : 'external',
      hints: { types: ['service'], ...(provider !== undefined && { names: [provider] }) },
      ...(zone !== undefined && { zone }),
      ...(endpoints.length > 0 && { extensions: { 'x-endpoints': endpoints } }),
      ask: ['who runs it (provider)?'],
    },
    'service',
  );
  node.account.read(node.pointer, what, `asset ${id}`);
  const service: Subject = { id, sort: 'service', what };
  register(bom, node, service);
  if (endpoints.length > 0)
    node.account.kept(`${node.pointer}/endpoints`, 'endpoints', `x-endpoints of ${id}`);
  if (provider !== undefined) {
    bom.inventory.addSupplier(provider, node.place, id);
    const why = 'whoever runs it can change it';
    node.account.guessed(`${node.pointer}/provider`, `provider "${provider}"`, `actor, supplies ${id}`, why);
  }
  readClassification(bom, node, id);
  readDetails(bom, node, service);
  const authenticated = node.boolean('authenticated');
  const encrypted = isEncrypted(endpoints);
  const facts = {
    ...(authenticated !== undefined && { authenticated }),
    ...(encrypted !== undefined && { encrypted }),
    place: node.place,
  };
  return { service, facts };
}

/** What an address without a scheme is reached by, nobody says. */
function isEncrypted(endpoints: readonly string[]): boolean | undefined {
  const schemes = endpoints.map((url) => /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]);
  const encrypted = schemes.map((scheme) =>
    scheme === undefined ? undefined : /^(?:https|wss|grpcs|mqtts|amqps)$/i.test(scheme),
  );
  if (encrypted.includes(false)) return false;
  return encrypted.length > 0 && !encrypted.includes(undefined) ? true : undefined;
}

function zoneOf(bom: Bom, node: TreeNode, outside: string | undefined): string | undefined {
  const named = node.text('trustZone');
  const crosses = node.boolean('x-trust-boundary');
  const name = named ?? (crosses === true ? (outside ?? 'Outside') : undefined);
  if (name === undefined) return undefined;
  const known = bom.zones.get(name);
  const zone = known ?? bom.draft.zone({ name, place: node.place });
  bom.zones.set(name, zone);
  const key = named === undefined ? 'x-trust-boundary' : 'trustZone';
  node.account.read(
    `${node.pointer}/${key}`,
    named === undefined ? 'a trust boundary is crossed' : `trust zone "${named}"`,
    `zone ${zone}`,
  );
  return zone;
}

function readClassification(bom: Bom, node: TreeNode, id: string): void {
  const words = node.objects('data').flatMap((each) => {
    readGovernance(bom, each, id);
    return each.text('classification') ?? [];
  });
  if (words.length === 0) return;
  const classes = dataClassesOf(words);
  if (classes.length > 0) bom.draft.amend(id, () => ({ data: classes }));
  keep(bom, id, at(node, 'data'), `classification ${words.map((word) => `"${word}"`).join(', ')}`, {
    key: 'x-classification',
    value: words,
  });
}

/** Who calls a service: what depends on it, else what the document is about. */
function linkCallers(
  bom: Bom,
  node: TreeNode,
  service: Subject,
  { main, facts }: { readonly main: Subject | undefined; readonly facts: FlowFacts },
): void {
  const dependents = [...(bom.callers.get(service.id) ?? [])];
  const callers = dependents.length > 0 || main === undefined ? dependents : [main.id];
  const why =
    dependents.length > 0 ? 'what depends on a service calls it' : 'a service that is listed is called';
  for (const caller of callers) {
    if (!bom.draft.hasAsset(caller)) continue;
    if (bom.draft.joins(caller, service.id) || bom.draft.joins(service.id, caller)) continue;
    bom.draft.flow({ from: caller, to: service.id, both: true, ...facts, ask: ['what does it carry?'] });
    node.account.guessed(node.pointer, `calls of ${service.what}`, `flow ${caller} → ${service.id}`, why);
  }
}

/** `source` and `destination` are addresses, or links to parts of this document. */
function readDataFlow(bom: Bom, node: TreeNode, service: Subject, facts: FlowFacts): void {
  const direction = node.text('flow');
  const name = node.text('name');
  node.tell('description');
  for (const key of ['source', 'destination'] as const) {
    for (const item of node.items(key)) {
      const address = item.asText();
      if (address === undefined) continue;
      const what = `${key} of the data of ${service.what}`;
      const other = bom.subjects.get(localRef(bom, address));
      if (other === undefined) {
        keep(bom, service.id, item, what, { key: `x-data-${key}`, value: withoutCredentials(address) });
        continue;
      }
      const [from, to] = key === 'source' ? [other, service] : [service, other];
      const both = direction === 'bi-directional' || direction === 'bidirectional';
      const joined = bom.draft.joins(from.id, to.id) || (both && bom.draft.joins(to.id, from.id));
      if (from.id === to.id) item.account.notRead(item.pointer, what, 'it is the service itself');
      else {
        if (!joined)
          bom.draft.flow({
            from: from.id,
            to: to.id,
            ...(both && { both }),
            ...(name !== undefined && { name }),
            ...facts,
          });
        item.account.read(item.pointer, what, `flow ${from.id} → ${to.id}`);
      }
    }
  }
}
