import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKnowledge } from '#knowledge/knowledge';
import { findChains, type Chain } from '#knowledge/mappings/chains';
import { compose, PREDICATE_STRENGTH } from '#knowledge/mappings/compose';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { control, edition, mapping, technique } from '../records.ts';

const EXACT = 'skos:exactMatch';
const CLOSE = 'skos:closeMatch';
const BROAD = 'skos:broadMatch';
const NARROW = 'skos:narrowMatch';
const RELATED = 'skos:relatedMatch';
const SATISFIES = 'threatloom:satisfies';

describe('two mappings in a row', () => {
  it.each([
    [EXACT, EXACT, EXACT],
    [EXACT, CLOSE, CLOSE],
    [CLOSE, EXACT, CLOSE],
    [CLOSE, CLOSE, RELATED],
    [BROAD, BROAD, BROAD],
    [NARROW, NARROW, NARROW],
    [BROAD, NARROW, RELATED],
    [NARROW, BROAD, RELATED],
    [BROAD, EXACT, BROAD],
    [BROAD, RELATED, RELATED],
    [SATISFIES, EXACT, SATISFIES],
    [SATISFIES, BROAD, RELATED],
    [EXACT, 'threatloom:noMatch', 'threatloom:noMatch'],
  ] as const)('%s, then %s: %s', (first, then, both) => {
    expect(compose(first, then)).toBe(both);
  });

  it('say the same however they are put together, and never more than the weaker of them', () => {
    const any = fc.constantFrom(...PREDICATE_STRENGTH);
    const strength = (predicate: (typeof PREDICATE_STRENGTH)[number]): number =>
      PREDICATE_STRENGTH.indexOf(predicate);
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(compose(compose(a, b), c)).toBe(compose(a, compose(b, c)));
        expect(strength(compose(a, b))).toBeGreaterThanOrEqual(Math.max(strength(a), strength(b)));
      }),
      { numRuns: 600 },
    );
  });
});

const requirement = (id: string) => ({ id, name: `Requirement ${id}`, level: 'clause', order: 0 });

const knowledge = buildKnowledge({
  frameworks: [
    edition('a', '1', {
      techniques: [technique('T1', 'One')],
      controls: [control('M1', 'Control')],
      mitigations: [{ control: 'M1', target: 'T1' }],
    }),
    edition('b', '1', { requirements: [requirement('R1'), requirement('R2')] }),
    edition('c', '1', { requirements: [requirement('C1')] }),
  ],
  mappingSets: [
    {
      file: 'x.sssom.tsv',
      mappings: [
        mapping('a:M1', 'threatloom:satisfies', 'b:R1', { confidence: 0.9, trust: 'official' }),
        mapping('a:M1', 'threatloom:satisfies', 'b:R2', { confidence: 0.4 }),
        mapping('c:C1', 'skos:exactMatch', 'b:R1', { confidence: 0.8 }),
        mapping('b:R2', 'skos:relatedMatch', 'c:C1'),
      ],
      lines: [1, 2, 3, 4],
      diagnostics: [],
    },
  ],
});

const chains = (
  from: string,
  to: string,
  more: { through?: string[]; maxLinks?: number } = {},
): readonly Chain[] =>
  findChains(knowledge, {
    from: ({ key }) => key.startsWith(from),
    to: ({ key }) => key.startsWith(to),
    through: more.through ?? [],
    maxLinks: more.maxLinks ?? 4,
  });

describe('chains of mappings', () => {
  it('are the strongest between two records, with its weakest word and how many others there are', () => {
    const [chain, ...rest] = chains('a@1/M1', 'c@1');
    expect(rest).toEqual([]);
    expect(
      chain?.links.map(({ from, predicate, to, turned }) => [from.key, predicate, to.key, turned]),
    ).toEqual([
      ['a@1/M1', 'threatloom:satisfies', 'b@1/R1', false],
      ['b@1/R1', 'skos:exactMatch', 'c@1/C1', true],
    ]);
    expect(chain).toMatchObject({
      predicate: 'threatloom:satisfies',
      weakestPredicate: 'threatloom:satisfies',
      weakestTrust: 'community',
      confidenceAtMost: 0.8,
      unstated: 0,
      others: 1,
    });
  });

  it('lead from a technique over its controls', () => {
    const [chain] = chains('a@1/T1', 'c@1');
    expect(chain).toMatchObject({ predicate: 'skos:relatedMatch', confidenceAtMost: 0.8, unstated: 1 });
    expect(chain?.links[0]).toMatchObject({ predicate: 'threatloom:mitigates', turned: true, source: 'a' });
  });

  it('are no longer than asked, and pass what they have to', () => {
    expect(chains('a@1/T1', 'c@1', { maxLinks: 2 })).toEqual([]);
    expect(chains('a@1/T1', 'c@1', { through: ['b'] })).toHaveLength(1);
    expect(chains('a@1/T1', 'c@1', { through: ['c'] })).toEqual([]);
  });

  it('join ATLAS over the AI RMF to ISO/IEC 42001, every one with its weakest word', () => {
    const shipped = loadKnowledge();
    const found = findChains(shipped, {
      from: ({ key }) => key === 'atlas@5.6.1/AML.T0051',
      to: ({ framework }) => framework === 'iso-42001',
      through: ['nist-ai-rmf'],
      maxLinks: 3,
    });
    expect(found).toHaveLength(30);
    for (const { links, predicate, weakestTrust } of found) {
      expect(links.map(({ to }) => to.framework)).toEqual(['atlas', 'nist-ai-rmf', 'iso-42001']);
      expect([predicate, weakestTrust]).toEqual(['skos:relatedMatch', 'community']);
    }
  });
});
