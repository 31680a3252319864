import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';
import { SYSTEM_CODES } from '#systems/diagnostic-codes';

const page = readFileSync(join(packageRoot(), 'docs', 'diagnostics.md'), 'utf8');
const explained = [...page.matchAll(/^\| `([A-Z]+\d*-\d{3})` +\| (.+?) +\|$/gm)].map(
  ([, code, meaning]) => [code!, meaning!.replaceAll('\\|', '|')] as const,
);

function codesOf(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(packageRoot(), folder, file), 'utf8').matchAll(/'([A-Z]+\d*-\d{3})'/g)].map(
        ([, code]) => code!,
      ),
    );
}

describe('docs/diagnostics.md', () => {
  it('explains every code that the sources give, and no other', () => {
    const given = new Set([...codesOf('src'), ...codesOf('importers')]);
    const codes = explained.map(([code]) => code);
    expect([...given].filter((code) => !codes.includes(code)).sort()).toEqual([]);
    expect(codes.filter((code) => !given.has(code))).toEqual([]);
  });

  it('explains each code once', () => {
    const codes = explained.map(([code]) => code);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
    expect(codes.length).toBeGreaterThan(200);
  });

  it('says of system models what the sources say', () => {
    const own = explained.filter(([code]) => code.startsWith('SYS-'));
    expect(Object.fromEntries(own)).toEqual(
      Object.fromEntries(Object.entries(SYSTEM_CODES).map(([code, { meaning }]) => [code, meaning])),
    );
  });
});
