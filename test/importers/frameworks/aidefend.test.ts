import { describe, expect, it } from 'vitest';
import { aidefend } from '#importers/frameworks/aidefend/index';
import { threatOf } from '#importers/frameworks/aidefend/threats';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherTable } from './publisher-files.ts';

describe.skipIf(!HAS_PUBLISHER_FILES)('AIDEFEND 2026.06.25', () => {
  const input = () => [publisherFile('crosswalks/aidefend/aidefend-data.json')];

  it('has 88 techniques and 213 sub-techniques under seven tactics', () => {
    const { framework, controls, census, diagnostics } = aidefend.read(input());
    expect(aidefend.detect(input())).toBe('aidefend-data-json');
    expect(framework).toMatchObject({ edition: '2026.06.25', licence: 'CC-BY-4.0' });
    expect(census).toEqual({
      tactic: 7,
      technique: 88,
      'sub-technique': 213,
      'defends-against item': 8589,
      'item without an id': 1155,
    });
    expect(controls).toHaveLength(301);
    expect(controls.find(({ id }) => id === 'AID-M-001.001')).toMatchObject({
      name: 'AI Component & Infrastructure Inventory',
      categories: ['Model'],
      lifecycle: ['scoping', 'operation', 'improvement'],
    });
    expect(diagnostics).toEqual([]);
  });

  it('defends against what a table made by other means lists, each pair once', () => {
    const rows = publisherTable('crosswalks/aidefend/aidefend-defends-against.csv');
    expect(rows).toHaveLength(8589);
    const expected = (framework: string, edition = '') => [
      ...new Set(
        rows
          .filter((row) => row['framework'] === framework && row['target_id'] !== '')
          .map((row) => `${row['aidefend_id']} ${row['target_id']?.replace(edition, '')}`),
      ),
    ];
    const { mappings } = aidefend.read(input());
    const found = (framework: string) =>
      mappings
        .filter(({ object }) => object.framework === framework)
        .map(({ subject, object }) => `${subject.id} ${object.id}`);
    const counts = [
      ['atlas', 'MITRE ATLAS', '', 1664],
      ['owasp-llm', 'OWASP LLM Top 10 2025', ':2025', 514],
      ['owasp-ml', 'OWASP ML Top 10 2023', ':2023', 401],
      ['owasp-asi', 'OWASP Agentic AI Top 10 2026', ':2026', 632],
      ['nist-ai-100-2', 'NIST Adversarial Machine Learning 2025', '', 828],
    ] as const;
    for (const [framework, name, edition, count] of counts) {
      expect(found(framework).sort()).toEqual(expected(name, edition).sort());
      expect(found(framework)).toHaveLength(count);
    }
    expect(mappings).toHaveLength(7434);
  });
});

describe('AIDEFEND, made-up data', () => {
  it.each([
    ['MITRE ATLAS', 'AML.T0010.002 AI Supply Chain Compromise: Data', 'AML.T0010.002'],
    ['OWASP LLM Top 10 2025', 'LLM01:2025 Prompt Injection (finds it)', 'LLM01'],
    ['Cisco Integrated AI Security and Safety Framework', 'AISubtech-4.1.1 Rogue Agent', 'AISubtech-4.1.1'],
    ['Google Secure AI Framework 2.0 - Risks', 'MST: Model Source Tampering', 'MST'],
    ['Databricks AI Security Framework 3.0', 'Agents - Tools MCP Server 13.21: Attacks', '13.21'],
  ])('takes the id of "%s" from "%s"', (framework, item, id) => {
    expect(threatOf(framework, item)).toMatchObject({ id });
  });

  it('reports items without an id, unknown frameworks, and ids that are wrong or come twice', () => {
    const technique = (id: string, more: object = {}) => ({ id, name: `N ${id}`, ...more });
    const against = (framework: string, ...items: string[]) => ({ framework, items });
    const data = {
      version: { dataVersion: '1' },
      tactics: [
        {
          name: 'Harden',
          techniques: [
            technique('AID-H-001', {
              defendsAgainst: [
                against('MITRE ATLAS', 'AML.T0020 A', 'AML.T0020 A (again)', 'Poisoning'),
                against('MAESTRO', 'Anything (L1)'),
                against('STRIDE', 'Tampering'),
                against('OWASP ML Top 10 2023', 'N/A'),
              ],
              subTechniques: [technique('AID-H-001.001'), technique('AID-H-002.001')],
            }),
            technique('AID-H-001'),
          ],
        },
      ],
    };
    const { mappings, controls, census, diagnostics } = aidefend.read([
      madeUpFile('data.json', JSON.stringify(data)),
    ]);
    expect(controls.map(({ id }) => id)).toEqual(['AID-H-001', 'AID-H-001.001']);
    expect(mappings).toEqual([
      {
        subject: { framework: 'aidefend', edition: '1', id: 'AID-H-001' },
        predicate: 'threatloom:mitigates',
        object: { framework: 'atlas', id: 'AML.T0020' },
        justification: 'semapv:ManualMappingCuration',
        trust: 'community',
        source: 'aidefend 1',
      },
    ]);
    expect(census).toMatchObject({ 'defends-against item': 6, 'item without an id': 4 });
    expect(diagnostics.map(({ code, severity, message }) => `${code} ${severity} ${message}`)).toEqual([
      'AID-004 info MITRE ATLAS: no id in "Poisoning"',
      'AID-005 warning the framework "STRIDE" is not known',
      'AID-003 error "AID-H-002.001" is no id of a defence of AID-H-001',
      'AID-003 error AID-H-001 comes twice',
    ]);
  });

  it('refuses other data', () => {
    expect(() => aidefend.read([madeUpFile('data.json', '{"tactics":[]}')])).toThrow(
      'this is not the data of AIDEFEND: no tactics, or no "dataVersion"',
    );
  });
});
