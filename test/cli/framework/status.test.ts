import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { monthsSince, publicationDate } from '#knowledge/publication-date';
import { packFramework } from '#knowledge/fact-pack';
import { HAS_PUBLISHER_FILES } from '../../importers/frameworks/publisher-files.ts';
import { atlas202607 } from '../../knowledge/atlas-2026.ts';
import { TestWorkspace } from './workspace.ts';

let here: TestWorkspace;

beforeEach(() => {
  here = new TestWorkspace();
});

afterEach(() => {
  here.dispose();
});

type Row = Readonly<Record<string, unknown>>;

async function status(): Promise<{ readonly rows: readonly Row[]; readonly err: string }> {
  const { out, err } = await here.run('framework', 'status', '--format', 'json');
  return { rows: JSON.parse(out) as Row[], err };
}

describe('framework status', () => {
  it('tells age, origin and what the rules name of an edition; the shipped editions have all of it', async () => {
    const { rows, err } = await status();
    expect(err).toBe('');
    expect(rows.find((row) => row['framework'] === 'atlas')).toMatchObject({
      edition: '5.6.1',
      origin: 'shipped',
      pinned: true,
      used: 'always',
      published: '2026-05-05',
      'months old': 6,
      newer: null,
      gone: 0,
    });
    const lists = rows.filter((row) => row['framework'] === 'owasp-llm');
    expect(lists.map((row) => [row['edition'], row['newer']])).toEqual([
      ['1.1', '2026'],
      ['2025', '2026'],
      ['2026', null],
    ]);
    const atlas = rows.find((row) => row['framework'] === 'atlas');
    expect(Number(atlas?.['named by rules'])).toBeGreaterThan(100);
    expect(rows.find((row) => row['framework'] === 'owasp-ml')).toMatchObject({
      'named by rules': 0,
      published: '2023',
    });
  });

  it.skipIf(!HAS_PUBLISHER_FILES)('names what a newer edition retired and the rules still name', async () => {
    here.write('atlas.json', packFramework(atlas202607()));
    await here.run('framework', 'add', '--pin', 'atlas.json');
    const { rows, err } = await status();
    const of = (edition: string) =>
      rows.find((row) => row['framework'] === 'atlas' && row['edition'] === edition);
    expect(of('5.6.1')).toMatchObject({
      edition: '5.6.1',
      origin: 'shipped',
      pinned: false,
      newer: '2026.07',
      'named by rules': 0,
    });
    expect(of('2026.07')).toMatchObject({
      edition: '2026.07',
      origin: 'added',
      pinned: true,
      published: '2026-07',
      'months old': 4,
      gone: 3,
    });
    // The file has no case studies at all, so it says nothing about those that the rules name.
    expect(
      [...err.matchAll(/has no (\S+), which.*\n(?: {2}its place was taken by (\S+)\n)?/g)].map((m) =>
        m.slice(1),
      ),
    ).toEqual([
      ['AML.T0019', 'AML.T0115.000'],
      ['AML.T0058', 'AML.T0115.001'],
      ['AML.T0104', 'AML.T0115.002'],
    ]);
  });
});

describe('the age of an edition', () => {
  it.each([
    ['atlas', '2026.07', '2026-07'],
    ['cosai-risk-map', '2026-08-19', '2026-08-19'],
    ['nist-ai-100-2', 'E2025', '2025'],
    ['nist-ai-rmf', '1.0', undefined],
    ['nist-800-53', 'r5', undefined],
  ])('%s %s was published %s', (framework, edition, expected) => {
    expect(publicationDate(framework, edition)).toBe(expected);
  });

  it.each([
    ['2026-05-05', 6],
    ['2026-10-24', 0],
    ['2026-10-23', 1],
    ['2026-07', 4],
    ['2025', 22],
  ])('%s is %s months before 23 November 2026', (published, months) => {
    expect(monthsSince(published, '2026-11-23')).toBe(months);
  });
});
