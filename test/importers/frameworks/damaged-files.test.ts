import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aidefend } from '#importers/frameworks/aidefend/index';
import { cosaiRiskMap } from '#importers/frameworks/cosai-risk-map/index';
import { cwe } from '#importers/frameworks/cwe/index';
import { d3fend } from '#importers/frameworks/d3fend/index';
import { ibmRiskAtlas } from '#importers/frameworks/ibm-risk-atlas/index';
import { iso23894 } from '#importers/frameworks/iso-23894/index';
import { iso42001 } from '#importers/frameworks/iso-42001/index';
import { nist80053 } from '#importers/frameworks/nist-800-53/index';
import { nistAi1002 } from '#importers/frameworks/nist-ai-100-2/index';
import { nistAi6001 } from '#importers/frameworks/nist-ai-600-1/index';
import { nistAiRmf } from '#importers/frameworks/nist-ai-rmf/index';
import { owaspAiExchange } from '#importers/frameworks/owasp-ai-exchange/index';
import { owaspAisvs } from '#importers/frameworks/owasp-aisvs/index';
import { owaspAsi } from '#importers/frameworks/owasp-asi/index';
import { owaspLlm } from '#importers/frameworks/owasp-llm/index';
import { owaspMcp } from '#importers/frameworks/owasp-mcp/index';
import { owaspMl } from '#importers/frameworks/owasp-ml/index';
import { ownFramework } from '#importers/frameworks/own-framework/index';
import { ThreatloomError } from '#model/errors';
import type { FrameworkImporter, ImportFile } from '#model/framework-importer';
import { madeUpFile } from './publisher-files.ts';

/** One small good input for each importer. */
const GOOD: readonly (readonly [FrameworkImporter, Readonly<Record<string, string>>])[] = [
  [
    owaspLlm,
    {
      'LLM01_A.md':
        '## LLM01:2026 A\n### Description\nText.\n### Related Frameworks\n| F | R | W |\n|-|-|-|\n| CWE | CWE-20 — B | c |\n',
    },
  ],
  [nistAiRmf, { 'p.json': '[{"title":"GOVERN 1.1","description":"Text.","Topic":["Governance"]}]' }],
  [
    nistAi1002,
    {
      't.json':
        '{"framework":"NIST AI 100-2 E2025","categories":[{"id":"NISTAML.01","name":"A"}],"attacks":[{"id":"NISTAML.011","name":"B","categories":["NISTAML.01"]}]}',
    },
  ],
  [
    iso23894,
    {
      'o.json':
        '{"ISO/IEC 23894:2023":{"clauses":[["5","A","NIST"],["5.1","B","NIST"]],"annex_a_objectives":["C"]}}',
      'c.md': '## Crosswalk\n## AI RMF (1.0) and ISO/IEC FDIS 23894\n| GOVERN: A | 5.1 B |\n',
    },
  ],
  [
    iso42001,
    {
      'p.json': '{"ISO/IEC 42001:2023":{"nodes":[["4","A"],["4.1","B"],["A.2","C"],["A.2.2","D"]]}}',
      'd.md':
        '## **NIST AI RMF to ISO/IEC FDIS 42001 Crosswalk**\n| | AI RMF | | F |\n|-|-|-|-|\n| Map 1.1 | T | B.2.2 | D |\n| | | 4.1 | x |\n',
    },
  ],
  [
    nistAi6001,
    {
      'a.json':
        '[{"action_id":"GV-1.1-001","subcategory_id":"GOVERN 1.1","suggested_action":"Do.","gai_risks":["Confabulation"]}]',
    },
  ],
  [owaspMl, { 'ML01_2023-A.md': '---\ntitle: ML01:2023 A\n---\n\n## Description\n\nText.\n' }],
  [owaspMcp, { 'MCP01-2025-A.md': '---\n\ntitle: "MCP01:2025 - A"\n\n---\n### Description:\nText.\n' }],
  [owaspAsi, { 'asi.yaml': 'entries:\n  - id: a\n    name: "ASI01:2026 A"\n    description: Text.\n' }],
  [owaspAisvs, { '0x10-C01-A.md': '# C1 A\n## C1.1 B\n| **1.1.1** | **Verify that** x. | 1 |\n' }],
  [
    nist80053,
    {
      'c.json': '[{"control_id":"AC-1","name":"A","control_text":"T"},{"control_id":"AC-2(1)","name":"B"}]',
      'm.json':
        '{"metadata":{"mapping_framework":"nist_800_53","attack_version":"16.1"},"mapping_objects":[{"capability_id":"AC-01","attack_object_id":"T1001"}]}',
    },
  ],
  [cwe, { 'cwe.json': '[{"cwe_id":20,"cwe_identifier":"CWE-20","name":"A","weakness_abstraction":"Base"}]' }],
  [
    owaspAiExchange,
    {
      '1.md':
        '## 2.1. A\n> Category: input threat\n> Permalink: https://owaspai.org/go/a/\n\n**Controls**\n- [#B](/go/b/)\n#### #B\n> Category: runtime control\n> Permalink: https://owaspai.org/go/b/\nAML.T0015\n',
    },
  ],
  [
    aidefend,
    {
      'data.json':
        '{"version":{"dataVersion":"1"},"tactics":[{"name":"A","techniques":[{"id":"AID-H-001","name":"B","defendsAgainst":[{"framework":"MITRE ATLAS","items":["AML.T0020 C"]}],"subTechniques":[{"id":"AID-H-001.001","name":"D"}]}]}]}',
    },
  ],
  [
    d3fend,
    {
      'cluster.json':
        '{"category":"d3fend","values":[{"value":"A","meta":{"external_id":"D3-A","kill_chain":["Detect:B"],"refs":[]},"related":[{"dest-uuid":"u","type":"blocks"}]}]}',
    },
  ],
  [
    ibmRiskAtlas,
    {
      'a.tsv':
        '#mapping_set_id: https://github.com/IBM/ai-atlas-nexus/a.tsv\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\nibm-risk-atlas:a\tnoMatch\t\tsemapv:ManualMappingCuration\nibm-risk-atlas:a\tskos:exactMatch\towasp-asi:asi01\t"semapv:ManualMappingCuration"\n',
      'r.yaml':
        'taxonomies:\n  - id: ibm-risk-atlas\ngroups:\n  - id: g\n    name: G\nentries:\n  - id: a\n    name: A\n    isPartOf: G\n',
    },
  ],
  [
    ownFramework,
    {
      'a.csv':
        '# threatloom-framework: 1\n# id: a\n# edition: 1\nkind,id,name,mitigates,parents\nrisk,R1,"A, ""b""",,\nrisk,R2,B,,R1\ncontrol,C1,C,R1|atlas:AML.T0051,\n',
    },
  ],
  [
    cosaiRiskMap,
    {
      'risks.yaml':
        'risks:\n  - id: riskA\n    title: A\n    controls: [controlB]\n    mappings: { stride: [Tampering] }\n',
      'controls.yaml': 'controls:\n  - id: controlB\n    title: B\n    category: c\n    risks: [riskA]\n',
    },
  ],
];

describe.each(GOOD.map(([importer, files]) => ({ importer, files, id: importer.id })))(
  '$id',
  ({ importer, files }) => {
    const good = Object.entries(files).map(([name, text]) => madeUpFile(name, text));
    const read = (input: readonly ImportFile[]) => importer.read(input, { edition: '2026' });

    it('recognises and reads the undamaged input', () => {
      expect(importer.formats.map(({ id }) => id)).toContain(importer.detect(good));
      const { risks, controls, requirements, diagnostics } = read(good);
      expect(risks.length + controls.length + requirements.length).toBeGreaterThan(0);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    it('reads what is cut short or overwritten, or refuses it with an error of its own', () => {
      const damage = fc.record({
        which: fc.nat({ max: good.length - 1 }),
        at: fc.nat({ max: 400 }),
        cut: fc.boolean(),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      });
      fc.assert(
        fc.property(damage, ({ which, at, cut, bytes }) => {
          const input = good.map((file, index) => (index === which ? damaged(file, at, cut, bytes) : file));
          expect(() => importer.detect(input)).not.toThrow();
          expect(outcome(() => read(input))).toBe('fine');
        }),
        { numRuns: 400 },
      );
    });

    it('refuses no files at all', () => {
      expect(importer.detect([])).toBeUndefined();
      expect(() => read([])).toThrow(ThreatloomError);
    });

    it('does not take the input of the others', () => {
      const others = GOOD.filter(([other]) => other !== importer);
      const taken = others.filter(
        ([, theirs]) =>
          importer.detect(Object.entries(theirs).map(([name, text]) => madeUpFile(name, text))) !== undefined,
      );
      expect(taken.map(([other]) => other.id)).toEqual([]);
    });
  },
);

function damaged(file: ImportFile, at: number, cut: boolean, bytes: Uint8Array): ImportFile {
  const copy = Uint8Array.from(file.bytes);
  const place = at % copy.length;
  if (cut) return { ...file, bytes: copy.subarray(0, place) };
  copy.set(bytes.subarray(0, copy.length - place), place);
  return { ...file, bytes: copy };
}

/** `fine`, or what was thrown that is no error of this project. */
function outcome(read: () => unknown): unknown {
  try {
    read();
    return 'fine';
  } catch (error) {
    return error instanceof ThreatloomError ? 'fine' : error;
  }
}
