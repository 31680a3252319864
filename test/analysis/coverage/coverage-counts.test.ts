import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '#analysis/analyze';
import { coverageCounts } from '#analysis/coverage/coverage-counts';
import type { CoverageItem, RelatedItem } from '#model/analysis-knowledge';
import { MAPPING_STATES, MITIGATED, type CoverageRow } from '#model/analysis-result';
import { knowledge, libraryOf, SYSTEM, systemOf, TODAY } from '../tiny.ts';

describe('coverage counts', () => {
  it('tell four numbers and three states of mapping apart', () => {
    const [tiny, list] = coverageCounts(rowsOf([]));
    expect(tiny).toEqual({
      framework: 'tiny',
      edition: '1',
      catalogued: 3,
      applicable: 2,
      partlyMitigated: 0,
      mitigated: 0,
      evidenced: 0,
      mapped: 3,
      reviewedNone: 0,
      unreviewed: 0,
      byMapping: {
        mapped: { catalogued: 3, applicable: 2, partlyMitigated: 0, mitigated: 0, evidenced: 0 },
        'reviewed-none': NONE,
        unreviewed: NONE,
      },
    });
    expect([list?.mapped, list?.reviewedNone, list?.unreviewed, list?.applicable]).toEqual([1, 1, 1, 1]);
  });

  it('of the three states add up, for any rows', () => {
    const row = fc.record({
      framework: fc.constantFrom('a', 'b'),
      edition: fc.constantFrom('1', '2'),
      item: fc.string(),
      catalogued: fc.constant(true),
      applicable: fc.boolean(),
      mitigated: fc.constantFrom(...MITIGATED),
      evidenced: fc.boolean(),
      mapping: fc.constantFrom(...MAPPING_STATES),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const counts = coverageCounts(rows);
        expect(counts.reduce((sum, { catalogued }) => sum + catalogued, 0)).toBe(rows.length);
        for (const { byMapping, mapped, reviewedNone, unreviewed, ...all } of counts) {
          expect(mapped + reviewedNone + unreviewed).toBe(all.catalogued);
          const parts = Object.values(byMapping);
          for (const key of ['applicable', 'partlyMitigated', 'mitigated', 'evidenced'] as const) {
            expect(parts.reduce((sum, part) => sum + part[key], 0)).toBe(all[key]);
          }
        }
      }),
    );
  });
});

describe('an item without techniques and controls of its own', () => {
  const through = (related: readonly RelatedItem[], safeguards = ''): CoverageRow =>
    rowsOf([{ ...BARE, id: 'Q1', related }], safeguards).at(-1)!;
  const guard = (status: string): string =>
    `safeguards:\n  guard: { on: [bot], implements: [M2], status: ${status}, effectiveness: 0.5 }\n`;

  it('applies through what it is mapped to, and is then mitigated in part at the most', () => {
    const related = [{ key: 'list@1/R1', exact: false }];
    expect(through(related)).toMatchObject({ applicable: true, mitigated: 'none', evidenced: false });
    expect(through(related, guard('in-place'))).toMatchObject({ mitigated: 'partly', evidenced: false });
    const all = `safeguards:\n  both: { on: [bot], implements: [M1, M2], status: in-place }\n`;
    expect(rowsOf([], all).find(({ item }) => item === 'R1')?.mitigated).toBe('fully');
    expect(through(related, all).mitigated).toBe('partly');
  });

  it('is mitigated as the item that it is said to be the same as', () => {
    const all = `safeguards:\n  both: { on: [bot], implements: [M1, M2], status: in-place }\n`;
    expect(through([{ key: 'list@1/R1', exact: true }], all).mitigated).toBe('fully');
  });

  it('does not apply through what does not apply, nor through two mappings', () => {
    expect(through([{ key: 'list@1/R3', exact: true }]).applicable).toBe(false);
    const chain = [
      { ...BARE, id: 'Q1', related: [{ key: 'list@1/R1', exact: false }] },
      { ...BARE, id: 'Q2', related: [{ key: 'chain@1/Q1', exact: true }] },
    ];
    expect(
      rowsOf(chain)
        .slice(-2)
        .map(({ applicable }) => applicable),
    ).toEqual([true, false]);
  });
});

const NONE = { catalogued: 0, applicable: 0, partlyMitigated: 0, mitigated: 0, evidenced: 0 };
const BARE = {
  framework: 'chain',
  edition: '1',
  kind: 'requirement',
  techniques: [],
  controls: [],
  mapping: 'mapped',
} as const;

function rowsOf(more: readonly CoverageItem[], safeguards = ''): readonly CoverageRow[] {
  return analyze({
    system: systemOf(`${SYSTEM}${safeguards}`),
    libraries: [libraryOf()],
    knowledge: { ...knowledge, items: [...knowledge.items, ...more] },
    today: TODAY,
    version: '0.0.0',
  }).coverage;
}
