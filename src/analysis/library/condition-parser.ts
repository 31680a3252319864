import type { Condition } from '#model/attack-library';
import {
  ATTACKERS,
  CARRIES,
  DATA_CLASSES,
  EFFECTS,
  EXPOSURES,
  REFERENCE_FACTS,
  RELATIONS,
  STAGES,
  VALUE_FACTS,
  VERBS,
} from '#model/system-model';
import { didYouMean } from './field-reader.ts';
import { PhraseError, WordReader } from './words.ts';
import type { Word } from './words.ts';

/** Relations that follow from the model without a key of their own. */
export const ACTOR_RELATIONS = ['accesses', 'contributes-to', 'supplies', 'can-reach'] as const;
export const ZONE_RELATIONS = ['in', 'within'] as const;
export const KEY_RELATIONS: readonly string[] = [...RELATIONS, ...REFERENCE_FACTS];

/** Fact → its values; undefined where the values are open or depend on the libraries. */
const FACT_VALUES: ReadonlyMap<string, readonly string[] | undefined> = new Map<
  string,
  readonly string[] | undefined
>([
  ...Object.entries(VALUE_FACTS).map(([fact, { values }]) => [fact, values] as const),
  ['kind', undefined],
  ['exposure', EXPOSURES],
  ['attacker', ATTACKERS],
  ['deceivable', ['true', 'false']],
  ['effects', EFFECTS],
  ['data', DATA_CLASSES],
  ['stage', STAGES],
]);

/**
 * Parses one line of `where`; the grammar is the table "Conditions" of docs/rule-format.md.
 *
 * @param relations names of views with two variables, which may stand where a relation may
 * @example parseCondition('x.updates may be automatic', new Set())
 * // { kind: 'fact', of: 'x', fact: 'updates', values: ['automatic'], may: true, negated: false }
 * @throws PhraseError
 */
export function parseCondition(phrase: string, relations: ReadonlySet<string>): Condition {
  const reader = new WordReader(phrase);
  const condition = readCondition(reader, relations);
  reader.end();
  return condition;
}

function readCondition(reader: WordReader, views: ReadonlySet<string>): Condition {
  const from = reader.word('a variable').text;
  if (reader.accept('.')) return readFact(reader, from);
  if (reader.accept('lacks')) {
    const relation = reader.word('a relation');
    check(relation, 'relation', KEY_RELATIONS);
    return { kind: 'lacks', of: from, relation: relation.text };
  }
  const verbs = reader.alternatives('a relation');
  const first = verbs[0]!.text;
  if (verbs.length === 1 && first === 'flows-to') {
    const to = reader.word('a variable').text;
    if (!reader.accept('carrying')) return { kind: 'flow', from, to };
    return {
      kind: 'flow',
      from,
      to,
      carrying: checked(reader.alternatives('what it carries'), 'content', CARRIES),
    };
  }
  const special: readonly string[] = [...ACTOR_RELATIONS, ...ZONE_RELATIONS];
  const known =
    verbs.length === 1 ? [...KEY_RELATIONS, ...special, 'flows-to', ...views] : [...KEY_RELATIONS, ...views];
  if (verbs.length === 1 && first === 'has') {
    throw new PhraseError('"has" compares a fact', verbs[0]!.offset, `write "${from}.effects has …"`);
  }
  const names = checked(verbs, 'relation', known);
  const to = reader.word('a variable').text;
  if (!reader.accept('with')) return { kind: 'relation', from, relations: names, to };
  if (first !== 'accesses' && first !== 'contributes-to') {
    throw new PhraseError(
      `"${first}" takes no verbs`,
      reader.offset,
      'only "accesses" and "contributes-to" do',
    );
  }
  return {
    kind: 'relation',
    from,
    relations: names,
    to,
    verbs: checked(reader.alternatives('a verb'), 'verb', VERBS),
  };
}

function readFact(reader: WordReader, of: string): Condition {
  const fact = reader.word('a fact');
  const profile = of === 'profile';
  if (!profile) check(fact, 'fact', FACT_VALUES.keys());
  const operator = reader.word('"is", "has" or "may"');
  let negated = false;
  const may = operator.text === 'may';
  if (may) {
    if (!reader.accept('be') && !reader.accept('have')) {
      throw new PhraseError('after "may" comes "be" or "have"', reader.offset);
    }
  } else if (operator.text === 'is') {
    negated = reader.accept('not');
  } else if (operator.text !== 'has') {
    throw new PhraseError(
      `expected "is", "is not", "has", "may be" or "may have", not "${operator.text}"`,
      operator.offset,
    );
  }
  const allowed = profile ? undefined : FACT_VALUES.get(fact.text);
  const values = reader.alternatives('a value');
  if (allowed !== undefined) for (const value of values) check(value, `value of ${fact.text}`, allowed);
  return { kind: 'fact', of, fact: fact.text, values: values.map(({ text }) => text), may, negated };
}

function checked(found: readonly Word[], what: string, known: Iterable<string>): string[] {
  const list = [...known];
  return found.map((word) => {
    check(word, what, list);
    return word.text;
  });
}

function check(word: Word, what: string, known: Iterable<string>): void {
  const list = [...known];
  if (list.includes(word.text)) return;
  throw new PhraseError(`unknown ${what} "${word.text}"`, word.offset, didYouMean(word.text, list));
}
