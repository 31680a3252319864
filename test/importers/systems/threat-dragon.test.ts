import { describe, expect, it } from 'vitest';
import { threatDragon } from '#importers/systems/threat-dragon/index';
import { ThreatloomError } from '#model/errors';
import type { ImportedSystem } from '#model/system-importer';
import { describeMutations } from './mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from './system-files.ts';

type Json = Readonly<Record<string, unknown>>;

const at = (x: number, y: number, width = 40, height = 40) => ({
  position: { x, y },
  size: { width, height },
});
const node = (id: string, type: string, name: string, place: Json, data: Json = {}): Json => ({
  id,
  shape: type.toLowerCase(),
  zIndex: 1,
  ...place,
  data: { type: `tm.${type}`, name, description: '', hasOpenThreats: false, threats: [], ...data },
});
const flow = (id: string, name: string, from: string, to: string, data: Json = {}): Json => ({
  id,
  shape: 'flow',
  zIndex: 1,
  source: { cell: from },
  target: { cell: to },
  data: { type: 'tm.Flow', name, isEncrypted: false, hasOpenThreats: false, ...data },
});
const threat = (title: string, status: string, mitigation: string): Json => ({
  id: title,
  title,
  status,
  severity: 'High',
  type: 'Information disclosure',
  description: 'd',
  mitigation,
  modelType: 'STRIDE',
});

function model(cells: readonly Json[], more: Json = {}): string {
  return JSON.stringify({
    version: '2.3.0',
    summary: { title: 'Help desk', owner: 'support', description: 'd', id: 0, ...more },
    detail: {
      contributors: [{ name: 'me' }],
      diagrams: [{ id: 0, title: 'Main', diagramType: 'STRIDE', thumbnail: 't', version: '2.3.0', cells }],
      reviewer: '',
      diagramTop: 1,
      threatTop: 3,
    },
  });
}

const CELLS = [
  node('z1', 'BoundaryBox', 'Internet', at(0, 0, 100, 100)),
  node('z2', 'BoundaryBox', 'Inner', at(200, 0, 400, 400)),
  node('z3', 'BoundaryBox', 'Core', at(300, 100, 100, 100)),
  node('u', 'Actor', 'User', at(30, 30), { providesAuthentication: true }),
  // Its left edge lies outside of its zone.
  node('w', 'Process', 'Web\nserver', at(190, 30, 100, 40), {
    outOfScope: true,
    reasonOutOfScope: 'old',
    privilegeLevel: 'root',
    threats: [
      threat('Leak', 'Mitigated', 'Encrypt'),
      threat('Theft', 'Open', 'Lock'),
      threat('Spy', 'NA', 'Provide mitigation for this threat'),
    ],
  }),
  node('s', 'Store', 'Keys', at(330, 130), { storesCredentials: true, isEncrypted: true }),
  node('n', 'Process', 'Outside', at(700, 700)),
  node('t', 'Text', 'a remark', at(0, 500)),
  flow('f1', 'Ask', 'u', 'w', {
    isBidirectional: true,
    isEncrypted: true,
    protocol: 'HTTPS',
    isPublicNetwork: true,
  }),
  flow('f2', 'Read', 'w', 's', { threats: [threat('Sniff', 'Accepted', 'TLS')] }),
  flow('f3', 'Lost', 'w', 'ghost'),
  {
    id: 'c1',
    shape: 'trust-boundary-curve',
    zIndex: 1,
    source: { x: 150, y: 0 },
    target: { x: 150, y: 300 },
    data: { type: 'tm.Boundary', name: 'edge', hasOpenThreats: false },
  },
  { id: 'odd', shape: 'cloud', zIndex: 1, data: { type: 'tm.Cloud', hasOpenThreats: false } },
];

const VERSION_1 = JSON.stringify({
  summary: { title: 'Old', owner: 'o', description: '', id: 0 },
  detail: {
    contributors: [],
    diagrams: [
      {
        title: 'Main',
        id: 0,
        diagramJson: {
          cells: [
            { type: 'tm.Actor', id: 'a', z: 1, ...at(0, 0), attrs: { text: { text: 'Browser' } } },
            {
              type: 'tm.Store',
              id: 'b',
              z: 1,
              ...at(300, 0),
              attrs: { text: { text: 'Orders' } },
              isALog: true,
              threats: [threat('Leak', 'Open', 'Encrypt')],
            },
            {
              type: 'tm.Flow',
              id: 'c',
              z: 1,
              source: { id: 'a' },
              target: { id: 'b' },
              labels: [{ attrs: { text: { text: 'Order' } } }],
              isEncrypted: true,
              vertices: [{ x: 100, y: 50 }],
            },
            { type: 'tm.Boundary', id: 'd', z: 1, source: { x: 200, y: -100 }, target: { x: 200, y: 100 } },
          ],
        },
      },
    ],
    reviewer: '',
  },
});

const read = (text: string): ImportedSystem => threatDragon.read([systemFile('a.json', text)]);

describe('a Threat Dragon model', () => {
  const { draft, losses, diagnostics } = read(model(CELLS));

  it('has its zones from boxes: the smallest around the middle of a cell', () => {
    expect(draft.zones.map(({ id, name, in: outer }) => [id, name, outer])).toEqual([
      ['z1', 'Internet', undefined],
      ['z2', 'Inner', undefined],
      ['z3', 'Core', 'z2'],
    ]);
    expect(draft.assets.map(({ id, zone, fallback }) => [id, zone, fallback])).toEqual([
      ['u', 'z1', 'external'],
      ['w', 'z2', 'process'],
      ['s', 'z3', 'store'],
      ['n', undefined, 'process'],
    ]);
  });

  it('says of curves what they are: lines with the flows that they cut', () => {
    expect(draft.extensions?.['x-trust-boundaries']).toEqual([{ name: 'edge', crossed: ['f1'] }]);
    expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'TD-002 /detail/diagrams/0/cells/12',
      'TD-003 /detail/diagrams',
    ]);
  });

  it('takes of flags only what is set', () => {
    expect(draft.flows.map(({ id, from, to, both, encrypted }) => [id, from, to, both, encrypted])).toEqual([
      ['f1', 'u', 'w', true, true],
      ['f2', 'w', 's', undefined, undefined],
      ['f3', 'w', 'ghost', undefined, undefined],
    ]);
    expect(draft.flows[0]?.extensions).toEqual({ 'x-protocol': 'HTTPS', 'x-public-network': true });
    expect(draft.assets[2]).toMatchObject({ data: ['credentials'], facts: { protection: ['encrypted'] } });
    expect(draft.assets[1]?.extensions).toEqual({ 'x-privilege-level': 'root', 'x-out-of-scope': 'old' });
    expect(draft.assets[1]?.ask).toEqual(['it is out of scope in the drawing; should it be left out?']);
  });

  it('counts a mitigation as in place only where its threat is mitigated', () => {
    expect(draft.safeguards.map(({ name, on, status }) => [name, on, status])).toEqual([
      ['Against: Leak', ['w'], 'in-place'],
      ['Against: Theft', ['w'], 'planned'],
      ['Against: Sniff', ['f2'], 'planned'],
    ]);
    expect(
      draft.threats.map(({ name, status, stride, safeguards }) => [name, status, stride, safeguards]),
    ).toEqual([
      ['Leak', 'Mitigated', ['information-disclosure'], ['against-leak']],
      ['Theft', 'Open', ['information-disclosure'], ['against-theft']],
      ['Spy', 'NA', ['information-disclosure'], []],
      ['Sniff', 'Accepted', ['information-disclosure'], ['against-sniff']],
    ]);
  });

  it('accounts for the rest', () => {
    expect(losses.filter(({ outcome }) => outcome === 'not-read').map(({ what }) => what)).toEqual([
      'property "contributors"',
      'drawing of diagram "Main"',
      'property "thumbnail"',
      'mitigation of "Spy"',
      'cell of type "tm.Cloud"',
      'property "reviewer"',
    ]);
    expect(draft.extensions?.['x-notes']).toEqual(['a remark']);
  });

  it('is read in version 1, where names are only drawn', () => {
    const old = read(VERSION_1).draft;
    expect(old.assets.map(({ id, name, hints }) => [id, name, hints])).toEqual([
      ['a', 'Browser', undefined],
      ['b', 'Orders', { types: ['log'] }],
    ]);
    expect(
      read(VERSION_1)
        .losses.filter(({ outcome }) => outcome === 'not-read')
        .map(({ what }) => what),
    ).toEqual(['property "contributors"', 'drawing of diagram "Main"', 'property "reviewer"']);
    expect(old.flows).toMatchObject([{ id: 'c', name: 'Order', from: 'a', to: 'b', encrypted: true }]);
    expect(old.extensions?.['x-trust-boundaries']).toEqual([{ name: 'd', crossed: ['c'] }]);
  });

  it('has elements of its own in each diagram, also where their ids are the same', () => {
    const two = JSON.parse(model(CELLS.slice(3, 6))) as { detail: { diagrams: unknown[] } };
    two.detail.diagrams.push(two.detail.diagrams[0]);
    const { draft: doubled, diagnostics: found } = read(JSON.stringify(two));
    expect(doubled.assets.map(({ id }) => id)).toEqual(['u', 'w', 's', 'u-2', 'w-2', 's-2']);
    expect(found).toEqual([]);
  });
});

describe.skipIf(!HAS_SAMPLES)('samples of Threat Dragon', () => {
  it.each([
    // zones, nodes, flows, threats, safeguards, safeguards in place
    ['threat-dragon/demo-threat-model.json', 'threat-dragon-v1', 0, 7, 10, 14, 14, 4],
    ['threat-dragon/v2-threat-model.json', 'threat-dragon-v2', 0, 7, 10, 14, 14, 4],
    ['threat-dragon/three-tier-web-app.json', 'threat-dragon-v2', 2, 3, 3, 2, 2, 2],
    ['mermaid-drawio/rag/system.threat-dragon.json', 'threat-dragon-v2', 4, 6, 10, 0, 0, 0],
    ['mermaid-drawio/nested-zone/system.threat-dragon.json', 'threat-dragon-v2', 3, 3, 2, 0, 0, 0],
  ])('%s', (path, format, ...counts) => {
    const input = [sampleFile(path)];
    expect(threatDragon.detect(input)).toBe(format);
    const { draft } = threatDragon.read(input);
    const { zones, assets, actors, flows, threats, safeguards } = draft;
    const done = safeguards.filter(({ status }) => status === 'in-place');
    const lists = [zones, [...assets, ...actors], flows, threats, safeguards, done];
    expect(lists.map(({ length }) => length)).toEqual(counts);
  });

  it.each([
    [
      'threat-dragon/malformed-new-model.json',
      [
        '/summary 1:1 a Threat Dragon model has "summary"; this one has none',
        '/detail/diagrams 6:3 a Threat Dragon model has a list of "diagrams" in its "detail"; this one has none',
      ],
    ],
    [
      'threat-dragon/v2-malformed-new-model.json',
      [
        '/summary/title 3:3 a Threat Dragon model has a title in its "summary"; this one has none',
        '/detail 1:1 a Threat Dragon model has "detail"; this one has none',
      ],
    ],
  ])('%s is refused with all that it lacks', (path, faults) => {
    const input = [sampleFile(path)];
    expect(threatDragon.detect(input)).toBeDefined();
    let thrown: unknown;
    try {
      threatDragon.read(input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ThreatloomError);
    const { diagnostics } = thrown as ThreatloomError;
    expect(
      diagnostics.map(({ pointer, line, column, message }) => `${pointer} ${line}:${column} ${message}`),
    ).toEqual(faults);
  });
});

describeMutations(threatDragon, {
  'threat-dragon-v1': [systemFile('a.json', VERSION_1)],
  'threat-dragon-v2': [systemFile('a.json', model(CELLS))],
});
