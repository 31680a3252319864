import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openImportFile } from '#importers/formats/import-file';
import { jsonErrorOffset } from '#importers/formats/json/error-offset';
import { parseJson } from '#importers/formats/json/parse-json';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const nearJson = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom('', ',', '}', ']', '"', '\\', '\n', '0', '-', 'e', 'nul', ':', '\u0001'),
  )
  .map(([text, at, noise]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + noise + text.slice(noise === '' ? text.length : place);
  });

describe('the place where a text stops being JSON', () => {
  it('is there exactly where JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.oneof(nearJson, fc.string(), fc.json()), (text) => {
        expect(jsonErrorOffset(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the end of every proper beginning of an object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (value, at) => {
        const text = JSON.stringify(value);
        const beginning = text.slice(0, at % text.length);
        // A number, a word or an escape that is cut may be wrong from its first character on.
        const offset = jsonErrorOffset(beginning)!;
        expect(beginning.slice(offset)).toMatch(/^[\w.+-]*$/);
      }),
    );
  });

  it.each([
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['"ab\ncd"', 3],
    ['"a\\x"', 3],
    ['[01]', 1],
    ['nul', 0],
    ['{} x', 3],
    ['', 0],
    ['[', 1],
  ])('of %j is %i', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  it('is found in deep and in long texts', () => {
    expect(jsonErrorOffset('['.repeat(1000))).toBe(1000);
    expect(jsonErrorOffset('['.repeat(1_000_000))).toBe(1000);
    expect(jsonErrorOffset(`["${'x'.repeat(1_000_000)}`)).toBe(1_000_002);
  });
});

describe('reading JSON', () => {
  const parse = (text: string) => parseJson(openImportFile('a.json', new TextEncoder().encode(text)));

  it('drops a byte order mark', () => {
    expect(parse('\uFEFF{"a":[1]}')).toEqual({ a: [1] });
  });

  it('says line and column', () => {
    expect(() => parse('{\n  "a": 1,\n  b: 2\n}')).toThrow(
      expect.objectContaining({
        code: 'INPUT-005',
        message: 'this is not JSON: unexpected "b"',
        file: 'a.json',
        line: 3,
        column: 3,
        exitCode: 2,
      }) as Error,
    );
  });

  it('refuses a bomb of brackets at its thousandth, and takes what is nested less', () => {
    expect(() => parse('['.repeat(50_000_000))).toThrow(
      expect.objectContaining({
        message: 'the JSON is nested more than 1000 deep',
        line: 1,
        column: 1001,
      }) as Error,
    );
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    expect(JSON.stringify(parse(deep))).toBe(deep);
  });

  it('takes a text whose 16,384th character stands in the middle of a token', () => {
    for (const token of ['123456', 'true', '"\\u00e9"', '{"k":null}']) {
      for (let shift = 0; shift < token.length; shift++) {
        const text = `[${' '.repeat(16_384 - 1 - shift)}${token}]`;
        expect(parse(text)).toEqual([JSON.parse(token)]);
      }
    }
  });

  it('tells a text that is cut short', () => {
    expect(() => parse('{\n  "a": [1,')).toThrow(
      expect.objectContaining({ message: 'the JSON stops before its end', line: 2, column: 11 }) as Error,
    );
  });
});
