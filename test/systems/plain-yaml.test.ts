import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Findings, type Path } from '../../src/systems/findings.ts';
import { readPlainYaml } from '../../src/systems/plain-yaml.ts';
import { YamlTree } from '../../src/systems/yaml-tree.ts';
import { example, fixture } from './support.ts';

const TEXT_KEYS = new Set(['sha256']);
const EXAMPLES = ['support-chatbot', 'fraud-detection', 'trading-model'];

/** All paths of a value, and one that is not there beside each. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  yield [...path, 'not-there'];
  if (value === null || typeof value !== 'object') return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) yield* pathsOf((value as Record<string | number, unknown>)[key], [...path, key]);
}

/** Whether the quick reader took the text; if so, value and all places are those of the full parser. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text, TEXT_KEYS);
  if (plain === undefined) return false;
  const findings = new Findings('f');
  const tree = YamlTree.parse(text, findings);
  const value = tree?.toValue(findings);
  expect(findings.toDiagnostics(() => undefined)).toEqual([]);
  expect(plain.value).toEqual(value);
  for (const path of pathsOf(value)) {
    for (const part of ['key', 'value'] as const)
      expect(plain.locate(path, part)).toEqual(tree?.locate(path, part));
  }
  return true;
}

describe('the quick reader', () => {
  it.each(EXAMPLES)('takes the example %s as the full parser does', (name) => {
    expect(agrees(example(name))).toBe(true);
  });

  it('takes JSON', () => {
    expect(agrees('{"a": {"b":[1,"x", -2.5,true]},\n "c": "d: e"}\n')).toBe(true);
  });

  it.each([
    ['an anchor', 'a: &x b\n'],
    ['an alias', 'a: [*x]\n'],
    ['a tag', 'a: !t b\n'],
    ['a block text', 'a: |\n  b\n'],
    ['text over two lines', 'a: b\n  c\n'],
    ['a tab', 'a:\tb\n'],
    ['the same key twice', 'a: 1\na: 2\n'],
    ['a key that is true', 'a: { true: b }\n'],
    ['a number under a text key', 'sha256: 12\n'],
    ['an octal number', 'a: 0o17\n'],
    ['an escape', 'a: "b\\n"\n'],
    ['a second document', 'a: b\n---\nc: d\n'],
    ['a bracket that is not closed', 'a: [b\n'],
    ['a bracket closed too far left', 'a:\n  b: [c,\n  d]\n'],
    ['a list after a mapping', 'a: b\n- c\n'],
    ['a colon within text', 'a: b: c\n'],
    ['a prototype', '__proto__: { a: b }\n'],
    ['plain words', 'hello\n'],
  ])('leaves %s to the full parser', (_, text) => {
    expect(readPlainYaml(text, TEXT_KEYS)).toBeUndefined();
  });

  it('never takes a text otherwise than the full parser, however it is mangled', () => {
    const lines = [...EXAMPLES.map(example), fixture('bad-inputs.yaml')].flatMap((text) => text.split('\n'));
    const bits = [
      '- ',
      '-',
      '\n',
      '\n  ',
      ': ',
      ':',
      '#',
      ' #',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '  ',
      '? ',
      'null',
    ];
    bits.push(
      'true',
      '12',
      '0x1',
      '1e3',
      '.5',
      '-0',
      '&a ',
      '*a',
      '|\n',
      "''",
      'a: b',
      '---',
      '\u00a0',
      '~',
      '<<: ',
    );
    const mangling = fc.record({
      from: fc.nat(lines.length - 1),
      count: fc.integer({ min: 1, max: 14 }),
      outdent: fc.boolean(),
      edits: fc.array(fc.tuple(fc.nat(400), fc.nat(5), fc.constantFrom('', ...bits)), { maxLength: 4 }),
    });
    let taken = 0;
    fc.assert(
      fc.property(mangling, ({ from, count, outdent, edits }) => {
        const margin = outdent ? /^ */.exec(lines[from]!)![0].length : 0;
        let text = lines
          .slice(from, from + count)
          .map((each) => each.slice(Math.min(margin, /^ */.exec(each)![0].length)))
          .join('\n');
        for (const [at, drop, bit] of edits) text = text.slice(0, at) + bit + text.slice(at + drop);
        if (agrees(text)) taken++;
      }),
      { numRuns: 3000 },
    );
    // Else it would prove nothing.
    expect(taken).toBeGreaterThan(300);
  });
});
