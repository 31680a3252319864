import { describe, expect, it } from 'vitest';
import { owaspLlm } from '#importers/frameworks/owasp-llm/index';
import type { MappingRecord } from '#model/framework-records';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFolder, publisherTable } from './publisher-files.ts';

const FOLDERS = {
  '1.1': 'owasp-llm/v1.1-en',
  '2025': 'owasp-llm/2025-en',
  '2026': 'owasp-llm/2026-en',
} as const;

const NAMES: Record<keyof typeof FOLDERS, string[]> = {
  '1.1': [
    'Prompt Injection',
    'Insecure Output Handling',
    'Training Data Poisoning',
    'Model Denial of Service',
    'Supply-Chain Vulnerabilities',
    'Sensitive Information Disclosure',
    'Insecure Plugin Design',
    'Excessive Agency',
    'Overreliance',
    'Model Theft',
  ],
  '2025': [
    'Prompt Injection',
    'Sensitive Information Disclosure',
    'Supply Chain',
    'Data and Model Poisoning',
    'Improper Output Handling',
    'Excessive Agency',
    'System Prompt Leakage',
    'Vector and Embedding Weaknesses',
    'Misinformation',
    'Unbounded Consumption',
  ],
  '2026': [
    'Prompt Injection',
    'Sensitive Information Disclosure',
    'Excessive Agency',
    'Supply Chain',
    'Data and Model Poisoning',
    'Unbounded Consumption',
    'Misinformation',
    'Hidden Context Exposure',
    'Vector and Embedding Weaknesses',
    'Improper Output Handling',
  ],
};

describe.skipIf(!HAS_PUBLISHER_FILES)('OWASP LLM Top 10, the files of OWASP', () => {
  it.each([
    ['1.1', { entry: 10, reference: 4, 'reference without item': 0, 'AISVS cell': 0 }],
    ['2025', { entry: 10, reference: 21, 'reference without item': 2, 'AISVS cell': 0 }],
    ['2026', { entry: 10, reference: 134, 'reference without item': 23, 'AISVS cell': 51 }],
  ] as const)('reads edition %s', (edition, census) => {
    const input = publisherFolder(FOLDERS[edition]);
    const records = owaspLlm.read(input);
    expect(owaspLlm.detect(input)).toBe('owasp-llm-markdown');
    expect(records.framework.edition).toBe(edition);
    expect(records.risks.map(({ name }) => name)).toEqual(NAMES[edition]);
    expect(records.risks.map(({ id }) => id)).toEqual(
      NAMES[edition].map((_, i) => `LLM${String(i + 1).padStart(2, '0')}`),
    );
    expect(records.risks.every(({ description = '' }) => description.length > 100)).toBe(true);
    expect(records.census).toEqual(census);
    expect(records.diagnostics).toEqual([]);
  });

  it('reads the same from files in any order, and leaves the preface out of the digest', () => {
    const input = publisherFolder(FOLDERS['2025']);
    const records = owaspLlm.read(input);
    expect(owaspLlm.read([...input].reverse())).toEqual(records);
    expect(records.source.file).not.toContain('LLM00');
  });

  it('reads a translation: other names, the same ids and references', () => {
    const english = owaspLlm.read(publisherFolder(FOLDERS['2025']));
    const chinese = owaspLlm.read(publisherFolder('owasp-llm/2025-zh-CN'));
    expect(chinese.framework.edition).toBe('2025');
    expect(chinese.risks.map(({ id }) => id)).toEqual(english.risks.map(({ id }) => id));
    expect(chinese.risks[0]?.name).toBe('提示词注入');
    // The translation leaves out the reference of LLM04 to the machine-learning list.
    const without = english.mappings.filter(({ object }) => object.id !== 'ML07');
    expect(chinese.mappings.map(ends)).toEqual(without.map(ends));
  });

  describe('related frameworks, against a table made from the same files by other means', () => {
    const rows = HAS_PUBLISHER_FILES
      ? publisherTable('crosswalks/owasp-llm/owasp-llm-related-frameworks.csv')
      : [];

    it.each(['1.1', '2025', '2026'] as const)('finds every row of edition %s', (edition) => {
      const expected = rows
        .filter(({ owasp_id = '' }) => (owasp_id.split(':')[1] ?? '1.1') === edition)
        .filter(({ target_id }) => target_id !== '')
        .map(({ owasp_id = '', target_id }) => `${owasp_id.split(':')[0]} ${target_id}`);
      const records = owaspLlm.read(publisherFolder(FOLDERS[edition]));
      const found = references(records.mappings).map(ends);
      expect(found).toEqual(expect.arrayContaining(expected));
      // What the table lacks: ids that stand in a link's address only, and the second link of one line.
      const more = {
        '1.1': ['LLM03 AML.CS0009', 'LLM05 AML.T0010', 'LLM05 AML.CS0002'],
        '2025': ['LLM03 AML.T0010', 'LLM10 AML.T0024'],
        '2026': [],
      };
      expect(found.filter((pair) => !expected.includes(pair))).toEqual(more[edition]);
      expect(found).toHaveLength(expected.length + more[edition].length);
    });

    it('has 158 rows in all', () => {
      expect(rows).toHaveLength(158);
    });

    it('gives each ATLAS id of 2026 the label that OWASP writes beside it, right or wrong', () => {
      const expected = rows
        .filter(
          ({ owasp_id = '', target_id = '' }) => owasp_id.endsWith(':2026') && target_id.startsWith('AML.'),
        )
        .map(
          ({ owasp_id = '', target_id, target_label }) =>
            `${owasp_id.split(':')[0]} ${target_id} ${target_label}`,
        );
      const { mappings } = owaspLlm.read(publisherFolder(FOLDERS['2026']));
      const found = mappings
        .filter(({ object }) => object.framework === 'atlas')
        .map((row) => `${ends(row)} ${row.object.label}`);
      expect(found).toEqual(expected);
      expect(found).toContain('LLM01 AML.T0080.001 AI Agent Context Poisoning: Memory');
      expect(found).toContain('LLM02 AML.T0025 Exfiltration via ML Inference API');
      expect(found).toContain('LLM02 AML.T0048 LLM Prompt Injection: Indirect');
    });
  });

  it('reads the AISVS appendix: main lines of defence mitigate, the others are related', () => {
    const { mappings } = owaspLlm.read(publisherFolder(FOLDERS['2026']));
    const cells = mappings.filter(({ source }) => source.endsWith('AISVS appendix'));
    const main = cells.filter(({ predicate }) => predicate === 'threatloom:mitigates');
    expect([main.length, cells.length - main.length]).toEqual([31, 20]);
    expect(main.filter(({ object }) => object.id === 'LLM01').map(({ subject }) => subject.id)).toEqual([
      'C2',
      'C9',
      'C10',
      'C11',
      'C12',
    ]);
    expect(main[0]?.subject).toEqual({
      framework: 'owasp-aisvs',
      edition: '1.0',
      id: 'C2',
      label: 'Input Validation',
    });
  });
});

describe('OWASP LLM Top 10, made-up files', () => {
  const entry = (id: string, edition: string, rest = ''): [string, string] => [
    `${id}_Made.md`,
    `## ${id}${edition} Made Up\n\n### Description\n\nText.\n${rest}`,
  ];
  const read = (...files: [string, string][]) =>
    owaspLlm.read(files.map(([name, text]) => madeUpFile(name, text)));

  it('names missing entries', () => {
    const { diagnostics, risks } = read(entry('LLM01', ':2025'), entry('LLM03', ':2025'));
    expect(risks).toHaveLength(2);
    expect(diagnostics).toMatchObject([
      { code: 'OWASP-002', message: 'no file for LLM02, LLM04, LLM05, LLM06, LLM07, LLM08, LLM09, LLM10' },
    ]);
  });

  it('reports two editions in one import, and an entry that comes twice', () => {
    const [, text] = entry('LLM01', ':2026');
    const { diagnostics } = read(entry('LLM01', ':2025'), ['LLM99_Copy.md', text]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'OWASP-003 LLM01 is also in LLM01_Made.md',
      'OWASP-002 no file for LLM02, LLM03, LLM04, LLM05, LLM06, LLM07, LLM08, LLM09, LLM10',
      'OWASP-004 the files are of several editions: 2025 (LLM01_Made.md), 2026 (LLM99_Copy.md)',
    ]);
  });

  it('uses the edition that was asked for, and says where the headings differ', () => {
    const input = [entry('LLM01', ':2025')].map(([name, text]) => madeUpFile(name, text));
    const { framework, diagnostics } = owaspLlm.read(input, { edition: '2026' });
    expect(framework.edition).toBe('2026');
    expect(diagnostics.map(({ message }) => message)).toContain(
      'the headings say edition 2025, 2026 was asked for and is used',
    );
  });

  it('takes the id from a link where the text has none, and the framework’s name off the label', () => {
    const links = [
      '### Reference Links',
      '1. [A paper](https://arxiv.org/abs/2302.12173)',
      '2. [MITRE ATLAS (framework) Tay Poisoning](https://atlas.mitre.org/studies/AML.CS0009/): **MITRE ATLAS**',
    ].join('\n');
    const { mappings } = read(entry('LLM03', ':', links));
    expect(mappings.map(({ subject, object }) => [subject.edition, object])).toEqual([
      ['1.1', { framework: 'atlas', id: 'AML.CS0009', label: 'Tay Poisoning' }],
    ]);
  });

  it('takes no id from the column that says why', () => {
    const table = [
      '### Related Frameworks and Taxonomies',
      '| Framework | Reference | Relevance |',
      '|---|---|---|',
      '| **CWE** | CWE-20 — Improper Input Validation | As in AML.T0051 |',
      '| **GDPR** | Art. 5 | T1195 |',
    ].join('\n');
    const { mappings, census } = read(entry('LLM01', ':2026', table));
    expect(mappings.map(({ object }) => object)).toEqual([
      { framework: 'cwe', id: 'CWE-20', label: 'Improper Input Validation' },
    ]);
    expect(census).toMatchObject({ reference: 2, 'reference without item': 1 });
  });

  it('refuses files without any entry', () => {
    expect(() => read(['LLM00_Preface.md', '## Letter\n'])).toThrow(
      'no file has the heading of an entry, e.g. "## LLM01:2025 …"',
    );
    expect(owaspLlm.detect([madeUpFile('LLM00_Preface.md', '## Letter\n')])).toBeUndefined();
  });
});

function references(mappings: readonly MappingRecord[]): MappingRecord[] {
  return mappings.filter(({ source }) => !source.endsWith('AISVS appendix'));
}

/** As the table writes it: `LLM10 ML05:2023`. */
function ends({ subject, object }: MappingRecord): string {
  const edition = object.framework === 'owasp-aisvs' ? undefined : object.edition;
  return `${subject.id} ${object.id}${edition === undefined ? '' : `:${edition}`}`;
}
