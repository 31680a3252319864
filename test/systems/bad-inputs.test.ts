import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { SYSTEM_CODES } from '../../src/systems/diagnostic-codes.ts';
import { readSystemModel } from '../../src/systems/read-system-model.ts';
import { fixture, line, SMALL_VOCABULARY } from './support.ts';

interface BadInput {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const BAD_INPUTS = parse(fixture('bad-inputs.yaml')) as readonly BadInput[];

describe('what is said of a faulty system model', () => {
  it.each(BAD_INPUTS)('$name', ({ text, expected }) => {
    const { model, diagnostics } = readSystemModel({ file: 'shop.system.yaml', text }, SMALL_VOCABULARY);
    expect(diagnostics.map(line)).toEqual(expected);
    expect(diagnostics.every(({ file }) => file === 'shop.system.yaml')).toBe(true);
    expect(model === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  });

  it('gives every code of the table, but for those of files that cannot be read at all', () => {
    const given = new Set(BAD_INPUTS.flatMap(({ expected }) => expected.map((each) => each.split(' ')[2])));
    const never = Object.keys(SYSTEM_CODES).filter((code) => !given.has(code));
    expect(never).toEqual(['SYS-002', 'SYS-003', 'SYS-004', 'SYS-005']);
  });

  it('takes unknown profile keys as errors where asked to be strict', () => {
    const text = 'threatloom: 1\nsystem: shop\nprofile: { user: public }\n';
    const { model, diagnostics } = readSystemModel(
      { file: 'shop.system.yaml', text },
      { ...SMALL_VOCABULARY, strict: true },
    );
    expect(model).toBeUndefined();
    expect(diagnostics.map(line)).toEqual([
      '3:12 error SYS-044 /profile/user no library reads the profile key "user" — did you mean "users"?',
    ]);
  });

  it('checks neither profile keys nor control ids nor techniques where nothing says which there are', () => {
    const text =
      'threatloom: 1\nsystem: s\nprofile: { any: thing }\nsafeguards: { g: { on: [], implements: [C], status: planned } }\n';
    const codes = readSystemModel({ file: 's.system.yaml', text }).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(['SYS-040', 'SYS-041', 'SYS-046']);
  });
});
