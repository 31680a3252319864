import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  HAS_PUBLISHER_FILES,
  publisherPath,
  publisherText,
} from '../../importers/frameworks/publisher-files.ts';
import {
  countByType,
  exampleBundle,
  frameworkBundle,
  objectsOf,
  shipped,
  type WrittenObject,
} from './bundles.ts';

const frameworks = frameworkBundle();
const example = exampleBundle();

/** `attack-pattern AML.T0051` → STIX id. */
function publishedIds(objects: readonly WrittenObject[]): ReadonlyMap<string, string> {
  const types = ['attack-pattern', 'course-of-action', 'x-mitre-tactic'];
  const sources = ['mitre-atlas', 'mitre-attack'];
  const ids = new Map<string, string>();
  for (const { type, id, external_references: references } of objects) {
    if (!types.includes(type)) continue;
    const [own] = ((references ?? []) as { source_name: string; external_id: string }[]).filter(
      ({ source_name: source }) => sources.includes(source),
    );
    if (own !== undefined) ids.set(`${type} ${own.external_id}`, id);
  }
  return ids;
}

describe('ATLAS and ATT&CK in one bundle', () => {
  const objects = objectsOf(frameworks);

  it('holds every tactic, technique, mitigation and link of the two packs', () => {
    expect(countByType(objects)).toEqual({
      'attack-pattern': 101 + 69 + 835,
      'course-of-action': 35 + 268,
      identity: 2,
      'marking-definition': 2,
      // ATLAS states two of its 246 twice, with different texts.
      'relationship/mitigates': 244 + 1445,
      // ATLAS's references to ATT&CK, but those of its 14 tactics.
      'relationship/related-to': 34 + 5,
      'relationship/revoked-by': 132,
      'relationship/subtechnique-of': 69 + 477,
      'x-mitre-tactic': 16 + 14,
    });
  });

  it('names MITRE’s objects as MITRE does', () => {
    const ids = publishedIds(objects);
    expect([
      ids.get('attack-pattern AML.T0000'),
      ids.get('x-mitre-tactic AML.TA0002'),
      ids.get('course-of-action AML.M0000'),
      ids.get('attack-pattern T1055.011'),
      ids.get('x-mitre-tactic TA0006'),
      ids.get('course-of-action T1174'),
    ]).toEqual([
      'attack-pattern--c02f812d-59cc-5366-b1aa-7eb05154b772',
      'x-mitre-tactic--8d151547-7423-5bac-bc2d-a6fd02afba29',
      'course-of-action--c35b59f9-60f8-5bd1-ad76-9cbb549a97ce',
      'attack-pattern--0042a9f5-f053-4769-b3ef-9ad018dfa298',
      'x-mitre-tactic--2558fd61-8c75-4730-94c4-11926db2a263',
      'course-of-action--00d7d21b-69d6-4797-88a2-c86f3fc97651',
    ]);
  });

  it.skipIf(!HAS_PUBLISHER_FILES)('has every id of the publishers’ own bundles, and no other', () => {
    const atlas = objectsOf(publisherText('atlas/stix/stix-atlas-5.6.0.json'));
    const packed = readFileSync(publisherPath('attack/enterprise-attack-18.1.stix21.json.gz'));
    const attack = objectsOf(gunzipSync(packed).toString('utf8'));
    const theirs = new Map([...publishedIds(atlas), ...publishedIds(attack)]);
    expect(theirs.size).toBe(221 + 835 + 268 + 14);
    expect(new Map([...publishedIds(objects)].sort())).toEqual(new Map([...theirs].sort()));
  });

  it('puts a technique into its kill chain and under the terms of its publisher', () => {
    const technique = objects.find(
      ({ id }) => id === 'attack-pattern--0042a9f5-f053-4769-b3ef-9ad018dfa298',
    )!;
    const [marking] = technique['object_marking_refs'] as string[];
    expect(technique).toMatchObject({
      name: 'Extra Window Memory Injection',
      created_by_ref: 'identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5',
      kill_chain_phases: [
        { kill_chain_name: 'mitre-attack', phase_name: 'privilege-escalation' },
        { kill_chain_name: 'mitre-attack', phase_name: 'defense-evasion' },
      ],
      x_mitre_platforms: ['Windows'],
      x_mitre_is_subtechnique: true,
      external_references: [
        {
          source_name: 'mitre-attack',
          url: 'https://attack.mitre.org/techniques/T1055/011',
          external_id: 'T1055.011',
        },
      ],
    });
    expect(objects.find(({ id }) => id === marking)).toMatchObject({
      definition: {
        statement: expect.stringMatching(
          /^© 2025 The MITRE Corporation\. This work is reproduced and distributed with the permission/,
        ) as string,
      },
    });
  });

  it('is older than what MITRE published, so that nobody’s copy with prose gives way to it', () => {
    const dates = new Set(objects.flatMap(({ created, modified }) => [created, modified]));
    expect([...dates]).toEqual(['2017-01-01T00:00:00.000Z', undefined]);
  });

  it('is the same bytes again, and in another order', () => {
    expect(frameworkBundle()).toBe(frameworks);
    expect(frameworkBundle([...shipped()].reverse())).toBe(frameworks);
  });
});

describe('a system with its threats and paths', () => {
  const objects = objectsOf(example);
  const byId = new Map(objects.map((object) => [object.id, object]));

  it('becomes these objects, with only what of the frameworks it touches', () => {
    expect(countByType(objects)).toEqual({
      'attack-action': 258,
      'attack-asset': 14,
      'attack-flow': 48,
      'attack-pattern': 122,
      'course-of-action': 86,
      'extension-definition': 1,
      grouping: 1,
      identity: 9,
      infrastructure: 26,
      'marking-definition': 2,
      'relationship/communicates-with': 8,
      'relationship/mitigates': 305,
      'relationship/related-to': 53,
      'relationship/subtechnique-of': 41,
      'relationship/targets': 248,
      'x-mitre-tactic': 23,
    });
  });

  it('says of each path in which order its steps are done', () => {
    const flows = objects.filter(({ type }) => type === 'attack-flow');
    const reached = new Set<string>();
    for (const flow of flows) {
      const open = [...(flow['start_refs'] as string[])];
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        if (reached.has(id)) continue;
        reached.add(id);
        open.push(...((byId.get(id)!['effect_refs'] ?? []) as string[]));
      }
    }
    const actions = objects.filter(({ type }) => type === 'attack-action');
    expect([...reached].sort()).toEqual(actions.map(({ id }) => id).sort());
    for (const action of actions) {
      const technique = byId.get(action['technique_ref'] as string)!;
      expect(technique['name']).toBe(action['name']);
      expect(technique['external_references']).toMatchObject([{ external_id: action['technique_id'] }]);
    }
  });

  it('is of the day on which it was judged, under ids that stay', () => {
    const later = objectsOf(exampleBundle('2026-11-24'));
    expect(later.map(({ id }) => id)).toEqual(objects.map(({ id }) => id));
    const dates = (type: string) =>
      new Set(later.filter((object) => object.type === type).map(({ modified }) => modified));
    expect(dates('attack-flow')).toEqual(new Set(['2026-11-24T00:00:00.000Z']));
    expect(dates('attack-pattern')).toEqual(new Set(['2017-01-01T00:00:00.000Z']));
    expect(exampleBundle()).toBe(example);
  });

  it('can go with whole frameworks', () => {
    const together = objectsOf(exampleBundle('2026-11-23', shipped()));
    const ids = new Set(together.map(({ id }) => id));
    const both = [...objects, ...objectsOf(frameworks)].map(({ id }) => id);
    expect(both.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(new Set(both).size);
  });
});

describe.each([
  ['of frameworks', frameworks],
  ['of a system', example],
])('every bundle %s', (_what, text) => {
  const objects = objectsOf(text);

  it('names no object that is not in it', () => {
    const ids = new Set(objects.map(({ id }) => id));
    const named = objects.flatMap((object) =>
      Object.entries(object).flatMap(([key, value]) =>
        key.endsWith('_ref') ? [value as string] : key.endsWith('_refs') ? (value as string[]) : [],
      ),
    );
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(objects.length);
  });

  it('has each id once, and each relationship once', () => {
    expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length);
    const relationships = objects.filter(({ type }) => type === 'relationship');
    const ends = relationships.map((each) =>
      [each['relationship_type'], each['source_ref'], each['target_ref']].join(' '),
    );
    expect(new Set(ends).size).toBe(relationships.length);
  });
});
