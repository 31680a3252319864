import type { CoverageRow } from '#model/analysis-result';
import { MAPPING_STATES } from '#model/analysis-result';
import type { CoverageCount, CoverageNumbers } from '#model/answers/coverage';

/**
 * Counts per framework and edition, in the order of the rows. O(rows).
 *
 * @example
 * coverageCounts(result.coverage)[0]
 * // { framework: 'atlas', edition: '5.6.1', catalogued: 170, applicable: 91, partlyMitigated: 18, mitigated: 0, evidenced: 0, mapped: 165, … }
 */
export function coverageCounts(rows: readonly CoverageRow[]): CoverageCount[] {
  const editions = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const key = `${row.framework}@${row.edition}`;
    const list = editions.get(key);
    if (list === undefined) editions.set(key, [row]);
    else list.push(row);
  }
  return [...editions.values()].map((items) => {
    const { framework, edition } = items[0]!;
    const [mapped, reviewedNone, unreviewed] = MAPPING_STATES.map((state) =>
      numbersOf(items.filter(({ mapping }) => mapping === state)),
    ) as [CoverageNumbers, CoverageNumbers, CoverageNumbers];
    return {
      framework,
      edition,
      ...numbersOf(items),
      mapped: mapped.catalogued,
      reviewedNone: reviewedNone.catalogued,
      unreviewed: unreviewed.catalogued,
      byMapping: { mapped, 'reviewed-none': reviewedNone, unreviewed },
    };
  });
}

function numbersOf(rows: readonly CoverageRow[]): CoverageNumbers {
  const count = (fits: (row: CoverageRow) => boolean): number => rows.filter(fits).length;
  return {
    catalogued: count(({ catalogued }) => catalogued),
    applicable: count(({ applicable }) => applicable),
    partlyMitigated: count(({ mitigated }) => mitigated === 'partly'),
    mitigated: count(({ mitigated }) => mitigated === 'fully'),
    evidenced: count(({ evidenced }) => evidenced),
  };
}
