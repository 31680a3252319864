import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { atlas } from '#importers/frameworks/atlas/index';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherTable } from './publisher-files.ts';

/** edition, tactics, techniques, sub-techniques, mitigations, case studies, steps, mitigation links, ATT&CK references */
type Counts = readonly [string, number, number, number, number, number, number, number, number];

const EDITIONS: readonly (readonly [string, Counts])[] = [
  ['ATLAS-3.0.0.yaml', ['3.0.0', 12, 36, 27, 0, 15, 90, 0, 0]],
  ['ATLAS-4.4.0.yaml', ['4.4.0', 12, 40, 27, 19, 17, 106, 66, 25]],
  ['ATLAS-4.5.2.yaml', ['4.5.2', 14, 46, 36, 20, 22, 134, 71, 30]],
  ['ATLAS-4.7.0.yaml', ['4.7.0', 14, 52, 39, 26, 26, 163, 104, 31]],
  ['ATLAS-4.9.0.yaml', ['4.9.0', 15, 68, 47, 26, 32, 225, 103, 40]],
  ['ATLAS-5.0.0.yaml', ['5.0.0', 15, 75, 55, 26, 33, 229, 103, 40]],
  ['ATLAS-5.4.0.yaml', ['5.4.0', 16, 97, 58, 35, 52, 401, 246, 53]],
  ['ATLAS-5.6.1.yaml', ['5.6.1', 16, 101, 69, 35, 57, 449, 246, 53]],
  ['fixtures/ATLAS-5.6.1.v6-shaped.yaml', ['5.6.1', 16, 101, 69, 35, 57, 449, 246, 53]],
  ['atlas-2026.07-derived.json', ['2026.07', 16, 101, 77, 37, 0, 0, 338, 0]],
  ['stix/stix-atlas-4.9.1.json', ['4.9.1', 15, 68, 47, 26, 0, 0, 103, 0]],
  ['stix/stix-atlas-5.6.0.json', ['5.6.0', 16, 101, 69, 35, 0, 0, 246, 0]],
];

const read = (path: string): FrameworkRecords => atlas.read([publisherFile(`atlas/${path}`)]);

function countsOf(records: FrameworkRecords): Counts {
  const { framework, tactics, techniques, controls, caseStudies, mitigations, mappings } = records;
  const steps = caseStudies.flatMap(({ procedure }) => procedure).length;
  const living = techniques.filter(({ status }) => status === 'active');
  const top = living.filter(({ parent }) => parent === undefined).length;
  const [studies, links] = [caseStudies.length, mitigations.length];
  const below = living.length - top;
  return [
    framework.edition,
    tactics.length,
    top,
    below,
    controls.length,
    studies,
    steps,
    links,
    mappings.length,
  ];
}

/** Facts only: what YAML and STIX of one release must agree on. */
function factsOf({ tactics, techniques, controls, mitigations }: FrameworkRecords): unknown {
  return {
    tactics: tactics.map(({ id, name, order, url }) => [id, name, order, url]),
    techniques: techniques.map(({ id, name, tactics: of, parent, url }) => [id, name, of, parent, url]),
    controls: controls.map(({ id, name, url }) => [id, name, url]),
    mitigations: mitigations.map(({ control, target }) => `${control} ${target}`),
  };
}

describe.skipIf(!HAS_PUBLISHER_FILES)('editions of ATLAS as published', () => {
  it.each(EDITIONS)('%s', (path, counts) => {
    const records = read(path);
    expect(countsOf(records)).toEqual(counts);
    expect(records.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(records.techniques.filter(({ tactics }) => tactics.length === 0)).toEqual([]);
  });

  it('agree in YAML and STIX', () => {
    expect(factsOf(read('stix/stix-atlas-5.6.0.json'))).toEqual(factsOf(read('ATLAS-5.6.1.yaml')));
  });

  it('agree in formats 5 and 6', () => {
    const [v5, v6] = [read('ATLAS-5.6.1.yaml'), read('fixtures/ATLAS-5.6.1.v6-shaped.yaml')];
    expect(factsOf(v6)).toEqual(factsOf(v5));
    expect(v6.mappings).toEqual(v5.mappings);
    const studies = ({ caseStudies }: FrameworkRecords) =>
      caseStudies.map(({ id, kind, target, procedure }) => [
        id,
        kind,
        target,
        procedure.map(({ tactic, technique }) => `${tactic} ${technique}`),
      ]);
    expect(studies(v6)).toEqual(studies(v5));
    expect(v6.techniques.map(({ maturity }) => maturity)).toEqual(
      v5.techniques.map(({ maturity }) => maturity),
    );
  });

  it('refer to ATT&CK as the table of references says', () => {
    const { mappings } = read('ATLAS-5.6.1.yaml');
    const rows = publisherTable('crosswalks/atlas-attack/atlas-5.6.1_to_attack-18.1.csv');
    expect(
      mappings.map(({ subject, object }) => `${subject.id} ${subject.label ?? ''} ${object.id}`),
    ).toEqual(rows.map((row) => `${row['atlas_id']!} ${row['atlas_name']!} ${row['attack_id']!}`).sort());
    expect(mappings.find(({ subject }) => subject.id === 'AML.TA0002')).toEqual({
      subject: { framework: 'atlas', edition: '5.6.1', id: 'AML.TA0002', label: 'Reconnaissance' },
      predicate: 'skos:relatedMatch',
      object: { framework: 'attack-enterprise', id: 'TA0043' },
      justification: 'semapv:ManualMappingCuration',
      trust: 'official',
      source: 'atlas 5.6.1',
    });
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('traps in the published files', () => {
  it('keeps all 246 links of 5.6.0, whose STIX ids are shared by different edges', () => {
    const bundle = JSON.parse(
      new TextDecoder().decode(publisherFile('atlas/stix/stix-atlas-5.6.0.json').bytes),
    ) as {
      objects: { id: string; relationship_type?: string }[];
    };
    const edges = bundle.objects.filter(({ relationship_type: type }) => type === 'mitigates');
    expect(edges.length).toBe(246);
    expect(new Set(edges.map(({ id }) => id)).size).toBe(166);
    expect(read('stix/stix-atlas-5.6.0.json').mitigations.length).toBe(246);
  });

  it('keeps both texts where a mitigation answers one technique twice', () => {
    for (const path of ['ATLAS-5.6.1.yaml', 'stix/stix-atlas-5.6.0.json']) {
      const twice = read(path).mitigations.filter(
        ({ control, target }) => control === 'AML.M0002' && target === 'AML.T0043.001',
      );
      expect(new Set(twice.map(({ description }) => description)).size).toBe(2);
    }
  });

  it('reports the links that slipped into a list of phases, with line and column', () => {
    const { diagnostics, controls } = read('ATLAS-5.6.1.yaml');
    expect(
      diagnostics
        .filter(({ code }) => code === 'ATLAS-021')
        .map(({ line, column, pointer }) => [line, column, pointer]),
    ).toEqual([
      [4787, 7, '/matrices/0/mitigations/18/ml-lifecycle/6'],
      [5404, 7, '/matrices/0/mitigations/34/ml-lifecycle/4'],
    ]);
    expect(controls.find(({ id }) => id === 'AML.M0018')?.lifecycle).toHaveLength(6);
  });

  it('names the edition of the release where the file inside was forgotten, and says so', () => {
    expect(read('ATLAS-5.6.1.yaml').diagnostics[0]).toMatchObject({
      code: 'EDITION-002',
      severity: 'info',
      message: 'read as edition 5.6.1, but the file itself says 5.6.0',
      line: 4,
      column: 10,
    });
  });

  it('lets sub-techniques of format 5 inherit the tactics of their parent', () => {
    const { techniques } = read('ATLAS-5.6.1.yaml');
    const tactics = (id: string) => techniques.find((technique) => technique.id === id)?.tactics;
    expect(tactics('AML.T0051.001')).toEqual(tactics('AML.T0051'));
    expect(
      techniques.filter(({ tactics: of, parent }) => parent === undefined && of.length > 1),
    ).toHaveLength(9);
  });

  it('finds nothing of ATLAS in ATT&CK’s bundles', () => {
    expect(atlas.detect([publisherFile('attack/ics-attack-18.1.json.gz')])).toBeUndefined();
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('order that means nothing', () => {
  /** Without what tells the bytes apart: digest, and places in diagnostics. */
  const content = (records: FrameworkRecords): unknown => ({
    ...records,
    source: undefined,
    diagnostics: undefined,
  });

  it('of STIX objects changes nothing', () => {
    const file = publisherFile('atlas/stix/stix-atlas-5.6.0.json');
    const bundle = JSON.parse(new TextDecoder().decode(file.bytes)) as { objects: unknown[] };
    const expected = content(atlas.read([file]));
    fc.assert(
      fc.property(fc.shuffledSubarray(bundle.objects, { minLength: bundle.objects.length }), (objects) => {
        const shuffled = madeUpFile('stix-atlas-5.6.0.json', JSON.stringify({ ...bundle, objects }));
        expect(content(atlas.read([shuffled]))).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it('of YAML lists changes nothing', () => {
    interface Matrix {
      techniques: { tactics?: string[] }[];
      mitigations: { techniques: unknown[]; category: unknown[] }[];
    }
    const file = publisherFile('atlas/ATLAS-4.4.0.yaml');
    const tree = parse(new TextDecoder().decode(file.bytes)) as {
      matrices: Matrix[];
      'case-studies': unknown[];
    };
    const expected = content(atlas.read([file]));
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const shuffle = <T>(list: readonly T[]): T[] =>
          list
            .map((value) => ({ value, at: numbers.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ value }) => value);
        const shuffled = {
          ...tree,
          matrices: tree.matrices.map((matrix) => ({
            ...matrix,
            techniques: shuffle(matrix.techniques).map((technique) =>
              technique.tactics === undefined
                ? technique
                : { ...technique, tactics: shuffle(technique.tactics) },
            ),
            mitigations: shuffle(matrix.mitigations).map((mitigation) => ({
              ...mitigation,
              techniques: shuffle(mitigation.techniques),
            })),
          })),
          'case-studies': shuffle(tree['case-studies']),
        };
        expect(content(atlas.read([madeUpFile('ATLAS-4.4.0.yaml', stringify(shuffled))]))).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });
});

const SMALL = `id: ATLAS
name: small
version: 9.1.0
matrices:
- id: ATLAS
  tactics:
  - { id: AML.TA0001, name: A }
  techniques:
  - { id: AML.T0001, name: T, tactics: [AML.TA0001] }
  - { id: AML.T0001.000, name: S, subtechnique-of: AML.T0001 }
  mitigations:
  - { id: AML.M0001, name: M, techniques: [{ id: AML.T0001, use: text }] }
case-studies:
- id: AML.CS0001
  name: C
  procedure: [{ tactic: AML.TA0001, technique: AML.T0001 }]
`;

describe('what is wrong in a file', () => {
  const diagnose = (text: string, file = 'ATLAS.yaml') =>
    atlas
      .read([madeUpFile(file, text)])
      .diagnostics.map(({ code, severity, message, line }) => `${code} ${severity} ${line ?? 0}: ${message}`);

  it('is nothing in a small good one', () => {
    expect(diagnose(SMALL)).toEqual([]);
  });

  it.each<[string, string, string, string[]]>([
    [
      'a missing technique',
      'id: AML.T0001, use',
      'id: AML.T0009, use',
      ['ATLAS-022 error 12: there is no technique AML.T0009 in this file'],
    ],
    [
      'a missing tactic',
      '[AML.TA0001] }',
      '[AML.TA0009] }',
      ['ATLAS-022 error 9: there is no tactic AML.TA0009 in this file'],
    ],
    [
      'a missing parent',
      'subtechnique-of: AML.T0001',
      'subtechnique-of: AML.T0009',
      ['ATLAS-022 error 10: there is no technique AML.T0009 in this file'],
    ],
    [
      'an id used twice',
      'AML.T0001.000',
      'AML.T0001',
      ['ATLAS-023 error 10: the id AML.T0001 is used twice'],
    ],
    [
      'a name of the wrong type',
      'name: M',
      'name: [M]',
      ['ATLAS-010 error 12: "name" should be text, not a list'],
    ],
    [
      'a list of the wrong type',
      'techniques: [{ id: AML.T0001, use: text }]',
      'techniques: 7',
      ['ATLAS-010 error 12: "techniques" should be a list, not a number'],
    ],
    ['no case studies', 'case-studies:', 'other:', ['ATLAS-020 warning 1: there are no case studies']],
  ])('%s', (_what, from, to, expected) => {
    expect(SMALL).toContain(from);
    expect(diagnose(SMALL.replace(from, to))).toEqual(expected);
  });

  it('takes the caller’s word for the edition, then the file’s name of a patch, then the content', () => {
    const edition = (file: string, given?: string) => {
      const { framework, diagnostics } = atlas.read(
        [madeUpFile(file, SMALL)],
        given === undefined ? {} : { edition: given },
      );
      return [framework.edition, ...diagnostics.map(({ severity, message }) => `${severity}: ${message}`)];
    };
    expect(edition('ATLAS.yaml')).toEqual(['9.1.0']);
    expect(edition('ATLAS-9.1.1.yaml')).toEqual([
      '9.1.1',
      'info: read as edition 9.1.1, but the file itself says 9.1.0',
    ]);
    expect(edition('ATLAS-8.0.0.yaml')).toEqual([
      '9.1.0',
      "warning: read as edition 9.1.0, but the file's name says 8.0.0",
    ]);
    expect(edition('ATLAS-9.1.1.yaml', '9.1.0')).toEqual(['9.1.0']);
    expect(edition('ATLAS.yaml', '7')).toEqual([
      '7',
      'warning: read as edition 7, but the file itself says 9.1.0',
    ]);
  });
});

describe('what is no ATLAS file', () => {
  const refusal = (file: string, text: string): ThreatloomError => {
    try {
      atlas.read([madeUpFile(file, text)]);
    } catch (error) {
      if (error instanceof ThreatloomError) return error;
      throw error;
    }
    throw new Error('was read');
  };

  it('the link that a raw download gives', () => {
    const link = madeUpFile('ATLAS-latest.yaml', 'ATLAS-2026.08.yaml');
    expect(link.bytes.length).toBe(18);
    expect(atlas.detect([link])).toBe('atlas-link');
    expect(refusal('ATLAS-latest.yaml', 'v6/ATLAS-2026.08.yaml\n')).toMatchObject({
      code: 'ATLAS-002',
      message: 'the file is only a link: it names "v6/ATLAS-2026.08.yaml" and holds no data',
      hint: 'download the file that it names, from the same folder',
      exitCode: 2,
    });
  });

  it('any other YAML', () => {
    expect(refusal('x.yaml', 'id: OTHER\n')).toMatchObject({ code: 'ATLAS-001', exitCode: 2 });
  });

  it('one without tactics', () => {
    expect(refusal('ATLAS-1.0.0.yaml', 'id: ATLAS\nversion: 1.0.0\nmatrices: []\n')).toMatchObject({
      code: 'ATLAS-003',
      message: 'the file lists no ATLAS tactics or no techniques',
    });
  });

  it('a bundle that tells no edition', () => {
    const text = '{"type":"bundle","objects":[{"x":"mitre-atlas"}]}';
    expect(refusal('stix-atlas.json', text)).toMatchObject({ code: 'EDITION-001' });
  });
});
