import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { writeSssom } from '#knowledge/mappings/write-sssom';
import { readSssom } from '#knowledge/sssom';
import type { MappingEnd, MappingRecord } from '#model/framework-records';

const again = (mappings: readonly MappingRecord[]) =>
  readSssom(writeSssom(mappings, 'urn:threatloom:mappings:test'), 'test.sssom.tsv');

const text = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .map((value) => value.replace(/[\t\r\n\u2028\u2029]/g, '').trim())
  .filter((value) => value !== '');
const optional = (key: string, value: fc.Arbitrary<string | number>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [key]: found }));
const end: fc.Arbitrary<MappingEnd> = fc
  .tuple(
    fc.constantFrom('atlas', 'owasp-llm', 'nist-ai-rmf'),
    fc.constantFrom('GOVERN 1.1', '100% sure', 'A%20B', 'AML.T0051.001', 'A/b'),
    optional('edition', fc.constantFrom('5.6.1', '2026.10', 'E2025')),
    optional('label', text),
  )
  .map(([framework, id, edition, label]) => ({ framework, id, ...edition, ...label }));
const record: fc.Arbitrary<MappingRecord> = fc
  .tuple(
    end,
    end,
    fc.constantFrom('skos:exactMatch', 'skos:broadMatch', 'threatloom:satisfies', 'threatloom:mitigates'),
    optional('confidence', fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true })),
    optional('author', text),
    fc.constantFrom('official', 'derived', 'community'),
    text,
    fc.boolean(),
  )
  .map(([subject, object, predicate, confidence, author, trust, source, nothing]) => ({
    subject,
    predicate: nothing ? 'threatloom:noMatch' : predicate,
    object: nothing ? { ...object, id: '*' } : object,
    justification: 'semapv:ManualMappingCuration',
    ...confidence,
    ...author,
    trust,
    source,
  }));

describe('mappings as SSSOM', () => {
  it('come back as they were, for any', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (mappings) => {
        const { mappings: read, diagnostics } = again(mappings);
        expect(diagnostics).toEqual([]);
        expect(read).toEqual(mappings);
      }),
    );
  });

  it('of every shipped crosswalk come back as they were', () => {
    const { mappings, reviewedNone } = loadKnowledge({ packs: 'all' });
    const all = [...mappings.map(({ mapping }) => mapping), ...reviewedNone];
    expect(all.length).toBeGreaterThan(1500);
    expect(again(all).mappings).toEqual(all);
  });

  it('name prefixes, editions of both ends, author and source', () => {
    const written = writeSssom(
      [
        {
          subject: { framework: 'atlas', edition: '5.6.1', id: 'AML.M0002', label: '"Quoted"' },
          predicate: 'threatloom:noMatch',
          object: { framework: 'iso-23894', edition: '2023', id: '*' },
          justification: 'semapv:ManualMappingCuration',
          confidence: 0.7,
          author: 'threatloom',
          trust: 'community',
          source: 'atlas-to-iso-23894 1.0.0',
        },
      ],
      'urn:threatloom:mappings:x',
    );
    expect(written).toContain('#  iso-23894: "urn:threatloom:framework:iso-23894:"\n');
    expect(written.split('\n').at(-2)).toBe(
      [
        'atlas:AML.M0002',
        '"""Quoted"""',
        'threatloom:noMatch',
        'sssom:NoTermFound',
        '',
        'semapv:ManualMappingCuration',
        '0.7',
        'threatloom',
        'atlas',
        '5.6.1',
        'iso-23894',
        '2023',
        'atlas-to-iso-23894 1.0.0',
        'community',
      ].join('\t'),
    );
  });
});
