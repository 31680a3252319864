import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTranslation, translated } from '#analysis/library/translation';
import { LOCALES } from '#messages/catalogue';
import { coreLibraryFolder, inLanguage, loadLibraries } from '#workspace/libraries';

const [core] = loadLibraries([]);
const read = (text: string) => readTranslation({ file: 'zh-CN.yaml', text }, core!);

describe('a translation of a library', () => {
  it('replaces sentences and names, and nothing that decides an answer', () => {
    const { translation, diagnostics } = read(
      'rules:\n  indirect-prompt-injection: 让 {x} 听从藏在 {y} 中的指令\ncontrols:\n  TL.C06: 出站过滤\n',
    );
    expect(diagnostics).toEqual([]);
    const after = translated(core!, translation);
    const changed = after.rules.filter(({ goal }, i) => goal !== core!.rules[i]!.goal);
    expect(changed.map(({ id, goal }) => [id, goal])).toEqual([
      ['indirect-prompt-injection', '让 {x} 听从藏在 {y} 中的指令'],
    ]);
    expect(after.controls.find(({ id }) => id === 'TL.C06')!.name).toBe('出站过滤');
    const texts = { goal: '', name: '' };
    const bare = (library: typeof after) => ({
      ...library,
      rules: library.rules.map((rule) => ({ ...rule, ...texts })),
      controls: library.controls.map((control) => ({ ...control, ...texts })),
    });
    expect(bare(after)).toEqual(bare(core!));
  });

  it('names what it cannot be of, with its place', () => {
    const { diagnostics } = read(
      'rules:\n  indirect-prompt-injektion: 让 {x} 听从\n  jailbreak-model: 让 {y} 做\ncontrol: {}\n',
    );
    expect(
      diagnostics.map(({ code, line, column, message, hint }) => [code, line, column, message, hint]),
    ).toEqual([
      [
        'LIB-036',
        2,
        3,
        'unknown rule "indirect-prompt-injektion"',
        'did you mean "indirect-prompt-injection"?',
      ],
      ['LIB-037', 3, 20, 'the variables here are {y}, in the original {x}', undefined],
      ['LIB-003', 4, 1, 'a translation has no key "control"', 'did you mean "controls"?'],
    ]);
  });
});

describe('the core library', () => {
  const files = readdirSync(join(coreLibraryFolder(), 'translations')).sort();

  it('is translated into each language of the catalogue but its own', () => {
    expect(files).toEqual(
      LOCALES.slice(1)
        .map((locale) => `${locale}.yaml`)
        .sort(),
    );
  });

  it.each(files)('is translated whole in %s', (file) => {
    const text = readFileSync(join(coreLibraryFolder(), 'translations', file), 'utf8');
    const { translation, diagnostics } = readTranslation({ file, text }, core!);
    expect(diagnostics).toEqual([]);
    expect([...translation.rules.keys()].sort()).toEqual(core!.rules.map(({ id }) => id).sort());
    expect([...translation.controls.keys()].sort()).toEqual(core!.controls.map(({ id }) => id).sort());
  });

  it('stays as it is in a language that it is not translated into', () => {
    expect(inLanguage([core!], [], 'fr')).toEqual([core!]);
  });
});
