import type { DraftActor, DraftAsset, DraftFlow, DraftSystem, DraftZone } from '#model/draft-system';
import { listUnder } from '#model/list-under';
import type { DataClass } from '#model/system-model';
import { described } from '../../formats/described.ts';
import { DraftIds, kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { UndefinedNames } from './common.ts';
import { LibraryThreats } from './library-threats.ts';
import { persona } from './persona.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** Sorts of data as our classes; business, government and operational data are none of them. */
const DATA: ReadonlyMap<string, DataClass> = new Map(
  Object.entries<DataClass>({
    pii: 'personal',
    phi: 'health',
    fin: 'financial',
    pci: 'financial',
    ip: 'intellectual-property',
    cred: 'credentials',
  }),
);

/** Lists that are kept as they are, for people. */
const KEPT = ['trust_boundaries', 'assumptions', 'risks', 'extensions'];

const HEAD = [
  'version',
  'frozen',
  'released_at',
  'product_release_date',
  'release_docs_link',
  'reviewed_at',
  'repo_link',
];

interface Entry {
  readonly node: TreeNode;
  readonly name: string;
  readonly title: string;
  readonly id: string;
}

/** A document of the OWASP Threat Model Library (`threat-model.schema.json`, 1.0). */
export function libraryModelOf(root: TreeNode, file: string): DraftSystem {
  return new LibraryModel(root, file).draft();
}

class LibraryModel {
  readonly #root: TreeNode;
  readonly #file: string;
  readonly #ids = new DraftIds();
  /** Sort and symbolic name → id of the draft: names are only unique within their sort. */
  readonly #known = new Map<string, string>();
  readonly #undefined = new UndefinedNames();

  constructor(root: TreeNode, file: string) {
    this.#root = root;
    this.#file = file;
  }

  draft(): DraftSystem {
    const root = this.#root;
    const scope = root.at('scope');
    const title = scope?.text('title') ?? this.#file;
    const description = scope?.text('description') ?? root.text('description');
    const zones = this.#zones();
    const actors = this.#entries('actors', 'actor');
    const components = this.#entries('components', 'component');
    const stores = this.#entries('data_stores', 'data_store');
    const held = this.#dataSets();
    const flows = this.#entries('data_flows', 'data_flow');
    const personas = this.#entries('threat_personas', 'threat_persona');
    const idOf = (sort: string, name: string): string | undefined => this.#known.get(`${sort} ${name}`);
    const threats = new LibraryThreats(root, idOf, this.#undefined).read();
    this.#checkBoundaries();
    const kept = this.#kept();
    for (const diagram of root.objects('diagrams')) {
      const name = diagram.text('title') ?? '';
      root.account.notRead(
        diagram.pointer,
        `diagram ${quoted(name)}`,
        'it shows what the lists say; import it on its own to compare',
      );
      diagram.tell('type', 'source', 'link', 'description');
    }
    root.tell('$schema', 'description', 'scope');
    return draftOf({
      id: kebabCase(title) || 'system',
      name: title,
      ...(description === undefined ? {} : { description }),
      zones,
      actors: [...actors.map((entry) => this.#actor(entry)), ...personas.map((entry) => persona(entry))],
      assets: [
        ...components.map((entry) => this.#component(entry)),
        ...stores.map((entry) => this.#store(entry, held.get(entry.name) ?? [])),
      ],
      flows: flows.map((entry) => this.#flow(entry)),
      ...threats,
      undefinedReferences: this.#undefined.references,
      extensions: {
        ...kept,
        ...(held.size > 0
          ? { 'x-data-sets': [...new Set([...held.values()].flat())].map(({ summary }) => summary) }
          : {}),
      },
    });
  }

  #zones(): DraftZone[] {
    return this.#entries('trust_zones', 'trust_zone').map(({ node, title, id }) => {
      node.account.read(node.pointer, `trust zone ${quoted(title)}`, `zone ${id}`);
      return { id, name: title, ...described(node), place: node.place };
    });
  }

  #actor({ node, title, id }: Entry): DraftActor {
    const type = node.text('type');
    const permissions = node.text('permissions');
    node.account.read(node.pointer, `actor ${quoted(title)}`, `actor ${id}`);
    return {
      id,
      name: title,
      ...described(node),
      place: node.place,
      ...this.#zoneOf(node),
      extensions: {
        ...(type === undefined ? {} : { 'x-type': type }),
        ...(permissions === undefined ? {} : { 'x-permissions': permissions }),
      },
    };
  }

  #component({ node, title, id }: Entry): DraftAsset {
    const parent = node.text('parent_component');
    const link = node.text('repo_link');
    if (parent !== undefined) {
      node.account.kept(
        `${node.pointer}/parent_component`,
        `parent of component ${quoted(title)}`,
        '"x-parent"',
        'assets are not nested',
      );
      if (!this.#known.has(`component ${parent}`)) {
        const named = { in: `component ${quoted(id)}`, key: 'parent_component', id: parent };
        this.#undefined.add(node, 'component', named);
      }
    }
    node.account.read(node.pointer, `component ${quoted(title)}`, `asset ${id}`);
    return {
      id,
      name: title,
      ...described(node),
      place: node.place,
      fallback: 'process',
      hints: { types: ['component'] },
      ...this.#zoneOf(node),
      extensions: {
        ...(parent === undefined ? {} : { 'x-parent': parent }),
        ...(link === undefined ? {} : { 'x-repository': link }),
      },
    };
  }

  #store({ node, title, id }: Entry, sets: readonly DataSet[]): DraftAsset {
    const [type, vendor, product] = ['type', 'vendor', 'product'].map((key) => node.text(key));
    const data = [...new Set(sets.flatMap((set) => set.data))];
    const encrypted = sets.flatMap((set) => set.encrypted.get(node.text('symbolic_name') ?? '') ?? []);
    node.account.read(node.pointer, `data store ${quoted(title)}`, `asset ${id}`);
    return {
      id,
      name: title,
      ...described(node),
      place: node.place,
      fallback: 'store',
      hints: {
        types: ['data_store', ...(type === undefined ? [] : [type])],
        ...(product === undefined && vendor === undefined
          ? {}
          : { technologies: [vendor, product].filter((text) => text !== undefined) }),
      },
      ...this.#zoneOf(node),
      ...(data.length > 0 ? { data } : {}),
      // One set that lies there in the clear is enough.
      ...(encrypted.length > 0
        ? { facts: { protection: [encrypted.every(Boolean) ? 'encrypted' : 'plain'] } }
        : {}),
    };
  }

  /** Data store → the sets that lie in it. */
  #dataSets(): ReadonlyMap<string, readonly DataSet[]> {
    const held = new Map<string, DataSet[]>();
    for (const { node, title, name } of this.#entries('data_sets', 'data_set')) {
      const sensitivity = node.texts('data_sensitivity');
      const encrypted = new Map<string, boolean[]>();
      const records = node.number('record_count');
      const access = node.texts('access_control_methods');
      const places = node.objects('placements');
      const stores = places.flatMap((placement) => placement.text('data_store') ?? []);
      const set: DataSet = {
        data: [...new Set(sensitivity.flatMap((sort) => DATA.get(sort) ?? []))],
        encrypted,
        summary: {
          name,
          title,
          ...described(node),
          'data-sensitivity': sensitivity,
          ...(records === undefined ? {} : { records }),
          ...(access.length > 0 ? { 'access-control': access } : {}),
          ...(stores.length > 0 ? { stores } : {}),
        },
      };
      for (const placement of places) {
        const store = placement.text('data_store');
        const flag = placement.boolean('encrypted');
        if (store === undefined) continue;
        if (!this.#known.has(`data_store ${store}`)) {
          const named = { in: `data set ${quoted(name)}`, key: 'data_store', id: store };
          this.#undefined.add(placement, 'data store', named);
        }
        if (flag !== undefined) listUnder(encrypted, store).push(flag);
        listUnder(held, store).push(set);
      }
      if (places.length === 0) listUnder(held, '').push(set);
      node.account.kept(
        node.pointer,
        `data set ${quoted(title)}`,
        '"x-data-sets"',
        'its sorts of data and encryption stand at the stores',
      );
    }
    return held;
  }

  #flow({ node, title, id }: Entry): DraftFlow {
    const end = (key: string): string => {
      const ref = node.at(key);
      const type = ref?.text('type')?.replace(/^.*\//, '').replaceAll('-', '_');
      const object = ref?.text('object') ?? '(nothing)';
      const found = this.#known.get(`${type ?? ''} ${object}`);
      if (found !== undefined) return found;
      const other = ['actor', 'component', 'data_store'].find((sort) => this.#known.has(`${sort} ${object}`));
      if (other === undefined) return object;
      // The name is meant, and the sort is a slip of the pen.
      if (ref !== undefined && type !== undefined) {
        const message = `${type.replaceAll('_', ' ')} ${quoted(object)} is not in the file`;
        const hint = `the ${other.replaceAll('_', ' ')} of that name is taken`;
        ref.account.warn(ref.pointer, message, { code: 'TMBOM-003', hint });
      }
      return this.#ref(other, object);
    };
    const [from, to] = [end('source'), end('destination')];
    const encrypted = node.boolean('encrypted');
    const sensitive = node.boolean('has_sensitive_data');
    node.account.read(node.pointer, `data flow ${quoted(title)}`, `flow ${from} -> ${to}`);
    return {
      id,
      name: title,
      ...described(node),
      from,
      to,
      place: node.place,
      ...(encrypted === undefined ? {} : { encrypted }),
      ...(sensitive === undefined ? {} : { extensions: { 'x-has-sensitive-data': sensitive } }),
    };
  }

  /** Boundaries are kept as they are; that they name zones which are not there is told. */
  #checkBoundaries(): void {
    for (const node of this.#root.objects('trust_boundaries')) {
      const [a, b] = ['trust_zone_a', 'trust_zone_b'].map((key) => node.text(key));
      for (const [key, zone] of [['trust_zone_a', a] as const, ['trust_zone_b', b] as const]) {
        if (zone === undefined || this.#known.has(`trust_zone ${zone}`)) continue;
        const within = `trust boundary between ${quoted(a ?? '')} and ${quoted(b ?? '')}`;
        this.#undefined.add(node, 'trust zone', { in: within, key, id: zone });
      }
    }
  }

  #kept(): Record<string, unknown> {
    const root = this.#root;
    const kept: Record<string, unknown> = {};
    for (const key of KEPT) {
      const node = root.any(key);
      if (node === undefined || (Array.isArray(node.value) && node.value.length === 0)) continue;
      kept[`x-${key.replaceAll('_', '-')}`] = node.value;
      if (node.isList) {
        for (const entry of node.elements()) {
          entry.tell(...entry.entries().map(([name]) => name));
          root.account.kept(entry.pointer, `entry of "${key}"`, `"x-${key.replaceAll('_', '-')}"`);
        }
      } else root.account.kept(node.pointer, `"${key}"`, `"x-${key}"`);
    }
    const head = HEAD.flatMap((key) => {
      const value = root.text(key);
      return value === undefined ? [] : [[key, value] as const];
    });
    const scope = root.at('scope');
    const rated = ['business_criticality', 'exposure', 'tier'].flatMap((key) => {
      const value = scope?.text(key);
      return value === undefined ? [] : [[key, value] as const];
    });
    const sorts = scope?.texts('data_sensitivity') ?? [];
    const all = [...head, ...rated, ...(sorts.length > 0 ? [['data_sensitivity', sorts] as const] : [])];
    if (all.length > 0) {
      root.account.kept('/scope', all.map(([key]) => key).join(', '), '"x-tm-bom"');
      kept['x-tm-bom'] = Object.fromEntries(all);
    }
    return kept;
  }

  #entries(section: string, sort: string): Entry[] {
    return this.#root.objects(section).map((node) => {
      const name = node.text('symbolic_name') ?? kebabCase(node.text('title') ?? '');
      const title = node.text('title') ?? name;
      const id =
        sort === 'data_set' ? name : this.#ids.make(name === '' ? title : name, sort.replaceAll('_', '-'));
      const key = `${sort} ${name}`;
      if (!this.#known.has(key)) this.#known.set(key, id);
      return { node, name, title, id };
    });
  }

  #zoneOf(node: TreeNode): { zone?: string } {
    const zone = node.text('trust_zone');
    return zone === undefined ? {} : { zone: this.#ref('trust_zone', zone) };
  }

  /** Id of the draft; what is not there keeps its name, and whoever completes the draft tells of it. */
  #ref(sort: string, name: string): string {
    return this.#known.get(`${sort} ${name}`) ?? name;
  }
}

interface DataSet {
  readonly data: readonly DataClass[];
  /** Store → whether the set is encrypted there, for each time it lies there. */
  readonly encrypted: Map<string, boolean[]>;
  readonly summary: Readonly<Record<string, unknown>>;
}
