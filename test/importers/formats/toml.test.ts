import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { parseToml } from '../../../importers/formats/toml/parse-toml.ts';
import { madeUpFile } from '../frameworks/publisher-files.ts';

const parse = (text: string) => parseToml(madeUpFile('a.toml', text));

function errorOf(text: string): Partial<ThreatloomError> {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    const { code, message, file, line, column } = error;
    return { code, message, file, line, column };
  }
  throw new Error('it was read');
}

const TEXT = `title = "a"
a.b."c.d" = 1
t = {x = [1, {y = 'z'}], "q/r" = true}

[[list]]
name = "one"
[list.env]
K = "v"

[[list]]
name = "two"

[over.there]
when = 1979-05-27T07:32:00Z
far = inf
big = 9223372036854775807
__proto__ = "own"
`;

describe('parseToml', () => {
  it('gives values as JSON has them, and what JSON has not as it is written', () => {
    expect(JSON.parse(JSON.stringify(parse(TEXT).value))).toEqual({
      title: 'a',
      a: { b: { 'c.d': 1 } },
      t: { x: [1, { y: 'z' }], 'q/r': true },
      list: [{ name: 'one', env: { K: 'v' } }, { name: 'two' }],
      over: {
        there: {
          when: '1979-05-27T07:32:00Z',
          far: 'inf',
          big: '9223372036854775807',
          ['__proto__']: 'own',
        },
      },
    });
  });

  it.each([
    ['/title', 1, 1],
    ['/a/b', 2, 1],
    ['/a/b/c.d', 2, 1],
    ['/t/x/1', 3, 14],
    ['/t/x/1/y', 3, 15],
    ['/t/q~1r', 3, 26],
    ['/list', 5, 3],
    ['/list/0/env/K', 8, 1],
    ['/list/1', 10, 3],
    ['/list/1/name', 11, 1],
    ['/over/there', 13, 2],
    ['/over/there/nowhere', 13, 2],
    ['/nowhere', 1, 1],
  ])('says where %s stands', (pointer, line, column) => {
    expect(parse(TEXT).locate(pointer)).toEqual({ line, column });
  });

  it.each([
    ['a = [\n', 'this is not TOML: Unspecified values are invalid', 2, 1],
    ['a = 1\na = 2\n', 'this is not TOML: Defining a key multiple times is invalid', 2, 1],
    ['[a]\nb = "\n', 'this is not TOML: Unterminated string constant', 2, 6],
  ])('names the place and reason in %j', (text, message, line, column) => {
    expect(errorOf(text)).toEqual({ code: 'INPUT-013', message, file: 'a.toml', line, column });
  });

  it.each([
    ['deep', `a = ${'['.repeat(300)}${']'.repeat(300)}`, 'the TOML is nested more than 200 deep'],
    [
      'very deep',
      `a = ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      'the TOML is too deep, or a text in it too long',
    ],
    ['deep by its keys', `[${Array(300).fill('a').join('.')}]`, 'the TOML is nested more than 200 deep'],
    ['large', '#'.repeat(2 ** 20 + 1), 'the file holds more than 1 MiB, the most that is read as TOML'],
  ])('refuses what is %s', (_, text, message) => {
    expect(errorOf(text)).toMatchObject({ code: 'INPUT-014', message, file: 'a.toml' });
  });
});
