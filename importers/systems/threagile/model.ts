import { KEPT_UNDEFINED, UNDEFINED_REFERENCES } from '#model/draft-system';
import type { DraftAsset, DraftFlow, DraftSystem, DraftZone, UndefinedReference } from '#model/draft-system';
import { listUnder } from '#model/list-under';
import { described } from '../../formats/described.ts';
import { DraftIds, kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep } from './keep.ts';
import { isEncrypted, valueOf } from './ratings.ts';
import { Risks } from './risks.ts';
import { tellUnknownTags } from './tags.ts';
import { AUTHENTICATIONS, CONFIDENTIALITIES, CRITICALITIES, ENCRYPTIONS, PROTOCOLS, TYPES } from './words.ts';

/** Of the whole model; kept for people. */
const REMARKS = [
  'date',
  'author',
  'contributors',
  'management_summary_comment',
  'business_criticality',
  'business_overview',
  'technical_overview',
  'questions',
  'abuse_cases',
  'security_requirements',
];

const ASSET = [
  'usage',
  'size',
  'machine',
  'owner',
  'multi_tenant',
  'redundant',
  'custom_developed_parts',
  'justification_cia_rating',
  'out_of_scope',
  'justification_out_of_scope',
  'used_as_client_by_human',
  'data_assets_processed',
  'data_assets_stored',
  'data_formats_accepted',
];

const LINK = [
  'protocol',
  'authorization',
  'ip_filtered',
  'readonly',
  'usage',
  'tags',
  'vpn',
  'data_assets_sent',
  'data_assets_received',
];

const FALLBACKS: ReadonlyMap<string, DraftAsset['fallback']> = new Map(
  Object.entries<DraftAsset['fallback']>({
    'external-entity': 'external',
    process: 'process',
    datastore: 'store',
  }),
);

interface Entry {
  readonly title: string;
  readonly node: TreeNode;
  readonly id: string;
  /** Id of the draft. */
  readonly draft: string;
}

/**
 * A model of Threagile, in one file or with what it includes.
 *
 * @param documents the main file first
 */
export function modelOf(documents: readonly TreeNode[], file: string): DraftSystem {
  return new Model(documents, file).draft();
}

class Model {
  readonly #documents: readonly TreeNode[];
  readonly #file: string;
  readonly #ids = new DraftIds();
  /** Id of the file → id of the draft. */
  readonly #known = new Map<string, string>();
  readonly #zoneOf = new Map<string, string>();
  /** Technical asset → the boundary that names it. */
  readonly #namedBy = new Map<string, { readonly node: TreeNode; readonly within: string }>();
  readonly #undefined: UndefinedReference[] = [];
  /** Ids of data assets. */
  readonly #data = new Set<string>();
  /** Technical asset → titles of what it runs on. */
  readonly #runtimesOf = new Map<string, string[]>();

  constructor(documents: readonly TreeNode[], file: string) {
    this.#documents = documents;
    this.#file = file;
  }

  draft(): DraftSystem {
    const zones = this.#zones();
    const technical = this.#entries('technical_assets', 'asset');
    const runtimes = this.#runtimes();
    const data = this.#dataAssets();
    const { assets, flows } = this.#assets(technical);
    const risks = new Risks(
      (id) => this.#refer(id),
      (id) => this.#known.has(id),
    );
    for (const section of ['individual_risk_categories', 'custom_risk_categories']) {
      for (const [title, node] of this.#categories(section)) risks.category(title, node);
    }
    for (const [risk, node] of this.#section('risk_tracking')) risks.tracking(risk, node);
    const title = this.#first('title');
    const description = this.#documents
      .map((node) => node.at('application_description')?.text('description'))
      .find(Boolean);
    const remarks = Object.assign(
      {},
      ...this.#documents.map((node) => keep(node, 'the model', 'x-threagile', REMARKS)),
    ) as Record<string, unknown>;
    tellUnknownTags(this.#documents);
    this.#finish();
    return draftOf({
      id: kebabCase(title ?? this.#file) || 'system',
      name: title ?? this.#file,
      ...(description === undefined ? {} : { description }),
      zones,
      assets,
      flows,
      threats: risks.threats,
      safeguards: risks.safeguards,
      undefinedReferences: [...this.#undefined, ...risks.undefined],
      extensions: {
        ...remarks,
        ...(data.length > 0 ? { 'x-data-assets': data } : {}),
        ...(runtimes.length > 0 ? { 'x-shared-runtimes': runtimes } : {}),
      },
    });
  }

  #zones(): DraftZone[] {
    const entries = this.#entries('trust_boundaries', 'zone');
    const parents = new Map<string, string>();
    for (const { node, draft } of entries) {
      for (const id of node.texts('technical_assets_inside')) {
        this.#zoneOf.set(id, draft);
        this.#namedBy.set(id, { node, within: draft });
      }
      for (const id of node.texts('trust_boundaries_nested')) {
        if (this.#known.has(id)) parents.set(this.#known.get(id)!, draft);
        else {
          const within = `trust boundary ${quoted(draft)}`;
          this.#missing(node, `trust boundary ${quoted(id)}`, {
            in: within,
            key: 'trust_boundaries_nested',
            id,
          });
        }
      }
    }
    return entries.map(({ title, node, draft }) => {
      const what = `trust boundary ${quoted(title)}`;
      const parent = parents.get(draft);
      node.account.read(node.pointer, what, `zone ${draft}`);
      return {
        id: draft,
        name: title,
        ...described(node),
        place: node.place,
        ...(parent === undefined ? {} : { in: parent }),
        extensions: keep(node, what, 'x-threagile', ['type', 'tags']),
      };
    });
  }

  /** What several technical assets run on. It is no technical asset, so it is kept, and what runs on it asks for it. */
  #runtimes(): Record<string, unknown>[] {
    return this.#section('shared_runtimes').map(([title, node]) => {
      const id = node.text('id') ?? kebabCase(title);
      const running = node.texts('technical_assets_running');
      for (const asset of running) {
        listUnder(this.#runtimesOf, asset).push(title);
        if (this.#known.has(asset)) continue;
        const named = { in: `shared runtime ${quoted(id)}`, key: 'technical_assets_running', id: asset };
        this.#missing(node, `technical asset ${quoted(asset)}`, named);
      }
      node.account.kept(
        node.pointer,
        `shared runtime ${quoted(title)}`,
        '"x-shared-runtimes"',
        'it is no technical asset; add one of kind compute, with hosted-on, to have it analyzed',
      );
      return { id, name: title, ...described(node), tags: node.texts('tags'), running };
    });
  }

  #dataAssets(): Record<string, unknown>[] {
    return this.#section('data_assets').map(([title, node]) => {
      const id = node.text('id') ?? kebabCase(title);
      this.#data.add(id);
      node.account.kept(
        node.pointer,
        `data asset ${quoted(title)}`,
        '"x-data-assets"',
        'a model rates what holds data, not the data',
      );
      const fields = [
        'usage',
        'origin',
        'owner',
        'quantity',
        'confidentiality',
        'integrity',
        'availability',
        'justification_cia_rating',
      ];
      const said = fields.flatMap((key) => {
        const text = node.text(key);
        return text === undefined ? [] : [[key, text] as const];
      });
      const tags = node.texts('tags');
      return {
        id,
        name: title,
        ...described(node),
        ...Object.fromEntries(said),
        ...(tags.length > 0 ? { tags } : {}),
      };
    });
  }

  #assets(entries: readonly Entry[]): { readonly assets: DraftAsset[]; readonly flows: DraftFlow[] } {
    const flows: DraftFlow[] = [];
    const assets = entries.map(({ title, node, id, draft }): DraftAsset => {
      const type = node.word('type', TYPES);
      const technologies = [...node.texts('technologies'), ...node.texts('technology')];
      const tags = node.texts('tags');
      const encryption = node.word('encryption', ENCRYPTIONS);
      const internet = node.boolean('internet');
      const byPeople = node.any('used_as_client_by_human')?.value === true;
      const runtimes = this.#runtimesOf.get(id) ?? [];
      const ask = [
        ...(byPeople ? ['who uses it? Threagile says that people do, and has no people'] : []),
        ...runtimes.map(
          (runtime) => `it runs on ${quoted(runtime)}: is that an asset (kind compute, hosted-on)?`,
        ),
      ];
      const what = `technical asset ${quoted(title)}`;
      const zone = this.#zoneOf.get(id);
      node.account.read(node.pointer, what, `asset ${draft}`);
      const value = valueOf({
        confidentiality: node.word('confidentiality', CONFIDENTIALITIES),
        integrity: node.word('integrity', CRITICALITIES),
        availability: node.word('availability', CRITICALITIES),
      });
      this.#checkData(node, what, ['data_assets_processed', 'data_assets_stored']);
      const kept = keep(node, what, 'x-threagile', ASSET);
      node.entriesOf('communication_links').forEach(([name, link]) => {
        if (link.expectObject()) flows.push(this.#flow(name, link, id, draft));
      });
      return {
        id: draft,
        name: title,
        ...described(node),
        place: node.place,
        ...(zone === undefined ? {} : { zone }),
        fallback: FALLBACKS.get(type ?? '') ?? 'process',
        hints: {
          ...(type === undefined ? {} : { types: [type] }),
          ...(technologies.length > 0 ? { technologies } : {}),
          ...(tags.length > 0 ? { tags } : {}),
        },
        ...(internet === true ? { exposure: 'public' as const } : {}),
        ...value,
        ...(encryption === undefined
          ? {}
          : { facts: { protection: [encryption === 'none' ? 'plain' : 'encrypted'] } }),
        ...(ask.length > 0 ? { ask } : {}),
        extensions: kept,
      };
    });
    for (const [id, { node, within }] of this.#namedBy) {
      if (this.#known.has(id)) continue;
      const named = { in: `trust boundary ${quoted(within)}`, key: 'technical_assets_inside', id };
      this.#missing(node, `technical asset ${quoted(id)} of a trust boundary`, named);
    }
    return { assets, flows };
  }

  #flow(name: string, node: TreeNode, source: string, from: string): DraftFlow {
    const what = `communication link ${quoted(name)} of ${source}`;
    const target = node.text('target');
    const authentication = node.word('authentication', AUTHENTICATIONS);
    const received = node.any('data_assets_received')?.value;
    const encrypted = isEncrypted(node.word('protocol', PROTOCOLS), node.boolean('vpn'));
    const id = this.#known.get(linkId(source, name))!;
    const to = target === undefined ? '(no target)' : this.#refer(target);
    this.#checkData(node, what, ['data_assets_sent', 'data_assets_received']);
    const kept = keep(node, what, 'x-threagile', LINK);
    node.account.read(node.pointer, what, `flow ${from} -> ${to}`);
    return {
      id,
      name,
      ...described(node),
      from,
      to,
      place: node.place,
      ...(Array.isArray(received) && received.length > 0 ? { both: true } : {}),
      ...(authentication === undefined ? {} : { authenticated: authentication !== 'none' }),
      ...(encrypted === undefined ? {} : { encrypted }),
      extensions: kept,
    };
  }

  /** Entries of a section in all documents, with ids of the draft. */
  #entries(section: string, fallback: string): Entry[] {
    return this.#section(section).map(([title, node]) => {
      const id = node.text('id') ?? kebabCase(title);
      const draft = this.#ids.make(id, fallback);
      if (!this.#known.has(id)) this.#known.set(id, draft);
      if (section === 'technical_assets') {
        const links = node.any('communication_links')?.value;
        for (const name of Object.keys(typeof links === 'object' && links !== null ? links : {})) {
          this.#known.set(linkId(id, name), this.#ids.make(`${id} ${name}`, 'link'));
        }
      }
      return { title, node, id, draft };
    });
  }

  #section(name: string): (readonly [string, TreeNode])[] {
    return this.#documents.flatMap((document) =>
      document.entriesOf(name).filter(([, node]) => node.expectObject()),
    );
  }

  /** Older models have them by their titles, newer ones as a list. */
  #categories(section: string): (readonly [string, TreeNode])[] {
    return this.#documents.flatMap((document) => {
      if (document.any(section)?.isList !== true)
        return document.entriesOf(section).filter(([, node]) => node.expectObject());
      return document
        .objects(section)
        .map((node) => [node.text('title') ?? node.text('id') ?? '', node] as const);
    });
  }

  #first(key: string): string | undefined {
    return this.#documents.map((document) => document.text(key)).find((text) => text !== undefined);
  }

  #refer(id: string): string {
    return this.#known.get(id) ?? id;
  }

  #checkData(node: TreeNode, within: string, keys: readonly string[]): void {
    for (const key of keys) {
      for (const id of node.texts(key).filter((each) => !this.#data.has(each))) {
        this.#missing(node, `data asset ${quoted(id)}`, { in: within, key, id });
      }
    }
  }

  #missing(node: TreeNode, what: string, named: UndefinedReference): void {
    node.account.warn(node.pointer, `${what} is not in the file`, {
      code: 'THREAGILE-003',
      hint: KEPT_UNDEFINED,
    });
    node.account.kept(node.pointer, what, UNDEFINED_REFERENCES, 'it is named, and not in the file');
    this.#undefined.push(named);
  }

  /** What stands nowhere, in words of this format. */
  #finish(): void {
    for (const document of this.#documents) {
      document.tell('threagile_version', 'includes', 'title', 'tags_available');
      for (const [key] of document.entries()) {
        if (!key.startsWith('diagram_tweak_')) continue;
        document.account.notRead(`/${key}`, key, 'it only says how the drawing looks');
      }
    }
  }
}

/** As Threagile makes it: `API to PostgreSQL` of `api` → `api>api-to-postgresql`. */
function linkId(source: string, name: string): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${source}>${words.replaceAll(/^-|-$/g, '')}`;
}
