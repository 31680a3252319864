import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  HAS_PUBLISHER_FILES,
  publisherPath,
  publisherTable,
  publisherText,
} from '../../importers/frameworks/publisher-files.ts';
import { TestWorkspace } from './workspace.ts';

let here: TestWorkspace;

beforeEach(() => {
  here = new TestWorkspace();
});

afterEach(() => {
  here.dispose();
});

interface Linted {
  readonly mentions: readonly {
    framework: string;
    edition?: string;
    id: string;
    label?: string;
    line: number;
    verdict: string;
  }[];
  readonly diagnostics: readonly { code: string; line: number; message: string }[];
}

async function lint(...paths: readonly string[]): Promise<{ code: number; files: readonly Linted[] }> {
  const { code, out } = await here.run('framework', 'lint', '--format', 'json', ...paths);
  return { code, files: JSON.parse(out) as Linted[] };
}

/** One table in each format, saying the same. */
const FORMATS: readonly (readonly [string, string, readonly number[]])[] = [
  [
    'SSSOM',
    '#mapping_set_id: x\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\n' +
      [
        'AML.T0051\tLLM Prompt Injection',
        'AML.T0018\tBackdoor ML Model',
        'AML.T0048\tLLM Jailbreak',
        'AML.T0999\tX',
      ]
        .map((end) => `own:1\tOne\tskos:closeMatch\tatlas:${end}\n`)
        .join(''),
    [4, 5, 6],
  ],
  [
    'CSV',
    'target_id,target_label\nAML.T0051,"LLM Prompt Injection"\nAML.T0018,Backdoor ML Model\nAML.T0048,LLM Jailbreak\nAML.T0999,X\n',
    [3, 4, 5],
  ],
  [
    'JSON with fields',
    '{"mappings": [\n{"control_id": "AML.T0051", "control_name": "LLM Prompt Injection"},\n{"control_id": "AML.T0018",\n"control_name": "Backdoor ML Model"},\n{"control_id": "AML.T0048", "control_name": "LLM Jailbreak"},\n{"control_id": "AML.T0999", "control_name": "X"}]}',
    [3, 5, 6],
  ],
  [
    'JSON with texts',
    '{"items": ["AML.T0051 LLM Prompt Injection",\n"AML.T0018 Backdoor ML Model",\n"AML.T0048: LLM Jailbreak",\n"AML.T0999 X"]}',
    [2, 3, 4],
  ],
  [
    'markdown',
    '| Framework | Reference |\n|-|-|\n| **ATLAS** | AML.T0051 — LLM Prompt Injection |\n- [AML.T0018 - Backdoor ML Model](https://x.example/AML.T0018)\n- AML.T0048: LLM Jailbreak\n| AML.T0999 | X |\n',
    [4, 5, 6],
  ],
  [
    'YAML',
    'mitre-atlas:\n  - AML.T0051@5.0.1\n  - AML.T0018 Backdoor ML Model\n  - AML.T0048 LLM Jailbreak\n  - AML.T0999@5.0.1\n',
    [3, 4, 5],
  ],
];

describe('framework lint', () => {
  it.each(FORMATS)('reads %s', async (_format, text, lines) => {
    here.write('mappings', text);
    const { code, files } = await lint('mappings');
    expect(code).toBe(1);
    expect(files[0]?.diagnostics.map(({ code: found, line }) => [found, line])).toEqual([
      ['LINT-003', lines[0]],
      ['LINT-002', lines[1]],
      ['LINT-001', lines[2]],
    ]);
  });

  it('says where, what, and what was meant', async () => {
    here.write(
      'm.csv',
      'atlas_id,atlas_name\nAML.T0048,LLM Jailbreak\nAML.T0045,\nAML.T0999,LLM Jailbreak\n',
    );
    const { code, out } = await here.run('framework', 'lint', 'm.csv');
    expect(code).toBe(1);
    expect(out)
      .toBe(`m.csv:2:1: error LINT-002: AML.T0048 is not called "LLM Jailbreak" in atlas 5.6.1, nor was before
  AML.T0048 is "External Harms"; "LLM Jailbreak" is AML.T0054
m.csv:3:1: warning LINT-004: atlas 5.6.1 no longer has AML.T0045
m.csv:4:1: error LINT-001: atlas 5.6.1 has no AML.T0999
  "LLM Jailbreak" is AML.T0054

file   ids  current  old name  wrong name  retired  unknown
─────  ───  ───────  ────────  ──────────  ───────  ───────
m.csv    3        0         0           1        1        1
`);
  });

  it('tells the editions of a list that gives its numbers anew', async () => {
    here.write(
      'm.csv',
      'risk_id,risk_name\nLLM05:2025,Improper Output Handling\nLLM05:2026,Improper Output Handling\n',
    );
    const { files } = await lint('m.csv');
    expect(files[0]?.mentions.map(({ verdict }) => verdict)).toEqual(['current', 'wrong-name']);
  });

  it('is content with right labels: extended, shortened, with the parent before, in other letters', async () => {
    const rows = ['llm prompt injection', 'Direct', 'LLM Prompt Injection: Direct (Meta Prompt Extraction)'];
    here.write(
      'm.csv',
      `a_id,a_name\nAML.T0051,${rows[0] ?? ''}\nAML.T0051.000,${rows[1] ?? ''}\nAML.T0051.000,${rows[2] ?? ''}\n`,
    );
    expect((await here.run('framework', 'lint', 'm.csv')).code).toBe(0);
  });

  it('writes SARIF with a rule, a level and a region for each finding', async () => {
    here.write('m.csv', 'a_id,a_name\nAML.T0048,LLM Jailbreak\nAML.T0018,Backdoor ML Model\n');
    const { code, out } = await here.run('framework', 'lint', 'm.csv', '--format', 'sarif');
    expect(code).toBe(1);
    const { version, runs } = JSON.parse(out) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; ruleIndex: number; level: string }[];
      }[];
    };
    expect(version).toBe('2.1.0');
    expect(runs[0]?.results).toMatchObject([
      {
        ruleId: 'LINT-002',
        ruleIndex: 1,
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'm.csv' },
              region: { startLine: 2, startColumn: 1 },
            },
          },
        ],
      },
      { ruleId: 'LINT-003', ruleIndex: 2, level: 'warning' },
    ]);
    expect(runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual([
      'LINT-001',
      'LINT-002',
      'LINT-003',
      'LINT-004',
    ]);
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('framework lint agrees with the review of published crosswalks', () => {
  const OWASP = 'crosswalks/owasp-llm/owasp-llm-related-frameworks.csv';
  const SOURCES: readonly { readonly source: string; readonly path: string; readonly only?: RegExp }[] = [
    { source: 'OWASP LLM 2026', path: OWASP, only: /^LLM\d\d:2026/ },
    { source: 'OWASP LLM 2025', path: OWASP, only: /^LLM\d\d:2025/ },
    { source: 'OWASP LLM v1.1', path: OWASP, only: /^LLM\d\d,/ },
    { source: 'OWASP LLM 2026', path: 'owasp-llm/2026-en' },
    { source: 'GenAI Security Crosswalk', path: 'crosswalks/genai-security-crosswalk/entries' },
    { source: 'AIDEFEND', path: 'crosswalks/aidefend/aidefend-data.json' },
    { source: 'AIDEFEND', path: 'crosswalks/aidefend/aidefend-defends-against.csv' },
    { source: 'OWASP AI Exchange', path: 'owasp-ai-exchange' },
  ];

  it.each(SOURCES)('$source: $path', async ({ source, path, only }) => {
    const expected = publisherTable('crosswalks/QUALITY-atlas-labels.csv').find(
      (row) => row['source'] === source,
    );
    const { files } = await lint(publisherPath(path));
    const lines = only === undefined ? undefined : linesOf(path, only);
    const verdicts = files
      .flatMap(({ mentions }) => mentions)
      .filter(
        ({ framework, label, line }) =>
          framework === 'atlas' && label !== undefined && (lines?.has(line) ?? true),
      )
      .map(({ verdict }) => verdict);
    const count = (verdict: string): string => String(verdicts.filter((each) => each === verdict).length);
    expect({
      source,
      atlas_rows: String(verdicts.length),
      'NAME MISMATCH': count('wrong-name'),
      current: count('current'),
      'old name': count('old-name'),
      'unknown id': count('unknown-id'),
    }).toEqual(expected);
  });

  function linesOf(path: string, start: RegExp): ReadonlySet<number> {
    const lines = publisherText(path).split('\n');
    return new Set(lines.flatMap((line, index) => (start.test(line) ? [index + 1] : [])));
  }

  it("finds the three wrong labels in OWASP's text of 2026", async () => {
    const { code, files } = await lint(publisherPath('owasp-llm/2026-en'));
    const wrong = files.flatMap(({ diagnostics }) => diagnostics).filter((each) => each.code === 'LINT-002');
    expect(code).toBe(1);
    expect(wrong.map(({ message }) => message.split(' ')[0])).toEqual([
      'AML.T0080.001',
      'AML.T0025',
      'AML.T0048',
    ]);
  });

  it('finds nothing wrong in the CoSAI Risk Map', async () => {
    const { code, files } = await lint(publisherPath('crosswalks/cosai-risk-map/yaml'));
    expect(files.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(files.flatMap(({ mentions }) => mentions)).toHaveLength(88);
    expect(code).toBe(0);
  });

  it("reads the prefixes of IBM's tables, and finds two rows whose id and label are of different risks", async () => {
    const { files } = await lint(publisherPath('crosswalks/ibm-ai-atlas-nexus/mappings'));
    const found = new Set(files.flatMap(({ diagnostics }) => diagnostics).map(({ message }) => message));
    expect([...found]).toEqual([
      '2.6 is not called "Harmful Bias or Homogenization" in nist-ai-600-1 2024, nor was before',
      'LLM09 is not called "Excessive Agency" in owasp-llm 2025, nor was before',
      'LLM06 is not called "Vector and Embedding Weaknesses" in owasp-llm 2025, nor was before',
    ]);
  });
});

describe("this package's own crosswalks", () => {
  it('name only what is there', async () => {
    const { code, files } = await lint(new URL('../../../mappings', import.meta.url).pathname);
    expect(files.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(code).toBe(0);
  });
});
