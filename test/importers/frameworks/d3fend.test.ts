import { describe, expect, it } from 'vitest';
import { d3fend } from '#importers/frameworks/d3fend/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherText } from './publisher-files.ts';

const CLUSTER = 'crosswalks/d3fend/misp-mitre-d3fend.json';

describe.skipIf(!HAS_PUBLISHER_FILES)('D3FEND, the cluster of MISP', () => {
  it('has 171 techniques and 28 kinds of relation', () => {
    const { controls, census, mappings, diagnostics } = d3fend.read([publisherFile(CLUSTER)], {
      edition: '2026-08-06',
    });
    expect(d3fend.detect([publisherFile(CLUSTER)])).toBe('d3fend-misp-cluster');
    expect(census).toEqual({ technique: 171, relation: 7847, 'kind of relation': 28 });
    expect(controls).toHaveLength(171);
    expect(controls.find(({ id }) => id === 'D3-MFA')).toMatchObject({
      name: 'Multi-factor Authentication',
      categories: ['Harden', 'Credential Hardening'],
      url: 'https://d3fend.mitre.org/technique/d3f:Multi-factorAuthentication',
    });
    expect(mappings).toEqual([]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'D3F-004 7847 relations without ATT&CK’s bundle are left out',
    ]);
  });

  it('finds the techniques of ATT&CK in its bundle, each pair once', () => {
    const attack = publisherFile('attack/enterprise-attack-18.1.stix21.json.gz');
    const { mappings, diagnostics } = d3fend.read([publisherFile(CLUSTER), attack], {
      edition: '2026-08-06',
    });
    const { values } = JSON.parse(publisherText(CLUSTER)) as {
      values: { meta: { external_id: string }; related?: { 'dest-uuid': string }[] }[];
    };
    const pairs = new Set(
      values.flatMap(({ meta, related = [] }) =>
        related.map((relation) => `${meta.external_id} ${relation['dest-uuid']}`),
      ),
    );
    expect(diagnostics).toEqual([]);
    expect(mappings).toHaveLength(pairs.size);
    expect(pairs.size).toBe(2389);
    expect(mappings.filter(({ subject }) => subject.id === 'D3-RS').map(({ object }) => object.id)).toContain(
      'T1014',
    );
    expect(mappings[0]).toMatchObject({
      predicate: 'threatloom:mitigates',
      justification: 'semapv:LogicalReasoning',
      trust: 'derived',
    });
  });

  it('wants to know the edition', () => {
    expect(() => d3fend.read([publisherFile(CLUSTER)])).toThrow(
      'the cluster does not tell the edition of D3FEND',
    );
  });
});

describe('D3FEND, made-up clusters', () => {
  it('reports ids that are malformed or come twice, and techniques that ATT&CK lacks', () => {
    const value = (id: string, ...related: string[]) => ({
      value: id,
      meta: { external_id: id, kill_chain: [], refs: [] },
      related: related.map((uuid) => ({ 'dest-uuid': uuid, type: 'blocks' })),
    });
    const cluster = {
      category: 'd3fend',
      values: [value('D3-A', 'u1', 'u2', 'u1'), value('D3-A'), value('X-1')],
    };
    const bundle = {
      type: 'bundle',
      objects: [
        {
          type: 'attack-pattern',
          id: 'attack-pattern--u1',
          name: 'N',
          external_references: [{ source_name: 'mitre-attack', external_id: 'T1000' }],
        },
      ],
    };
    const { mappings, controls, diagnostics } = d3fend.read(
      [madeUpFile('c.json', JSON.stringify(cluster)), madeUpFile('b.json', JSON.stringify(bundle))],
      { edition: '1' },
    );
    expect(controls.map(({ id }) => id)).toEqual(['D3-A']);
    expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id}`)).toEqual(['D3-A T1000']);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'D3F-003 D3-A comes twice',
      'D3F-003 "X-1" is no id of a countermeasure',
      'D3F-004 1 relations to techniques that the bundle lacks are left out',
    ]);
  });
});
