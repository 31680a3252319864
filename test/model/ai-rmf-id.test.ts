import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AI_RMF_FUNCTIONS, aiRmfId, compareAiRmfIds } from '#model/ai-rmf-id';

describe('aiRmfId', () => {
  it.each([
    ['GOVERN 1.1', 'GOVERN 1.1'],
    ['Govern 1.1', 'GOVERN 1.1'],
    ['GV-1.1', 'GOVERN 1.1'],
    ['MAP-3.4@1.0', 'MAP 3.4'],
    ['MS-2.10', 'MEASURE 2.10'],
    ['MG 4.3', 'MANAGE 4.3'],
    [' manage_4.3 ', 'MANAGE 4.3'],
    ['MEASURE 2', 'MEASURE 2'],
    ['MP', 'MAP'],
  ])('reads %s as %s', (spelling, id) => {
    expect(aiRmfId(spelling)?.id).toBe(id);
  });

  it('keeps the edition that a pinned id names', () => {
    expect(aiRmfId('MAP-3.4@1.0')).toEqual({
      id: 'MAP 3.4',
      level: 'subcategory',
      function: 'MAP',
      category: 3,
      subcategory: 4,
      edition: '1.0',
    });
  });

  it.each(['GV-1.1-001', 'GOVERN 1.1.1', 'GOVERN 0.1', 'GOVERNANCE 1.1', 'AML.T0051', 'LLM01', ''])(
    'does not take %j for an AI RMF id',
    (text) => {
      expect(aiRmfId(text)).toBeUndefined();
    },
  );

  it('reads every spelling of any subcategory as the same id', () => {
    const short = { GOVERN: 'GV', MAP: 'MP', MEASURE: 'MS', MANAGE: 'MG' } as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...AI_RMF_FUNCTIONS),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 99 }),
        (name, category, subcategory) => {
          const number = `${category}.${subcategory}`;
          const spellings = [
            `${name} ${number}`,
            `${name.charAt(0)}${name.slice(1).toLowerCase()} ${number}`,
            `${short[name]}-${number}`,
            `${name}-${number}@1.0`,
          ];
          const ids = spellings.map((spelling) => aiRmfId(spelling)?.id);
          expect(ids).toEqual(spellings.map(() => `${name} ${number}`));
        },
      ),
    );
  });
});

it('sorts ids as the document does, numbers as numbers', () => {
  const ids = ['MANAGE 1.1', 'MEASURE 2.10', 'MEASURE 2.9', 'MEASURE 2', 'MAP 5.1', 'GOVERN'];
  const sorted = ids.map((id) => aiRmfId(id)!).sort(compareAiRmfIds);
  expect(sorted.map(({ id }) => id)).toEqual([
    'GOVERN',
    'MAP 5.1',
    'MEASURE 2',
    'MEASURE 2.9',
    'MEASURE 2.10',
    'MANAGE 1.1',
  ]);
});
