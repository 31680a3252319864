import { CARRIED_KEY, carriedActor, carriedAsset, carriedFlow, isNameless } from '#importers/formats/carried';
import { encryptedByProtocol } from '#importers/formats/encrypted-protocol';
import type { ForeignIds } from '#importers/formats/foreign-ids';
import type { TreeNode } from '#importers/formats/tree-node';
import type { DraftActor, DraftAsset, DraftElement, DraftFlow, DraftZone } from '#model/draft-system';
import { readDataAssets, worthOf, type DataAssets } from './data-assets.ts';

export interface OtmElements {
  readonly zones: readonly DraftZone[];
  readonly actors: readonly DraftActor[];
  readonly assets: readonly DraftAsset[];
  readonly flows: readonly DraftFlow[];
  /** Data that the file rates, for the record. */
  readonly dataAssets: DataAssets['written'];
  /** Id of a component or flow, and its node, which may carry threats. */
  readonly bearers: readonly (readonly [string, TreeNode])[];
}

/** IriusRisk and StartLeft name types in words; these tell what a component is at all. */
const STORE = /database|\bdb\b|\brds\b|storage|store|bucket|\bs3\b|queue|sql|registry|volume|cache/i;
/** What IriusRisk puts before the types that its vendor defines: `CD-MQ`, `CD-V2-KAFKA`. */
const DEFINED = /^CD-(?:V\d+-)?/;
const EXTERNAL = /client|actor|user|browser|external|third-party/i;

interface Named {
  readonly node: TreeNode;
  readonly id: string;
  readonly name: string | undefined;
}

export function readElements(root: TreeNode, ids: ForeignIds): OtmElements {
  const data = readDataAssets(root);
  const zones = ['trustZones', 'trustzones'].flatMap((key) => named(root, key, 'trust zone', 'zone', ids));
  const nowhere = new Set(
    zones.filter(({ node }) => carriedOf(node)?.text('sort') === 'none').map(({ id }) => id),
  );
  const components = named(root, 'components', 'component', 'component', ids);
  const flows = named(root, 'dataflows', 'data flow', 'flow', ids);
  const homes = new Homes(components, { zones: new Set(zones.map(({ id }) => id)), nowhere }, ids);
  const actors: DraftActor[] = [];
  const assets: DraftAsset[] = [];
  for (const component of components) {
    const carried = carriedOf(component.node);
    if (carried?.text('sort') === 'actor') actors.push(toActor(component, carried, homes, ids));
    else assets.push(toAsset(component, carried, homes, data, ids));
  }
  return {
    zones: zones.filter(({ id }) => !nowhere.has(id)).map((zone) => toZone(zone, homes, ids)),
    actors,
    assets,
    flows: flows.map((flow) => toFlow(flow, data, ids)),
    dataAssets: data.written,
    bearers: [...components, ...flows].map(({ node, id }) => [id, node] as const),
  };
}

function named(root: TreeNode, key: string, what: string, fallback: string, ids: ForeignIds): Named[] {
  return root.objects(key).map((node) => {
    const name = node.text('name');
    const id = ids.name(node, node.text('id'), name, what, fallback);
    return { node, id, name: isNameless(carriedOf(node)) ? undefined : name };
  });
}

function carriedOf(node: TreeNode): TreeNode | undefined {
  return node.at('attributes')?.at(CARRIED_KEY);
}

/** What stands around something: before version 0.1 it was one id, of either. */
function parentOf(node: TreeNode): {
  readonly trustZone?: string;
  readonly component?: string;
  readonly either?: string;
} {
  const parent = node.any('parent');
  if (typeof parent?.value === 'string') {
    const either = node.text('parent');
    return either === undefined ? {} : { either };
  }
  const within = node.at('parent');
  const [trustZone, component] = [within?.text('trustZone'), within?.text('component')];
  return { ...(trustZone !== undefined && { trustZone }), ...(component !== undefined && { component }) };
}

/** Zones of components: their own, or that of the component around them. */
class Homes {
  readonly #parents: ReadonlyMap<string, { readonly zone?: string; readonly component?: string }>;

  /**
   * @param zones ids of all zones
   * @param nowhere those of our own exports that stand for none
   */
  constructor(
    components: readonly Named[],
    { zones, nowhere }: { readonly zones: ReadonlySet<string>; readonly nowhere: ReadonlySet<string> },
    ids: ForeignIds,
  ) {
    const insides = new Set(components.map(({ id }) => id));
    this.#parents = new Map(
      components.map(({ node, id }) => {
        const { trustZone, component, either } = parentOf(node);
        const known = either === undefined ? undefined : ids.resolve(either);
        const isComponent = known !== undefined && insides.has(known) && !zones.has(known);
        const zone = trustZone === undefined ? (isComponent ? undefined : known) : ids.resolve(trustZone);
        const outer = component === undefined ? (isComponent ? known : undefined) : ids.resolve(component);
        return [
          id,
          {
            ...(zone !== undefined && !nowhere.has(zone) && { zone }),
            ...(outer !== undefined && { component: outer }),
          },
        ];
      }),
    );
  }

  has(id: string): boolean {
    return this.#parents.has(id);
  }

  outerOf(id: string): string | undefined {
    return this.#parents.get(id)?.component;
  }

  zoneOf(id: string): string | undefined {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = this.outerOf(at)) {
      seen.add(at);
      const zone = this.#parents.get(at)?.zone;
      if (zone !== undefined) return zone;
    }
    return undefined;
  }
}

function toZone({ node, id, name }: Named, homes: Homes, ids: ForeignIds): DraftZone {
  const rating = node.at('risk')?.number('trustRating');
  // The scale is 0 to 100; what is outside of it is kept, and asked about.
  const isRated = rating !== undefined && rating >= 0 && rating <= 100;
  const { trustZone, component, either } = parentOf(node);
  const parent = trustZone ?? either;
  // Tools draw a zone in a component too: then it is in the zone of that.
  const within = component === undefined ? undefined : ids.resolve(component);
  const outer = parent === undefined ? within && homes.zoneOf(within) : ids.resolve(parent);
  if (within !== undefined) {
    const what = `trust zone "${name ?? id}" in component ${within}`;
    node.account.kept(`${node.pointer}/parent/component`, what, `x-part-of of ${id}`);
    if (!homes.has(within)) {
      node.account.warn(
        `${node.pointer}/parent/component`,
        `nothing under "components" has the id "${component!}"`,
        {
          code: 'OTM-003',
        },
      );
    }
  }
  node.account.read(node.pointer, `trust zone "${name ?? id}"`, `zone ${id}`);
  const outOfScale = rating === undefined || isRated ? {} : { 'x-trust-rating': rating };
  return {
    id,
    ...textsOf(node, name),
    ...(isRated && { trust: Math.round(rating / 20) }),
    ...(outer !== undefined && outer !== id && { in: outer }),
    ...extensions({
      ...(within !== undefined && { 'x-part-of': within }),
      ...outOfScale,
      ...typeOf(node),
      ...attributesOf(node),
    }),
  };
}

/** Types are words in the standard's examples, and ids of a tool's catalogue elsewhere; no rule reads either. */
function typeOf(node: TreeNode): Record<string, unknown> {
  const type = node.text('type');
  if (type === undefined) return {};
  node.account.kept(`${node.pointer}/type`, `type "${type}"`, 'x-type');
  return { 'x-type': type };
}

function toActor({ node, id, name }: Named, carried: TreeNode, homes: Homes, ids: ForeignIds): DraftActor {
  const zone = homes.zoneOf(id);
  node.tell('type');
  node.account.read(node.pointer, `component "${name ?? id}"`, `actor ${id}`);
  return {
    id,
    ...textsOf(node, name),
    ...(zone !== undefined && { zone }),
    ...carriedActor(carried, (foreign) => ids.resolve(foreign)),
    ...extensions(attributesOf(node)),
  };
}

function toAsset(
  { node, id, name }: Named,
  carried: TreeNode | undefined,
  homes: Homes,
  data: DataAssets,
  ids: ForeignIds,
): DraftAsset {
  const type = node.text('type') ?? '';
  const tags = node.texts('tags');
  const zone = homes.zoneOf(id);
  const outer = homes.outerOf(id);
  const held = node.at('assets');
  const dataIds = [...(held?.texts('processed') ?? []), ...(held?.texts('stored') ?? [])];
  reportUnknown(node, 'assets', dataIds, data);
  const value = worthOf(dataIds, data);
  node.account.read(node.pointer, `component "${name ?? id}"`, `asset ${id}`);
  if (outer !== undefined) {
    node.account.kept(`${node.pointer}/parent/component`, `part of component ${outer}`, `x-part-of of ${id}`);
  }
  return {
    id,
    ...textsOf(node, name),
    fallback: STORE.test(type) ? 'store' : EXTERNAL.test(type) ? 'external' : 'process',
    hints: { types: [type.replace(DEFINED, '')], tags },
    ...(zone !== undefined && { zone }),
    ...(value !== undefined && { value }),
    ...(carried !== undefined && carriedAsset(carried, (foreign) => ids.resolve(foreign))),
    ...extensions({
      ...(carried === undefined && typeOf(node)),
      ...(outer !== undefined && { 'x-part-of': outer }),
      ...(dataIds.length > 0 && { 'x-data-assets': [...new Set(dataIds)] }),
      ...(tags.length > 0 && { 'x-tags': tags }),
      ...attributesOf(node),
    }),
  };
}

function toFlow({ node, id, name }: Named, data: DataAssets, ids: ForeignIds): DraftFlow {
  const tags = node.texts('tags');
  const dataIds = node.texts('assets');
  reportUnknown(node, 'assets', dataIds, data);
  const carried = carriedOf(node);
  node.account.read(node.pointer, `data flow "${name ?? id}"`, `flow ${id}`);
  const isNamed = carried?.boolean('unnamed') !== true;
  // The later word is that of drafts before version 0.1.
  const end = (key: string, early: string): string => {
    const foreign = node.text(key) ?? node.text(early);
    return foreign === undefined ? `(no ${key})` : ids.resolve(foreign);
  };
  return {
    ...(isNamed && { id }),
    ...textsOf(node, name),
    ...(carried === undefined && encryptionOf(node, name ?? id)),
    from: end('source', 'from'),
    to: end('destination', 'to'),
    ...(node.boolean('bidirectional') === true && { both: true }),
    ...(carried !== undefined && carriedFlow(carried)),
    ...extensions({
      ...(dataIds.length > 0 && { 'x-data-assets': dataIds }),
      ...(tags.length > 0 && { 'x-tags': tags }),
      ...attributesOf(node),
    }),
  };
}

/** Tools write under attributes what the format has no place for, each in its own words. */
function encryptionOf(node: TreeNode, name: string): Pick<DraftFlow, 'encrypted' | 'guessed'> {
  const attributes = node.at('attributes')?.entries() ?? [];
  const valueOf = (words: RegExp): TreeNode | undefined => attributes.find(([key]) => words.test(key))?.[1];
  const said = valueOf(/^(?:is[_ -]?)?encrypted$/i)?.value;
  if (typeof said === 'boolean') return { encrypted: said };
  const protocol = valueOf(/^protocols?$/i);
  if (typeof protocol?.value !== 'string') return {};
  return encryptedByProtocol(node.account, protocol.pointer, `data flow "${name}"`, protocol.value);
}

function reportUnknown(node: TreeNode, key: string, dataIds: readonly string[], data: DataAssets): void {
  for (const id of dataIds.filter((each) => !data.worth.has(each))) {
    node.account.warn(`${node.pointer}/${key}`, `nothing under "assets" has the id "${id}"`, {
      code: 'OTM-003',
      hint: 'it is kept under x-data-assets',
    });
  }
}

function textsOf(
  node: TreeNode,
  name: string | undefined,
): Pick<DraftElement, 'place' | 'name' | 'description'> {
  const description = node.text('description');
  return {
    place: node.place,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  };
}

/** Attributes of other tools are kept; those of our own exports are read where they belong. */
export function attributesOf(node: TreeNode): Record<string, unknown> {
  const attributes = (node.at('attributes')?.entries() ?? []).filter(([key]) => key !== CARRIED_KEY);
  for (const [key, value] of attributes)
    node.account.kept(value.pointer, `attribute "${key}"`, 'x-attributes');
  if (attributes.length === 0) return {};
  return { 'x-attributes': Object.fromEntries(attributes.map(([key, { value }]) => [key, value])) };
}

function extensions(all: Readonly<Record<string, unknown>>): Pick<DraftElement, 'extensions'> {
  return Object.keys(all).length === 0 ? {} : { extensions: all };
}
