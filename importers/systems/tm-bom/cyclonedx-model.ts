import type { DraftActor, DraftAsset, DraftFlow, DraftSystem, DraftZone } from '#model/draft-system';
import { listUnder } from '#model/list-under';
import type { Level } from '#model/system-model';
import { DraftIds, kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { encryptedByProtocol } from '../../formats/encrypted-protocol.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { UndefinedNames } from './common.ts';

/** Prefix of the properties that carry a threat model. */
const PREFIX = 'cdx:model:';

/** How it looks: of no meaning for a model. */
const LOOKS = /^(?:shape|diagram)(?::|$)/;

interface Part {
  readonly node: TreeNode;
  readonly ref: string;
  readonly name: string;
  readonly type: string;
  readonly properties: ReadonlyMap<string, readonly string[]>;
}

/**
 * A threat model in components of CycloneDX, type `threat-model`, as Threat Dragon's draft of TM-BOM has it. The draft may
 * change, so all of it is experimental.
 */
export function cyclonedxModelOf(root: TreeNode, file: string): DraftSystem {
  const parts = partsOf(root);
  const ids = new DraftIds();
  const known = new Map<string, string>();
  const idOf = (part: Part, fallback: string): string => {
    const id = ids.make(part.name, fallback);
    if (!known.has(part.ref)) known.set(part.ref, id);
    return id;
  };
  const of = (...types: readonly string[]): readonly Part[] =>
    parts.filter(({ type }) => types.includes(type));
  const refer = (ref: string | undefined): string =>
    ref === undefined ? '(nothing)' : (known.get(ref) ?? ref);

  const zoneParts = of('boundary').map((part) => ({ part, id: idOf(part, 'zone') }));
  const actorParts = of('actor').map((part) => ({ part, id: idOf(part, 'actor') }));
  const frames = new Set(['diagram', 'repository', 'boundary', 'actor', 'dataflow', 'asset']);
  const assetParts = parts
    .filter(({ type }) => !frames.has(type))
    .map((part) => ({ part, id: idOf(part, 'component') }));
  const within = (part: Part): { zone?: string } => {
    const boundary = one(part, 'inBoundary');
    return boundary === undefined ? {} : { zone: refer(boundary) };
  };
  const zones = zoneParts.map(({ part, id }): DraftZone => {
    const parent = one(part, 'inBoundary');
    const rating = Number(one(part, 'risk:trustRating') ?? Number.NaN);
    const kept = told(part, `boundary ${quoted(part.name)}`, `zone ${id}`, [
      'inBoundary',
      'risk:trustRating',
    ]);
    return {
      id,
      ...named(part),
      ...kept,
      // 0..100 there, 0..5 here.
      ...(rating >= 0 && rating <= 100 ? { trust: Math.round(rating / 20) } : {}),
      ...(parent === undefined ? {} : { in: refer(parent) }),
    };
  });
  const actors = actorParts.map(({ part, id }): DraftActor => {
    const kept = told(part, `actor ${quoted(part.name)}`, `actor ${id}`, ['inBoundary']);
    return { id, ...named(part), ...within(part), ...kept };
  });
  const data = of('asset');
  const assets = assetParts.map(({ part, id }): DraftAsset => {
    const technologies = all(part, 'platform');
    const tags = all(part, 'tag');
    const what = `${part.type} ${quoted(part.name)}`;
    const kept = told(part, what, `asset ${id}`, ['inBoundary']);
    return {
      id,
      ...named(part),
      ...kept,
      ...within(part),
      fallback: part.type === 'datastore' ? 'store' : 'process',
      hints: {
        types: [part.type],
        ...(technologies.length > 0 ? { technologies } : {}),
        ...(tags.length > 0 ? { tags } : {}),
      },
      ...worthOf(
        data.filter((each) => [...all(each, 'storedBy'), ...all(each, 'processedBy')].includes(part.ref)),
      ),
    };
  });
  const flows = of('dataflow').map((part): DraftFlow => {
    const [from, to] = ['dataflow:source', 'dataflow:destination'].map((key) => refer(one(part, key)));
    const what = `dataflow ${quoted(part.name)}`;
    const kept = told(part, what, `flow ${from!} -> ${to!}`, [
      'dataflow:source',
      'dataflow:destination',
      'dataflow:isBidirectional',
    ]);
    const protocol = one(part, 'dataflow:protocol');
    const { account, pointer } = part.node;
    const { name, description, place } = named(part);
    return {
      name,
      ...(description === undefined ? {} : { description }),
      place,
      from: from!,
      to: to!,
      ...(one(part, 'dataflow:isBidirectional') === 'true' ? { both: true } : {}),
      ...encryptedByProtocol(account, pointer, what, protocol),
      ...kept,
    };
  });
  const undefinedNames = new UndefinedNames();
  const kept = data.map((part) => {
    for (const key of ['storedBy', 'processedBy']) {
      for (const id of all(part, key)) {
        if (known.has(id)) continue;
        undefinedNames.add(part.node, 'component', { in: `asset ${quoted(part.name)}`, key, id });
      }
    }
    part.node.account.kept(
      part.node.pointer,
      `asset ${quoted(part.name)}`,
      '"x-data-assets"',
      'its ratings stand at what holds it',
    );
    part.node.tell('description');
    return {
      name: part.name,
      ...Object.fromEntries([...part.properties].map(([key, values]) => [key, values.join(', ')])),
    };
  });
  for (const part of of('diagram', 'repository')) {
    part.node.account.notRead(part.node.pointer, `${part.type} ${quoted(part.name)}`, 'it only holds others');
    part.node.tell('description');
  }
  const component = root.at('metadata')?.at('component');
  const name = component?.text('name') ?? file;
  const description = component?.text('description');
  component?.tell('type', 'bom-ref', 'group', 'version');
  return draftOf({
    id: kebabCase(name) || 'system',
    name,
    ...(description === undefined ? {} : { description }),
    zones,
    actors,
    assets,
    flows,
    undefinedReferences: undefinedNames.references,
    ...(kept.length > 0 ? { extensions: { 'x-data-assets': kept } } : {}),
  });
}

/** All components with a type of the draft, nested ones too. */
function partsOf(root: TreeNode): readonly Part[] {
  const parts: Part[] = [];
  const open = [...root.objects('components')].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const properties = new Map<string, string[]>();
    for (const property of node.objects('properties')) {
      const [key, value] = [property.text('name'), property.text('value')];
      if (key === undefined || value === undefined || !key.startsWith(PREFIX)) continue;
      const name = key.slice(PREFIX.length);
      listUnder(properties, name).push(value);
    }
    const ref = node.text('bom-ref') ?? node.pointer;
    const name = node.text('name') ?? ref;
    // What is said to stand in a boundary is a thing, whatever sort it is.
    const type = properties.get('type')?.[0] ?? (properties.has('inBoundary') ? 'component' : undefined);
    node.tell('type', 'properties');
    if (type === undefined)
      node.account.notRead(node.pointer, `component ${quoted(name)}`, `it has no "${PREFIX}type"`);
    else parts.push({ node, ref, name, type, properties });
    open.push(...[...node.objects('components')].reverse());
  }
  return parts;
}

function one(part: Part, key: string): string | undefined {
  return part.properties.get(key)?.[0];
}

function all(part: Part, key: string): readonly string[] {
  return part.properties.get(key) ?? [];
}

function named({ node, name }: Part): {
  readonly name: string;
  readonly description?: string;
  readonly place: TreeNode['place'];
} {
  const description = node.text('description');
  return { name, ...(description === undefined ? {} : { description }), place: node.place };
}

/**
 * Tells of a part.
 *
 * @param used properties that something was made of
 * @returns the others, to be kept; those of the drawing are not
 */
function told(
  { node: { account, pointer }, properties }: Part,
  what: string,
  became: string,
  used: readonly string[],
): { extensions?: Record<string, unknown> } {
  account.read(pointer, what, became);
  const rest = [...properties].filter(([key]) => key !== 'type' && !used.includes(key));
  const looks = rest.flatMap(([key]) => (LOOKS.test(key) ? [PREFIX + key] : []));
  if (looks.length > 0)
    account.notRead(pointer, `${looks.join(', ')} of ${what}`, 'it only says how the drawing looks');
  const tags = properties.get('tag') ?? [];
  const others = rest.filter(([key]) => key !== 'tag' && !LOOKS.test(key));
  if (others.length > 0)
    account.kept(pointer, `${others.map(([key]) => PREFIX + key).join(', ')} of ${what}`, '"x-properties"');
  const kept = others.map(([key, values]) => [key, values.length === 1 ? values[0] : values] as const);
  const extensions = {
    ...(tags.length > 0 ? { 'x-tags': tags } : {}),
    ...(kept.length > 0 ? { 'x-properties': Object.fromEntries(kept) } : {}),
  };
  return Object.keys(extensions).length > 0 ? { extensions } : {};
}

/** Worth of what holds data: the highest of each rating, 0..100 there. */
function worthOf(data: readonly Part[]): Pick<DraftAsset, 'value'> {
  const value: Partial<Record<'confidentiality' | 'integrity' | 'availability', Level>> = {};
  for (const key of ['confidentiality', 'integrity', 'availability'] as const) {
    const rating = Math.max(
      0,
      ...data.map((part) => Number(one(part, `risk:${key}`) ?? 0)).filter(Number.isFinite),
    );
    if (rating > 0)
      value[key] = rating <= 25 ? 'low' : rating <= 50 ? 'medium' : rating <= 75 ? 'high' : 'critical';
  }
  return Object.keys(value).length > 0 ? { value } : {};
}
