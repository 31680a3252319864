import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSystemModel } from '../../src/systems/read-system-model.ts';
import { example, fixture, line } from './support.ts';

const HEAD = 'threatloom: 1\nsystem: s\n';
const read = (text: string, file = 's.system.yaml') => readSystemModel({ file, text });
const said = (text: string, file?: string): string[] => read(text, file).diagnostics.map(line);

describe('files that are no system model', () => {
  it('refuses a hundred million characters of noise by their number', () => {
    expect(said('x'.repeat(100_000_000))).toEqual([
      '1:1 error SYS-003 - the file is larger than 8 MiB — is this the right file? A system of this size is better described in parts',
    ]);
  });

  it('refuses binary data at its first character that is no text', () => {
    expect(said('ok\nab\0cd')).toEqual([
      '2:3 error SYS-002 - the file is not UTF-8 text — a system model is a YAML or JSON file',
    ]);
  });

  it('refuses a large text that does not name the format, without reading it as YAML', () => {
    expect(said(randomBytes(300_000).toString('hex'))).toEqual([
      '1:1 error SYS-002 - this is no system model: nothing in it says threatloom: 1',
    ]);
  });

  it.each([['', ' \n\n']])('refuses an empty file', (text) => {
    expect(said(text)).toEqual(['1:1 error SYS-002 - the file is empty — begin with threatloom: 1']);
  });

  it.each([
    ['brackets', '['.repeat(1_000_000), '3:105'],
    ['braces', '{a: '.repeat(50_000), '3:399'],
    ['dashes', `\n  ${'- '.repeat(50_000)}`, '4:200'],
  ])('refuses %s nested without end', (_, text, place) => {
    expect(said(`${HEAD}x-a: ${text}`)).toEqual([
      `${place} error SYS-004 - the file is nested more than 100 deep — is this the right file?`,
    ]);
  });

  it('refuses aliases that multiply', () => {
    const letters = 'b c d e f g h i j'.split(' ');
    const bomb = letters.map((each, index) => {
      const before = `*${index === 0 ? 'a' : letters[index - 1]!}`;
      return `x-${each}: &${each} [${Array<string>(10).fill(before).join(', ')}]\n`;
    });
    const diagnostics = said(`${HEAD}x-a: &a [1, 2, 3]\n${bomb.join('')}`);
    expect(diagnostics.filter((each) => each.includes('SYS-005'))).toEqual([
      '8:10 error SYS-005 /x-f/0 following the alias *e would repeat too much — aliases may repeat 100000 values in all',
    ]);
  });

  it('refuses an anchor that holds its own alias', () => {
    expect(said(`${HEAD}x-a: &a { b: *a }\n`)).toContain(
      '3:14 error SYS-005 /x-a/b following the alias *a would repeat too much — aliases may repeat 100000 values in all',
    );
  });

  it('follows honest aliases', () => {
    const text = `${HEAD}x-staff: &staff [a, b]\nactors: { a: { attacker: insider }, b: {} }
assets: { d: { kind: database, contributors: *staff, read-by: *staff, value: { integrity: high } } }\n`;
    const { model, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(model?.assets[0]?.relations).toEqual({
      contributors: [{ id: 'a' }, { id: 'b' }],
      'read-by': [{ id: 'a' }, { id: 'b' }],
    });
  });

  it('looks for no more than a thousand faults in noise', () => {
    const diagnostics = said(`${HEAD}x-a: ${']'.repeat(1_000_000)}`);
    expect(diagnostics.filter((each) => each.includes('SYS-001'))).toHaveLength(10);
    expect(diagnostics[9]).toContain('(and 991 more after it)');
  });

  it('refuses what is no plain YAML and holds more than half a million words and marks', () => {
    expect(said(`${HEAD}x-a: ! [${'a, '.repeat(200_000)}]\n`)).toEqual([
      '3:374993 error SYS-003 - the file holds more than 500000 words and marks, and is no plain YAML — is this the right file?',
    ]);
  });

  it('lists ten syntax errors and counts the others', () => {
    const diagnostics = said(HEAD + 'a b c: ]\n'.repeat(30));
    expect(diagnostics.filter((each) => each.includes('SYS-001'))).toHaveLength(10);
    expect(diagnostics.some((each) => / \(and \d+ more after it\)/.test(each))).toBe(true);
  });

  it('keeps to JSON in a file that is named so', () => {
    const hint = 'a file named .json has to be JSON; name it .yaml if it is YAML';
    const notJson = (text: string): string[] =>
      said(text, 's.json').filter((each) => each.includes('SYS-001'));
    expect(notJson('{\n  "threatloom": 1,\n  "system": "s",\n}\n')).toEqual([
      `4:1 error SYS-001 - this is not JSON — ${hint}`,
    ]);
    expect(notJson('threatloom: 1\nsystem: s\n')).toEqual([`1:1 error SYS-001 - this is not JSON — ${hint}`]);
  });

  it('reads JSON, indented with tabs too, with places', () => {
    const json = JSON.stringify({ threatloom: 1, system: 's', stage: 'live' }, null, '\t');
    expect(said(json, 's.system.json').filter((each) => each.includes('SYS-015'))).toEqual([
      '4:11 error SYS-015 /stage unknown value "live" for stage — one of design, development, deployment, monitoring',
    ]);
  });

  it('takes ids that are names of JavaScript, and no prototype', () => {
    const text = `${HEAD}actors: { constructor: { attacker: external } }
assets: { valueof: { kind: database, read-by: [constructor], value: { integrity: high } } }\n`;
    expect(read(text).model?.assets[0]?.relations).toEqual({ 'read-by': [{ id: 'constructor' }] });
    expect(said(`${HEAD}profile: { __proto__: { polluted: true } }\n`)).toContain(
      '3:12 error SYS-011 /profile a key may not be "__proto__"',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never throws and always has a place, whatever bytes are changed', () => {
    const texts = [
      example('support-chatbot'),
      fixture('whole-format.system.yaml'),
      JSON.stringify({ threatloom: 1 }),
    ];
    const edit = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(30),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        (text, edits) => {
          let mutated = text;
          for (const [where, drop, insert] of edits) {
            const at = Math.floor(where * mutated.length);
            mutated = mutated.slice(0, at) + insert + mutated.slice(at + drop);
          }
          const { model, diagnostics } = read(mutated);
          expect(model === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
          expect(diagnostics.filter(({ line = 0, column = 0 }) => line < 1 || column < 1)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
