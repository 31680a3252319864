import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { ASSET_KINDS } from '#model/asset-kinds';
import { CARRIES, EFFECTS, REFERENCE_FACTS, RELATIONS, VALUE_FACTS, VERBS } from '#model/system-model';
import { SYSTEM_CODES } from '../../src/systems/diagnostic-codes.ts';
import { readSystemModel } from '../../src/systems/read-system-model.ts';

const page = readFileSync(new URL('../../docs/system-model.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/system-model.md', () => {
  it('lists every diagnostic code with its severity and meaning', () => {
    const listed = rows
      .filter(([, code = '']) => code.startsWith('`SYS-'))
      .map(([, ...cells]) => cells.slice(0, 3));
    expect(listed).toEqual(
      Object.entries(SYSTEM_CODES).map(([code, { severity, meaning }]) => [`\`${code}\``, severity, meaning]),
    );
  });

  it('lists every kind under its class, and no other', () => {
    const listed = rows.flatMap(([, name = '', kinds = '']) => {
      const asClass = name.replaceAll('`', '');
      if (![...ASSET_KINDS.values()].some((each) => each === asClass)) return [];
      return [...kinds.matchAll(/`([^`]+)`/g)].map(([, kind]) => [kind, asClass]);
    });
    expect(listed.sort()).toEqual([...ASSET_KINDS].sort());
  });

  it.each([
    ['relation', RELATIONS],
    ['fact with ids', REFERENCE_FACTS],
    ['fact', Object.keys(VALUE_FACTS)],
    ['fact value', Object.values(VALUE_FACTS).flatMap(({ values }) => values)],
    ['thing a flow carries', CARRIES],
    ['effect', EFFECTS],
    ['verb', VERBS],
  ])('names every %s', (_, words) => {
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });

  it('has a small model that reads without a word of complaint', () => {
    const text = /## A small model\n\n```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(parse(text)).toHaveProperty('assets.bot');
    expect(readSystemModel({ file: 'docs', text }).diagnostics).toEqual([]);
  });
});
