/** Relationships of SPDX 3 as relations of a system model. */
import type { Relation } from '#model/system-model';
import { CONTAINERS, type Element, localName, type SpdxGraph } from './graph.ts';
import { reportUndefined } from './packages.ts';

/** Type → the relation, and whether its ends change places. */
const RELATIONS: Readonly<Record<string, readonly [Relation, 'same' | 'swapped']>> = {
  trainedOn: ['trained-on', 'same'],
  finetunedOn: ['trained-on', 'same'],
  testedOn: ['evaluated-on', 'same'],
  descendantOf: ['built-from', 'same'],
  ancestorOf: ['built-from', 'swapped'],
  hasHost: ['hosted-on', 'same'],
  configures: ['configured-by', 'swapped'],
  generates: ['built-by', 'swapped'],
  hasOutput: ['built-by', 'swapped'],
  usesTool: ['depends-on', 'same'],
};

/** Types that say that one needs the other; what it means follows from what they are. */
const NEEDS: ReadonlySet<string> = new Set([
  'dependsOn',
  'contains',
  'hasOptionalComponent',
  'hasOptionalDependency',
  'hasPrerequisite',
  'hasProvidedDependency',
  'hasStaticLink',
  'hasDynamicLink',
  'packagedBy',
]);
const LICENCES: ReadonlySet<string> = new Set(['hasDeclaredLicense', 'hasConcludedLicense']);
/** Types that say which files something is made of. */
const FILES: ReadonlySet<string> = new Set([
  'contains',
  'hasDataFile',
  'hasDependencyManifest',
  'hasDistributionArtifact',
]);
/** Types that say who ships something. */
const SUPPLIES: ReadonlySet<string> = new Set([
  'publishedBy',
  'republishedBy',
  'availableFrom',
  'delegatedTo',
]);

export function readRelationships(graph: SpdxGraph): void {
  for (const element of graph.ofType('Relationship', 'LifecycleScopedRelationship')) {
    const type = localName(element.text('relationshipType') ?? '');
    const [from] = element.references('from');
    const source = from === undefined ? undefined : graph.elements.get(from);
    element.node.tell('completeness', 'startTime', 'endTime', 'scope', 'description', 'comment', 'name');
    if (source === undefined) {
      reportUndefined(graph, element, `${element.node.pointer}/${element.key('from')}`, from ?? '(nothing)');
      continue;
    }
    readRelationship(graph, element, type, source);
  }
}

function readRelationship(graph: SpdxGraph, element: Element, type: string, source: Element): void {
  const to = element.references('to');
  if (LICENCES.has(type)) {
    readLicences(graph, element, { type, source, to });
    return;
  }
  for (const [index, ref] of to.entries()) {
    const pointer = `${element.node.pointer}/to/${index}`;
    const target = graph.elements.get(ref);
    if (target === undefined) reportUndefined(graph, element, pointer, ref);
    else link(graph, element, { type, source, target, pointer });
  }
}

interface Link {
  readonly type: string;
  readonly source: Element;
  readonly target: Element;
  readonly pointer: string;
}

function link(graph: SpdxGraph, element: Element, { type, source, target, pointer }: Link): void {
  const { account } = element.node;
  const what = `${source.what} ${type} ${target.what}`;
  const [from, to] = [graph.assets.get(source.id), graph.assets.get(target.id)];
  if (from !== undefined && SUPPLIES.has(type) && target.name !== undefined) {
    graph.inventory.addSupplier(target.name, element.node.place, from);
    account.guessed(pointer, what, `actor, supplies ${from}`, 'whoever ships it can change it');
    return;
  }
  if (type === 'describes' && CONTAINERS.has(source.type)) return;
  const isFile = target.type === 'File' || (type === 'hasDataFile' && to === undefined);
  if (FILES.has(type) && from !== undefined && isFile) {
    graph.draft.amend(from, ({ extensions = {} }) => {
      const files = Array.isArray(extensions['x-files']) ? (extensions['x-files'] as readonly string[]) : [];
      return { extensions: { ...extensions, 'x-files': [...files, fileText(target)] } };
    });
    account.kept(pointer, what, `x-files of ${from}`);
    return;
  }
  if (type === 'hasAssociatedVulnerability' && from !== undefined) {
    const threat = graph.draft.threat({
      name: target.name ?? target.id,
      on: [from],
      safeguards: [],
      place: element.node.place,
    });
    account.kept(pointer, what, `x-threats ${threat}`, 'threats are derived; this one is kept beside them');
    return;
  }
  if (from === undefined || to === undefined) {
    if (linkOfFiles(graph, element, { type, source, target, pointer })) return;
    account.notRead(
      pointer,
      what,
      `${from === undefined ? source.type : target.type} is nothing that a system model has`,
    );
    return;
  }
  if (from === to) {
    account.notRead(pointer, what, 'packages stand for their registry');
    return;
  }
  if (type === 'hasInput') {
    graph.draft.flow({ from: to, to: from, place: element.node.place });
    account.read(pointer, what, `flow ${to} → ${from}`);
    return;
  }
  const known = Object.hasOwn(RELATIONS, type) ? RELATIONS[type] : undefined;
  if (known !== undefined) {
    const [a, b] = known[1] === 'same' ? [from, to] : [to, from];
    graph.draft.relate(a, known[0], b);
    account.read(pointer, what, `${a} ${known[0]} ${b}`);
    return;
  }
  if (!NEEDS.has(type)) {
    account.notRead(pointer, what, `a system model has no place for "${type}"`);
    return;
  }
  const [relation, why] = meaningOf(source, target);
  graph.draft.relate(from, relation, to);
  if (why === undefined) account.read(pointer, what, `${from} ${relation} ${to}`);
  else account.guessed(pointer, what, `${from} ${relation} ${to}`, why);
}

/** What is said of the files of two packages is said of the packages. @returns whether it links two of them */
function linkOfFiles(graph: SpdxGraph, element: Element, { type, source, target, pointer }: Link): boolean {
  const known = Object.hasOwn(RELATIONS, type) ? RELATIONS[type] : undefined;
  const [from, to] = [graph.assetOf(source.id), graph.assetOf(target.id)];
  if (known === undefined || from === undefined || to === undefined) return false;
  const [a, b] = known[1] === 'same' ? [from, to] : [to, from];
  if (!graph.draft.relate(a, known[0], b)) return false;
  element.node.account.guessed(
    pointer,
    `${source.what} ${type} ${target.what}`,
    `${a} ${known[0]} ${b}`,
    'files stand for the packages that they lie in',
  );
  return true;
}

/** Name and digests. */
function fileText(file: Element): string {
  const digests = file.objects('verifiedUsing').flatMap((hash) => {
    const [algorithm, value] = [hash.text('algorithm'), hash.text('hashValue')];
    return algorithm === undefined || value === undefined ? [] : [`${algorithm}:${value}`];
  });
  return [file.name ?? file.id, ...digests].join(' ');
}

function meaningOf(source: Element, target: Element): readonly [Relation, string | undefined] {
  const isModel = target.type === 'AIPackage' || target.text('primaryPurpose') === 'model';
  if (isModel) {
    return source.type === 'AIPackage'
      ? ['built-from', 'a model that needs a model is made from it']
      : ['uses', 'software that needs a model answers by it'];
  }
  if (source.type === 'AIPackage' && target.type === 'DatasetPackage') {
    return ['trained-on', 'a model that needs a data set learned from it'];
  }
  return ['depends-on', undefined];
}

function readLicences(
  graph: SpdxGraph,
  element: Element,
  { type, source, to }: { readonly type: string; readonly source: Element; readonly to: readonly string[] },
): void {
  const id = graph.assets.get(source.id);
  const { account, pointer } = element.node;
  const names = to.map((ref) => {
    const licence = graph.elements.get(ref);
    licence?.node.tellParts();
    return licence?.text('licenseExpression') ?? licence?.name ?? ref.split('/').at(-1) ?? ref;
  });
  if (id === undefined || names.length === 0) {
    account.notRead(
      pointer,
      `${type} of ${source.what}`,
      `${source.type} is nothing that a system model has`,
    );
    return;
  }
  if (graph.libraries.has(source.id)) {
    account.notRead(pointer, `${type} of ${source.what}`, 'packages stand for their registry');
    return;
  }
  graph.draft.list(id, 'x-licences', names);
  account.kept(pointer, `${type} of ${source.what}`, `x-licences of ${id}`);
}

/** Models in a document about something else are what it answers by, where nothing says otherwise. */
export function linkLooseModels(graph: SpdxGraph, roots: ReadonlySet<string>): void {
  const main = [...roots].map((id) => graph.assets.get(id)).find((id) => id !== undefined);
  if (main === undefined) return;
  const linked = graph.draft.targets();
  for (const { id, what, node } of graph.ofType('AIPackage')) {
    const model = graph.assets.get(id);
    if (model === undefined || linked.has(model) || !graph.draft.relate(main, 'uses', model)) continue;
    node.account.guessed(
      node.pointer,
      `${what} in a document about ${main}`,
      `${main} uses ${model}`,
      'what is listed is a part of what the document is about',
    );
  }
}
