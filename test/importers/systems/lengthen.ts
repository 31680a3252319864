/** Damage by length: one word of a file becomes very long, which an expression that goes back and forth never ends with. */

const LENGTH = 100_000;

/** What the long words are made of: what readers divide words at, look for, or count. */
const PIECES: readonly string[] = [
  ...['a', 'A', 'aA', '1', 'a1', '0.', '1e', 'é', '数', '😀', '\u0301', '\u200b'],
  ...[' ', '  x', '\t', '- ', '# ', '-', '--', '_', '.', 'a.', '..', '/', 'a/', '../', '//', ':', 'a:', '::'],
  ...[
    ',',
    ';',
    '=',
    'a=',
    '&',
    '&amp;',
    '%',
    '%41',
    '@',
    'a@',
    '+',
    '*',
    '!',
    '?',
    '|',
    '~',
    '^',
    '$',
    '${',
    '${A:-',
  ],
  ...[
    '{',
    '{{',
    '}',
    '[',
    ']',
    '[[',
    '(',
    ')',
    '<',
    '>',
    '<b>',
    '</',
    '-->',
    "'",
    '`',
    '\\\\',
    '\\n',
    'http://',
    'a b ',
  ],
];

/** @returns the text with one word of it replaced; the same where it has none */
export function lengthened(text: string, where: number, which: number): string {
  const words = [...text.matchAll(/[^\s"'<>{}[\],:=]+/g)];
  const word = words[where % Math.max(1, words.length)];
  if (word === undefined) return text;
  const piece = PIECES[which % PIECES.length]!;
  const long = piece.repeat(Math.ceil(LENGTH / piece.length));
  return text.slice(0, word.index) + long + text.slice(word.index + word[0].length);
}
