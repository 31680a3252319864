/**
 * pytm's JSON: what `tm.process()` writes with `--json`, and what `pytm.load` takes.
 */
import type { DraftActor, DraftAsset, DraftFlow, DraftZone } from '#model/draft-system';
import { ThreatloomError } from '#model/errors';
import type { DataClass } from '#model/system-model';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { DraftIds, kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { quoted } from '../../formats/quoted.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { Controls } from './controls.ts';
import { enumerated, restOf } from './defaults.ts';
import { findingsOf } from './findings.ts';

const FORMAT = 'pytm';

/** Classes that are kinds of ours beyond doubt. */
const KINDS: ReadonlyMap<string, string> = new Map(Object.entries<string>({ LLM: 'llm', Agent: 'agent' }));

const FALLBACKS: ReadonlyMap<string, DraftAsset['fallback']> = new Map(
  Object.entries<DraftAsset['fallback']>({
    Datastore: 'store',
    ExternalEntity: 'external',
  }),
);

/** Protocols that encrypt by themselves. */
const ENCRYPTED = /^(?:https|wss|tls|mtls|ssh|sftp|ftps|ldaps|grpcs|ipsec)\b/i;

const REASONS = {
  threatsFile: 'it is a path on the machine that wrote this',
  threatsExcluded: 'it is a setting of the tool',
  colormap: 'it only says how the drawing looks',
  onDuplicates: 'it is a setting of the tool',
  ignoreUnused: 'it is a setting of the tool',
  isOrdered: 'it is a setting of the tool',
  mergeResponses: 'it is a setting of the tool',
};

export const pytm: SystemImporter = {
  id: 'pytm',
  formats: [{ id: FORMAT, title: 'pytm, JSON' }],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const head = headText(file, 512 * 1024);
    if (!/^\uFEFF?\s*\{/.test(head)) return undefined;
    const isOutput =
      /"__class__"\s*:/.test(head) && /"(?:inBoundary|maxClassification|controls)"\s*:/.test(head);
    const isInput = /"boundaries"\s*:/.test(head) && /"flows"\s*:/.test(head) && /"sink"\s*:/.test(head);
    return isOutput || isInput ? FORMAT : undefined;
  },

  /**
   * Diagnostics: PYTM-002 (a property of the wrong type).
   *
   * @throws ThreatloomError PYTM-001 (JSON of another kind, or no element), INPUT-004, INPUT-005
   */
  read(input) {
    const file = onlyFile(input, 'PYTM-001', 'a model of pytm') as SystemFile;
    const account = new Account(parseJsonDocument(file), { code: 'PYTM-002', reasons: REASONS });
    const root = TreeNode.of(account);
    const name = root.text('name') ?? file.file.replace(/\.json$/i, '');
    const description = root.text('description');
    const model = elementsOf(root);
    if (model.assets.length + model.actors.length === 0) {
      throw new ThreatloomError('PYTM-001', 'this JSON has no element of a model of pytm', {
        file: file.file,
        line: 1,
        hint: 'write it with: python model.py --json model.json',
      });
    }
    const { safeguardIds, refer, controls, data, ...drafted } = model;
    const { threats, safeguards } = findingsOf(root, safeguardIds, refer);
    const own = controls.safeguards(safeguardIds);
    const assumptions = root.any('assumptions')?.value;
    root.tell('assumptions');
    const hasAssumptions = Array.isArray(assumptions) && assumptions.length > 0;
    if (hasAssumptions) account.kept('/assumptions', 'assumptions', '"x-assumptions"');
    return {
      draft: draftOf({
        id: kebabCase(name) || 'system',
        name,
        ...(description === undefined ? {} : { description }),
        ...drafted,
        safeguards: [...own, ...safeguards],
        threats,
        extensions: {
          ...(hasAssumptions ? { 'x-assumptions': assumptions } : {}),
          ...(data.length > 0 ? { 'x-data': data } : {}),
        },
      }),
      ...account.finish(),
    };
  },
};

interface Elements {
  readonly zones: DraftZone[];
  readonly actors: DraftActor[];
  readonly assets: DraftAsset[];
  readonly flows: DraftFlow[];
  readonly data: Record<string, unknown>[];
  readonly controls: Controls;
  readonly safeguardIds: DraftIds;
  readonly refer: (name: string) => string;
}

function elementsOf(root: TreeNode): Elements {
  const ids = new DraftIds();
  const controls = new Controls();
  /** pytm joins by names. */
  const known = new Map<string, string>();
  const named = (node: TreeNode, fallback: string): { readonly name: string; readonly id: string } => {
    const name = node.text('name') ?? fallback;
    const id = ids.make(name, fallback);
    if (!known.has(name)) known.set(name, id);
    return { name, id };
  };
  const zoneParts = root.objects('boundaries').map((node) => ({ node, ...named(node, 'boundary') }));
  const zoneIds = new Map(zoneParts.map(({ name, id }) => [name, id]));
  const parts = elementNodes(root).map((node) => ({
    node,
    type: node.text('__class__') ?? 'Asset',
    ...named(node, 'element'),
  }));
  const flowParts = root.objects('flows').map((node) => ({ node, ...named(node, 'flow') }));
  const refer = (name: string): string => known.get(name) ?? name;
  const within = (node: TreeNode): string | undefined => {
    const boundary = node.text('inBoundary');
    return boundary === undefined || boundary === 'None' ? undefined : (zoneIds.get(boundary) ?? boundary);
  };
  const holds = dataHeld(root);

  const zones = zoneParts.map(({ node, name, id }): DraftZone => {
    const what = `boundary ${quoted(name)}`;
    const parent = within(node);
    controls.of(node, id);
    node.account.read(node.pointer, what, `zone ${id}`);
    return {
      id,
      name,
      ...described(node),
      place: node.place,
      ...(parent === undefined ? {} : { in: parent }),
      extensions: restOf(node, what, ['name', 'description', 'inBoundary', 'controls', '__class__']),
    };
  });
  const actors = parts
    .filter(({ type }) => type === 'Actor')
    .map(({ node, name, id }): DraftActor => {
      const what = `Actor ${quoted(name)}`;
      const zone = within(node);
      controls.of(node, id);
      node.account.read(node.pointer, what, `actor ${id}`);
      return {
        id,
        name,
        ...described(node),
        place: node.place,
        ...(zone === undefined ? {} : { zone }),
        extensions: restOf(node, what, ['name', 'description', 'inBoundary', 'controls', '__class__']),
      };
    });
  const assets = parts
    .filter(({ type }) => type !== 'Actor')
    .map(({ node, name, id, type }): DraftAsset => {
      const what = `${type} ${quoted(name)}`;
      const zone = within(node);
      const has = controls.of(node, id);
      const [store, os] = [enumerated(node.text('type')), node.text('OS')];
      const kind = KINDS.get(type);
      const classes = new Set<DataClass>(holds.get(name));
      if (node.any('storesPII')?.value === true) classes.add('personal');
      // Third-party is what pytm takes a model for where nobody says; running it oneself is always said.
      const thirdParty = node.any('isThirdParty')?.value === true && node.any('isSelfHosted')?.value !== true;
      const facts = {
        ...(has.has('isEncryptedAtRest') ? { protection: ['encrypted'] } : {}),
        ...(thirdParty ? { provider: ['third-party'] } : {}),
      };
      node.account.read(node.pointer, what, `asset ${id}`);
      return {
        id,
        name,
        ...described(node),
        place: node.place,
        ...(zone === undefined ? {} : { zone }),
        ...(kind === undefined ? {} : { kind }),
        fallback: FALLBACKS.get(type) ?? 'process',
        hints: {
          types: [type, ...(store === undefined || store === 'UNKNOWN' ? [] : [store])],
          ...(os === undefined ? {} : { technologies: [os] }),
        },
        ...(classes.size > 0 ? { data: [...classes] } : {}),
        ...(Object.keys(facts).length > 0 ? { facts } : {}),
        extensions: restOf(node, what, [
          'name',
          'description',
          'inBoundary',
          'controls',
          '__class__',
          'type',
          'OS',
          'storesPII',
          'isThirdParty',
        ]),
      };
    });
  const credentials = new Set(
    root
      .objects('data')
      .flatMap((node) => (node.any('isCredentials')?.value === true ? [node.text('name')] : [])),
  );
  const flows = flowParts.map(({ node, name, id }): DraftFlow => {
    const [source, sink] = [node.text('source'), node.text('sink')];
    const [from, to] = [source, sink].map((end) => (end === undefined ? '(nothing)' : refer(end)));
    const has = controls.of(node, id);
    const tls = enumerated(node.text('tlsVersion'));
    const protocol = node.text('protocol');
    const vpn = node.any('usesVPN')?.value === true;
    const encrypted =
      has.has('isEncrypted') ||
      vpn ||
      (tls !== undefined && tls !== 'NONE') ||
      ENCRYPTED.test(protocol ?? '');
    const secret = node.texts('data').some((data) => credentials.has(data));
    const what = `flow ${quoted(name)}`;
    node.account.read(node.pointer, what, `flow ${from!} -> ${to!}`);
    return {
      id,
      name,
      ...described(node),
      from: from!,
      to: to!,
      place: node.place,
      ...(secret ? { carries: ['credential'] } : {}),
      ...(encrypted ? { encrypted } : {}),
      ...(has.has('authenticatesSource') ? { authenticated: true } : {}),
      extensions: restOf(node, what, ['name', 'description', 'source', 'sink', 'controls']),
    };
  });
  return { zones, actors, assets, flows, data: dataOf(root), controls, safeguardIds: new DraftIds(), refer };
}

/** Elements of all lists, each once: newer files have them twice, as `elements` and by class. */
function elementNodes(root: TreeNode): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const seen = new Set<string>();
  for (const list of ['actors', 'assets', 'elements']) {
    for (const node of root.objects(list)) {
      const name = node.text('name') ?? '';
      if (list === 'elements' && seen.has(name)) {
        node.tell(...node.entries().map(([key]) => key));
        continue;
      }
      seen.add(name);
      nodes.push(node);
    }
  }
  return nodes;
}

/** Name of an element → classes of the data that it stores or processes. */
function dataHeld(root: TreeNode): ReadonlyMap<string, readonly DataClass[]> {
  const held = new Map<string, DataClass[]>();
  for (const node of root.objects('data')) {
    const classes: DataClass[] = [
      ...(node.any('isPII')?.value === true ? ['personal' as const] : []),
      ...(node.any('isCredentials')?.value === true ? ['credentials' as const] : []),
    ];
    for (const name of node.texts('processedBy')) held.set(name, [...(held.get(name) ?? []), ...classes]);
  }
  return held;
}

function dataOf(root: TreeNode): Record<string, unknown>[] {
  return root.objects('data').map((node) => {
    const name = node.text('name') ?? '';
    const said = node.entries().flatMap(([key, { value }]) => {
      node.tell(key);
      const empty =
        value === false || value === '' || value === null || (Array.isArray(value) && value.length === 0);
      return empty ? [] : [[key, value] as const];
    });
    node.account.kept(node.pointer, `data ${quoted(name)}`, '"x-data"', 'its classes stand at what holds it');
    return Object.fromEntries(said);
  });
}

function described(node: TreeNode): { description?: string } {
  const description = node.text('description');
  return description === undefined ? {} : { description };
}
