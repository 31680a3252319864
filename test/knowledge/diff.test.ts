import { describe, expect, it } from 'vitest';
import { diffEditions, isEmptyDiff } from '#knowledge/diff/edition-diff';
import { readSuccession } from '#knowledge/diff/succession';
import { atlas } from '#importers/frameworks/atlas/index';
import { HAS_PUBLISHER_FILES, publisherFile } from '../importers/frameworks/publisher-files.ts';
import { atlas202607 } from './atlas-2026.ts';
import { control, edition, mapping, technique } from './records.ts';

const EARLIER = edition('fw', '1', {
  techniques: [
    technique('T1', 'Same', { tactics: ['A', 'B'] }),
    technique('T2', 'Old name'),
    technique('T3', 'Withdrawn later'),
    technique('T4', 'Gone later'),
    technique('T9', 'Withdrawn before', { status: 'withdrawn' }),
  ],
  controls: [control('M1', 'Control')],
  mitigations: [
    { control: 'M1', target: 'T1' },
    { control: 'M1', target: 'T1', description: 'said twice' },
    { control: 'M1', target: 'T2' },
  ],
  mappings: [mapping('fw:T1', 'skos:relatedMatch', 'other:X1')],
});

const LATER = edition('fw', '2', {
  techniques: [
    technique('T1', 'Same', { tactics: ['B', 'C'] }),
    technique('T2', 'New name'),
    technique('T3', 'Withdrawn later', { status: 'withdrawn', succeededBy: 'T5' }),
    technique('T5', 'New'),
    technique('T9', 'Withdrawn before', { status: 'withdrawn' }),
  ],
  controls: [control('M1', 'Control')],
  mitigations: [
    { control: 'M1', target: 'T1' },
    { control: 'M1', target: 'T5' },
  ],
  mappings: [mapping('fw:T1', 'skos:relatedMatch', 'other:X2')],
});

describe('the difference of two editions', () => {
  it('names what is added, retired and into what, renamed, moved and linked anew', () => {
    expect(diffEditions(EARLIER, LATER, { successors: new Map([['T4', ['T5', 'T77']]]) })).toEqual({
      framework: 'fw',
      from: '1',
      to: '2',
      added: [{ kind: 'technique', id: 'T5', name: 'New' }],
      removed: [
        { kind: 'technique', id: 'T3', name: 'Withdrawn later', into: ['T5'] },
        { kind: 'technique', id: 'T4', name: 'Gone later', into: ['T5'] },
      ],
      renumbered: [],
      renamed: [{ kind: 'technique', id: 'T2', from: 'Old name', to: 'New name' }],
      tactics: [{ id: 'T1', name: 'Same', gained: ['C'], lost: ['A'] }],
      mitigations: { added: [{ control: 'M1', target: 'T5' }], removed: [{ control: 'M1', target: 'T2' }] },
      references: {
        added: [{ id: 'T1', predicate: 'skos:relatedMatch', object: 'other X2' }],
        removed: [{ id: 'T1', predicate: 'skos:relatedMatch', object: 'other X1' }],
      },
      notCompared: [],
    });
  });

  it('is empty for one edition, in whatever order its records come', () => {
    const turned = { ...EARLIER, techniques: [...EARLIER.techniques].reverse() };
    expect(isEmptyDiff(diffEditions(EARLIER, turned))).toBe(true);
    expect(isEmptyDiff(diffEditions(EARLIER, LATER))).toBe(false);
  });

  it('says nothing of a list that one of them does not have', () => {
    const bare = { ...LATER, controls: [], mitigations: [], mappings: [] };
    const diff = diffEditions(EARLIER, bare);
    expect(diff.notCompared).toEqual(['controls', 'mitigations', 'references']);
    expect(diff.removed.map(({ id }) => id)).toEqual(['T3', 'T4']);
    expect(diff.mitigations).toEqual({ added: [], removed: [] });
  });

  it('follows items of a list to their new numbers', () => {
    const risk = (id: string, name: string) => ({ id, name, parents: [], level: 'risk' });
    const before = edition('list', '1', {
      risks: [risk('R1', 'One'), risk('R2', 'Two'), risk('R3', 'Three')],
    });
    const after = edition('list', '2', { risks: [risk('R1', 'Two'), risk('R2', 'One'), risk('R3', 'Four')] });
    const diff = diffEditions(before, after, {
      renumbered: new Map([
        ['R1', 'R2'],
        ['R2', 'R1'],
      ]),
    });
    expect(diff.renumbered.map(({ id, to }) => [id, to])).toEqual([
      ['R1', 'R2'],
      ['R2', 'R1'],
    ]);
    expect(diff.renamed).toEqual([]);
    expect(diff.removed.map(({ name }) => name)).toEqual(['Three']);
    expect(diff.added.map(({ name }) => name)).toEqual(['Four']);
  });

  it('is refused for two frameworks', () => {
    expect(() => diffEditions(EARLIER, edition('other', '1'))).toThrow(
      'fw and other are two frameworks, not two editions of one',
    );
  });
});

describe('what the shipped crosswalks say of editions', () => {
  it('knows what took the place of retired techniques of ATLAS', () => {
    expect(readSuccession('atlas', '5.6.1', '2026.07').successors?.get('AML.T0104')).toEqual([
      'AML.T0115.002',
    ]);
  });

  it('reads the new numbers of the OWASP list in either direction, and refuses to guess', () => {
    expect(readSuccession('owasp-llm', '2025', '2026').renumbered?.get('LLM05')).toBe('LLM10');
    expect(readSuccession('owasp-llm', '2026', '2025').renumbered?.get('LLM10')).toBe('LLM05');
    expect(readSuccession('owasp-llm', '1.1', '2025').renumbered?.has('LLM07')).toBe(false);
    expect(() => readSuccession('owasp-llm', '1.1', '2026')).toThrow(
      /nothing says which of 1\.1 is which of 2026/,
    );
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('the difference of editions of ATLAS', () => {
  const read = (file: string) => atlas.read([publisherFile(`atlas/${file}`)]);

  it('5.4.0 to 5.6.1', () => {
    const { added, references, notCompared, ...rest } = diffEditions(
      read('ATLAS-5.4.0.yaml'),
      read('ATLAS-5.6.1.yaml'),
    );
    expect(added.map(({ id }) => id)).toEqual([
      ...[
        'AML.T0002.002',
        'AML.T0008.005',
        'AML.T0010.005',
        'AML.T0034.000',
        'AML.T0034.001',
        'AML.T0034.002',
      ],
      ...['AML.T0052.001', 'AML.T0084.003', 'AML.T0095.000', 'AML.T0109', 'AML.T0110', 'AML.T0111'],
      ...['AML.T0112', 'AML.T0112.000', 'AML.T0112.001'],
      ...['AML.CS0052', 'AML.CS0053', 'AML.CS0054', 'AML.CS0055', 'AML.CS0056'],
    ]);
    expect(references).toEqual({
      added: [{ id: 'AML.T0095.000', predicate: 'skos:relatedMatch', object: 'attack-enterprise T1593.003' }],
      removed: [{ id: 'AML.T0011.002', predicate: 'skos:relatedMatch', object: 'attack-enterprise T1204' }],
    });
    expect(notCompared).toEqual([]);
    expect(rest).toEqual({
      framework: 'atlas',
      from: '5.4.0',
      to: '5.6.1',
      removed: [],
      renumbered: [],
      renamed: [],
      tactics: [],
      mitigations: { added: [], removed: [] },
    });
  });

  it('5.6.1 to 2026.07', () => {
    const diff = diffEditions(
      read('ATLAS-5.6.1.yaml'),
      atlas202607(),
      readSuccession('atlas', '5.6.1', '2026.07'),
    );
    expect(diff.added.map(({ id }) => id)).toEqual([
      ...['AML.T0018.003', 'AML.T0091.001', 'AML.T0110.000', 'AML.T0110.001', 'AML.T0110.002', 'AML.T0113'],
      ...[
        'AML.T0114',
        'AML.T0115',
        'AML.T0115.000',
        'AML.T0115.001',
        'AML.T0115.002',
        'AML.M0035',
        'AML.M0036',
      ],
    ]);
    expect(diff.removed.map(({ id, into }) => [id, ...into])).toEqual([
      ['AML.T0019', 'AML.T0115.000'],
      ['AML.T0058', 'AML.T0115.001'],
      ['AML.T0104', 'AML.T0115.002'],
    ]);
    expect(diff.renamed.map(({ id }) => id)).toEqual([
      ...[
        'AML.T0020',
        'AML.M0002',
        'AML.M0003',
        'AML.M0004',
        'AML.M0006',
        'AML.M0009',
        'AML.M0010',
        'AML.M0015',
      ],
    ]);
    expect(diff.renamed[0]?.to).toBe('Training Data Poisoning');
    expect(diff.tactics.map(({ id, gained, lost }) => [id, gained, lost])).toEqual([
      ['AML.T0020', [], ['AML.TA0003']],
      ['AML.T0053', ['AML.TA0015'], []],
    ]);
    // 244 pairs (two of the 246 links are stated twice) lose four and become 338.
    expect([diff.mitigations.added.length, diff.mitigations.removed.length]).toEqual([98, 4]);
    expect(diff.notCompared).toEqual(['caseStudies', 'references']);
  });
});
