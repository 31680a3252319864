import { describe, expect, it } from 'vitest';
import { owaspAsi } from '#importers/frameworks/owasp-asi/index';
import { owaspMcp } from '#importers/frameworks/owasp-mcp/index';
import { owaspMl } from '#importers/frameworks/owasp-ml/index';
import { detectFramework } from '#importers/frameworks/registry';
import type { FrameworkImporter } from '#model/framework-importer';
import {
  HAS_PUBLISHER_FILES,
  madeUpFile,
  publisherFile,
  publisherFolder,
  publisherText,
} from './publisher-files.ts';

const ASI = 'crosswalks/ibm-ai-atlas-nexus/knowledge_graph/owasp_asi_data.yaml';

const LISTS = [
  {
    importer: owaspMl,
    edition: '2023',
    list: 'owasp-ml-2023',
    format: 'owasp-ml-markdown',
    input: () => publisherFolder('owasp-ml'),
  },
  {
    importer: owaspMcp,
    edition: '2025',
    list: 'owasp-mcp-2025',
    format: 'owasp-mcp-markdown',
    input: () => publisherFolder('owasp-mcp'),
  },
  {
    importer: owaspAsi,
    edition: '2026',
    list: 'owasp-asi-2026',
    format: 'owasp-asi-nexus-yaml',
    input: () => [publisherFile(ASI)],
  },
];

describe.skipIf(!HAS_PUBLISHER_FILES).each(LISTS)(
  '$list, the files as published',
  ({ importer, edition, list, format, input }) => {
    it('has the ten items that another reading of the same files has', () => {
      const lists = JSON.parse(publisherText('owasp-llm/owasp-lists.json')) as Record<
        string,
        { id: string; title: string }[]
      >;
      const { framework, risks, census, diagnostics } = importer.read(input());
      expect(framework.edition).toBe(edition);
      expect(risks.map(({ id, name }) => `${id} ${name.replace(' and Secret', ' & Secret')}`)).toEqual(
        lists[list]?.map(({ id, title }) => `${id.split(':')[0]} ${title}`),
      );
      expect(census).toEqual({ entry: 10 });
      expect(risks.every(({ description = '' }) => description.length > 60)).toBe(true);
      expect(diagnostics).toEqual([]);
    });

    it('is recognised, in any order of its files', () => {
      expect(detectFramework(input())).toEqual({ importer, format });
      expect(importer.read(input().reverse())).toEqual(importer.read(input()));
    });
  },
);

describe('a list of pages, made-up files', () => {
  const page = (name: string, title: string): [string, string] => [
    name,
    `---\nlayout: page\ntitle: ${title}\n---\n\n## Description\n\nText.\n\n## Impact\n`,
  ];
  const read = (importer: FrameworkImporter, files: [string, string][], edition?: string) =>
    importer.read(
      files.map(([name, text]) => madeUpFile(name, text)),
      edition === undefined ? {} : { edition },
    );

  it('takes titles with and without quotes and dashes', () => {
    const { risks } = read(owaspMcp, [
      page('MCP01-2025-A.md', '"MCP01:2025 - First – of all"'),
      page('MCP02-2025-B.md', 'MCP02:2025 – Second'),
    ]);
    expect(risks.map(({ name }) => name)).toEqual(['First – of all', 'Second']);
    expect(risks[0]?.description).toBe('Text.');
  });

  it('reports items that are missing, come twice, or are of another edition', () => {
    const { diagnostics } = read(owaspMl, [
      page('ML01_2023-A.md', 'ML01:2023 A'),
      page('ML01_2024-A.md', 'ML01:2024 A'),
    ]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'OWASP-003 ML01 is also in ML01_2023-A.md',
      'OWASP-002 no file for ML02, ML03, ML04, ML05, ML06, ML07, ML08, ML09, ML10',
      'OWASP-004 the files are of several editions: 2023 (ML01_2023-A.md), 2024 (ML01_2024-A.md)',
    ]);
  });

  it('uses the edition that was asked for, and says where the titles differ', () => {
    const { framework, diagnostics } = read(owaspMl, [page('ML01_2023-A.md', 'ML01:2023 A')], '2024');
    expect(framework.edition).toBe('2024');
    expect(diagnostics.map(({ message }) => message)).toContain(
      'the titles say edition 2023, 2024 was asked for and is used',
    );
  });

  it('refuses pages without a number, such as those without front matter', () => {
    expect(() => read(owaspMl, [['ML01_2023-A.md', 'title: ML01:2023 A\n']])).toThrow(
      'no file has the title of an item, e.g. "ML01:…"',
    );
  });
});

describe('OWASP agentic risks, made-up files', () => {
  const read = (text: string) => owaspAsi.read([madeUpFile('asi.yaml', text)]);

  it('reports names without a number, twice the same, of another edition, and what is missing', () => {
    const { diagnostics, risks } = read(
      'entries:\n  - name: "ASI01:2026 A"\n  - name: "Agent B"\n  - name: "ASI01:2027 C"\n  - id: d\n',
    );
    expect(risks).toHaveLength(1);
    expect(diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`)).toEqual([
      'ASI-003 3 "Agent B" has no number such as "ASI01:2026"',
      'ASI-003 4 ASI01 is of 2027, not of 2026',
      'ASI-003 4 ASI01 comes twice',
      'ASI-002 5 "name" is missing, expected text',
      'ASI-004 2 1 of the 10 items are there',
    ]);
  });

  it('refuses a file without such entries', () => {
    expect(() => read('entries: []\n')).toThrow('the file has no entry named e.g. "ASI01:2026 …"');
  });
});
