/**
 * What a model says and a foreign format has no place for: exports write it as one object in the words of the model
 * itself, where the format keeps attributes, and importing reads it back. It is read like any foreign value: words that a
 * model does not know are reported, never taken.
 */
import type {
  DraftActor,
  DraftAsset,
  DraftFlow,
  DraftGoal,
  DraftSafeguard,
  DraftSystem,
} from '#model/draft-system';
import {
  ATTACKERS,
  CARRIES,
  DATA_CLASSES,
  EFFECTS,
  EVIDENCE_KINDS,
  EXPOSURES,
  LEVELS,
  LOSSES,
  REFERENCE_FACTS,
  RELATIONS,
  SAFEGUARD_STATUSES,
  SCHEDULE,
  STAGES,
  VALUE_FACTS,
  VERBS,
  type ProfileScalar,
  type ProfileValue,
  type ValueFact,
  type VerbLink,
} from '#model/system-model';
import type { TreeNode } from './tree-node.ts';

/** Under which an export keeps it. */
export const CARRIED_KEY = 'threatloom';

/** The formats want a name of everything: what has none says so in our exports. */
export function isNameless(carried: TreeNode | undefined): boolean {
  return carried?.boolean('nameless') === true;
}

/** Id of the foreign file, which is that of the model → id of the draft. */
type Resolve = (id: string) => string;

export function carriedAsset(node: TreeNode, resolve: Resolve): Partial<DraftAsset> {
  const kind = node.text('kind');
  const [exposure] = words(node, 'exposure', EXPOSURES);
  const data = words(node, 'data', DATA_CLASSES);
  const effects = words(node, 'effects', EFFECTS);
  const value = carriedValue(node);
  const contributors = links(node, 'contributors', resolve);
  const relations = [...RELATIONS, ...REFERENCE_FACTS]
    .filter((key) => key !== 'contributors')
    .map((key) => [key, node.texts(key).map((id) => (id === SCHEDULE ? id : resolve(id)))] as const)
    .filter(([, ids]) => ids.length > 0);
  const facts = (Object.keys(VALUE_FACTS) as ValueFact[])
    .filter((key) => node.has(key))
    .map((key) => [key, words(node, key, VALUE_FACTS[key].values)] as const);
  return {
    ...(kind !== undefined && { kind }),
    ...(exposure !== undefined && { exposure }),
    ...(data.length > 0 && { data }),
    // Stated and empty says more than not stated.
    ...(node.has('effects') && { effects }),
    ...(value !== undefined && { value }),
    ...(contributors.length > 0 && { contributors }),
    ...(relations.length > 0 && { relations: Object.fromEntries(relations) }),
    ...(facts.length > 0 && { facts: Object.fromEntries(facts) }),
  };
}

function carriedValue(node: TreeNode): DraftAsset['value'] {
  const value = node.at('value');
  if (value === undefined) return undefined;
  const rated = (['confidentiality', 'integrity', 'availability'] as const).flatMap((loss) =>
    words(value, loss, LEVELS).map((level) => [loss, level] as const),
  );
  return rated.length === 0 ? undefined : Object.fromEntries(rated);
}

export function carriedActor(node: TreeNode, resolve: Resolve): Partial<DraftActor> {
  const [attacker] = words(node, 'attacker', ATTACKERS);
  const access = links(node, 'access', resolve);
  const supplies = node.texts('supplies').map(resolve);
  const deceivable = node.boolean('deceivable');
  return {
    ...(attacker !== undefined && { attacker }),
    ...(access.length > 0 && { access }),
    ...(supplies.length > 0 && { supplies }),
    ...(deceivable !== undefined && { deceivable }),
  };
}

export function carriedFlow(node: TreeNode): Partial<DraftFlow> {
  const carries = words(node, 'carries', CARRIES);
  const authenticated = node.boolean('authenticated');
  const encrypted = node.boolean('encrypted');
  return {
    ...(carries.length > 0 && { carries }),
    ...(authenticated !== undefined && { authenticated }),
    ...(encrypted !== undefined && { encrypted }),
  };
}

/** What stands beside the elements: profile, stage, goals and evidence. Accepted risks are not carried through other tools. */
export function carriedSystem(node: TreeNode, resolve: Resolve): Partial<DraftSystem> {
  const [stage] = words(node, 'stage', STAGES);
  const profile = node.at('profile');
  profile?.tellWhole();
  return {
    ...(stage !== undefined && { stage }),
    ...(profile !== undefined && { profile: profileOf(profile) }),
    ...(node.boolean('goals-from-value') === true && { goalsFromValue: true }),
    safeguards: node.entriesOf('safeguards').map(([id, each]) => carriedSafeguard(id, each, resolve)),
    goals: node.entriesOf('goals').flatMap(([id, goal]) => carriedGoal(id, goal, resolve)),
    evidence: node.entriesOf('evidence').flatMap(([id, each]) => carriedEvidence(id, each, resolve)),
  };
}

function profileOf(node: TreeNode): Record<string, ProfileValue> {
  const isScalar = (value: unknown): value is ProfileScalar =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const profile = new Map<string, ProfileValue>();
  for (const [key, { value }] of node.entries()) {
    const isValue = isScalar(value) || (Array.isArray(value) && value.every(isScalar));
    if (/^[\w-]+$/.test(key) && !REFUSED.has(key) && isValue) profile.set(key, value);
  }
  return Object.fromEntries(profile);
}

/** Keys that the reader of models takes nowhere. */
const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'true']);

/** A safeguard says itself where it stands, and what is measured of it. */
export function carriedSafeguard(id: string, node: TreeNode, resolve: Resolve): DraftSafeguard {
  const [status = 'planned'] = words(node, 'status', SAFEGUARD_STATUSES);
  const evidence = node.texts('evidence');
  const effectiveness = node.number('effectiveness');
  return {
    id,
    place: node.place,
    ...textsOf(node),
    on: node.texts('on').map(resolve),
    implements: node.texts('implements'),
    status,
    ...(effectiveness !== undefined && { effectiveness }),
    ...(evidence.length > 0 && { evidence }),
  };
}

function carriedGoal(id: string, node: TreeNode, resolve: Resolve): DraftGoal[] {
  const on = node.text('on');
  const [loss] = words(node, 'loss', LOSSES);
  const [impact] = words(node, 'impact', LEVELS);
  if (on === undefined || loss === undefined || impact === undefined) return [];
  return [{ id, place: node.place, ...textsOf(node), on: resolve(on), loss, impact }];
}

function carriedEvidence(id: string, node: TreeNode, resolve: Resolve): DraftSystem['evidence'] {
  const [kind] = words(node, 'kind', EVIDENCE_KINDS);
  if (kind === undefined) return [];
  const text = (key: string): string | undefined => node.text(key);
  const subject = text('subject');
  const optional = Object.entries({
    file: text('file'),
    sha256: text('sha256'),
    subject: subject === undefined ? undefined : resolve(subject),
    subjectVersion: text('subject-version'),
    collected: text('collected'),
    expires: text('expires'),
  }).filter(([, value]) => value !== undefined);
  const measures = node.objects('measures').flatMap((measure) => {
    const metric = measure.text('metric');
    const value = measure.number('value');
    const technique = measure.text('technique');
    if (metric === undefined || value === undefined) return [];
    return [{ metric, value, ...(technique !== undefined && { technique }) }];
  });
  return [{ id, kind, place: node.place, ...Object.fromEntries(optional), measures }];
}

function textsOf(node: TreeNode): { name?: string; description?: string } {
  const name = node.text('name');
  const description = node.text('description');
  return { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
}

/** One word or a list of them, each from a closed list. */
export function words<T extends string>(node: TreeNode, key: string, known: readonly T[]): T[] {
  return node.texts(key).flatMap((text) => {
    const word = known.find((each) => each === text);
    if (word === undefined)
      node.account.warn(`${node.pointer}/${key}`, `"${key}" is none of ${known.join(', ')}`);
    return word === undefined ? [] : [word];
  });
}

/** A list of ids, or a mapping from ids to verbs. */
function links(node: TreeNode, key: string, resolve: Resolve): VerbLink[] {
  const value = node.any(key);
  if (value?.isObject !== true) return node.texts(key).map((id) => ({ id: resolve(id) }));
  return value.entries().map(([id]) => ({ id: resolve(id), verbs: words(value, id, VERBS) }));
}
