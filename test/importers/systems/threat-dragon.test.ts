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
      ['c1', 'edge', undefined],
    ]);
    expect(draft.assets.map(({ id, zone, fallback }) => [id, zone, fallback])).toEqual([
      ['u', 'z1', 'external'],
      ['w', 'z2', 'process'],
      ['s', 'z3', 'store'],
      ['n', undefined, 'process'],
    ]);
  });

  it('says of curves what they are: lines with the flows that they cut', () => {
    expect(draft.extensions?.['x-trust-boundaries']).toEqual([{ name: 'edge', zone: 'c1', crossed: ['f1'] }]);
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
    expect(old.extensions?.['x-trust-boundaries']).toEqual([{ name: 'd', zone: 'd', crossed: ['c'] }]);
  });

  it('has elements of its own in each diagram, also where their ids are the same', () => {
    const two = JSON.parse(model(CELLS.slice(3, 6))) as { detail: { diagrams: unknown[] } };
    two.detail.diagrams.push(two.detail.diagrams[0]);
    const { draft: doubled, diagnostics: found } = read(JSON.stringify(two));
    expect(doubled.assets.map(({ id }) => id)).toEqual(['u', 'w', 's', 'u-2', 'w-2', 's-2']);
    expect(found).toEqual([]);
  });
});

describe('boundaries that are curves', () => {
  const curve = (id: string, ...points: readonly (readonly [number, number])[]): Json => {
    const [source, ...rest] = points.map(([x, y]) => ({ x, y }));
    return {
      id,
      shape: 'trust-boundary-curve',
      source,
      target: rest.pop(),
      vertices: rest,
      data: { type: 'tm.Boundary', name: '' },
    };
  };
  /** Browser, shop, queue and worker from left to right; the shop also asks the database below. */
  const chain = [
    node('browser', 'Process', 'Browser', at(0, 0)),
    node('shop', 'Process', 'Shop', at(200, 0)),
    node('queue', 'Store', 'Queue', at(400, 0)),
    node('worker', 'Process', 'Worker', at(600, 0)),
    node('db', 'Store', 'Database', at(200, 300)),
    flow('visit', 'Visit', 'browser', 'shop'),
    flow('put', 'Put', 'shop', 'queue'),
    flow('take', 'Take', 'queue', 'worker'),
    flow('ask', 'Ask', 'shop', 'db'),
  ];
  const zonesOf = (...curves: readonly Json[]) => {
    const { draft } = read(model([...chain, ...curves]));
    return [
      ...draft.zones.map(({ id, in: outer }) => `${id}${outer === undefined ? '' : ` in ${outer}`}`),
      ...draft.assets.map(({ id, zone }) => `${id}: ${zone ?? '-'}`),
    ];
  };

  it('hold what the flows that they cut lead to, on the side to which they bend', () => {
    // Bent around the queue: the worker lies in the angle too, but the flow to it is cut.
    expect(zonesOf(curve('c', [350, -100], [360, 120], [560, 120], [570, -100]))).toEqual([
      'c',
      'browser: -',
      'shop: -',
      'queue: c',
      'worker: -',
      'db: -',
    ]);
  });

  it('lie in one another as what they hold does', () => {
    const outer = curve('outer', [160, -200], [120, 20], [160, 400]);
    const inner = curve('inner', [100, 220], [220, 200], [340, 220]);
    expect(zonesOf(outer, inner)).toEqual([
      'outer',
      'inner in outer',
      'browser: -',
      'shop: outer',
      'queue: outer',
      'worker: outer',
      'db: inner',
    ]);
  });

  it('are no zones where nothing is inside', () => {
    expect(zonesOf(curve('c', [1000, 0], [900, 50], [1000, 100]))[0]).toBe('browser: -');
  });

  it('are told as guesses, and kept', () => {
    const { draft, losses, diagnostics } = read(model([...chain, curve('c', [120, -100], [120, 100])]));
    expect(draft.zones).toMatchObject([
      { id: 'c', ask: ['is this what the boundary encloses? It is drawn as a curve'] },
    ]);
    expect(losses.filter(({ what }) => what.includes('curve')).map(({ outcome }) => outcome)).toEqual([
      'guessed',
      'kept',
    ]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'trust boundaries that are curves: 1; what is inside of one is only a guess',
    ]);
  });
});

describe('what other people draw', () => {
  const GUID = '3a5be5ea-014b-408c-be0e-98f6e1204248';

  it('is a flow that is joined to nothing: told with its threats, and not read', () => {
    const { draft, losses, diagnostics } = read(
      model([
        node('w', 'Process', 'Web', at(0, 0)),
        {
          id: 'f',
          shape: 'flow',
          source: { cell: 'w' },
          target: { x: 9, y: 9 },
          data: { type: 'tm.Flow', name: 'Out', protocol: 'HTTP', threats: [threat('Sniff', 'Open', 'TLS')] },
        },
      ]),
    );
    expect(draft.flows).toEqual([]);
    expect(draft.threats).toMatchObject([{ name: 'Sniff', on: [], safeguards: ['against-sniff'] }]);
    expect(draft.safeguards).toMatchObject([{ name: 'Against: Sniff', on: [] }]);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'TD-005 /detail/diagrams/0/cells/1 flow "Out" is not read: nothing is joined to its end',
    ]);
    expect(losses.filter(({ what }) => what === 'flow "Out"')).toMatchObject([
      { outcome: 'not-read', why: 'nothing is joined to its end' },
    ]);
  });

  it('has ids that nobody chose: what has no name is called by its sort', () => {
    const { draft } = read(
      model([
        node(GUID, 'Process', '', at(0, 0)),
        node('s', 'Store', 'Keys', at(99, 0)),
        flow(GUID.replace('3a', '4b').toUpperCase(), '', GUID, 's'),
      ]),
    );
    expect(draft.assets.map(({ id }) => id)).toEqual(['process', 's']);
    expect(draft.flows).toMatchObject([{ id: 'flow', from: 'process', to: 's' }]);
  });

  it('has properties of its own, protocols that encrypt and descriptions of diagrams: kept, or guessed at', () => {
    const whole = JSON.parse(
      model([
        node('a', 'Process', 'A', at(0, 0), { team: { name: 'red' }, isMine: false }),
        node('b', 'Process', 'B', at(99, 0)),
        ...['HTTPS', 'TLS 1.3', 'HTTP', 'HTTP/S', 'HTTP or HTTPS', 'mTLS over gRPC', 'no TLS'].map(
          (protocol, index) => flow(`f${index}`, protocol, 'a', 'b', { protocol }),
        ),
      ]),
    ) as { detail: { diagrams: { description?: string }[] } };
    whole.detail.diagrams[0]!.description = 'How it fits together';
    const { draft, losses } = read(JSON.stringify(whole));
    expect(draft.assets[0]?.extensions).toEqual({ 'x-properties': { team: { name: 'red' } } });
    expect(draft.flows.filter(({ encrypted }) => encrypted === true).map(({ name }) => name)).toEqual([
      'HTTPS',
      'TLS 1.3',
      'HTTP/S',
      'mTLS over gRPC',
    ]);
    expect(draft.extensions?.['x-notes']).toEqual(['Main: How it fits together']);
    expect(losses.find(({ what }) => what === 'encryption of flow "TLS 1.3"')).toMatchObject({
      outcome: 'guessed',
      became: 'encrypted: true',
      why: 'by its protocol, TLS 1.3',
    });
  });

  it('leaves descriptions of threats as the tool had them: said by nobody', () => {
    const stub = {
      ...threat('New', 'Open', 'Provide remediation for this threat or a reason'),
      description: 'Provide a description for this threat',
    };
    const { draft } = read(model([node('a', 'Process', 'A', at(0, 0), { threats: [stub] })]));
    expect(draft.threats[0]).not.toHaveProperty('description');
    expect(draft.safeguards).toEqual([]);
  });
});

describe.skipIf(!HAS_SAMPLES)('samples of Threat Dragon', () => {
  it.each([
    // zones, nodes, flows, threats, safeguards, safeguards in place
    ['threat-dragon/demo-threat-model.json', 'threat-dragon-v1', 4, 7, 10, 14, 14, 4],
    ['threat-dragon/v2-threat-model.json', 'threat-dragon-v2', 3, 7, 10, 14, 14, 4],
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
