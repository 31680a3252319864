import { describe, expect, it } from 'vitest';
import { ibmRiskAtlas } from '#importers/frameworks/ibm-risk-atlas/index';
import { GENAI_RISKS } from '#importers/frameworks/nist-ai-600-1/risks';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherFolder } from './publisher-files.ts';

const MAPPINGS = 'crosswalks/ibm-ai-atlas-nexus/mappings';
const ATLAS = 'crosswalks/ibm-ai-atlas-nexus/knowledge_graph/risk_atlas_data.yaml';

describe.skipIf(!HAS_PUBLISHER_FILES)('IBM AI Risk Atlas and the mappings of AI Atlas Nexus', () => {
  const input = () => [...publisherFolder(MAPPINGS), publisherFile(ATLAS)];

  it('has 99 risks in 16 groups and the 2,419 rows of 14 files', () => {
    const { framework, risks, census, mappings, diagnostics } = ibmRiskAtlas.read(input());
    expect(ibmRiskAtlas.detect(input())).toBe('ai-atlas-nexus-tsv');
    expect(framework.edition).toBe('2025-10-22');
    expect(census).toEqual({
      risk: 99,
      'mapping file': 14,
      'mapping row': 2419,
      'row noMatch': 44,
      'row left out': 74,
    });
    expect(risks.filter(({ level }) => level === 'group')).toHaveLength(16);
    expect(risks.filter(({ level, parents }) => level === 'risk' && parents.length !== 1)).toEqual([]);
    expect(mappings).toHaveLength(2345);
    expect(diagnostics.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`)).toEqual([
      'IBM-003 ibm2owasp.tsv:64 the row lost its cells of the object; read without one',
      'IBM-004 ibm_capabilities_to_tasks.tsv:1 74 rows relate tasks or adapters and are left out',
    ]);
  });

  it('keeps how each row came about', () => {
    const counts = new Map<string, number>();
    for (const { justification } of ibmRiskAtlas.read(input()).mappings) {
      counts.set(justification, (counts.get(justification) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      'semapv:LLMBasedMatching': 136 + 185 + 79,
      'semapv:SemanticSimilarityThresholdMatching': 53 + 18 + 110,
      'semapv:ManualMappingCuration': 332 + 66 + 13 + 16 + 84 + 73 + 252 + 820 + 23 + 11,
      'semapv:StructuralMapping': 70,
      'semapv:LexicalMatching': 4,
    });
  });

  it('has the negative rows as such, with the pair they deny or the list in which nothing fits', () => {
    const none = ibmRiskAtlas
      .read(input())
      .mappings.filter(({ predicate }) => predicate === 'threatloom:noMatch');
    const in_ = (framework: string) => none.filter(({ object }) => object.framework === framework);
    expect([in_('owasp-llm').length, in_('nist-ai-600-1').length]).toEqual([41, 3]);
    expect(in_('owasp-llm').filter(({ object }) => object.id === '*')).toHaveLength(15);
    expect(none.find(({ subject }) => subject.id === 'atlas-incomplete-usage-definition')).toEqual({
      subject: {
        framework: 'ibm-risk-atlas',
        edition: '2025-10-22',
        id: 'atlas-incomplete-usage-definition',
        label: 'incomplete usage definition',
      },
      predicate: 'threatloom:noMatch',
      object: { framework: 'owasp-llm', edition: '2025', id: '*' },
      justification: 'semapv:ManualMappingCuration',
      confidence: 0.95,
      trust: 'community',
      source: 'AI Atlas Nexus ibm2owasp',
    });
  });

  it('reads the prefixes that differ between files as one framework, and ids as their publishers write them', () => {
    const ends = ibmRiskAtlas.read(input()).mappings.flatMap(({ subject, object }) => [subject, object]);
    const ids = (framework: string) => [
      ...new Set(ends.filter((end) => end.framework === framework).map(({ id }) => id)),
    ];
    expect(ids('owasp-asi').sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `ASI${String(index + 1).padStart(2, '0')}`),
    );
    expect(ids('owasp-llm').every((id) => /^(?:LLM\d\d|\*)$/.test(id))).toBe(true);
    expect(ids('nist-ai-600-1').every((id) => /^(?:2\.\d+|\*)$/.test(id))).toBe(true);
    expect([...new Set(ends.map(({ framework }) => framework))].sort()).toEqual([
      'ailuminate',
      'aiuc-1',
      'credo-ucf',
      'ibm-granite-guardian',
      'ibm-risk-atlas',
      'mit-ai-risk-mitigation',
      'mit-ai-risk-repository',
      'mit-ai-risk-repository-causal',
      'nist-ai-600-1',
      'owasp-asi',
      'owasp-llm',
      'shieldgemma',
    ]);
  });

  it('reads the mappings without the atlas, if the edition is named, and the same in any order', () => {
    const alone = ibmRiskAtlas.read(publisherFolder(MAPPINGS), { edition: '2026-07-02' });
    expect(alone.risks.length).toBeGreaterThan(60);
    expect(alone.risks[0]).toMatchObject({ id: 'atlas-accountability-agentic', level: 'risk' });
    expect(() => ibmRiskAtlas.read(publisherFolder(MAPPINGS))).toThrow(
      'the mappings do not tell the edition of the risk atlas',
    );
    expect(ibmRiskAtlas.read(input().reverse())).toEqual(ibmRiskAtlas.read(input()));
  });
});

describe('AI Atlas Nexus, made-up mappings', () => {
  const head =
    '#mapping_set_id: https://github.com/IBM/ai-atlas-nexus/x.tsv\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n';
  const read = (rows: string) => ibmRiskAtlas.read([madeUpFile('x.tsv', head + rows)], { edition: '1' });

  it('reports relations, ids and cells that it cannot read', () => {
    const { mappings, diagnostics } = read(
      [
        'ibm-risk-atlas:a\tskos:exactMatch\towasp-asi:asi01-x\tsemapv:ManualMappingCuration',
        'ibm-risk-atlas:a\tskos:sameAs\towasp-asi:asi01-x\tsemapv:ManualMappingCuration',
        'ibm-risk-atlas:a\tskos:exactMatch\towasp-asi:asi11-x\tsemapv:ManualMappingCuration',
        'other:a\tskos:exactMatch\towasp-asi:asi01-x\tsemapv:ManualMappingCuration',
        'ibm-risk-atlas:a\tskos:exactMatch\towasp-asi:asi01-x\t',
        'ibm-risk-atlas:a\tskos:exactMatch\t\tsemapv:ManualMappingCuration',
      ].join('\n'),
    );
    expect(mappings).toHaveLength(1);
    expect(diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`)).toEqual([
      'IBM-003 4 unknown relation "skos:sameAs"',
      'IBM-003 5 "owasp-asi:asi11-x" is no id of a known form',
      'IBM-003 6 "other:a" is no id of a known form',
      'IBM-003 7 a mapping needs its justification',
      'IBM-003 8 "" is no id of a known form',
    ]);
  });

  it('knows the risks of NIST AI 600-1 by the numbers that its importer gives them', () => {
    const rows = GENAI_RISKS.map(({ name }) => {
      const slug = name.toLowerCase().replace(/[^a-z]+/g, '-');
      return `ibm-risk-atlas:a\tskos:broadMatch\tnistai:nist-${slug}\tsemapv:ManualMappingCuration\n`;
    });
    expect(read(rows.join('')).mappings.map(({ object }) => object.id)).toEqual(
      GENAI_RISKS.map(({ id }) => id),
    );
  });

  it('reports a table without its columns, and refuses other files', () => {
    const text = '#mapping_set_id: https://github.com/IBM/ai-atlas-nexus/x.tsv\nsubject_id\n';
    expect(ibmRiskAtlas.read([madeUpFile('x.tsv', text)], { edition: '1' }).diagnostics[0]).toMatchObject({
      code: 'IBM-003',
      line: 2,
      message: 'the table has no column predicate_id, object_id, mapping_justification',
    });
    expect(() => ibmRiskAtlas.read([madeUpFile('x.tsv', 'subject_id\n')])).toThrow(
      'no file is a mapping of AI Atlas Nexus, or the risk atlas',
    );
  });
});
