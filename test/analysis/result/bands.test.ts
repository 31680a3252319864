import { describe, expect, it } from 'vitest';
import { bandOf, riskOf } from '#analysis/result/bands';
import { LEVELS } from '#model/system-model';

describe('bands', () => {
  it.each([
    [0, 'rare'],
    [0.0499, 'rare'],
    [0.05, 'unlikely'],
    [0.19, 'unlikely'],
    [0.2, 'possible'],
    [0.8 * 0.25, 'possible'],
    [0.49, 'possible'],
    [0.5, 'likely'],
    [1, 'likely'],
  ])('%d is %s', (likelihood, band) => {
    expect(bandOf(likelihood)).toBe(band);
  });

  it.each([
    ['low', ['low', 'low', 'low', 'medium']],
    ['medium', ['low', 'low', 'medium', 'high']],
    ['high', ['low', 'medium', 'high', 'high']],
    ['critical', ['medium', 'high', 'critical', 'critical']],
  ] as const)('risk of impact %s by band', (impact, risks) => {
    expect([0.01, 0.1, 0.3, 0.9].map((likelihood) => riskOf(likelihood, impact))).toEqual(risks);
  });

  it('never fall as likelihood or impact rises', () => {
    const table = LEVELS.map((impact) => [0.01, 0.1, 0.3, 0.9].map((l) => LEVELS.indexOf(riskOf(l, impact))));
    for (const row of table) expect(row).toEqual([...row].sort());
    for (const column of [0, 1, 2, 3]) {
      const cells = table.map((row) => row[column]!);
      expect(cells).toEqual([...cells].sort());
    }
  });
});
