import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { openTranslator } from '#messages/read-messages';
import { columns } from '../../../src/reports/text/columns.ts';
import type { Look } from '../../../src/reports/text/look.ts';
import { textReport } from '../../../src/reports/text/report.ts';
import { hanging, wrap } from '../../../src/reports/text/wrap.ts';
import { LONG_SENTENCE, smallResult, threat } from './small-result.ts';

const t = openTranslator('en', ['report', 'terms']);
const LOOK: Look = { colour: false, width: 100, t, paths: 3, all: false };
const TACTICS = new Map([['AML.TA0005', 'Execution']]);
const report = (look: Partial<Look> = {}, result = smallResult()): string =>
  textReport(result, { ...LOOK, ...look }, TACTICS);
/** A text with its line breaks and indents taken out again. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the text report', () => {
  it.each([72, 100, 160])('looks as agreed at %i columns', async (width) => {
    await expect(report({ width })).toMatchFileSnapshot(join(import.meta.dirname, `small-${width}.txt`));
  });

  it('looks as agreed in Chinese, whose letters are two columns wide', async () => {
    const chinese = openTranslator('zh-CN', ['report', 'terms']);
    const text = report({ width: 100, t: chinese });
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'small-zh-CN.txt'));
    expect(text.split('\n').filter((line) => columns(line) > 100)).toEqual([]);
  });

  it.each([72, 80, 89, 90, 100, 120, 160])('fits into %i columns and cuts no sentence', (width) => {
    const text = report({ width });
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
    expect(text).not.toMatch(/\S…/);
    // In the stage and in the gap; the question holds it once more.
    expect(flat(text).split(LONG_SENTENCE)).toHaveLength(4);
  });

  it('says the same with colours as without', () => {
    const coloured = report({ colour: true });
    expect(coloured).toContain('\u001b[1mportal');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(report());
  });

  it('shows reachable gaps only, unless all are asked for', () => {
    expect(flat(report())).toContain('Gaps: reachable, and no working control (2)');
    expect(report()).not.toContain('Out of reach');
    const all = report({ all: true });
    expect(flat(all)).toContain('Threats (4): ✗ gap, ◐ partly covered, ✓ covered, ≈ accepted');
    expect(all).toContain('✓ high');
  });

  it('counts the gaps of an asset beyond the five worst', () => {
    const threats = Array.from({ length: 8 }, (_, i) =>
      threat(`T-${i}`, {
        goal: `Step ${i}`,
        residual: { likelihood: (i + 1) / 10, risk: i === 0 ? 'critical' : 'medium', note: '' },
      }),
    );
    const text = report({}, smallResult({ threats }));
    const shown = [...text.matchAll(/Step (\d) {2}→/g)].map(([, number]) => number);
    expect(shown).toEqual(['0', '7', '6', '5', '4']);
    expect(text).toContain('    … and 3 more gaps: --all\n');
    expect(report({ all: true }, smallResult({ threats }))).toMatch(/Step 1 /);
  });

  it('names every control that it advises, and none that it does not', () => {
    const names = report().split('Controls named here\n')[1]!.split('\n\n')[0]!;
    expect(names).toBe(
      '  AML.M0020  Generative AI Guardrails\n  AML.M0021  Generative AI Guidelines\n  TL.C01     A control of the library',
    );
  });

  it('says how many ways there are beyond those shown', () => {
    const [path] = smallResult().paths;
    const paths = [1, 2, 3].map((rank) => ({ ...path!, rank }));
    expect(report({ paths: 1 }, smallResult({ paths }))).toContain('  … and 2 more ways: --paths 3\n');
    expect(report({ paths: 3 }, smallResult({ paths }))).not.toContain('more way');
  });

  it('says so where there is nothing', () => {
    const nothing = { threats: [], goals: [], paths: [], controlPlan: [], askNext: [] };
    const text = report({}, smallResult(nothing));
    expect(text).toContain(
      '0 of 0 goals within reach, by 0 paths; 0 reachable threats, 0 of them without a working control',
    );
    expect(text).toMatch(/Gaps: reachable, and no working control \(0\)\nnone\n$/);
  });
});

describe('wrap', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });

  it('keeps every word in order and fits every line that can fit', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        expect(lines.join(' ')).toBe(list.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });

  it('begins a new line only where the next word would not fit', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        for (const [i, line] of lines.slice(1).entries()) {
          expect(lines[i]!.length + 1 + line.split(' ')[0]!.length).toBeGreaterThan(width);
        }
      }),
    );
  });

  it('breaks between letters of scripts without blanks, and before no closing mark', () => {
    expect(wrap('攻击路径，控制措施', 8)).toEqual(['攻击路', '径，控制', '措施']);
    expect(wrap('说 abc 话', 6)).toEqual(['说 abc', '话']);
  });

  it('measures what is wide or has no width', () => {
    expect([columns('风险 high'), columns('e\u0301'), columns('👩‍💻'), columns('plain')]).toEqual([9, 1, 2, 5]);
  });

  it('puts a note on the last line where it fits, else below', () => {
    expect(hanging('one two', { indent: 2, width: 30 }, '(note)')).toBe('one two  (note)\n');
    expect(hanging('one two three four five', { indent: 2, width: 27 }, '(note)')).toBe(
      'one two three four five\n  (note)\n',
    );
  });
});
