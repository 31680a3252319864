import type { DraftActor, DraftAsset, DraftSystem, DraftZone } from '#model/draft-system';
import type { ActorGuess, Guess, KindGuess } from '#model/guesses';
import { FOREIGN_KINDS } from '#model/system-model';
import type { DraftNotes } from './draft-notes.ts';
import type { GuessTable, Match, Texts } from './guess-table.ts';

/**
 * Guesses kinds, people and the trust of zones from words, where the draft does not say them.
 *
 * @param classes kind → class
 */
export function guessElements(
  draft: DraftSystem,
  table: GuessTable,
  classes: Classes,
  notes: DraftNotes,
): DraftSystem {
  const named = new Set([
    ...draft.assets.flatMap(({ relations = {} }) =>
      Object.entries(relations).flatMap(([key, ids]) => (ACTOR_KEYS.has(key) ? [] : ids)),
    ),
    ...draft.actors.flatMap(({ access = [], supplies = [] }) => [...access.map(({ id }) => id), ...supplies]),
  ]);
  const actors: DraftActor[] = draft.actors.map((actor) => guessAttacker(actor, table, notes));
  const assets: DraftAsset[] = [];
  const makers = makersOf(draft.assets);
  for (const asset of draft.assets) {
    const person = named.has(asset.id) ? undefined : guessPerson(asset, table, notes);
    if (person !== undefined) actors.push(person);
    else {
      const makes = makers.get(asset.id);
      const context = { table, classes, makes };
      assets.push(guessKind(namedKind(asset, context, notes), context, notes));
    }
  }
  return { ...draft, zones: draft.zones.map((zone) => guessTrust(zone, table, notes)), actors, assets };
}

type Classes = ReadonlyMap<string, string>;

/** What only training makes. */
const MODELS: ReadonlySet<string> = new Set(['model', 'llm', 'embedding-model', 'adapter']);

type Made = 'model' | 'something';

/** What something is `built-by`, and whether that is a model. */
function makersOf(assets: readonly DraftAsset[]): ReadonlyMap<string, Made> {
  const makers = new Map<string, Made>();
  for (const { kind = '', relations = {} } of assets) {
    for (const id of relations['built-by'] ?? []) {
      if (MODELS.has(kind)) makers.set(id, 'model');
      else if (!makers.has(id)) makers.set(id, 'something');
    }
  }
  return makers;
}

/** Keys of assets that name people. */
const ACTOR_KEYS: ReadonlySet<string> = new Set(['contributors', 'read-by', 'triggered-by']);

const MAY_MEAN_HARM = 'may it mean harm? If not, attacker: none';

function guessAttacker(actor: DraftActor, table: GuessTable, notes: DraftNotes): DraftActor {
  const name = actor.name ?? actor.id;
  if (actor.attacker !== undefined) return actor;
  const match = table.actor(name, 'external');
  if (match === undefined) {
    return {
      ...actor,
      ask: [...(actor.ask ?? []), 'may it mean harm? Then attacker: external, insider, supplier or partner'],
    };
  }
  notes.guess(
    `/actors/${actor.id}/attacker`,
    actor.place,
    `actor "${name}"`,
    match.guess.attacker,
    reasonOf(match),
  );
  return { ...actor, attacker: match.guess.attacker, ask: [...(actor.ask ?? []), MAY_MEAN_HARM] };
}

/** Classes of drawings and tags that mark people: what exports write, and what the C4 model calls them. */
const PERSON_TAGS: ReadonlySet<string> = new Set(['actor', 'person']);

const LATIN = /\p{sc=Latin}/u;

/** What says more of itself than a person could is none. */
function guessPerson(asset: DraftAsset, table: GuessTable, notes: DraftNotes): DraftActor | undefined {
  const { relations, facts, effects, exposure, kind, data, value, fallback } = asset;
  if (
    kind !== undefined ||
    // What is drawn as a store and called "Users" holds what is known of them.
    (fallback === 'store' && /s$/i.test(asset.name ?? asset.id)) ||
    [relations, facts, effects, exposure, data, value].some((said) => said !== undefined)
  )
    return undefined;
  const name = asset.name ?? asset.id;
  // A name in another script may have one beside it that the words of the table are in.
  const [other] = asset.hints?.names ?? [];
  const match =
    table.actor(LATIN.test(name) ? name : (other ?? name), asset.fallback) ?? picturedPerson(asset, table);
  const isMarked = asset.hints?.tags?.some((tag) => PERSON_TAGS.has(tag)) === true;
  if (match === undefined) return isMarked ? guessAttacker(asPerson(asset), table, notes) : undefined;
  const { id, place, ask = [] } = asset;
  const { attacker } = match.guess;
  notes.guess(`/actors/${id}/attacker`, place, `${asset.fallback} "${name}"`, `actor ${id}`, reasonOf(match));
  return {
    ...asPerson(asset),
    attacker,
    ask: attacker === 'none' ? ask : [...ask, MAY_MEAN_HARM],
  };
}

const PERSON_PICTURE = /^\s*[\u{1F464}\u{1F465}\u{1F468}\u{1F469}\u{1F481}\u{1F64B}\u{1F9D1}]/u;
/** Words that a role is looked for in. */
const MAX_ROLE = 4;

/** `👤 User asks a question`: a picture of a person, the role that the name begins with, and no word for a thing. */
function picturedPerson(asset: DraftAsset, table: GuessTable): Match<ActorGuess> | undefined {
  const name = asset.name ?? asset.id;
  if (!PERSON_PICTURE.test(name) || table.kind(textsOf(asset), asset.fallback) !== undefined)
    return undefined;
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  for (let count = MAX_ROLE; count > 0; count--) {
    const match = table.actor(words.slice(0, count).join(' '), 'process');
    if (match !== undefined) return match;
  }
  return undefined;
}

function asPerson({ id, place, name, description, zone, extensions, ask }: DraftAsset): DraftActor {
  return {
    id,
    place,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(zone !== undefined && { zone }),
    ...(extensions !== undefined && { extensions }),
    ...(ask !== undefined && { ask }),
  };
}

/**
 * A tag or type that is the name of a kind says the kind: exports write it so. But a tag stands at many things, so a
 * particular word for something alike goes before it: `Vector DB` of class `database` is a vector index.
 */
function namedKind(asset: DraftAsset, { table, classes }: KindContext, notes: DraftNotes): DraftAsset {
  const { tags = [], types = [] } = asset.hints ?? {};
  const kind = [...tags, ...types].find((word) => classes.has(word));
  if (kind === undefined || FOREIGN.has(kind) || !mayBe(asset, kind, classes)) return asset;
  const alike = (other: string): boolean =>
    other !== kind &&
    (classes.get(other) === classes.get(kind) || ALIKE.some((kinds) => kinds.has(kind) && kinds.has(other)));
  const { name: words = [] } = textsOf(asset);
  const own = tags.includes(kind) ? table.kind({ name: words }, asset.fallback, alike) : undefined;
  if (own !== undefined && !own.guess.general) return asset;
  const name = asset.name ?? asset.id;
  notes.guess(
    `/assets/${asset.id}/kind`,
    asset.place,
    `${asset.fallback} "${name}"`,
    kind,
    'it is marked so',
  );
  return { ...asset, kind, kindIsLoose: false };
}

/** Words of other tools that stand for anything. */
const FOREIGN: ReadonlySet<string> = new Set(FOREIGN_KINDS);

/** Whether a kind that is guessed may stand in place of what the file says. */
function mayBe({ kind, kindIsLoose = false }: DraftAsset, guessed: string, classes: Classes): boolean {
  if (kind === undefined) return true;
  return kindIsLoose && guessed !== kind && classes.get(guessed) === classes.get(kind);
}

interface KindContext {
  readonly table: GuessTable;
  readonly classes: Classes;
  readonly makes: Made | undefined;
}

function guessKind(asset: DraftAsset, { table, classes, makes }: KindContext, notes: DraftNotes): DraftAsset {
  if (asset.kind !== undefined && asset.kindIsLoose !== true) return asset;
  // What makes a thing is often called after it: "classifier workflow" is no classifier.
  const wanted =
    asset.kind === undefined ? makes && classes.get('training-pipeline') : classes.get(asset.kind);
  const match = fromBelow(asset, (texts) =>
    table.kind(texts, asset.fallback, (kind) => wanted === undefined || classes.get(kind) === wanted),
  );
  if (match === undefined && asset.kind === undefined && makes === 'model') return asPipeline(asset, notes);
  if (match === undefined || !mayBe(asset, match.guess.kind, classes)) return asset;
  const { kind, facts } = match.guess;
  const name = asset.name ?? asset.id;
  notes.guess(`/assets/${asset.id}/kind`, asset.place, `${asset.fallback} "${name}"`, kind, reasonOf(match));
  // What one runs from an image is nobody else's, whomever it is called after.
  const isRunHere = asset.hints?.image !== undefined;
  const added = Object.entries(facts).filter(
    ([fact]) => !Object.hasOwn(asset.facts ?? {}, fact) && !(isRunHere && fact === 'provider'),
  );
  for (const [fact, values] of added) {
    notes.guess(
      `/assets/${asset.id}/${fact}`,
      asset.place,
      `${fact} of "${name}"`,
      values.join(', '),
      reasonOf(match),
    );
  }
  return {
    ...asset,
    kind,
    ...(added.length > 0 && { facts: { ...asset.facts, ...Object.fromEntries(added) } }),
  };
}

function asPipeline(asset: DraftAsset, notes: DraftNotes): DraftAsset {
  const kind = 'training-pipeline';
  const what = `${asset.fallback} "${asset.name ?? asset.id}"`;
  notes.guess(`/assets/${asset.id}/kind`, asset.place, what, kind, 'a model is built by it');
  return { ...asset, kind };
}

/** What a general word may turn out to be by what is said of it below: `Backend` of a RAG is an AI product. */
const ALIKE: readonly ReadonlySet<string>[] = [
  new Set([
    'application',
    'web-app',
    'business-app',
    'chat-ui',
    'ai-product',
    'agent',
    'tool',
    'inference-api',
    'guardrail',
    'training-pipeline',
  ]),
  new Set([
    'store',
    'database',
    'document-store',
    'vector-index',
    'feature-store',
    'agent-memory',
    'dataset',
  ]),
];

/**
 * What the name says goes before what stands below it, where much is told of what a thing only works with: of
 * `Query service`, `asks GPT and Redis` makes neither a model nor a store.
 */
function fromBelow(
  asset: DraftAsset,
  find: (texts: Texts) => Match<KindGuess> | undefined,
): Match<KindGuess> | undefined {
  const texts = textsOf(asset);
  const own = find(texts);
  const below = asset.hints?.below;
  if (below === undefined || (own !== undefined && !own.guess.general)) return own;
  const all = find({ ...texts, remark: [...(texts.remark ?? []), `${asset.name ?? ''} ${below}`] });
  if (own === undefined || all === undefined) return all ?? own;
  return ALIKE.some((kinds) => kinds.has(own.guess.kind) && kinds.has(all.guess.kind)) ? all : own;
}

/** What stands in brackets, and what stands below the first line. */
const REMARK = /\([^()]*\)|\[[^[\]]*\]|\n[^]+/g;

/** What a file is, not what the system is: it says nothing of models that learn. */
const OF_THE_FILE = /\bthreat[\s_-]*model(?:s|l?ing)?\b/gi;

/** What a thing is guarded with, not what it is: `S3, KMS encrypted`. */
const GUARDED = /\b(?:kms|aes|tls|ssl|vault)[\s_-]?encrypt(?:ed|ion)\b/gi;

function textsOf({ id, name, hints = {} }: DraftAsset): Texts {
  const names = [name ?? id, ...(hints.names ?? [])];
  return {
    name: names.map((each) =>
      each.replaceAll(REMARK, ' ').replaceAll(OF_THE_FILE, ' ').replaceAll(GUARDED, ' '),
    ),
    remark: names.flatMap((each) => each.match(REMARK) ?? []),
    image: hints.image === undefined ? [] : [hints.image],
    technology: hints.technologies ?? [],
    tag: hints.tags ?? [],
    type: hints.types ?? [],
  };
}

function guessTrust(zone: DraftZone, table: GuessTable, notes: DraftNotes): DraftZone {
  if (zone.trust !== undefined || zone.in !== undefined) return zone;
  const name = zone.name ?? zone.id;
  const match = table.trust(name);
  if (match === undefined) return zone;
  const { trust } = match.guess;
  notes.guess(`/zones/${zone.id}/trust`, zone.place, `zone "${name}"`, `trust ${trust}`, reasonOf(match));
  return { ...zone, trust };
}

/** `"qdrant" in its image`; of a user's own library with its name. */
export function reasonOf({ words, hint, guess }: Match<Guess>): string {
  const whose = guess.library === 'core' ? '' : `, library ${guess.library}`;
  return `"${words}" in its ${hint}${whose}`;
}
