/** Components: models, data, software, and packages by their registries. */
import type { DraftAsset } from '#model/draft-system';
import { readPackageUrl, registryOfType } from '../../formats/package-url.ts';
import { withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { readBaseModels } from './base-models.ts';
import { at, keep, register, type Bom, type Sort, type Subject } from './bom.ts';
import { readData, readDetails } from './details.ts';
import { readModelCard } from './model-card.ts';

/** Components may stand within components; deeper ones than this are not read. */
const MAX_NESTING = 32;

/** Component types that come by the hundred: a model has their registries. */
const PACKAGE_TYPES: ReadonlySet<string> = new Set(['library', 'framework']);
/** Types of which a threat model says nothing. */
const PASSED_OVER: ReadonlyMap<string, string> = new Map([
  ['file', 'a file of the software that stands here too'],
  ['cryptographic-asset', 'a system model has no place for algorithms and keys'],
  ['firmware', 'a system model has no place for firmware'],
  ['device-driver', 'a system model has no place for drivers'],
]);

const KINDS: Readonly<Record<string, { readonly kind?: string; readonly fallback: DraftAsset['fallback'] }>> =
  {
    application: { kind: 'application', fallback: 'process' },
    container: { kind: 'container-image', fallback: 'store' },
    platform: { fallback: 'process' },
    'operating-system': { kind: 'compute', fallback: 'process' },
    device: { kind: 'edge-device', fallback: 'process' },
  };

/** What `task` of a model card, or a pipeline tag, says of the kind of model. */
const KIND_BY_TASK: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:text|image-text|any)-?(?:to-any|to-text|generation|2-?text-generation)|^text2text|conversational|^chat|causal-?lm|instruct/i,
    'llm',
  ],
  [/^(?:feature-extraction|sentence-similarity|embedding|text-embedding)/i, 'embedding-model'],
];

/** Tasks of models that answer with classes and numbers, whatever they are called. */
const PREDICTIVE_TASK =
  /classif|regress|detection|segmentation|recognition|forecast|clustering|ranking|scoring|token-class|fill-mask|anomaly/i;

/**
 * @param within the component that these are parts of
 * @returns what stands behind each of the nodes
 */
export function readComponents(
  bom: Bom,
  nodes: readonly TreeNode[],
  within?: Subject,
): readonly (Subject | undefined)[] {
  const top: (Subject | undefined)[] = [];
  const waiting = nodes.map((node) => ({ node, within, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    const subject = readComponent(bom, node);
    if (subject !== undefined && next.within !== undefined) linkPart(bom, node, next.within, subject);
    if (depth === 0) top.push(subject);
    if (depth === MAX_NESTING) continue;
    const parts = node
      .objects('components')
      .map((part) => ({ node: part, within: subject, depth: depth + 1 }));
    waiting.push(...parts.reverse());
  }
  return top;
}

function linkPart(bom: Bom, node: TreeNode, whole: Subject, part: Subject): void {
  const relation = RELATION_OF_PART[part.sort];
  if (!bom.draft.relate(whole.id, relation, part.id)) return;
  node.account.guessed(
    `${node.pointer}/components`,
    `${part.what} within ${whole.what}`,
    `${whole.id} ${relation} ${part.id}`,
    'a part of it',
  );
}

const RELATION_OF_PART = {
  model: 'uses',
  data: 'depends-on',
  software: 'depends-on',
  package: 'depends-on',
  service: 'depends-on',
  workflow: 'built-by',
} as const satisfies Record<Sort, string>;

export function readComponent(bom: Bom, node: TreeNode): Subject | undefined {
  const type = node.text('type') ?? '';
  const name = node.text('name') ?? '';
  const what = `${type === '' ? 'component' : type} "${name}"`;
  if (name === '') {
    node.account.warn(node.pointer, 'a component without a name');
  }
  const passedOver = PASSED_OVER.get(type);
  if (passedOver !== undefined && !node.has('modelCard')) {
    node.account.notRead(node.pointer, what, passedOver);
    const ref = node.text('bom-ref');
    if (ref !== undefined) bom.passedOver.add(ref);
    node.tellParts();
    return undefined;
  }
  const subject =
    PACKAGE_TYPES.has(type) && !node.has('modelCard')
      ? readPackage(bom, node, name, what)
      : readAsset(bom, node, { type, name, what });
  register(bom, node, subject);
  return subject;
}

function readPackage(bom: Bom, node: TreeNode, name: string, what: string): Subject {
  const purl = node.text('purl');
  const group = node.text('group');
  const version = node.text('version') ?? node.text('versionRange');
  const label =
    (group === undefined ? name : `${group}/${name}`) + (version === undefined ? '' : ` ${version}`);
  const id = bom.inventory.addPackage(label, purl, node.place);
  node.account.read(node.pointer, what, `x-packages of ${id}`);
  node.tell('scope', 'mime-type');
  for (const key of NOT_READ_OF_PACKAGES) {
    if (!node.has(key)) continue;
    node.tell(key);
    bom.ofPackages.set(key, (bom.ofPackages.get(key) ?? 0) + 1);
  }
  return { id, sort: 'package', what };
}

/** Packages come by the hundred: what is not read of them is told in one line. */
const NOT_READ_OF_PACKAGES = [
  'description',
  'hashes',
  'licenses',
  'copyright',
  'cpe',
  'author',
  'authors',
  'publisher',
  'supplier',
  'manufacturer',
  'externalReferences',
  'properties',
  'evidence',
  'tags',
  'modified',
  'omniborId',
  'swhid',
  'swid',
] as const;

/** `hashes (312), licenses (300)`: what is stated of packages and not in the model. */
export function reportPackages({ root, ofPackages }: Bom): void {
  const parts = NOT_READ_OF_PACKAGES.flatMap((key) => {
    const count = ofPackages.get(key);
    return count === undefined ? [] : [`${key} (${count})`];
  });
  if (parts.length === 0) return;
  root.account.notRead(
    '/components',
    `of packages: ${parts.join(', ')}`,
    'packages stand for their registry',
  );
}

interface Named {
  readonly type: string;
  readonly name: string;
  readonly what: string;
}

function readAsset(bom: Bom, node: TreeNode, { type, name, what }: Named): Subject {
  const sort = sortOf(node, type);
  const description = node.text('description');
  const id = bom.draft.asset(
    {
      place: node.place,
      ...(name !== '' && { name }),
      ...(description !== undefined && { description }),
      ...kindOf(node, type, sort),
    },
    type === '' ? 'component' : 'model',
  );
  node.account.read(node.pointer, what, `asset ${id}`);
  const subject = { id, sort, what };
  readOrigin(bom, node, subject);
  readDetails(bom, node, subject);
  readData(bom, node, subject);
  readPedigree(bom, node, subject);
  const card = node.at('modelCard');
  if (card !== undefined) readModelCard(bom, card, subject);
  readBaseModels(bom, node, subject);
  return subject;
}

function sortOf(node: TreeNode, type: string): Sort {
  if (type === 'machine-learning-model' || node.has('modelCard')) return 'model';
  return type === 'data' ? 'data' : 'software';
}

function kindOf(node: TreeNode, type: string, sort: Sort): Pick<DraftAsset, 'kind' | 'fallback' | 'hints'> {
  if (sort === 'model') return kindOfModel(node);
  if (sort === 'data') {
    const isDataset = node.items('data').some((each) => each.isObject && each.text('type') === 'dataset');
    return { fallback: 'store', ...(isDataset ? { kind: 'dataset' } : { hints: { types: ['data'] } }) };
  }
  return Object.hasOwn(KINDS, type)
    ? { ...KINDS[type]!, hints: { types: [type] } }
    : { fallback: 'process', hints: { types: type === '' ? [] : [type] } };
}

/** Its task says the kind, else its name may: the format knows only models. */
function kindOfModel(node: TreeNode): Pick<DraftAsset, 'kind' | 'kindIsLoose' | 'fallback' | 'hints'> {
  const parameters = node.at('modelCard')?.at('modelParameters');
  const task = parameters?.text('task');
  const words = [task, parameters?.text('modelArchitecture')].filter((word) => word !== undefined);
  const known = KIND_BY_TASK.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
  if (known !== undefined) return { kind: known, fallback: 'store' };
  const tags = node.texts('tags');
  const isPredictive = task !== undefined && PREDICTIVE_TASK.test(task);
  return { kind: 'model', fallback: 'store', kindIsLoose: !isPredictive, hints: { tags } };
}

/** Who makes it and where it comes from. */
function readOrigin(bom: Bom, node: TreeNode, { id, sort }: Subject): void {
  const purl = node.text('purl');
  const type = purl === undefined ? undefined : readPackageUrl(purl)?.type;
  const address = node.account.place(`${node.pointer}/purl`);
  if (purl !== undefined)
    keep(bom, id, at(node, 'purl'), 'purl', { key: 'x-purl', value: withoutCredentials(purl) });
  const hub = type === undefined ? undefined : registryOfType(type);
  if (sort === 'model' && hub?.kind === 'package-registry') {
    const what = `${hub.name}, where software is: is it a model, or what calls one?`;
    bom.draft.ask(id, `its package URL is of ${what}`);
  }
  if (type === 'huggingface' && sort !== 'package') {
    const registry = bom.inventory.registry(type, address);
    bom.draft.relate(id, 'deployed-from', registry.id);
    bom.draft.amend(id, ({ facts }) => ({ facts: { ...facts, provider: ['public-hub'] } }));
    bom.draft.ask(id, 'is what arrives checked against what its publisher made (provenance)?');
  }
  if (sort !== 'model' && sort !== 'data') {
    node.tell('supplier', 'manufacturer', 'authors', 'author', 'publisher');
    return;
  }
  const supplier = ['supplier', 'manufacturer', 'manufacture']
    .map((key) => node.at(key)?.text('name'))
    .find((each) => each !== undefined);
  const name = supplier ?? node.text('publisher') ?? node.text('author');
  if (name !== undefined) {
    bom.inventory.addSupplier(name, node.place, id);
    const key = ['supplier', 'manufacturer', 'manufacture', 'publisher', 'author'].find((each) =>
      node.has(each),
    )!;
    node.account.guessed(
      `${node.pointer}/${key}`,
      `${key} "${name}"`,
      `actor, supplies ${id}`,
      'whoever ships it can change it',
    );
  }
  node.tell('authors', 'author', 'publisher');
  for (const key of ['supplier', 'manufacturer', 'manufacture']) node.at(key)?.tellParts();
}

/** Ancestors of a model are the models that it was made from; they wait until all components are known. */
function readPedigree(bom: Bom, node: TreeNode, subject: Subject): void {
  for (const ancestor of node.at('pedigree')?.objects('ancestors') ?? []) {
    bom.later.push(() => {
      linkAncestor(bom, ancestor, subject);
    });
  }
}

function linkAncestor(bom: Bom, ancestor: TreeNode, subject: Subject): void {
  const ref = ancestor.text('bom-ref');
  const known = ref === undefined ? undefined : bom.subjects.get(ref);
  const base = known ?? readComponent(bom, ancestor);
  if (known !== undefined) ancestor.tellParts();
  if (base === undefined || !bom.draft.relate(subject.id, 'built-from', base.id)) return;
  ancestor.account.read(
    ancestor.pointer,
    `ancestor ${base.what} of ${subject.what}`,
    `${subject.id} built-from ${base.id}`,
  );
}
