import { describe, expect, it } from 'vitest';
import { iso23894 } from '#importers/frameworks/iso-23894/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherTable } from './publisher-files.ts';

const CROSSWALK = 'crosswalks/nist-ai-rmf/crosswalk_AI_RMF_1_0_ISO_IEC_23894.md';

describe.skipIf(!HAS_PUBLISHER_FILES)('ISO/IEC 23894 with NIST’s crosswalk', () => {
  const input = () => [publisherFile('iso/iso-outlines.json'), publisherFile(CROSSWALK)];

  it('has 45 clauses, 11 Annex A objectives and 7 Annex B risk sources', () => {
    const { framework, requirements, census, diagnostics } = iso23894.read(input());
    expect(framework.edition).toBe('2023');
    expect(census).toEqual({
      clause: 45,
      'clause named by NIST': 26,
      'Annex A objective': 11,
      'Annex B risk source': 7,
      'AI RMF crosswalk row': 33,
    });
    const count = (level: string) => requirements.filter((one) => one.level === level).length;
    expect([count('clause'), count('annex-a-objective'), count('annex-b-risk-source')]).toEqual([45, 11, 7]);
    expect(requirements.find(({ id }) => id === '6.4.2.3')).toMatchObject({
      name: 'Identification of risk sources',
      parent: '6.4.2',
      level: 'clause',
    });
    expect(requirements.find(({ id }) => id === 'A/ai-expertise')?.name).toBe('AI expertise');
    expect(requirements.some(({ description }) => description !== undefined)).toBe(false);
    expect(diagnostics).toEqual([]);
  });

  it('has the 33 rows of the crosswalk, as a table made by other means has them', () => {
    const { mappings } = iso23894.read(input());
    const rows = publisherTable('crosswalks/nist-ai-rmf/ai-rmf-function_to_iso-23894-clause.csv');
    expect(rows).toHaveLength(33);
    expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id} ${object.label}`)).toEqual(
      rows.map((row) => `${row['ai_rmf_function']} ${row['iso_23894_clause']} ${row['clause_title']}`),
    );
    expect(mappings[0]).toEqual({
      subject: { framework: 'nist-ai-rmf', edition: '1.0', id: 'GOVERN' },
      predicate: 'skos:relatedMatch',
      object: { framework: 'iso-23894', edition: '2023', id: '5.2', label: 'Leadership and commitment' },
      justification: 'semapv:ManualMappingCuration',
      trust: 'official',
      source: 'NIST AI RMF to ISO/IEC 23894 crosswalk, draft 2023-01-26',
    });
  });

  it('reads the outline alone too', () => {
    const records = iso23894.read(input().slice(0, 1));
    expect([records.requirements.length, records.mappings.length]).toEqual([63, 0]);
  });

  it('reads the same from files in any order', () => {
    expect(iso23894.read(input().reverse())).toEqual(iso23894.read(input()));
  });
});

describe('ISO/IEC 23894, made-up files', () => {
  const outline = (clauses: unknown) =>
    madeUpFile('outline.json', JSON.stringify({ 'ISO/IEC 23894:2023': { clauses } }));

  it('reports clauses that hang in the air, come twice or are not clauses', () => {
    const { requirements, diagnostics } = iso23894.read([
      outline([['5', 'Framework', 'NIST'], ['5', 'Again'], ['7.1', 'Lost'], ['A.2', 'Annex'], 'six']),
    ]);
    expect(requirements.map(({ id }) => id)).toEqual(['5', '7.1']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'clause 5 comes twice',
      'expected a clause as [number, title, source]',
      'expected a clause as [number, title, source]',
      'clause 7.1 has no clause 7 above it',
    ]);
  });

  it('reports rows of the crosswalk that lead nowhere', () => {
    const crosswalk = [
      '## Crosswalk',
      '## AI RMF (1.0) and ISO/IEC FDIS 23894',
      '| AI RMF 1.0 Function | ISO/IEC FDIS 23894 |',
      '|---|---|',
      '| | 5.1 General |',
      '| GOVERN: Culture | 5.1 General |',
      '| | 9.9 Nothing |',
    ].join('\n');
    const { mappings, diagnostics } = iso23894.read([
      outline([
        ['5', 'Framework', 'NIST'],
        ['5.1', 'General', 'outline'],
      ]),
      madeUpFile('crosswalk.md', crosswalk),
    ]);
    expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id}`)).toEqual(['GOVERN 5.1']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'line 5: clause 5.1 stands under no function',
      'line 7: there is no clause 9.9',
    ]);
  });

  it('refuses files without the outline', () => {
    expect(() => iso23894.read([madeUpFile('x.json', '{"ISO/IEC 42001:2023": {}}')])).toThrow(
      'no file holds the outline of ISO/IEC 23894',
    );
  });
});
