import { describe, expect, it } from 'vitest';
import { controlId } from '#importers/frameworks/nist-800-53/control-id';
import { nist80053 } from '#importers/frameworks/nist-800-53/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherText } from './publisher-files.ts';

const FLAT = 'nist-800-53/800-53-r5-controls.json';
const OSCAL = 'nist-800-53/NIST_SP-800-53_rev5_HIGH-baseline-resolved.oscal.json';
const CTID = 'crosswalks/ctid/nist_800_53-rev5_attack-16.1-enterprise.json';

describe.skipIf(!HAS_PUBLISHER_FILES)('NIST SP 800-53 r5', () => {
  const flat = () => nist80053.read([publisherFile(FLAT)]);

  it('has the 1,189 controls of the flat list, 179 of them withdrawn, in their order', () => {
    const { framework, controls, census, diagnostics } = flat();
    expect(nist80053.detect([publisherFile(FLAT)])).toBe('nist-800-53-flat-json');
    expect(framework.edition).toBe('r5');
    expect(census).toEqual({ control: 1189, 'control withdrawn': 179 });
    expect(controls).toHaveLength(1189);
    expect(controls.slice(0, 3).map(({ id }) => id)).toEqual(['AC-1', 'AC-2', 'AC-2(1)']);
    expect(controls.find(({ id }) => id === 'AC-2(10)')).toMatchObject({
      name: 'Account Management | Shared and Group Account Credential Change',
      categories: ['AC'],
      status: 'withdrawn',
    });
    expect(new Set(controls.map(({ categories }) => categories[0])).size).toBe(20);
    expect(diagnostics).toEqual([]);
  });

  it('has the 370 controls of the HIGH baseline from OSCAL, under the names of the flat list', () => {
    const { controls, diagnostics } = nist80053.read([publisherFile(OSCAL)]);
    expect(nist80053.detect([publisherFile(OSCAL)])).toBe('nist-800-53-oscal-json');
    expect(controls).toHaveLength(370);
    const letters = (name = '') => name.toLowerCase().replace(/[^a-z0-9]/g, '');
    const names = new Map(flat().controls.map(({ id, name }) => [id, letters(name)]));
    const differing = controls.filter(({ id, name }) => names.get(id) !== letters(name)).map(({ id }) => id);
    // The flat list cuts this title short.
    expect(differing).toEqual(['CM-7(5)']);
    expect(diagnostics).toEqual([]);
  });

  describe('with CTID’s mapping to ATT&CK', () => {
    const records = () => nist80053.read([publisherFile(CTID), publisherFile(FLAT)]);
    const rows = HAS_PUBLISHER_FILES
      ? (
          JSON.parse(publisherText(CTID)) as {
            mapping_objects: { capability_id: string | null; attack_object_id: string }[];
          }
        ).mapping_objects
      : [];

    it('counts its 5,410 rows: 5,314 mitigate, 96 say that nothing does', () => {
      expect(records().census).toEqual({
        control: 1189,
        'control withdrawn': 179,
        'CTID row': 5410,
        'CTID row mitigates': 5314,
        'CTID row non_mappable': 96,
        'control named by CTID only': 1,
      });
    });

    it('has one mapping for each pair, with NIST’s ids, and the negative rows as such', () => {
      const { mappings } = records();
      const pairs = new Set(
        rows.map((row) => `${row.capability_id?.replace('-0', '-') ?? '*'} ${row.attack_object_id}`),
      );
      expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id}`).sort()).toEqual(
        [...pairs].sort(),
      );
      expect(pairs.size).toBe(5264 + 96);
      const none = mappings.filter(({ predicate }) => predicate === 'threatloom:noMatch');
      expect(none).toHaveLength(96);
      expect(none.every(({ subject }) => subject.id === '*')).toBe(true);
      expect(mappings.find(({ subject }) => subject.id === 'CM-3')).toEqual({
        subject: { framework: 'nist-800-53', edition: 'r5', id: 'CM-3' },
        predicate: 'threatloom:mitigates',
        object: { framework: 'attack-enterprise', edition: '16.1', id: expect.any(String) as string },
        justification: 'semapv:ManualMappingCuration',
        trust: 'community',
        source: 'CTID 800-53 to ATT&CK 2025-04-16',
      });
    });

    it('adds the one control that only the mapping knows, and says so', () => {
      const { controls, diagnostics } = records();
      expect(controls.find(({ id }) => id === 'IA-13')?.name).toBe(
        'Identity Providers and Authorization Servers',
      );
      expect(diagnostics.map(({ code, severity, message }) => `${code} ${severity} ${message}`)).toEqual([
        'SP800-53-004 info the catalogue has no IA-13, which the mapping names; it is added',
      ]);
    });
  });
});

describe('NIST SP 800-53, made-up files', () => {
  it.each([
    ['AC-02', 'AC-2'],
    ['ac-2.1', 'AC-2(1)'],
    ['AC-02(01)', 'AC-2(1)'],
    ['SR-12', 'SR-12'],
    ['AC-2(1', undefined],
    ['ACE-2', undefined],
  ])('reads the id %s as %s', (written, id) => {
    expect(controlId(written)).toBe(id);
  });

  it('reports ids that are malformed or come twice', () => {
    const row = (id: string) => ({ control_id: id, name: 'N', control_text: 'T' });
    const text = JSON.stringify([row('AC-1'), row('ac-01'), row('one'), 3]);
    const { controls, diagnostics } = nist80053.read([madeUpFile('c.json', text)]);
    expect(controls.map(({ id }) => id)).toEqual(['AC-1']);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'SP800-53-003 /2/control_id "one" is no id of a control',
      'SP800-53-002 /3 expected an object, found a number',
      'SP800-53-003 /1 AC-1 comes twice',
    ]);
  });

  it('knows a withdrawn control of OSCAL by its status', () => {
    const catalog = {
      metadata: { title: 'NIST Special Publication 800-53 Revision 5' },
      groups: [
        {
          controls: [
            {
              id: 'ac-3',
              title: 'Access Enforcement',
              controls: [{ id: 'ac-3.1', title: 'Old', props: [{ name: 'status', value: 'withdrawn' }] }],
            },
          ],
        },
      ],
    };
    const { controls } = nist80053.read([madeUpFile('o.json', JSON.stringify({ catalog }))]);
    expect(controls.map(({ id, name, status }) => [id, name, status])).toEqual([
      ['AC-3', 'Access Enforcement', 'active'],
      ['AC-3(1)', 'Access Enforcement | Old', 'withdrawn'],
    ]);
  });

  it('refuses the mapping without a catalogue', () => {
    const mapping = '{"metadata":{"mapping_framework":"nist_800_53"},"mapping_objects":[]}';
    expect(() => nist80053.read([madeUpFile('m.json', mapping)])).toThrow(
      'no file holds the controls of NIST SP 800-53',
    );
  });
});
