import { describe, expect, it } from 'vitest';
import { cwe } from '#importers/frameworks/cwe/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherText } from './publisher-files.ts';

describe.skipIf(!HAS_PUBLISHER_FILES)('CWE 4.19.1, the entries that AI frameworks cite', () => {
  const records = () => cwe.read([publisherFile('cwe/cwe-4.19.1-ai-subset.json')]);

  it('has 37 weaknesses, those of AI among them', () => {
    const { framework, risks, census, diagnostics } = records();
    expect(framework.edition).toBe('4.19.1');
    expect(census).toEqual({ weakness: 37, base: 18, class: 18, pillar: 1 });
    expect(risks).toHaveLength(37);
    const names = new Map(risks.map(({ id, name }) => [id, name]));
    expect(['CWE-1039', 'CWE-1426', 'CWE-1427', 'CWE-1434'].map((id) => names.get(id)?.slice(0, 24))).toEqual(
      [
        'Inadequate Detection or ',
        'Improper Validation of G',
        'Improper Neutralization ',
        'Insecure Setting of Gene',
      ],
    );
    expect(diagnostics).toEqual([]);
  });

  it('keeps the hierarchy of view 1000 as far as it is there', () => {
    const parents = records()
      .risks.filter((risk) => risk.parents.length > 0)
      .map(({ id, parents }) => `${id} < ${parents.join(' ')}`);
    expect(parents).toContain('CWE-78 < CWE-77');
    expect(parents).toContain('CWE-862 < CWE-285');
    expect(parents.some((one) => one.startsWith('CWE-20 '))).toBe(false);
  });

  it('repeats MITRE’s designation and licence, as its terms ask', () => {
    const plain = (text: string) => text.replace(/\s+/g, ' ');
    const terms = plain(publisherText('cwe/LICENSE.txt'));
    const { notice = '' } = records().framework;
    for (const sentence of notice.split(/(?<=\.) /)) expect(terms).toContain(sentence);
    expect(notice).toContain('royalty-free license to use CWE');
  });
});

describe('CWE, made-up lists', () => {
  const row = (id: string, more: object = {}) => ({
    cwe_identifier: id,
    name: `Name of ${id}`,
    weakness_abstraction: 'Base',
    ...more,
  });
  const read = (rows: unknown[], file = 'cwe-4.19.1.json') =>
    cwe.read([madeUpFile(file, JSON.stringify(rows))]);

  it('orders by number, leaves out what is deprecated, and reports faults', () => {
    const { risks, diagnostics } = read([
      row('CWE-100', { status: 'Deprecated' }),
      row('CWE-77', {
        related_weaknesses_by_view: {
          '1000':
            '::NATURE:ChildOf:CWE ID:9:VIEW ID:1000:ORDINAL:Primary::NATURE:PeerOf:CWE ID:8:VIEW ID:1000::',
          '699': '::NATURE:ChildOf:CWE ID:8:VIEW ID:699::',
        },
      }),
      row('CWE-9'),
      row('CWE-8'),
      row('CWE-9'),
      row('77'),
    ]);
    expect(risks.map(({ id, parents }) => [id, parents])).toEqual([
      ['CWE-8', []],
      ['CWE-9', []],
      ['CWE-77', ['CWE-9']],
    ]);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'CWE-003 /4/cwe_identifier CWE-9 comes twice',
      'CWE-003 /5/cwe_identifier "77" is no id of a weakness',
    ]);
  });

  it('wants to know the edition', () => {
    expect(() => read([row('CWE-9')], 'cwe.json')).toThrow(
      'nothing in the file or its name tells which edition it is',
    );
  });
});
