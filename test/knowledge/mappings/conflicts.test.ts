import { describe, expect, it } from 'vitest';
import { buildKnowledge } from '#knowledge/knowledge';
import { readFormerNames } from '#knowledge/lint/former-names';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { findConflicts } from '#knowledge/mappings/conflicts';
import type { MappingRecord } from '#model/framework-records';
import { edition, end, mapping, technique } from '../records.ts';

const frameworks = [
  edition('a', '1', { techniques: [technique('T1', 'One'), technique('T2', 'Two')] }),
  edition('b', '1', { techniques: [technique('X1', 'Ex one'), technique('X2', 'Ex two')] }),
];

const conflicts = (...mappings: readonly MappingRecord[]) =>
  findConflicts(
    buildKnowledge({
      frameworks,
      mappingSets: [
        { file: 'x.sssom.tsv', mappings, lines: mappings.map((_, index) => index + 1), diagnostics: [] },
      ],
    }),
    new Map(),
  );

describe('conflicts of crosswalks', () => {
  it('are predicates that exclude each other, whichever way round they are written', () => {
    const found = conflicts(
      mapping('a:T1', 'skos:exactMatch', 'b:X1', { source: 'one 1' }),
      mapping('b:X1', 'skos:broadMatch', 'a:T1', { source: 'two 1', trust: 'official' }),
      mapping('a:T2', 'skos:broadMatch', 'b:X2', { source: 'one 1' }),
      mapping('a:T2', 'skos:narrowMatch', 'b:X2', { source: 'two 1' }),
    );
    expect(found).toEqual([
      {
        kind: 'predicate',
        subject: 'a@1/T1',
        object: 'b@1/X1',
        statements: [
          { source: 'two 1', trust: 'official', says: 'skos:narrowMatch' },
          { source: 'one 1', trust: 'community', says: 'skos:exactMatch' },
        ],
        prevails: 'two 1',
      },
      {
        kind: 'predicate',
        subject: 'a@1/T2',
        object: 'b@1/X2',
        statements: [
          { source: 'one 1', trust: 'community', says: 'skos:broadMatch' },
          { source: 'two 1', trust: 'community', says: 'skos:narrowMatch' },
        ],
      },
    ]);
  });

  it('are a match against "reviewed, nothing fits"', () => {
    const found = conflicts(
      mapping('a:T1', 'threatloom:noMatch', { framework: 'b', edition: '1', id: '*' }, { source: 'one 1' }),
      mapping('b:X1', 'skos:closeMatch', 'a:T1', { source: 'two 1', trust: 'derived' }),
    );
    expect(found).toMatchObject([
      {
        kind: 'nothing-fits',
        subject: 'a@1/T1',
        object: 'b@1/X1',
        statements: [{ source: 'two 1' }, { source: 'one 1', says: 'nothing fits' }],
        prevails: 'two 1',
      },
    ]);
  });

  it('are names that a record never had', () => {
    const found = conflicts(
      mapping(end('a:T1', 'Two'), 'skos:closeMatch', end('b:X1', 'Ex one'), { source: 'one 1' }),
    );
    expect(found).toMatchObject([
      {
        kind: 'label',
        subject: 'a@1/T1',
        statements: [
          { source: 'a 1', trust: 'official', says: 'is called "One"' },
          { source: 'one 1', says: 'is called "Two"' },
        ],
        prevails: 'a 1',
      },
    ]);
  });

  it('are not weaker words, one source alone, or words on other records', () => {
    expect(
      conflicts(
        mapping('a:T1', 'skos:closeMatch', 'b:X1', { source: 'one 1' }),
        mapping('a:T1', 'skos:relatedMatch', 'b:X1', { source: 'two 1' }),
        mapping('a:T2', 'skos:exactMatch', 'b:X1', { source: 'one 1' }),
        mapping('a:T2', 'skos:broadMatch', 'b:X1', { source: 'one 1' }),
        mapping('a:T2', 'threatloom:noMatch', { framework: 'c', id: '*' }, { source: 'two 1' }),
      ),
    ).toEqual([]);
  });

  it('of what is shipped are wrong names in texts of OWASP and NIST, and nothing else', () => {
    const found = findConflicts(loadKnowledge({ packs: 'all' }), readFormerNames());
    expect(
      found.map(({ kind, subject, statements }) => `${kind} ${subject} ${statements[1].source}`),
    ).toEqual([
      'label atlas@5.6.1/AML.T0025 owasp-llm 2026',
      'label atlas@5.6.1/AML.T0048 owasp-llm 2026',
      'label atlas@5.6.1/AML.T0080.001 owasp-llm 2026',
      'label iso-42001@2023/6.1.1 NIST AI RMF to ISO/IEC FDIS 42001 crosswalk',
      'label iso-42001@2023/A.2.2 NIST AI RMF to ISO/IEC FDIS 42001 crosswalk',
      'label iso-42001@2023/A.3.2 NIST AI RMF to ISO/IEC FDIS 42001 crosswalk',
    ]);
  });
});
