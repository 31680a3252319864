import { describe, expect, it } from 'vitest';
import { iso42001 } from '#importers/frameworks/iso-42001/index';
import { detectFramework } from '#importers/frameworks/registry';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherTable } from './publisher-files.ts';

const OUTLINE = 'iso/iso-outlines.json';
const CROSSWALK = 'crosswalks/nist-ai-rmf/NIST_AI_RMF_to_ISO_IEC_42001_Crosswalk.md';

describe.skipIf(!HAS_PUBLISHER_FILES)('ISO/IEC 42001 with NIST’s crosswalk', () => {
  const input = () => [publisherFile(OUTLINE), publisherFile(CROSSWALK)];

  it('has 88 clauses and controls, and four clauses that only NIST names', () => {
    const { framework, requirements, census } = iso42001.read(input());
    expect(framework.edition).toBe('2023');
    expect(census).toEqual({
      'clause or control': 88,
      'clause named by NIST only': 4,
      'AI RMF crosswalk row': 281,
    });
    expect(requirements.map(({ id }) => id).filter((id) => id.startsWith('6'))).toEqual([
      '6',
      '6.1',
      '6.1.1',
      '6.1.2',
      '6.1.3',
      '6.1.4',
      '6.2',
      '6.3',
    ]);
    const level = (name: string) => requirements.filter((one) => one.level === name).length;
    expect([level('annex-a-objective'), level('annex-a-control')]).toEqual([11, 38]);
    expect(requirements.find(({ id }) => id === 'A.6.1.2')).toMatchObject({
      name: 'Objectives for responsible development of AI system',
      level: 'annex-a-control',
      parent: 'A.6.1',
    });
    expect(requirements.some(({ description }) => description !== undefined)).toBe(false);
  });

  it('has the 281 rows of the crosswalk over all 72 subcategories, Annex B numbers read as Annex A', () => {
    const { mappings } = iso42001.read(input());
    const rows = publisherTable('crosswalks/nist-ai-rmf/ai-rmf-subcategory_to_iso-42001.csv');
    expect(rows).toHaveLength(281);
    expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id}`)).toEqual(
      rows.map((row) => `${row['ai_rmf_subcategory']} ${row['iso_42001_ref']?.replace(/^B\./, 'A.')}`),
    );
    expect(new Set(mappings.map(({ subject }) => subject.id)).size).toBe(72);
    expect(mappings[2]).toEqual({
      subject: { framework: 'nist-ai-rmf', edition: '1.0', id: 'GOVERN 1.1' },
      predicate: 'skos:relatedMatch',
      object: { framework: 'iso-42001', edition: '2023', id: 'A.2.2' },
      justification: 'semapv:ManualMappingCuration',
      trust: 'official',
      source: 'NIST AI RMF to ISO/IEC FDIS 42001 crosswalk',
    });
  });

  it('reports the three rows in which number and title are of different clauses', () => {
    const { diagnostics, mappings } = iso42001.read(input());
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'ISO-005 line 60: A.3.2 is "AI roles and responsibilities", the row says "Management review inputs"',
      'ISO-005 line 155: A.2.2 is "AI policy", the row says "Customers"',
      'ISO-005 line 159: 6.1.1 is "General", the row says "Objective"',
    ]);
    expect(mappings.flatMap(({ object }) => object.label ?? [])).toEqual([
      'Management review inputs',
      'Customers',
      'Objective',
    ]);
  });

  it('is told from ISO/IEC 23894 in the same outline by the crosswalk beside it', () => {
    const other = publisherFile('crosswalks/nist-ai-rmf/crosswalk_AI_RMF_1_0_ISO_IEC_23894.md');
    expect(detectFramework(input())?.importer.id).toBe('iso-42001');
    expect(detectFramework([publisherFile(OUTLINE), other])?.importer.id).toBe('iso-23894');
    expect(detectFramework([publisherFile(OUTLINE)])?.importer.id).toBe('iso-23894');
  });

  it('reads the same from files in any order, and the outline alone too', () => {
    expect(iso42001.read(input().reverse())).toEqual(iso42001.read(input()));
    const alone = iso42001.read([publisherFile(OUTLINE)]);
    expect([alone.requirements.length, alone.mappings.length]).toEqual([88, 0]);
  });
});

describe('ISO/IEC 42001, made-up files', () => {
  const read = (nodes: unknown, table = '') =>
    iso42001.read([
      madeUpFile('o.json', JSON.stringify({ 'ISO/IEC 42001:2023': { nodes } })),
      ...(table === ''
        ? []
        : [madeUpFile('c.md', `## NIST AI RMF to ISO/IEC FDIS 42001 Crosswalk\n${table}`)]),
    ]);

  it('reports what is no clause, comes twice or hangs in the air', () => {
    const { diagnostics, requirements } = read([['4', 'A'], ['4', 'B'], ['5.1', 'C'], ['A.2', 'D'], 6]);
    expect(requirements.map(({ id, level }) => `${id} ${level}`)).toEqual([
      '4 clause',
      '5.1 clause',
      'A.2 annex-a-objective',
    ]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'ISO-003 4 comes twice',
      'ISO-002 expected a clause or control as [number, title]',
      'ISO-003 5.1 has no 5 above it',
    ]);
  });

  it('joins a title that goes on in the next line, and reports rows that lead nowhere', () => {
    const table = [
      '| | | 4.1 | A |',
      '| Map 1.1 | Text. | B.2.2 | Policy of |',
      '| | | | the house |',
      '| | | B.9.9 | X |',
      '| | | 4,1 | X |',
    ].join('\n');
    const { diagnostics, mappings } = read(
      [
        ['4', 'A'],
        ['A.2', 'P'],
        ['A.2.2', 'House policy'],
      ],
      table,
    );
    expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id}`)).toEqual(['MAP 1.1 A.2.2']);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'ISO-004 line 2: 4.1 stands under no subcategory',
      'ISO-004 line 6: "4,1" is no number of a clause',
      'ISO-004 line 5: there is no clause or control A.9.9',
    ]);
  });

  it('refuses files without an outline', () => {
    expect(() => iso42001.read([madeUpFile('o.json', '{}')])).toThrow(
      'no file holds the outline of ISO/IEC 42001',
    );
  });
});
