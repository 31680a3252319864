/** Entries of `guesses`: what words of foreign models may mean (docs/importing.md). */
import { ASSET_CLASSES } from '#model/asset-kinds';
import { FALLBACKS, HINTS, type Guess, type ValueGuess } from '#model/guesses';
import {
  ATTACKERS,
  CARRIES,
  LEVELS,
  RELATIONS,
  VALUE_FACTS,
  type Level,
  type ValueFact,
} from '#model/system-model';
import type { FieldReader, Fields } from './field-reader.ts';
import type { Located } from './located-yaml.ts';
import type { Vocabulary } from './vocabulary.ts';

const FACTS = Object.keys(VALUE_FACTS) as ValueFact[];
const LOSSES = ['confidentiality', 'integrity', 'availability'] as const;

/** What an entry gives, and the keys that it may carry beside it. */
const FORMS = {
  kind: ['words', 'hints', 'elements', 'general', ...FACTS],
  actor: ['words', 'elements'],
  trust: ['words'],
  carries: ['words', 'from', 'to'],
  relation: ['from', 'to'],
  value: ['kinds'],
} as const satisfies Record<Guess['gives'], readonly string[]>;

const GIVES = Object.keys(FORMS) as Guess['gives'][];

/** @returns undefined where the entry says nothing that can be used; a diagnostic says why */
export function readGuess(
  reader: FieldReader,
  node: Located,
  library: string,
  vocabulary: Vocabulary,
): Guess | undefined {
  const given = GIVES.filter((key) => node.map?.has(key) === true);
  const [gives] = given;
  if (node.map !== undefined && (gives === undefined || given.length > 1)) {
    reader.error('LIB-004', `a guess says exactly one of ${GIVES.map((key) => `"${key}"`).join(', ')}`, node);
    return undefined;
  }
  const fields = reader.fields(node, gives === undefined ? [] : [gives, ...FORMS[gives]], 'a guess');
  if (fields === undefined || gives === undefined) return undefined;
  const entry = new GuessEntry(reader, fields, vocabulary);
  const place = { library, position: node.position };
  switch (gives) {
    case 'kind': {
      const [kind] = entry.names('kind', new Set(vocabulary.kinds.keys()), true);
      const words = entry.words(true);
      if (kind === undefined || words === undefined) return undefined;
      const hints = entry.listed('hints', HINTS);
      const elements = entry.listed('elements', FALLBACKS);
      return {
        ...place,
        gives,
        kind,
        words,
        facts: entry.facts(),
        general: fields.get('general')?.scalar === true,
        ...(hints.length > 0 && { hints }),
        ...(elements.length > 0 && { elements }),
      };
    }
    case 'actor': {
      const [attacker] = entry.listed('actor', ATTACKERS);
      const words = entry.words(true);
      if (attacker === undefined || words === undefined) return undefined;
      const elements = entry.listed('elements', FALLBACKS);
      return { ...place, gives, attacker, words, ...(elements.length > 0 && { elements }) };
    }
    case 'trust': {
      const trust = reader.number(fields.get('trust'), '"trust"', 0, 5);
      const words = entry.words(true);
      return trust === undefined || words === undefined ? undefined : { ...place, gives, trust, words };
    }
    case 'carries': {
      const carries = entry.listed('carries', CARRIES);
      const words = entry.words(false);
      const from = entry.names('from', entry.ends, false);
      const to = entry.names('to', entry.ends, false);
      if (words === undefined && from.length + to.length === 0) {
        reader.error('LIB-004', 'a guess of what a flow carries needs "words", "from" or "to"', node);
        return undefined;
      }
      return {
        ...place,
        gives,
        carries,
        ...(words !== undefined && { words }),
        ...(from.length > 0 && { from }),
        ...(to.length > 0 && { to }),
      };
    }
    case 'relation': {
      const [relation] = entry.listed('relation', RELATIONS);
      const from = entry.names('from', entry.kinds, true);
      const to = entry.names('to', entry.kinds, true);
      return relation === undefined ? undefined : { ...place, gives, relation, from, to };
    }
    case 'value':
      return { ...place, gives, value: entry.value(), kinds: entry.names('kinds', entry.kinds, true) };
  }
}

class GuessEntry {
  readonly #reader: FieldReader;
  readonly #fields: Fields;
  /** Kinds and classes. */
  readonly kinds: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;

  constructor(reader: FieldReader, fields: Fields, vocabulary: Vocabulary) {
    this.#reader = reader;
    this.#fields = fields;
    this.kinds = new Set([...ASSET_CLASSES, ...vocabulary.kinds.keys()]);
    this.ends = new Set(['actor', ...this.kinds]);
  }

  /** Undefined where there are none. */
  words(required: boolean): readonly string[] | undefined {
    const node = required ? this.#fields.require('words') : this.#fields.get('words');
    if (node === undefined) return undefined;
    const words = this.#reader.texts(node, '"words"').map(({ text }) => text);
    return words.length === 0 ? undefined : words;
  }

  /** One text or a list of them, each from a closed list. */
  listed<T extends string>(key: string, values: readonly T[]): T[] {
    return this.names(key, new Set<string>(values), false, 'LIB-005') as T[];
  }

  names(key: string, known: ReadonlySet<string>, required: boolean, code = 'LIB-012'): string[] {
    const node = required ? this.#fields.require(key) : this.#fields.get(key);
    if (node === undefined) return [];
    return (node.list ?? [node]).flatMap((item) => {
      const text = this.#reader.text(item, `"${key}"`);
      return text !== undefined && this.#reader.known(code, key, text, known) ? [text.text] : [];
    });
  }

  facts(): Partial<Record<ValueFact, readonly string[]>> {
    const facts: Partial<Record<ValueFact, readonly string[]>> = {};
    for (const fact of FACTS) {
      const values = this.listed(fact, VALUE_FACTS[fact].values);
      if (values.length > 0) facts[fact] = values;
    }
    return facts;
  }

  value(): ValueGuess['value'] {
    const node = this.#fields.require('value');
    const row = node === undefined ? undefined : this.#reader.fields(node, LOSSES, '"value"');
    const value: Partial<Record<(typeof LOSSES)[number], Level>> = {};
    for (const loss of LOSSES) {
      const text = this.#reader.text(row?.get(loss), `"${loss}"`);
      const level = LEVELS.find((each) => each === text?.text);
      if (level !== undefined) value[loss] = level;
      else if (text !== undefined) this.#reader.known('LIB-005', loss, text, new Set(LEVELS));
    }
    return value;
  }
}
