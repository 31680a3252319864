import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { ROLES, mayAct, readTokens, tokenOf } from '#server/tokens';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const list = `
# who may ask
read     ${sha256('one')}  board
analyst  ${sha256('two').toUpperCase()}  # no name
admin    ${sha256('three')}  ops@example
`;

describe('a list of tokens', () => {
  it('gives each its role and name', () => {
    expect(readTokens(list, 'tokens.txt').map(({ role, name }) => [role, name])).toEqual([
      ['read', 'board'],
      ['analyst', 'token-2'],
      ['admin', 'ops@example'],
    ]);
  });

  it('may stand on one line, for a variable of the environment', () => {
    const text = `read ${sha256('one')} a; admin ${sha256('two')} b`;
    expect(readTokens(text, 'THREATLOOM_TOKENS').map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('says of every line what is wrong with it, and repeats nothing of it', () => {
    const text = [
      `read ${sha256('one')} a`,
      'admin my-token-in-clear b',
      `owner ${sha256('two')} c`,
      `read ${sha256('one')} d`,
      `read ${sha256('three')} a`,
    ].join('\n');
    let error: unknown;
    try {
      readTokens(text, 'tokens.txt');
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ThreatloomError);
    const { code, diagnostics } = error as ThreatloomError;
    expect(code).toBe('SERVE-002');
    expect(diagnostics.map(({ line, message }) => [line, message])).toEqual([
      [2, 'this line is no token'],
      [3, 'this line names no role that there is'],
      [4, 'this token is named twice'],
      [5, 'this name is given twice'],
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('my-token-in-clear');
  });

  it('has to name one at least', () => {
    expect(() => readTokens('# nobody yet\n', 'tokens.txt')).toThrow('tokens.txt holds no list of tokens');
  });
});

describe('the token that a request shows', () => {
  const tokens = readTokens(list, 'tokens.txt');

  it('is found by its hash', () => {
    expect(['one', 'two', 'three'].map((text) => tokenOf(tokens, `Bearer ${text}`)?.role)).toEqual(ROLES);
  });

  it.each([
    undefined,
    '',
    'one',
    'Basic one',
    'Bearer',
    'Bearer ',
    'Bearer one two',
    'Bearer ONE',
    'bearer one',
    `Bearer ${sha256('one')}`,
  ])('is none: %s', (authorization) => {
    expect(tokenOf(tokens, authorization)).toBeUndefined();
  });
});

it('lets each role do what those before it may', () => {
  expect(ROLES.map((role) => ROLES.filter((as) => mayAct(role, as)))).toEqual([
    ['read'],
    ['read', 'analyst'],
    ['read', 'analyst', 'admin'],
  ]);
});
