import type { Condition, FactPattern } from '#model/attack-library';
import { parseCondition, ACTOR_RELATIONS, ZONE_RELATIONS } from './condition-parser.ts';
import { parseFact } from './fact-parser.ts';
import type { Fields, FieldReader, LocatedText } from './field-reader.ts';
import type { Located } from './located-yaml.ts';
import { ACTOR_SORTS, namesForAt } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';
import { PhraseError } from './words.ts';

/** A pattern over the model, as rules and views share it. */
export interface Pattern {
  readonly at: ReadonlyMap<string, readonly string[]>;
  readonly where: readonly Condition[];
}

const VARIABLE = /^[a-z][a-z0-9-]*$/;
/** Words that a condition would read as something else. */
const RESERVED = ['profile', 'has', 'lacks', 'for'];

/** Reads `at` and `where` and checks that every variable is bound, of a fitting sort, and tied to the others. */
export function readPattern(
  reader: FieldReader,
  fields: Fields,
  what: string,
  vocabulary: Vocabulary,
): Pattern {
  const at = readAt(reader, fields.require('at'), what, vocabulary);
  const where: Condition[] = [];
  const phrases = reader.texts(fields.get('where'), `"where" of ${what}`);
  for (const phrase of phrases) {
    const condition = phraseOf(reader, 'LIB-020', phrase, (text) =>
      parseCondition(text, vocabulary.binaryViews),
    );
    if (condition !== undefined && checkCondition(reader, condition, phrase, at, vocabulary))
      where.push(condition);
  }
  // A condition that could not be read may have been the tie.
  if (where.length === phrases.length) checkTies(reader, at, where, fields.node, what);
  return { at, where };
}

/** Reads `needs` or `gives`; a fact written twice counts once. */
export function readFacts(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
  at: ReadonlyMap<string, readonly string[]>,
): FactPattern[] {
  const found = new Map<string, FactPattern>();
  for (const phrase of reader.texts(node, what)) {
    const fact = phraseOf(reader, 'LIB-021', phrase, parseFact);
    if (fact === undefined) continue;
    if (fact.variable !== undefined && !bound(reader, fact.variable, at, phrase)) continue;
    found.set(JSON.stringify(fact), fact);
  }
  return [...found.values()];
}

function readAt(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
  vocabulary: Vocabulary,
): Map<string, readonly string[]> {
  const at = new Map<string, readonly string[]>();
  if (node === undefined) return at;
  if (node.map === undefined || node.map.size === 0) {
    reader.error('LIB-002', `"at" of ${what} must be a map from variables to kinds`, node);
    return at;
  }
  const names = namesForAt(vocabulary);
  for (const [variable, { keyPosition, value }] of node.map) {
    if (!VARIABLE.test(variable) || RESERVED.includes(variable)) {
      reader.error('LIB-005', `"${variable}" cannot be a variable`, { position: keyPosition });
    }
    const kinds = reader.texts(value, `the kinds of ${variable}`);
    for (const kind of kinds) reader.known('LIB-012', 'kind', kind, names);
    if (value.list?.length === 0) reader.error('LIB-002', `${variable} has no kinds`, value);
    at.set(
      variable,
      kinds.map(({ text }) => text),
    );
  }
  return at;
}

function checkCondition(
  reader: FieldReader,
  condition: Condition,
  phrase: LocatedText,
  at: ReadonlyMap<string, readonly string[]>,
  vocabulary: Vocabulary,
): boolean {
  switch (condition.kind) {
    case 'lacks':
      return bound(reader, condition.of, at, phrase);
    case 'fact': {
      if (condition.fact === 'kind') {
        const names = namesForAt(vocabulary);
        const unknown = condition.values.filter((value) => !names.has(value));
        for (const text of unknown) reader.known('LIB-012', 'kind', { ...phrase, text }, names);
      }
      return condition.of === 'profile' || bound(reader, condition.of, at, phrase);
    }
    case 'flow':
    case 'relation': {
      const { from, to } = condition;
      if (![from, to].map((variable) => bound(reader, variable, at, phrase)).every(Boolean)) return false;
      if (from === to) {
        reader.error('LIB-026', `"${phrase.text}" ties ${from} to itself, which never holds`, phrase);
        return false;
      }
      return condition.kind === 'flow' || checkSorts(reader, condition, phrase, at);
    }
  }
}

function checkSorts(
  reader: FieldReader,
  condition: Extract<Condition, { kind: 'relation' }>,
  phrase: LocatedText,
  at: ReadonlyMap<string, readonly string[]>,
): boolean {
  const [name] = condition.relations;
  const can = (variable: string, test: (kind: string) => boolean): boolean => at.get(variable)!.some(test);
  const actor = (kind: string): boolean => ACTOR_SORTS.includes(kind);
  const zone = (kind: string): boolean => kind === 'zone';
  const refuse = (variable: string, sort: string): false => {
    reader.error('LIB-026', `"${phrase.text}" never holds: ${variable} is no ${sort}`, phrase);
    return false;
  };
  if ((ACTOR_RELATIONS as readonly string[]).includes(name!)) {
    // A view may stand for actors too: only what is surely an asset is refused.
    if (!can(condition.from, actor) && can(condition.from, zone)) return refuse(condition.from, 'actor');
    if (!can(condition.to, (kind) => !actor(kind) && !zone(kind))) return refuse(condition.to, 'asset');
  }
  if ((ZONE_RELATIONS as readonly string[]).includes(name!) && !can(condition.to, zone)) {
    return refuse(condition.to, 'zone');
  }
  if (name === 'within' && !can(condition.from, zone)) return refuse(condition.from, 'zone');
  if (name === 'in' && !can(condition.from, (kind) => !zone(kind)))
    return refuse(condition.from, 'asset or actor');
  return true;
}

/** Every variable must hang together with the first, or the pattern pairs everything with everything. */
function checkTies(
  reader: FieldReader,
  at: ReadonlyMap<string, unknown>,
  where: readonly Condition[],
  node: Located,
  what: string,
): void {
  const [first, ...rest] = at.keys();
  if (first === undefined) return;
  const tied = new Set([first]);
  for (let size = 0; size !== tied.size;) {
    size = tied.size;
    for (const condition of where) {
      if (condition.kind !== 'relation' && condition.kind !== 'flow') continue;
      const { from, to } = condition;
      if (tied.has(from) || tied.has(to)) tied.add(from).add(to);
    }
  }
  const loose = rest.filter((variable) => !tied.has(variable));
  if (loose.length === 0) return;
  reader.error(
    'LIB-023',
    `${what} does not tie ${loose.join(', ')} to ${first}`,
    node,
    'add a relation, flow, zone or actor condition between them',
  );
}

function bound(
  reader: FieldReader,
  variable: string,
  at: ReadonlyMap<string, unknown>,
  phrase: LocatedText,
): boolean {
  if (at.has(variable)) return true;
  reader.error(
    'LIB-022',
    `"${phrase.text}": variable ${variable} is not bound by "at"`,
    shift(phrase, phrase.text.indexOf(variable)),
  );
  return false;
}

function phraseOf<T>(
  reader: FieldReader,
  code: string,
  phrase: LocatedText,
  parse: (text: string) => T,
): T | undefined {
  try {
    return parse(phrase.text);
  } catch (error) {
    if (!(error instanceof PhraseError)) throw error;
    reader.error(code, `"${phrase.text}": ${error.message}`, shift(phrase, error.offset), error.hint);
    return undefined;
  }
}

function shift(phrase: LocatedText, offset: number): LocatedText {
  const { position } = phrase;
  return { ...phrase, position: { ...position, column: position.column + Math.max(0, offset) } };
}
