import { CAPABILITIES } from '#model/attack-library';
import type { Capability, FactPattern } from '#model/attack-library';
import { didYouMean } from './field-reader.ts';
import { PhraseError, WordReader } from './words.ts';

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Parses one line of `needs` or `gives`.
 *
 * @example parseFact('has adversarial-sample for x')
 * // { kind: 'resource', resource: 'adversarial-sample', variable: 'x' }
 * @throws PhraseError
 */
export function parseFact(phrase: string): FactPattern {
  const reader = new WordReader(phrase);
  const first = reader.word('a capability or "has"');
  if (first.text === 'has') {
    const { text: resource, offset } = reader.word('a resource');
    if (!KEBAB.test(resource)) throw new PhraseError(`resource "${resource}" is not kebab-case`, offset);
    const variable = reader.accept('for') ? reader.word('a variable').text : undefined;
    reader.end();
    return { kind: 'resource', resource, ...(variable === undefined ? {} : { variable }) };
  }
  if (!isCapability(first.text)) {
    const hint = didYouMean(first.text, [...CAPABILITIES, 'has']) ?? `one of ${CAPABILITIES.join(', ')}, has`;
    throw new PhraseError(`unknown capability "${first.text}"`, first.offset, hint);
  }
  const variable = reader.word('a variable').text;
  reader.end();
  return { kind: 'capability', capability: first.text, variable };
}

function isCapability(word: string): word is Capability {
  return (CAPABILITIES as readonly string[]).includes(word);
}
