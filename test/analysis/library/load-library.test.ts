import { describe, expect, it } from 'vitest';
import { loadLibrary } from '#analysis/library/load-library';
import { checkLibraries } from '#analysis/library/check-libraries';
import { HEAD, knowledge, libraryOf, RULES } from '../tiny.ts';

/** Diagnostics as `line:column code message`. */
function faults(text: string, head = HEAD): string[] {
  const { diagnostics } = loadLibrary([{ file: 'library.yaml', text: head + text }], { knowledge });
  return diagnostics.map(
    ({ line, column, code, message }) =>
      `${line! - head.split('\n').length + 1}:${column!} ${code} ${message}`,
  );
}

/** One rule, of which some lines are changed; line 3 is `technique`. */
function rule(changes: Record<string, string>): string {
  const lines: Record<string, string> = {
    id: 'one',
    technique: 'T1',
    at: '{ x: [agent], y: [tool] }',
    where: '[x calls y]',
    needs: '[reach x]',
    gives: '[control x]',
    goal: 'Do it to {x}',
    because: 'CS1',
    ...changes,
  };
  const body = Object.entries(lines).map(([key, value]) => `    ${key}: ${value}`);
  return `rules:\n  -\n${body.join('\n')}\n`;
}

describe('a library', () => {
  it('is read whole', () => {
    const library = libraryOf();
    expect(library.rules.map(({ id }) => id)).toEqual(['reaches', 'craft', 'inject', 'act']);
    expect(library.views.map(({ id, of }) => [id, of])).toEqual([['app', ['x']]]);
    expect(library.rules[3]).toMatchObject({
      technique: 'T3',
      on: 'd',
      needs: [{ kind: 'capability', capability: 'control', variable: 'x' }],
      position: { file: 'library.yaml', line: 41, column: 5 },
    });
    expect(library.defaults?.likelihood.demonstrated).toBe(0.6);
  });

  it('has the same digest wherever it lies and in whatever order its files come', () => {
    const files = [
      { file: 'library.yaml', text: HEAD },
      { file: 'rules.yaml', text: RULES },
    ];
    const elsewhere = files.map(({ file, text }) => ({ file: `some/where/${file}`, text })).reverse();
    const [a, b] = [files, elsewhere].map((each) => loadLibrary(each, { knowledge }).library);
    expect(a?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(b?.sha256).toBe(a?.sha256);
    expect(b?.rules.map(({ id }) => id)).toEqual(a?.rules.map(({ id }) => id));
  });

  it('is taken as written where nothing is known of the frameworks', () => {
    const { diagnostics } = loadLibrary([{ file: 'library.yaml', text: HEAD + rule({ technique: 'X7' }) }]);
    expect(diagnostics).toEqual([]);
  });

  it.each([
    ['unknown technique', { technique: 'T22' }, '4:16 LIB-013 unknown technique "T22"'],
    ['withdrawn technique', { technique: 'T9' }, '4:16 LIB-018 technique T9 is withdrawn in this edition'],
    ['tactic it does not serve', { tactic: 'TA4' }, '11:13 LIB-015 T1 does not serve tactic TA4'],
    ['unknown kind', { at: '{ x: [agnt], y: [tool] }' }, '5:15 LIB-012 unknown kind "agnt"'],
    ['broken condition', { where: '["x cals y"]' }, '6:16 LIB-020 "x cals y": unknown relation "cals"'],
    ['broken fact', { needs: '[reech x]' }, '7:13 LIB-021 "reech x": unknown capability "reech"'],
    [
      'unbound variable',
      { gives: '[control z]' },
      '8:21 LIB-022 "control z": variable z is not bound by "at"',
    ],
    [
      'unbound variable in the goal',
      { goal: 'Do {w}' },
      '9:14 LIB-022 "goal": variable w is not bound by "at"',
    ],
    ['loose variable', { where: '[]' }, '3:5 LIB-023 rule one does not tie y to x'],
    ['start without attacker', { needs: '[]' }, '3:5 LIB-024 rule one needs nothing and binds no attacker'],
    [
      'condition that never holds',
      { where: '[x calls y, x in y]' },
      '6:24 LIB-026 "x in y" never holds: y is no zone',
    ],
    ['nothing new', { gives: '[reach x]' }, '3:5 LIB-019 rule one gives nothing that it does not need'],
    ['unknown case study', { because: 'CS1, CS9' }, '10:14 LIB-016 unknown case study "CS9"'],
    ['unknown control', { controls: '{ add: [M9] }' }, '11:23 LIB-014 unknown control "M9"'],
    [
      'likelihood out of range',
      { likelihood: '1.5' },
      '11:17 LIB-005 "likelihood" of rule one must be a number from 0 to 1',
    ],
    ['unknown key', { evidnce: '{}' }, '11:5 LIB-003 a rule has no key "evidnce"'],
    [
      'unknown stride value',
      { stride: '[lying]' },
      '11:14 LIB-005 unknown value of "stride" of rule one "lying"',
    ],
  ])('%s is found at its place', (_, changes, fault) => {
    expect(faults(rule(changes as unknown as Record<string, string>))).toEqual([fault]);
  });

  it('names all faults in one run', () => {
    const found = faults(rule({ technique: 'T22', needs: '[reech x]', because: 'CS9' }));
    expect(found.map((fault) => fault.split(' ')[1])).toEqual(['LIB-013', 'LIB-021', 'LIB-016']);
  });

  it('asks for a reason', () => {
    const text = rule({}).replace(/ {4}because: CS1\n/, '');
    expect(faults(text)).toEqual(['3:5 LIB-027 rule one says neither "because" nor "source"']);
  });

  it('refuses ids that are taken', () => {
    const text = rule({}) + rule({}).replace('rules:\n', '');
    expect(faults(text)).toEqual(['12:9 LIB-011 there is already a rule "one"']);
  });

  it('refuses a technique both placed and outside', () => {
    const text = `${rule({})}outside: [{ technique: T1, reason: none }]\n`;
    expect(faults(text)).toEqual(['11:24 LIB-028 T1 stands outside, and rule one places it']);
  });

  it.each([
    ['no head', rule({}), '', ['1:1 LIB-010 the library has no head']],
    [
      'aliases',
      'x-a: &a []\nrules: *a\n',
      HEAD,
      [
        '1:1 LIB-003 a library file has no key "x-a"',
        '2:8 LIB-001 a library may not use YAML aliases',
        '2:8 LIB-002 "rules" must be a list',
      ],
    ],
  ])('%s is refused', (_, text, head, expected) => {
    expect(faults(text, head)).toEqual(expected);
  });

  it('warns of another edition', () => {
    const head = HEAD.replace("tiny: '1'", "tiny: '0'");
    const { diagnostics } = loadLibrary([{ file: 'library.yaml', text: head }], { knowledge });
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['LIB-017', 'warning']]);
  });

  it('lets views use only views above them', () => {
    const views = `views:
  - { id: a, of: [x], any: [{ at: { x: [b] } }] }
  - { id: b, of: [x], any: [{ at: { x: [a] } }] }
`;
    expect(faults(views)).toEqual(['2:41 LIB-012 unknown kind "b"']);
  });

  it('may build on another, and not repeat its ids', () => {
    const base = libraryOf(`${HEAD}kinds: [{ id: trading-model, is: model }]\n`);
    const text = `library: pack\nversion: '1'\neditions: {}\nkinds: [{ id: fx-model, is: trading-model }, { id: trading-model, is: model }]\n`;
    const { library, diagnostics } = loadLibrary([{ file: 'pack.yaml', text }], { base: [base] });
    expect(library?.kinds).toEqual([{ id: 'fx-model', is: 'trading-model', class: 'model-artifact' }]);
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([['LIB-011', 4]]);
  });
});

describe('libraries taken together', () => {
  const check = (text: string): string[] =>
    checkLibraries([libraryOf(HEAD + text)], knowledge).map(({ code, message }) => `${code} ${message}`);

  it('are told of facts that nothing gives, resources that nothing needs, and rules that never fire', () => {
    const found = check(`
rules:
  - { id: a, at: { p: [attacker], x: [agent] }, where: [p can-reach x], gives: [reach x, has key], goal: g, source: s }
  - { id: b, at: { x: [agent] }, needs: [reach x, has kee], gives: [know x], goal: g, source: s }
  - { id: c, at: { x: [agent] }, needs: [read x], gives: [write x], goal: g, source: s }
  - { id: d, at: { x: [agent] }, needs: [write x], gives: [read x], goal: g, source: s }
  - { id: e, at: { x: [tool] }, needs: [reach x], gives: [know x], goal: g, source: s }
`);
    expect(found).toEqual([
      'LIB-031 rule a gives "has key", which no rule needs',
      'LIB-030 rule b needs "has kee", which no rule gives',
      'LIB-032 rule c can never fire: nothing gives "read" for such elements',
      'LIB-032 rule d can never fire: nothing gives "write" for such elements',
      'LIB-032 rule e can never fire: nothing gives "reach" for such elements',
    ]);
  });

  it('are told of techniques without a rule, and of techniques that nothing mitigates', () => {
    expect(check(RULES)).toEqual([
      'LIB-033 no rule for T4 (Technique T4)',
      'LIB-034 nothing mitigates T1, which rule craft uses',
    ]);
  });
});
