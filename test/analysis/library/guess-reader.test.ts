import { expect, it } from 'vitest';
import { loadLibrary } from '#analysis/library/load-library';
import { HEAD, knowledge } from '../tiny.ts';

function load(guesses: string) {
  const text = `${HEAD}guesses:\n${guesses}`;
  const first = HEAD.split('\n').length + 1;
  const { library, diagnostics } = loadLibrary([{ file: 'library.yaml', text }], { knowledge });
  return {
    guesses: library?.guesses ?? [],
    faults: diagnostics.map(({ line, column, code, message, hint }) =>
      [`${line! - first + 1}:${column!} ${code} ${message}`, ...(hint === undefined ? [] : [hint])].join(
        '; ',
      ),
    ),
  };
}

it('reads entries of every form', () => {
  const { guesses, faults } = load(`
  - { kind: llm, words: [gpt], provider: third-party, hints: [image], elements: [process], general: true }
  - { actor: insider, words: [admin] }
  - { trust: 2, words: [dmz] }
  - { carries: [prompt], words: [question] }
  - { carries: [prompt], from: [actor], to: [context-system] }
  - { relation: uses, from: [agent], to: [llm] }
  - { value: { integrity: high }, kinds: [agent] }
`);
  expect(faults).toEqual([]);
  expect(guesses.map(({ position, library, ...rest }) => [library, position.line, rest])).toEqual([
    [
      'tiny',
      expect.any(Number),
      {
        gives: 'kind',
        kind: 'llm',
        words: ['gpt'],
        facts: { provider: ['third-party'] },
        hints: ['image'],
        elements: ['process'],
        general: true,
      },
    ],
    ['tiny', expect.any(Number), { gives: 'actor', attacker: 'insider', words: ['admin'] }],
    ['tiny', expect.any(Number), { gives: 'trust', trust: 2, words: ['dmz'] }],
    ['tiny', expect.any(Number), { gives: 'carries', carries: ['prompt'], words: ['question'] }],
    [
      'tiny',
      expect.any(Number),
      { gives: 'carries', carries: ['prompt'], from: ['actor'], to: ['context-system'] },
    ],
    ['tiny', expect.any(Number), { gives: 'relation', relation: 'uses', from: ['agent'], to: ['llm'] }],
    ['tiny', expect.any(Number), { gives: 'value', value: { integrity: 'high' }, kinds: ['agent'] }],
  ]);
});

it('says of each fault where it stands', () => {
  const { guesses, faults } = load(`  - { kind: agnet, words: [a] }
  - { kind: llm, actor: insider, words: [a] }
  - { words: [a] }
  - { kind: llm }
  - { kind: llm, words: [a], provider: thirdparty, colour: red }
  - { trust: 7, words: [a] }
  - { carries: [prompt] }
  - { relation: guards, from: [agent], to: [llm] }
  - { value: { integrity: huge }, kinds: [agents] }
`);
  expect(faults).toEqual([
    '1:13 LIB-012 unknown kind "agnet"; did you mean "agent"?',
    '2:5 LIB-004 a guess says exactly one of "kind", "actor", "trust", "carries", "relation", "value"',
    '3:5 LIB-004 a guess says exactly one of "kind", "actor", "trust", "carries", "relation", "value"',
    '4:5 LIB-004 a guess needs "words"',
    '5:40 LIB-005 unknown provider "thirdparty"; did you mean "third-party"?',
    '5:52 LIB-003 a guess has no key "colour"',
    '6:14 LIB-005 "trust" must be a number from 0 to 5',
    '7:5 LIB-004 a guess of what a flow carries needs "words", "from" or "to"',
    '8:17 LIB-005 unknown relation "guards"',
    '9:27 LIB-005 unknown integrity "huge"',
    '9:43 LIB-012 unknown kinds "agents"; did you mean "agent"?',
  ]);
  expect(guesses.map(({ gives }) => gives)).toEqual(['kind', 'value']);
});
