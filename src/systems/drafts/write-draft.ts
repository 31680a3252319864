import { Document, isMap, isScalar, isSeq, Scalar } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type {
  DraftActor,
  DraftAsset,
  DraftElement,
  DraftFlow,
  DraftSystem,
  DraftThreat,
} from '#model/draft-system';
import { defined, evidenceFields, type Fields } from '#model/model-fields';
import { REFERENCE_FACTS, RELATIONS, VALUE_FACTS, type ValueFact, type VerbLink } from '#model/system-model';
import { FORMAT_VERSION } from '../structure.ts';
import type { CompletedDraft } from './complete-draft.ts';
import { addComments, plainComment } from './draft-comments.ts';
import { plainExtensions } from './plain-extensions.ts';

/** Where editors find the format, if the package is installed beside the model; the reader itself needs no file. */
const SCHEMA_LINE = ' yaml-language-server: $schema=node_modules/threatloom/schemas/system.schema.json';

/**
 * The model as YAML, ready for a person to go on with: `# decide: …` stands above what only they can know, and
 * `# guessed: …` beside what was worked out from words. The same draft gives the same text.
 *
 * @param head lines for the top of the file, e.g. what it was made from
 */
export function writeDraft({ draft, guessed }: CompletedDraft, head: readonly string[] = []): string {
  const document = new Document(toFields(draft), { version: '1.2', aliasDuplicateObjects: false });
  document.commentBefore = [SCHEMA_LINE, ...head.map((line) => ` ${plainComment(line)}`)].join('\n');
  const root = document.contents as YAMLMap<Scalar<string>, Node>;
  for (const { key, value } of root.items) {
    if (SECTIONS.has(key.value)) key.spaceBefore = true;
    if (key.value.startsWith('x-')) key.spaceBefore = true;
    if (value !== null && (key.value === 'x-threats' || !key.value.startsWith('x-'))) styleLists(value);
  }
  addComments(root, draft, guessed);
  quoteOddText(root);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).replaceAll('\ufffd', '\\uFFFD');
}

const SECTIONS: ReadonlySet<string> = new Set([
  'zones',
  'actors',
  'assets',
  'flows',
  'safeguards',
  'evidence',
  'goals',
]);

function toFields(draft: DraftSystem): Fields {
  return defined({
    threatloom: FORMAT_VERSION,
    system: draft.id,
    name: draft.name,
    description: draft.description,
    owner: draft.owner,
    stage: draft.stage,
    profile: draft.profile,
    zones: section(draft.zones, (zone) => ({ trust: zone.trust, in: zone.in })),
    actors: section(draft.actors, actorFields),
    assets: section(draft.assets, assetFields),
    flows: draft.flows.length === 0 ? undefined : draft.flows.map(flowFields),
    safeguards: section(draft.safeguards, (each) => ({
      on: each.on,
      implements: each.implements,
      status: each.status,
      effectiveness: each.effectiveness,
      evidence: each.evidence,
    })),
    evidence: evidenceSection(draft),
    goals: section(draft.goals, ({ on, loss, impact }) => ({ on, loss, impact })),
    'goals-from-value': draft.goalsFromValue,
    ...plainExtensions(draft.extensions),
    ...(draft.threats.length > 0 && { 'x-threats': section(draft.threats, threatFields) }),
  });
}

function section<T extends DraftElement>(
  elements: readonly T[],
  fieldsOf: (element: T) => Fields,
): ReadonlyMap<string, Fields> | undefined {
  if (elements.length === 0) return undefined;
  // An object would put ids that are whole numbers first.
  return new Map(elements.map((element) => [element.id, elementFields(element, fieldsOf(element))]));
}

function elementFields(element: Omit<DraftElement, 'id'>, own: Fields): Fields {
  return defined({
    name: element.name,
    description: element.description,
    ...own,
    ...plainExtensions(element.extensions),
  });
}

function actorFields({ zone, attacker, access, supplies, deceivable }: DraftActor): Fields {
  return { zone, attacker, access: linkList(access), supplies: nonEmpty(supplies), deceivable };
}

function linkList(links: readonly VerbLink[] | undefined): unknown {
  if (links === undefined || links.length === 0) return undefined;
  if (links.every(({ verbs }) => verbs === undefined)) return links.map(({ id }) => id);
  // A mapping has no way to say "all that its kind allows", which no verbs mean.
  const all = ['read', 'write', 'query', 'execute', 'admin'];
  return Object.fromEntries(links.map(({ id, verbs = [] }) => [id, verbs.length === 0 ? all : verbs]));
}

function assetFields(asset: DraftAsset): Fields {
  const { relations = {}, facts = {} } = asset;
  const factKeys = Object.keys(VALUE_FACTS) as ValueFact[];
  const contributors = asset.contributors === undefined ? {} : { contributors: linkList(asset.contributors) };
  return {
    kind: asset.kind ?? asset.fallback,
    zone: asset.zone,
    exposure: asset.exposure,
    value: asset.value,
    data: nonEmpty(asset.data),
    effects: asset.effects,
    ...Object.fromEntries([...RELATIONS, ...REFERENCE_FACTS].map((key) => [key, nonEmpty(relations[key])])),
    ...contributors,
    ...Object.fromEntries(factKeys.map((key) => [key, factValue(key, facts[key])])),
  };
}

function factValue(key: ValueFact, values: readonly string[] | undefined): unknown {
  if (values === undefined) return undefined;
  // Stated and empty says more than not stated.
  if (VALUE_FACTS[key].many) return values;
  const [first] = values;
  return key === 'obtainable' && first !== undefined ? first === 'true' : first;
}

function flowFields(flow: DraftFlow): Fields {
  const { id, name, description, from, to, carries, both, authenticated, encrypted, extensions } = flow;
  return defined({
    id,
    name,
    description,
    from,
    to,
    carries: nonEmpty(carries),
    both: both === true ? true : undefined,
    authenticated,
    encrypted,
    ...plainExtensions(extensions),
  });
}

function evidenceSection({ evidence }: DraftSystem): ReadonlyMap<string, Fields> | undefined {
  if (evidence.length === 0) return undefined;
  return new Map(evidence.map((each) => [each.id, evidenceFields(each)]));
}

function threatFields(threat: DraftThreat): Fields {
  const { on, status, severity, stride, safeguards, references } = threat;
  return {
    on: nonEmpty(on),
    status,
    severity,
    stride: nonEmpty(stride),
    safeguards: nonEmpty(safeguards),
    references: nonEmpty(references),
  };
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** Lists of words and ratings stand on one line. */
function styleLists(node: Node): void {
  if (isMap<Scalar, Node>(node)) {
    for (const { value } of node.items) if (value !== null) styleLists(value);
    if (node.items.every(({ key }) => LOSSES.has(String(key.value)))) node.flow = true;
  } else if (isSeq<Node>(node)) {
    if (node.items.every((item) => isScalar(item))) node.flow = true;
    else node.items.forEach(styleLists);
  }
}

const LOSSES: ReadonlySet<string> = new Set(['confidentiality', 'integrity', 'availability']);

/** Text that is no text to the reader is written with escapes. */
function quoteOddText(node: unknown): void {
  if (isScalar(node)) {
    const isOdd =
      typeof node.value === 'string' &&
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd]/.test(node.value);
    if (isOdd) node.type = Scalar.QUOTE_DOUBLE;
  } else if (isMap<Node, Node>(node)) {
    for (const { key, value } of node.items) {
      quoteOddText(key);
      quoteOddText(value);
    }
  } else if (isSeq(node)) {
    node.items.forEach(quoteOddText);
  }
}
