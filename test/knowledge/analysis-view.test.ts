import { describe, expect, it } from 'vitest';
import { analysisKnowledge } from '#knowledge/analysis-view';
import { buildKnowledge } from '#knowledge/knowledge';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { control, edition, mapping, technique } from './records.ts';

const NEW = edition('atlas', '2', {
  tactics: [{ id: 'TA1', name: 'First', order: 0 }],
  techniques: [
    technique('T1', 'Steal', { tactics: ['TA1'], maturity: 'realized' }),
    technique('T2', 'Old', { status: 'withdrawn', succeededBy: 'T1' }),
  ],
  controls: [control('M1', 'Lock'), control('M2', 'Old Lock', 'withdrawn')],
  mitigations: [
    { control: 'M1', target: 'T1', description: 'a' },
    { control: 'M1', target: 'T1', description: 'b' },
    { control: 'M2', target: 'T1' },
  ],
  caseStudies: [
    {
      id: 'C1',
      name: 'C',
      kind: 'incident',
      procedure: [{ tactic: 'TA1', technique: 'T1', description: 'x' }],
    },
  ],
});
const OLD = edition('atlas', '1', { techniques: [technique('T1', 'Thieve'), technique('T7', 'Seven')] });
const risk = (id: string) => ({ id, name: id, parents: [], level: 'item' });
const LLM = [
  edition('owasp-llm', '2025', { risks: [risk('LLM01'), risk('LLM02'), risk('LLM03')] }),
  edition('owasp-llm', '2026', { risks: [risk('LLM01')] }),
];
const RMF = edition('nist-ai-rmf', '1.0', {
  requirements: [{ id: 'MEASURE 2.7', name: 'M', level: 'subcategory', order: 0 }],
  mappings: [
    mapping('owasp-llm@2025:LLM01', 'skos:relatedMatch', 'atlas:T1'),
    mapping('owasp-llm@2026:LLM01', 'skos:relatedMatch', 'atlas:T2'),
    mapping('atlas:M1', 'threatloom:satisfies', 'nist-ai-rmf:MEASURE 2.7'),
    mapping('owasp-llm@2025:LLM02', 'threatloom:noMatch', 'atlas:*'),
  ],
});

describe('knowledge for the analysis', () => {
  const view = analysisKnowledge(
    buildKnowledge({ frameworks: [NEW, OLD, RMF, ...LLM], pinned: { atlas: '2' } }),
  );

  it('has the pinned edition of a matrix', () => {
    expect([...view.techniques.values()]).toEqual([
      {
        id: 'T1',
        name: 'Steal',
        framework: 'atlas',
        tactics: ['TA1'],
        maturity: 'realized',
        status: 'active',
      },
      { id: 'T2', name: 'Old', framework: 'atlas', tactics: [], status: 'withdrawn' },
    ]);
    expect(view.tactics.get('TA1')).toEqual({ id: 'TA1', name: 'First', framework: 'atlas', order: 0 });
    expect(view.caseStudies.get('C1')).toEqual([{ tactic: 'TA1', technique: 'T1' }]);
    expect(view.frameworks.map(({ id, edition: number }) => `${id}@${number}`)).toEqual([
      'atlas@1',
      'atlas@2',
      'nist-ai-rmf@1.0',
      'owasp-llm@2025',
      'owasp-llm@2026',
    ]);
  });

  it('has living controls, each once', () => {
    expect([...view.controls.keys()]).toEqual(['M1']);
    expect([...view.mitigations]).toEqual([['T1', ['M1']]]);
  });

  it('hands what a withdrawn technique was mapped to on to its successor', () => {
    expect([...view.references]).toEqual([
      ['M1', { owasp: [], nistAml: [], rmf: ['MEASURE 2.7'], iso23894: [] }],
      ['T1', { owasp: ['LLM01:2025', 'LLM01:2026'], nistAml: [], rmf: [], iso23894: [] }],
    ]);
  });

  it('tells mapped, reviewed in vain and not reviewed apart', () => {
    expect(
      view.items.map((item) => [
        item.framework,
        item.edition,
        item.id,
        item.mapping,
        item.techniques,
        item.controls,
      ]),
    ).toEqual([
      ['atlas', '2', 'T1', 'mapped', ['T1'], ['M1']],
      ['nist-ai-rmf', '1.0', 'MEASURE 2.7', 'mapped', [], ['M1']],
      ['owasp-llm', '2025', 'LLM01', 'mapped', ['T1'], []],
      ['owasp-llm', '2025', 'LLM02', 'reviewed-none', [], []],
      ['owasp-llm', '2025', 'LLM03', 'unreviewed', [], []],
      ['owasp-llm', '2026', 'LLM01', 'mapped', ['T1'], []],
    ]);
  });
});

describe('the shipped knowledge for the analysis', () => {
  const view = analysisKnowledge(loadKnowledge());

  it('covers both matrices and all lists', () => {
    const living = [...view.techniques.values()].filter(({ status }) => status === 'active');
    expect(living.filter(({ framework }) => framework === 'atlas')).toHaveLength(170);
    expect(living.filter(({ framework }) => framework === 'attack-enterprise')).toHaveLength(691);
    expect(view.references.get('AML.T0051.001')?.nistAml).toEqual(['NISTAML.015']);
    expect(view.references.get('AML.T0051.001')?.owasp).toEqual(
      expect.arrayContaining(['LLM01:1.1', 'LLM01:2025', 'LLM01:2026']),
    );
    const lists = view.items.filter(({ framework }) => framework === 'owasp-llm');
    expect(lists.map(({ edition: number }) => number).filter((number) => number === '2025')).toHaveLength(10);
  });

  it('relates requirements and risks to each other, across frameworks', () => {
    const related = (framework: string, id: string): readonly string[] =>
      view.items
        .find((item) => item.framework === framework && item.id === id)!
        .related.map(({ key }) => key);
    expect(related('owasp-asi', 'ASI01')).toEqual(['owasp-llm@2026/LLM01', 'owasp-llm@2026/LLM03']);
    expect(related('nist-ai-600-1', 'GV-1.1-001')).toEqual([
      'nist-ai-600-1@2024/2.10',
      'nist-ai-600-1@2024/2.4',
      'nist-ai-600-1@2024/2.6',
      'nist-ai-rmf@1.0/GOVERN 1.1',
    ]);
  });
});
