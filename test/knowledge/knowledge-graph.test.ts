import { describe, expect, it } from 'vitest';
import { buildKnowledge } from '#knowledge/knowledge';
import { knowledgeToGraph } from '#knowledge/knowledge-graph';
import { loadKnowledge } from '#knowledge/load-knowledge';
import type { GraphBatch, GraphEdge } from '#model/graph';
import { checkBatch } from '#stores/schema/check-batch';
import { graphSchema } from '#stores/schema/read-schema';
import { control, edition, mapping, technique } from './records.ts';

const FRAMEWORKS = [
  edition('a', '1', {
    tactics: [{ id: 'TA1', name: 'First', order: 0 }],
    techniques: [
      technique('T1', 'Steal', {
        tactics: ['TA1'],
        maturity: 'realized',
        platforms: ['x'],
        url: 'https://x.example/T1',
      }),
      technique('T1.1', 'By Night', { tactics: ['TA1'], parent: 'T1' }),
      technique('T2', 'Old', { status: 'withdrawn', succeededBy: 'T1' }),
    ],
    controls: [control('M1', 'Lock'), { ...control('T1', 'Old Lock', 'withdrawn'), succeededBy: 'M1' }],
    mitigations: [
      { control: 'M1', target: 'T1', description: 'so' },
      { control: 'M1', target: 'T1', description: 'and so' },
    ],
    caseStudies: [
      {
        id: 'C1',
        name: 'Case',
        kind: 'incident',
        target: 'Bank',
        procedure: [
          { tactic: 'TA1', technique: 'T1.1', description: 'at night' },
          { tactic: 'TA1', technique: 'T1' },
          { tactic: 'TA1', technique: 'T1.1' },
        ],
      },
    ],
  }),
  edition('r', '2', {
    risks: [
      { id: 'R1', name: 'Risk', parents: ['R0'], level: 'attack' },
      { id: 'R0', name: 'Class', parents: [], level: 'category' },
    ],
    requirements: [
      { id: 'G', name: 'Govern', level: 'function', order: 0 },
      { id: 'G1', name: 'Govern 1', level: 'category', order: 1, parent: 'G' },
    ],
    mappings: [
      mapping('a:T1', 'skos:broadMatch', 'r:R1', { confidence: 0.5 }),
      mapping('a:M1', 'threatloom:satisfies', 'r:G1', { trust: 'official' }),
      mapping('a:M1', 'skos:relatedMatch', 'r:G'),
      mapping('r:G', 'skos:relatedMatch', 'a:M1'),
      mapping('r:G', 'threatloom:satisfies', 'r:G1'),
      mapping('a:T1', 'skos:relatedMatch', 'r:G'),
      mapping('a:M1', 'threatloom:mitigates', 'r:R1'),
    ],
  }),
];

const show = ({ from, to, properties }: GraphEdge): string => {
  const values = Object.entries(properties).filter(([, value]) => value !== null);
  const text = values.map(([name, value]) => ` ${name}=${String(value)}`).join('');
  return `${from.label} ${from.key} > ${to.label} ${to.key}${text}`;
};

const edges = (batch: GraphBatch, type: string) => batch.edges.get(type)?.map(show);

describe('the graph of a small knowledge', () => {
  const batch = knowledgeToGraph(buildKnowledge({ frameworks: FRAMEWORKS }));

  it('fits the schema', () => {
    expect(checkBatch(graphSchema(), batch)).toEqual([]);
  });

  it('keeps a technique and a mitigation with one id apart', () => {
    const keys = (label: string) => batch.nodes.get(label)?.map(({ key }) => key);
    expect(keys('Technique')).toEqual(['a@1/T1', 'a@1/T1.1', 'a@1/T2']);
    expect(keys('Control')).toEqual(['a@1/M1', 'a@1/T1']);
    expect(keys('Framework')).toEqual(['a@1', 'r@2']);
    expect(batch.nodes.get('Technique')?.[0]).toEqual({
      key: 'a@1/T1',
      properties: {
        id: 'T1',
        name: 'Steal',
        framework: 'a',
        edition: '1',
        description: null,
        url: 'https://x.example/T1',
        maturity: 'realized',
        platforms: ['x'],
        status: 'active',
      },
    });
  });

  it('has all edges within a framework', () => {
    expect(batch.edges.get('IN_FRAMEWORK')).toHaveLength(11);
    expect(edges(batch, 'HAS_TACTIC')).toEqual([
      'Technique a@1/T1 > Tactic a@1/TA1',
      'Technique a@1/T1.1 > Tactic a@1/TA1',
    ]);
    expect(edges(batch, 'SUBTECHNIQUE_OF')).toEqual(['Technique a@1/T1.1 > Technique a@1/T1']);
    expect(edges(batch, 'SUCCEEDED_BY')).toEqual([
      'Technique a@1/T2 > Technique a@1/T1',
      'Control a@1/T1 > Control a@1/M1',
    ]);
    expect(edges(batch, 'PART_OF')).toEqual([
      'Risk r@2/R1 > Risk r@2/R0',
      'Requirement r@2/G1 > Requirement r@2/G',
    ]);
    expect(edges(batch, 'PROCEDURE_STEP')).toEqual([
      'CaseStudy a@1/C1 > Technique a@1/T1.1 index=0 tactic=TA1 description=at night',
      'CaseStudy a@1/C1 > Technique a@1/T1 index=1 tactic=TA1',
      'CaseStudy a@1/C1 > Technique a@1/T1.1 index=2 tactic=TA1',
    ]);
  });

  it('keeps links apart that are stated twice', () => {
    expect(edges(batch, 'MITIGATES')).toEqual([
      'Control a@1/M1 > Technique a@1/T1 source=a index=0 description=and so',
      'Control a@1/M1 > Technique a@1/T1 source=a index=1 description=so',
      'Control a@1/M1 > Risk r@2/R1 source=test 1 index=0',
    ]);
  });

  it('turns mappings the way that the schema knows', () => {
    const rest = 'source=test 1 justification=semapv:ManualMappingCuration';
    expect(edges(batch, 'MAPS_TO')).toEqual([
      `Control a@1/M1 > Requirement r@2/G predicate=skos:relatedMatch ${rest} trust=community`,
      `Risk r@2/R1 > Technique a@1/T1 predicate=skos:narrowMatch ${rest} confidence=0.5 trust=community`,
      `Requirement r@2/G > Requirement r@2/G1 predicate=threatloom:satisfies ${rest} trust=community`,
    ]);
    expect(edges(batch, 'SATISFIES')).toEqual([
      `Control a@1/M1 > Requirement r@2/G1 predicate=threatloom:satisfies ${rest} trust=official`,
    ]);
  });
});

describe('the graph of the shipped knowledge', () => {
  const batch = knowledgeToGraph(loadKnowledge());
  const ends = (edge: GraphEdge, framework: string) => edge.from.key.startsWith(`${framework}@`);
  const count = (type: string, framework: string) =>
    batch.edges.get(type)!.filter((edge) => ends(edge, framework) && edge.to.label === 'Technique').length;

  it('fits the schema', () => {
    expect(checkBatch(graphSchema(), batch)).toEqual([]);
  });

  it('has the links of ATLAS and ATT&CK in full', () => {
    expect(count('MITIGATES', 'atlas')).toBe(246);
    expect(count('MITIGATES', 'attack-enterprise')).toBe(1445);
    expect(count('SUBTECHNIQUE_OF', 'atlas')).toBe(69);
    expect(count('SUBTECHNIQUE_OF', 'attack-enterprise')).toBe(477);
    expect(count('SUCCEEDED_BY', 'attack-enterprise')).toBe(132);
    expect(count('PROCEDURE_STEP', 'atlas')).toBe(449);
  });

  it('has no two edges that are alike', () => {
    for (const [type, list] of batch.edges) {
      expect([type, new Set(list.map(show)).size]).toEqual([type, list.length]);
    }
  });
});
