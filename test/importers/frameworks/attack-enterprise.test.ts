import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openImportFile } from '#importers/formats/import-file';
import { attackEnterprise } from '#importers/frameworks/attack-enterprise/index';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherTable } from './publisher-files.ts';

const NAME = 'enterprise-attack-18.1.stix21.json.gz';

let read: FrameworkRecords | undefined;

/** Read once, when the first test asks. */
function published(): FrameworkRecords {
  return (read ??= attackEnterprise.read([publisherFile(`attack/${NAME}`)]));
}

describe.skipIf(!HAS_PUBLISHER_FILES)('ATT&CK Enterprise 18.1 as published', () => {
  it('holds the publisher’s numbers', () => {
    const { techniques, controls, tactics, mitigations, framework, source, diagnostics } = published();
    const living = techniques.filter(({ status }) => status === 'active');
    const withdrawn = techniques.filter(({ status }) => status === 'withdrawn');
    expect(framework).toMatchObject({ id: 'attack-enterprise', edition: '18.1' });
    expect(source.sha256).toMatch(/^f607c49b49eb93bd/);
    expect(living.filter(({ parent }) => parent === undefined)).toHaveLength(216);
    expect(living.filter(({ parent }) => parent !== undefined)).toHaveLength(475);
    expect(withdrawn.filter(({ succeededBy }) => succeededBy !== undefined)).toHaveLength(132);
    expect(withdrawn.filter(({ succeededBy }) => succeededBy === undefined)).toHaveLength(12);
    expect(tactics.map(({ id }) => id)).toEqual(
      'TA0043 TA0042 TA0001 TA0002 TA0003 TA0004 TA0005 TA0006 TA0007 TA0008 TA0009 TA0011 TA0010 TA0040'.split(
        ' ',
      ),
    );
    expect(controls.filter(({ status }) => status === 'active')).toHaveLength(44);
    expect(controls).toHaveLength(268);
    expect(mitigations).toHaveLength(1445);
    expect(diagnostics).toEqual([]);
  });

  it('counts what it leaves out', () => {
    const { census } = published();
    expect(
      Object.entries(census)
        .filter(([type]) => !type.includes('/'))
        .reduce((sum, [, n]) => sum + n, 0),
    ).toBe(24_772);
    expect(census).toMatchObject({
      relationship: 20_048,
      'relationship/uses': 17_270,
      'relationship/mitigates': 1445,
      'relationship/detects': 691,
      'relationship/subtechnique-of': 477,
      'relationship/revoked-by': 140,
      'relationship/attributed-to': 25,
      'attack-pattern': 835,
      'x-mitre-analytic': 1739,
      malware: 696,
      'intrusion-set': 187,
    });
  });

  it('keeps both objects of the 224 ids that a technique and an old mitigation share', () => {
    const { techniques, controls } = published();
    const ids = new Set(techniques.map(({ id }) => id));
    const shared = controls.filter(({ id }) => ids.has(id));
    expect(shared).toHaveLength(224);
    expect(shared.filter(({ status }) => status === 'active')).toEqual([]);
  });

  it('gives every technique its tactics, in matrix order', () => {
    const { techniques } = published();
    expect(techniques.filter((technique) => technique.tactics.length === 0)).toEqual([]);
    expect(techniques.find(({ id }) => id === 'T1078')?.tactics).toEqual([
      'TA0001',
      'TA0003',
      'TA0004',
      'TA0005',
    ]);
  });

  it('follows revocations as the table of ATLAS references does', () => {
    const { techniques, controls, tactics } = published();
    const rows = publisherTable('crosswalks/atlas-attack/atlas-5.6.1_to_attack-18.1.csv');
    const living = [...techniques, ...controls].filter(({ status }) => status === 'active');
    const names = new Map([...living, ...tactics].map(({ id, name }) => [id, name]));
    expect(rows).toHaveLength(53);
    for (const row of rows) expect(names.get(row['attack_id']!)).toBe(row['attack_name']);
    expect(techniques.find(({ id }) => id === 'T1150')).toMatchObject({
      status: 'withdrawn',
      succeededBy: 'T1547.011',
    });
  });

  it('keeps the STIX ids of all that it keeps', () => {
    const { tactics, techniques, controls } = published();
    const ids = [...tactics, ...techniques, ...controls].map(({ stixId }) => stixId);
    expect(new Set(ids).size).toBe(14 + 835 + 268);
    expect(ids).not.toContain(undefined);
    expect(techniques.find(({ id }) => id === 'T1055.011')?.stixId).toBe(
      'attack-pattern--0042a9f5-f053-4769-b3ef-9ad018dfa298',
    );
  });

  it('reads the same from the file without gzip, but for the digest', () => {
    const plain = openImportFile('enterprise-attack-18.1.json', publisherFile(`attack/${NAME}`).bytes);
    expect(attackEnterprise.read([plain])).toEqual({
      ...published(),
      source: { file: 'enterprise-attack-18.1.json', sha256: plain.sha256 },
    });
  });

  it('refuses the bundle of another domain', () => {
    const ics = publisherFile('attack/ics-attack-18.1.json.gz');
    expect(attackEnterprise.detect([ics])).toBeUndefined();
    expect(() => attackEnterprise.read([ics])).toThrow(
      'this is another ATT&CK domain (ICS or mobile), not Enterprise',
    );
  });
});

/** A bundle in small, with every oddity of the large one. */
const OBJECTS = [
  {
    type: 'x-mitre-collection',
    id: 'x-mitre-collection--1',
    name: 'Enterprise ATT&CK',
    x_mitre_version: '99.1',
  },
  {
    type: 'x-mitre-matrix',
    id: 'x-mitre-matrix--1',
    tactic_refs: ['ta--2', 'ta--1'],
    external_references: [{ source_name: 'mitre-attack', external_id: 'enterprise-attack' }],
  },
  object('x-mitre-tactic', 'ta--1', 'TA0001', { x_mitre_shortname: 'first' }),
  object('x-mitre-tactic', 'ta--2', 'TA0002', { x_mitre_shortname: 'second' }),
  technique('t--1', 'T0001', ['first', 'second']),
  technique('t--2', 'T0001.001', []),
  technique('t--3', 'T0003', ['first'], { revoked: true }),
  technique('t--4', 'T0004', ['first'], { x_mitre_deprecated: true }),
  object('course-of-action', 'm--1', 'M0001'),
  object('course-of-action', 'm--2', 'T0001', { x_mitre_deprecated: true }),
  object('intrusion-set', 'g--1', 'G0001'),
  edge('r--1', 'mitigates', 'm--1', 't--1'),
  edge('r--1', 'mitigates', 'm--1', 't--2'),
  edge('r--2', 'mitigates', 'm--1', 't--2', { x_mitre_deprecated: true, description: 'withdrawn' }),
  edge('r--3', 'subtechnique-of', 't--2', 't--1'),
  edge('r--4', 'revoked-by', 't--3', 't--1'),
  edge('r--5', 'uses', 'g--1', 't--1'),
];

function object(type: string, id: string, externalId: string, more: object = {}) {
  return {
    type,
    id,
    name: `name of ${externalId}`,
    external_references: [{ source_name: 'mitre-attack', external_id: externalId }],
    ...more,
  };
}

function technique(id: string, externalId: string, phases: readonly string[], more: object = {}) {
  const chain = phases.map((phase) => ({ kill_chain_name: 'mitre-attack', phase_name: phase }));
  return object('attack-pattern', id, externalId, {
    kill_chain_phases: chain,
    x_mitre_platforms: ['Windows', 'Linux'],
    ...more,
  });
}

function edge(id: string, type: string, source: string, target: string, more: object = {}) {
  return {
    type: 'relationship',
    id,
    relationship_type: type,
    source_ref: source,
    target_ref: target,
    ...more,
  };
}

function bundleOf(objects: readonly unknown[]) {
  return madeUpFile('bundle.json', JSON.stringify({ type: 'bundle', id: 'bundle--1', objects }));
}

describe('a bundle in small', () => {
  it('becomes records', () => {
    const records = attackEnterprise.read([bundleOf(OBJECTS)]);
    expect(records.diagnostics).toEqual([]);
    expect(records.framework.edition).toBe('99.1');
    expect(records.tactics.map(({ id, order }) => [id, order])).toEqual([
      ['TA0002', 0],
      ['TA0001', 1],
    ]);
    expect(records.techniques).toEqual([
      {
        id: 'T0001',
        name: 'name of T0001',
        tactics: ['TA0002', 'TA0001'],
        platforms: ['Linux', 'Windows'],
        status: 'active',
      },
      {
        id: 'T0001.001',
        name: 'name of T0001.001',
        tactics: ['TA0002', 'TA0001'],
        parent: 'T0001',
        platforms: ['Linux', 'Windows'],
        status: 'active',
      },
      {
        id: 'T0003',
        name: 'name of T0003',
        tactics: ['TA0001'],
        platforms: ['Linux', 'Windows'],
        status: 'withdrawn',
        succeededBy: 'T0001',
      },
      {
        id: 'T0004',
        name: 'name of T0004',
        tactics: ['TA0001'],
        platforms: ['Linux', 'Windows'],
        status: 'withdrawn',
      },
    ]);
    expect(records.controls.map(({ id, status }) => [id, status])).toEqual([
      ['M0001', 'active'],
      ['T0001', 'withdrawn'],
    ]);
    expect(records.mitigations).toEqual([
      { control: 'M0001', target: 'T0001' },
      { control: 'M0001', target: 'T0001.001' },
    ]);
    expect(records.census).toMatchObject({
      'intrusion-set': 1,
      'relationship/uses': 1,
      'relationship/mitigates': 3,
    });
  });

  it('is the same in any order and through gzip', () => {
    const expected = attackEnterprise.read([bundleOf(OBJECTS)]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(OBJECTS, { minLength: OBJECTS.length }),
        fc.boolean(),
        (objects, gzip) => {
          const { file, bytes } = bundleOf(objects);
          const records = attackEnterprise.read([openImportFile(file, gzip ? gzipSync(bytes) : bytes)]);
          expect({ ...records, source: expected.source }).toEqual(expected);
        },
      ),
    );
  });

  it.each<[string, unknown, string[]]>([
    [
      'an object without a name',
      { ...object('attack-pattern', 't--9', 'T0009'), name: 7 },
      ['STIX-010 /objects/17/name: "name" should be text, not a number'],
    ],
    [
      'one without an id of ATT&CK',
      { type: 'attack-pattern', id: 't--9', name: 'x' },
      ['STIX-011 /objects/17: this attack-pattern has no external id of mitre-attack'],
    ],
    [
      'an id used twice',
      technique('t--9', 'T0004', ['first']),
      ['STIX-012 /objects/17: two objects of type attack-pattern have the id T0004'],
    ],
    [
      'an edge to nowhere',
      edge('r--9', 'mitigates', 'm--1', 't--404'),
      ['STIX-013 /objects/17/target_ref: mitigates names an object that is not in the bundle'],
    ],
    [
      'a phase that no tactic has',
      technique('t--9', 'T0009', ['third']),
      ['STIX-014 /objects/17/kill_chain_phases/0: no tactic is called "third"'],
    ],
    ['no object at all', 'text', ['STIX-010 /objects/17: expected an object, found a string']],
    ['no type', {}, ['STIX-010 /objects/17/type: "type" is missing, expected text']],
  ])('reports %s and reads the rest', (_what, wrong, expected) => {
    const { diagnostics, techniques } = attackEnterprise.read([bundleOf([...OBJECTS, wrong])]);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer ?? ''}: ${message}`)).toEqual(
      expected,
    );
    expect(techniques.length).toBeGreaterThanOrEqual(4);
  });

  it('asks for the edition where nothing tells it', () => {
    const file = bundleOf(OBJECTS.slice(1));
    expect(() => attackEnterprise.read([file])).toThrow(ThreatloomError);
    expect(attackEnterprise.read([file], { edition: '18.1' }).framework.edition).toBe('18.1');
    expect(attackEnterprise.read([{ ...file, file: 'enterprise-attack-17.1.json' }]).framework.edition).toBe(
      '17.1',
    );
  });

  it('is not read when cut short', () => {
    const { bytes } = bundleOf(OBJECTS);
    const packed = gzipSync(bytes);
    expect(() => openImportFile('a.json.gz', packed.subarray(0, packed.length - 20))).toThrow(
      expect.objectContaining({ code: 'INPUT-002', exitCode: 2 }) as Error,
    );
    expect(gunzipSync(packed)).toEqual(Buffer.from(bytes));
    expect(() =>
      attackEnterprise.read([openImportFile('a.json', bytes.subarray(0, bytes.length - 20))]),
    ).toThrow(
      expect.objectContaining({
        code: 'INPUT-005',
        message: 'the JSON stops before its end',
        exitCode: 2,
      }) as Error,
    );
  });
});
