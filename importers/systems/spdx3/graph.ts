/** The elements of an SPDX 3 document by their ids, whichever way a writer spells types and properties. */
import { dayOf } from '../../formats/day.ts';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { Inventory } from '../../formats/inventory.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { SystemFile } from '#model/system-importer';

/** Prefixes of the profiles; the JSON-LD context maps them to the same terms. */
const PROFILES = [
  '',
  'ai_',
  'dataset_',
  'software_',
  'build_',
  'security_',
  'simplelicensing_',
  'expandedlicensing_',
];

/** Types of elements that only hold others. */
export const CONTAINERS: ReadonlySet<string> = new Set([
  'SpdxDocument',
  'Sbom',
  'Bom',
  'Bundle',
  'ElementCollection',
]);

export class Element {
  readonly node: TreeNode;
  readonly id: string;
  /** Without the profile: `AIPackage`. */
  readonly type: string;
  #localNames: ReadonlyMap<string, string> | undefined;

  constructor(node: TreeNode, id: string) {
    this.node = node;
    this.id = id;
    // A list of one, where a writer does not compact.
    this.type = localName(node.texts(node.has('type') ? 'type' : '@type')[0] ?? '');
    node.tell('spdxId', '@id', 'creationInfo');
  }

  get name(): string | undefined {
    return this.node.text('name');
  }

  get what(): string {
    return `${this.type} "${this.name ?? this.id}"`;
  }

  /** The key under which a property stands here. */
  key(property: string): string {
    const known = PROFILES.map((profile) => profile + property).find((key) => this.node.has(key));
    return known ?? this.#byLocalName().get(property) ?? property;
  }

  /** Keys with another prefix, or written out in full: `ai:domain`, `https://spdx.org/rdf/…/AI/domain`. */
  #byLocalName(): ReadonlyMap<string, string> {
    this.#localNames ??= new Map(
      this.node
        .entries()
        .filter(([key]) => /[/:#]/.test(key))
        .map(([key]) => [localName(key), key]),
    );
    return this.#localNames;
  }

  text(property: string): string | undefined {
    return this.node.text(this.key(property));
  }

  texts(property: string): readonly string[] {
    return this.node.texts(this.key(property));
  }

  has(property: string): boolean {
    return this.node.has(this.key(property));
  }

  /** Objects of a list, or the only one where a writer leaves the list out. */
  objects(property: string): readonly TreeNode[] {
    const value = this.node.any(this.key(property));
    if (value?.isObject === true) return [value];
    return value === undefined ? [] : this.node.objects(this.key(property));
  }

  /** Ids that a property names; an element that stands in its place counts by its own id. */
  references(property: string): readonly string[] {
    const value = this.node.any(this.key(property));
    if (value === undefined) return [];
    const parts = value.isList ? value.elements() : [value];
    return parts
      .flatMap((part) =>
        part.isObject ? (part.text('spdxId') ?? part.text('@id') ?? []) : (part.asText() ?? []),
      )
      .filter((id) => id !== '');
  }
}

export class SpdxGraph {
  readonly file: SystemFile;
  readonly draft = new DraftBuilder();
  readonly inventory = new Inventory(this.draft);
  readonly elements = new Map<string, Element>();
  /** Id of an element → asset of the draft. */
  readonly assets = new Map<string, string>();

  /** Ids of packages that stand for their registry. */
  readonly libraries = new Set<string>();
  /** Ids that the document says stand in others. */
  readonly imported: ReadonlySet<string>;
  /** Id of a file → id of what contains it. */
  readonly #containers = new Map<string, string>();

  constructor(file: SystemFile, nodes: readonly TreeNode[]) {
    this.file = file;
    const waiting = [...nodes].reverse();
    let blanks = 0;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const id = node.text('spdxId') ?? node.text('@id') ?? `_:threatloom-${(blanks += 1)}`;
      if (this.elements.has(id)) {
        node.account.notRead(node.pointer, `element "${id}"`, 'its id stands above already');
        node.tellParts();
        node.account.warn(node.pointer, `the id "${id}" stands twice; the first is meant where it is named`, {
          code: 'SPDX-005',
        });
        continue;
      }
      this.elements.set(id, new Element(node, id));
      waiting.push(...embedded(node).reverse());
    }
    for (const element of this.ofType('Relationship', 'LifecycleScopedRelationship')) {
      if (localName(element.text('relationshipType') ?? '') !== 'contains') continue;
      const [from] = element.references('from');
      if (from === undefined) continue;
      for (const to of element.references('to'))
        if (!this.#containers.has(to)) this.#containers.set(to, from);
    }
    this.imported = new Set(
      this.ofType('SpdxDocument').flatMap((document) =>
        document.objects('import').flatMap((map) => {
          map.tellParts();
          return map.text('externalSpdxId') ?? [];
        }),
      ),
    );
  }

  /** The asset behind an element; a file stands for the package that it lies in. */
  assetOf(id: string): string | undefined {
    const seen = new Set<string>();
    let at: string | undefined = id;
    while (at !== undefined && !seen.has(at)) {
      const asset = this.assets.get(at);
      if (asset !== undefined) return asset;
      seen.add(at);
      at = this.elements.get(at)?.type === 'File' ? this.#containers.get(at) : undefined;
    }
    return undefined;
  }

  ofType(...types: readonly string[]): readonly Element[] {
    return [...this.elements.values()].filter(({ type }) => types.includes(type));
  }

  /** Name of a person or organisation. */
  agent(id: string): string | undefined {
    return this.elements.get(id)?.name;
  }

  /** Day on which an element was written down. */
  created(element: Element): string | undefined {
    const info = element.node.any('creationInfo');
    if (info === undefined) return undefined;
    const text = info.isObject
      ? info.text('created')
      : this.elements.get(info.asText() ?? '')?.text('created');
    return dayOf(text);
  }
}

/** Elements that stand where others have the id of one; one level, as writers do it. */
function embedded(node: TreeNode): TreeNode[] {
  return node.entries().flatMap(([, value]) => {
    const parts = value.isList ? value.elements() : [value];
    return parts.filter(
      (part) => part.isObject && part.has('spdxId') && (part.has('type') || part.has('@type')),
    );
  });
}

/** `ai_AIPackage`, `ai:AIPackage`, `https://spdx.org/rdf/3.0.1/terms/AI/AIPackage` → `AIPackage` */
export function localName(type: string): string {
  return type.split(/[/:#_]/).at(-1) ?? type;
}
