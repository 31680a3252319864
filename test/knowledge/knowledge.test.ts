import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKnowledge, controlsOf, mappingsOf } from '#knowledge/knowledge';
import { knowledgeToGraph } from '#knowledge/knowledge-graph';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { labelFits, successorOf } from '#knowledge/resolve-mappings';
import { graphDigest } from '#model/graph';
import type { AttackLibrary } from '#model/attack-library';
import type { MappingRecord } from '#model/framework-records';
import { control, edition, end, mapping, technique } from './records.ts';

const A1 = edition('a', '1', {
  tactics: [{ id: 'TA1', name: 'First', order: 0 }],
  techniques: [
    technique('T1', 'Steal', { tactics: ['TA1'] }),
    technique('T1.1', 'By Night', { tactics: ['TA1'], parent: 'T1' }),
    technique('T2', 'Old', { status: 'withdrawn', succeededBy: 'T3' }),
    technique('T3', 'Newer', { status: 'withdrawn', succeededBy: 'T1' }),
    technique('T4', 'Gone', { status: 'withdrawn' }),
    technique('T9', 'Both', { status: 'active' }),
  ],
  controls: [control('M1', 'Lock'), control('T9', 'Old Lock', 'withdrawn')],
  mitigations: [
    { control: 'M1', target: 'T1', description: 'so' },
    { control: 'M1', target: 'T1', description: 'and so' },
    { control: 'M1', target: 'T404' },
  ],
});
const A2 = edition('a', '2', { techniques: [technique('T1', 'Take')] });
const LLM = edition('owasp-llm', '2025', {
  risks: [{ id: 'LLM01', name: 'Injection', parents: [], level: 'item' }],
});
const RMF = edition('rmf', '1.0', {
  requirements: [{ id: 'GOVERN 1.1', name: 'Govern', level: 'subcategory', order: 0 }],
});

const set = (...mappings: MappingRecord[]) => ({
  file: 'm.tsv',
  mappings,
  lines: mappings.map((_row, index) => index + 10),
  diagnostics: [],
});

function library(parts: Partial<AttackLibrary>): AttackLibrary {
  return {
    id: 'core',
    version: '1.0.0',
    tests: [],
    editions: { a: '1' },
    profile: [],
    kinds: [],
    controls: [],
    views: [],
    rules: [],
    outside: [],
    sha256: 'f'.repeat(64),
    ...parts,
  };
}

const OWN = {
  id: 'TL.C1',
  name: 'Own control',
  description: 'Text',
  mitigates: ['T1', 'T1.1'],
  maps: ['a:M1', 'rmf:GOVERN 1.1', 'elsewhere:X-1'],
  source: 's',
};

describe('lookups', () => {
  const knowledge = buildKnowledge({
    frameworks: [A1, A2],
    pinned: { a: '1' },
    libraries: [library({ controls: [OWN] })],
  });
  const { catalogue } = knowledge;

  it('mean the pinned edition where none is named', () => {
    expect(catalogue.pinned('a')).toBe('1');
    expect(catalogue.record('technique', 'a', 'T1')?.name).toBe('Steal');
    expect(catalogue.record('technique', 'a', 'T1', '2')?.name).toBe('Take');
    expect(catalogue.record('technique', 'a', 'T1', '3')).toBeUndefined();
    expect(catalogue.record('tactic', 'nobody', 'T1')).toBeUndefined();
    expect(buildKnowledge({ frameworks: [A2, A1] }).catalogue.pinned('a')).toBe('2');
  });

  it('prefer the living one of two records with one id', () => {
    expect(catalogue.find('a', 'T9')?.kind).toBe('technique');
    expect(catalogue.find('a', 'T9', '1', 'control')?.kind).toBe('technique');
    expect(catalogue.ref('control', 'a', 'T9')?.status).toBe('withdrawn');
  });

  it('give the controls of a technique, library controls among them, each once', () => {
    const names = (id: string) =>
      controlsOf(knowledge, catalogue.ref('technique', 'a', id)!).map(({ key }) => key);
    expect(names('T1')).toEqual(['a@1/M1', 'core@1.0.0/TL.C1']);
    expect(names('T1.1')).toEqual(['core@1.0.0/TL.C1']);
    expect(names('T9')).toEqual([]);
  });

  it('follow successors to the last', () => {
    const heir = (id: string) => successorOf(catalogue, catalogue.ref('technique', 'a', id)!)?.id;
    expect([heir('T2'), heir('T3'), heir('T4'), heir('T1')]).toEqual(['T1', 'T1', undefined, undefined]);
    const circle = buildKnowledge({
      frameworks: [
        edition('c', '1', {
          techniques: [
            technique('X', 'x', { status: 'withdrawn', succeededBy: 'Y' }),
            technique('Y', 'y', { status: 'withdrawn', succeededBy: 'X' }),
          ],
        }),
      ],
    }).catalogue;
    expect(successorOf(circle, circle.ref('technique', 'c', 'X')!)?.id).toBe('Y');
  });

  it('know a sub-technique by its own and by its full name', () => {
    const ref = catalogue.ref('technique', 'a', 'T1.1')!;
    expect(
      ['By Night', 'Steal: By Night', 'steal - by night', 'Steal'].map((label) =>
        labelFits(catalogue, ref, label),
      ),
    ).toEqual([true, true, true, false]);
  });

  it('refuse an edition twice, and a pinned one that is not there', () => {
    expect(() => buildKnowledge({ frameworks: [A1, A1] })).toThrow('the edition a 1 is given twice');
    expect(() => buildKnowledge({ frameworks: [A1], pinned: { a: '7' } })).toThrow(
      'the pinned edition a 7 is not loaded',
    );
  });
});

describe('mappings', () => {
  const resolve = (...rows: MappingRecord[]) => {
    const knowledge = buildKnowledge({
      frameworks: [A1, A2, LLM, RMF],
      pinned: { a: '1' },
      mappingSets: [set(...rows)],
    });
    const found = knowledge.mappings.map(
      ({ subject, object, mapping: { predicate } }) => `${subject.key} ${predicate} ${object.key}`,
    );
    const said = knowledge.diagnostics.map(
      ({ code, severity, line, message, hint }) =>
        `${severity} ${code} ${line ?? 0} ${message}${hint === undefined ? '' : ` (${hint})`}`,
    );
    return { found, said, knowledge };
  };

  it('find their ends in the edition that they name, else in the pinned one', () => {
    const { found, said } = resolve(
      mapping('owasp-llm@2025:LLM01', 'skos:relatedMatch', 'a:T1'),
      mapping('owasp-llm@2025:LLM01', 'skos:relatedMatch', 'a@2:T1'),
    );
    expect(found).toEqual([
      'owasp-llm@2025/LLM01 skos:relatedMatch a@1/T1',
      'owasp-llm@2025/LLM01 skos:relatedMatch a@2/T1',
    ]);
    expect(said).toEqual([]);
  });

  it('are reported where an end is unknown, withdrawn or has another name', () => {
    const { found, said } = resolve(
      mapping('a:T11', 'skos:exactMatch', 'a:T1'),
      mapping(end('a:T405', 'Steal: By Night'), 'skos:exactMatch', 'a:T1'),
      mapping('a:T2', 'skos:exactMatch', 'a:T1'),
      mapping('a:T4', 'skos:exactMatch', 'a:T1'),
      mapping(end('a:T1', 'Borrow'), 'skos:exactMatch', end('a:T9', 'both')),
    );
    expect(found).toEqual([
      'a@1/T1 skos:exactMatch a@1/T9',
      'a@1/T2 skos:exactMatch a@1/T1',
      'a@1/T4 skos:exactMatch a@1/T1',
    ]);
    expect(said).toEqual([
      'error MAP-001 10 test 1: a 1 has no T11 (did you mean T1?)',
      'error MAP-001 11 test 1: a 1 has no T405 ("By Night" is T1.1)',
      'warning MAP-002 12 test 1: a 1 withdrew T2 (its place was taken by T1 Steal)',
      'warning MAP-002 13 test 1: a 1 withdrew T4 (nothing took its place)',
      'warning MAP-003 14 test 1: T1 is not called "Borrow" (in 1 it is "Steal")',
    ]);
  });

  it('to a list that renumbers itself need its edition', () => {
    const { found, said } = resolve(
      mapping('owasp-llm:LLM01', 'skos:exactMatch', 'a:T1'),
      mapping('owasp-llm@2026:LLM01', 'skos:exactMatch', 'a:T1'),
      mapping('owasp-llm@2026:LLM01', 'skos:exactMatch', 'a:T9'),
    );
    expect(found).toEqual([]);
    expect(said).toEqual([
      'error MAP-005 10 test 1: owasp-llm LLM01 names no edition and so no item (its editions number their items differently)',
      'info MAP-006 11 test 1: means owasp-llm 2026, which is not loaded; its rows are left out',
    ]);
  });

  it('to other editions and frameworks are told once for each', () => {
    const { found, said } = resolve(
      mapping('a@0.9:T1', 'skos:exactMatch', 'a:T9'),
      mapping('a@0.9:T9', 'skos:exactMatch', 'a:T1'),
      mapping('cwe:1', 'skos:exactMatch', 'a:T1'),
      mapping('cwe:2', 'skos:exactMatch', 'a:T1'),
    );
    expect(found).toEqual(['a@1/T1 skos:exactMatch a@1/T9', 'a@1/T9 skos:exactMatch a@1/T1']);
    expect(said).toEqual([
      'info MAP-006 10 test 1: means a 0.9; held against the pinned 1',
      'info MAP-004 12 test 1: the framework cwe is not loaded; its rows are left out',
    ]);
  });

  it('tell what was reviewed in vain, and who mitigates', () => {
    const { found, knowledge } = resolve(
      mapping('owasp-llm@2025:LLM01', 'threatloom:noMatch', 'a:*'),
      mapping('a:M1', 'threatloom:mitigates', 'owasp-llm@2025:LLM01'),
    );
    expect(found).toEqual([]);
    expect(knowledge.reviewedNone).toHaveLength(1);
    const risk = knowledge.catalogue.ref('risk', 'owasp-llm', 'LLM01')!;
    expect(controlsOf(knowledge, risk).map(({ id }) => id)).toEqual(['M1']);
    expect(mappingsOf(knowledge, risk)).toEqual([]);
  });

  it('come from libraries too: requirements are satisfied, all else is related', () => {
    const knowledge = buildKnowledge({ frameworks: [A1, RMF], libraries: [library({ controls: [OWN] })] });
    expect(
      knowledge.mappings.map(({ mapping: { predicate, source }, object }) => [predicate, source, object.id]),
    ).toEqual([
      ['skos:relatedMatch', 'core 1.0.0', 'M1'],
      ['threatloom:satisfies', 'core 1.0.0', 'GOVERN 1.1'],
    ]);
    expect(knowledge.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'MAP-004 core 1.0.0: the framework elsewhere is not loaded; its rows are left out',
    ]);
    const wrong = library({ controls: [{ ...OWN, mitigates: ['T404'], maps: [] }] });
    expect(buildKnowledge({ frameworks: [A1], libraries: [wrong] }).diagnostics).toEqual([
      { code: 'MAP-007', severity: 'error', message: 'core: TL.C1 answers T404, which is in none of a 1' },
    ]);
  });
});

describe('the same input in another order', () => {
  it('gives the same knowledge', () => {
    const rows = [
      mapping('owasp-llm@2025:LLM01', 'skos:relatedMatch', 'a:T1'),
      mapping('a:M1', 'threatloom:satisfies', 'rmf:GOVERN 1.1'),
      mapping('a:T404', 'skos:exactMatch', 'a:T1'),
    ];
    const all = [A1, A2, LLM, RMF];
    const build = (frameworks: typeof all, mappings: MappingRecord[]) =>
      buildKnowledge({ frameworks, mappingSets: [{ ...set(...mappings), lines: mappings.map(() => 1) }] });
    const expected = build(all, rows);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 4 }),
        fc.shuffledSubarray(rows, { minLength: 3 }),
        (f, m) => {
          const knowledge = build(f, m);
          expect(knowledge.mappings).toEqual(expected.mappings);
          expect(knowledge.mitigations).toEqual(expected.mitigations);
          expect(knowledge.diagnostics).toEqual(expected.diagnostics);
          expect(graphDigest(knowledgeToGraph(knowledge))).toBe(graphDigest(knowledgeToGraph(expected)));
        },
      ),
    );
  });
});

describe('the shipped knowledge', () => {
  const knowledge = loadKnowledge();

  it('resolves all 53 references of ATLAS to ATT&CK', () => {
    const own = knowledge.mappings.filter(({ mapping: { source } }) => source === 'atlas 5.6.1');
    expect(own).toHaveLength(53);
    expect(own.filter(({ subject, object }) => subject.kind !== object.kind)).toEqual([]);
    expect(own.filter(({ object }) => object.status !== 'active')).toEqual([]);
  });

  it('has no mapping that leads nowhere', () => {
    expect(knowledge.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('finds the three ATLAS labels that OWASP’s text of 2026 has wrong', () => {
    const said = knowledge.diagnostics.filter(({ code }) => code === 'MAP-003').map(({ message }) => message);
    expect(said).toEqual(
      expect.arrayContaining([
        'owasp-llm 2026: AML.T0080.001 is not called "AI Agent Context Poisoning: Memory"',
        'owasp-llm 2026: AML.T0025 is not called "Exfiltration via ML Inference API"',
        'owasp-llm 2026: AML.T0048 is not called "LLM Prompt Injection: Indirect"',
      ]),
    );
  });

  it('takes a full file in place of the pack of its edition', () => {
    const atlas = knowledge.frameworks.find(({ framework }) => framework.id === 'atlas')!;
    const full = { ...atlas, techniques: atlas.techniques.map((each) => ({ ...each, description: 'full' })) };
    const loaded = loadKnowledge({ frameworks: [full] });
    expect(loaded.frameworks).toHaveLength(knowledge.frameworks.length);
    expect(loaded.catalogue.record('technique', 'atlas', 'AML.T0051')?.description).toBe('full');
  });
});
