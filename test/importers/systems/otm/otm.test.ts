import { describe, expect, it } from 'vitest';
import { otm } from '#importers/systems/otm/index';
import type { ImportedSystem } from '#model/system-importer';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

const JSON_SAMPLE = JSON.stringify({
  otmVersion: '0.2.0',
  project: { name: 'Help desk', id: 'help-desk', owner: 'support', attributes: { cmdb: 7 } },
  representations: [{ name: 'Drawing', id: 'drawing', type: 'diagram' }],
  assets: [
    { name: 'Chats', id: 'chats', risk: { confidentiality: 100, integrity: 40, availability: 0 } },
    { name: 'Menu', id: 'menu', risk: { confidentiality: 0, integrity: 20, availability: 50 } },
  ],
  trustZones: [
    { id: 'net', name: 'Internet', risk: { trustRating: 0 } },
    { id: 'f0ba7722-39b6-4c81-8290-a30a248bb8d9', name: 'Inner zone', risk: { trustRating: 80 } },
    {
      id: 'core',
      name: 'Core',
      risk: { trustRating: 500 },
      parent: { trustZone: 'f0ba7722-39b6-4c81-8290-a30a248bb8d9' },
    },
  ],
  components: [
    { id: 'user', name: 'User', type: 'generic-client', parent: { trustZone: 'net' }, tags: ['external'] },
    {
      id: 'bot',
      name: 'Help bot',
      type: 'web-service',
      parent: { trustZone: 'f0ba7722-39b6-4c81-8290-a30a248bb8d9' },
      assets: { processed: ['chats'], stored: ['menu', 'ghost'] },
      threats: [
        {
          threat: 't1',
          state: 'exposed',
          mitigations: [
            { mitigation: 'm1', state: 'IMPLEMENTED' },
            { mitigation: 'm2', state: 'recommended' },
            { mitigation: 'm2', state: 'rejected' },
          ],
        },
      ],
      attributes: { team: 'blue' },
    },
    { id: 'part', name: 'Prompt part', type: 'code-class', parent: { component: 'bot' } },
  ],
  dataflows: [
    {
      id: 'ask',
      name: 'Question',
      source: 'user',
      destination: 'bot',
      bidirectional: true,
      assets: ['chats'],
      threats: [{ threat: 't1', state: 'exposed', mitigations: [{ mitigation: 'm1', state: 'required' }] }],
    },
    { id: 'lost', name: 'Lost', source: 'bot', destination: 'ghost' },
  ],
  threats: [
    {
      id: 't1',
      name: 'Injection',
      categories: ['Tampering', 'PCI'],
      cwes: ['CWE-79'],
      risk: { likelihood: 50, impact: 100 },
    },
    { id: 't2', name: 'Unused', risk: { likelihood: null, impact: 1 } },
  ],
  mitigations: [
    { id: 'm1', name: 'Filter', riskReduction: 50 },
    { id: 'm2', name: 'Review', riskReduction: 100 },
  ],
});

const YAML_SAMPLE = `otmVersion: 0.2.0
project: { name: Shop, id: shop }
trustZones:
  - { id: net, name: Internet, risk: { trustRating: 10 } }
components:
  - { id: web, name: Web, type: web-service, parent: { trustZone: net }, tags: [nginx] }
  - { id: db, name: Data, type: database, parent: { component: web } }
dataflows:
  - { id: sql, name: SQL, source: web, destination: db }
threats: []
`;

const read = (text: string): ImportedSystem => otm.read([systemFile('a.otm.json', text)]);

describe('an Open Threat Model', () => {
  const { draft, losses, diagnostics } = read(JSON_SAMPLE);

  it('guesses by the type without what a tool puts before its own', () => {
    const component = (type: string) => ({ id: type, name: type, type, parent: { trustZone: 'z' } });
    const components = ['CD-MQ', 'CD-V2-kafka', 'cd-player', 'web-service'].map(component);
    const model = { otmVersion: '0.2.0', project: { name: 'P', id: 'p' }, components };
    const { draft } = read(JSON.stringify({ ...model, trustZones: [{ id: 'z', name: 'Z' }] }));
    expect(draft.assets.map(({ hints }) => hints?.types)).toEqual([
      ['MQ'],
      ['kafka'],
      ['cd-player'],
      ['web-service'],
    ]);
  });

  it('gives zones, components, flows and the worth of what holds data', () => {
    expect(draft).toMatchObject({ id: 'help-desk', name: 'Help desk', owner: 'support' });
    expect(draft.zones.map(({ id, trust, in: outer }) => [id, trust, outer])).toEqual([
      ['net', 0, undefined],
      ['inner-zone', 4, undefined],
      ['core', undefined, 'inner-zone'],
    ]);
    expect(draft.assets.map(({ id, zone, fallback, value }) => [id, zone, fallback, value])).toEqual([
      ['user', 'net', 'external', undefined],
      [
        'bot',
        'inner-zone',
        'process',
        { confidentiality: 'critical', integrity: 'medium', availability: 'medium' },
      ],
      ['part', 'inner-zone', 'process', undefined],
    ]);
    expect(draft.assets[1]?.hints).toEqual({ types: ['web-service'], tags: [] });
    expect(draft.assets[2]?.extensions).toEqual({ 'x-type': 'code-class', 'x-part-of': 'bot' });
    expect(linesOf(losses, 'kept').filter((line) => line.includes('-class'))).toEqual([
      'type "code-class" → x-type',
    ]);
    expect(draft.flows.map(({ id, from, to, both }) => [id, from, to, both])).toEqual([
      ['ask', 'user', 'bot', true],
      ['lost', 'bot', 'ghost', undefined],
    ]);
  });

  it('takes only implemented mitigations for being in place, each where it is', () => {
    expect(
      draft.safeguards.map(({ id, on, status, effectiveness }) => [id, on, status, effectiveness]),
    ).toEqual([
      ['m1', ['bot'], 'in-place', 0.5],
      ['m2', ['bot'], 'planned', 1],
      ['m1-2', ['ask'], 'planned', 0.5],
    ]);
    expect(losses.filter(({ why }) => why === 'it will not be done')).toHaveLength(1);
  });

  it('takes mitigations that threats only name, with the states of their definitions', () => {
    const loose = read(
      JSON.stringify({
        otmVersion: '0.2.0',
        project: { name: 'P', id: 'p' },
        trustZones: [{ id: 'z', name: 'Z', risk: { trustRating: 50 } }],
        components: [
          {
            id: 'c',
            name: 'C',
            type: 'web',
            parent: { trustZone: 'z' },
            threats: [{ threat: 't1', mitigations: ['m2'] }],
          },
        ],
        dataflows: [
          { id: 'a', name: 'A', source: 'c', destination: 'c', attributes: { protocol: 'HTTPS' } },
          {
            id: 'b',
            name: 'B',
            source: 'c',
            destination: 'c',
            attributes: { is_encrypted: false, protocol: 'TLS' },
          },
          {
            id: 'd',
            name: 'D',
            source: 'c',
            destination: 'c',
            attributes: { protocol: 'HTTP', encrypted: true },
          },
        ],
        threats: [
          { id: 't1', name: 'T1', risk: { likelihood: 'HIGH', impact: 20 }, mitigations: ['m1', 'ghost'] },
          { id: 't2', name: 'T2', mitigations: ['m1', { mitigation: 'm3', state: 'rejected' }] },
        ],
        mitigations: [
          { id: 'm1', name: 'M1', status: 'implemented' },
          { id: 'm2', name: 'M2', state: 'required' },
          { id: 'm3', name: 'M3' },
          { id: 'm4', name: 'M4', status: 'Implemented' },
        ],
      }),
    );
    expect(loose.draft.safeguards.map(({ id, on, status, ask }) => [id, on, status, ask])).toEqual([
      ['m2', ['c'], 'planned', undefined],
      ['m1', ['c'], 'in-place', undefined],
      ['m3', [], 'planned', ['the file rejects it: delete it?']],
      ['m4', [], 'in-place', undefined],
    ]);
    expect(loose.draft.threats.map(({ safeguards, extensions }) => [safeguards, extensions])).toEqual([
      [['m2', 'm1', 'ghost'], { 'x-risk': { likelihood: 'HIGH', impact: 20 } }],
      [['m1'], undefined],
    ]);
    expect(loose.draft.flows.map(({ encrypted, guessed }) => [encrypted, guessed])).toEqual([
      [true, { encrypted: 'by its protocol, HTTPS' }],
      [false, undefined],
      [true, undefined],
    ]);
    expect(loose.diagnostics).toEqual([]);
  });

  it('keeps its threats, those that stand nowhere too', () => {
    expect(draft.threats).toMatchObject([
      {
        id: 't1',
        name: 'Injection',
        on: ['bot', 'ask'],
        status: 'exposed',
        stride: ['tampering'],
        references: ['CWE-79'],
        safeguards: ['m1', 'm2', 'm1-2'],
        extensions: { 'x-risk': { likelihood: 50, impact: 100 }, 'x-categories': ['PCI'] },
      },
      { id: 't2', on: [], safeguards: [] },
    ]);
  });

  it('reports what names nothing, and what is not read', () => {
    expect(diagnostics.map(({ code, message, pointer }) => `${code} ${pointer} ${message}`)).toEqual([
      'OTM-003 /components/1/assets nothing under "assets" has the id "ghost"',
    ]);
    expect(
      losses.filter(({ outcome }) => outcome === 'not-read').map(({ what, why }) => `${what}: ${why}`),
    ).toEqual([
      'property "representations": where things are drawn, or their code stands',
      'mitigation "m2" in state "rejected": it will not be done',
    ]);
    expect(losses.every(({ place }) => place.file === 'a.otm.json' && place.line !== undefined)).toBe(true);
  });

  it('says what is missing, and where', () => {
    const fault = (text: string): unknown => {
      try {
        return read(text);
      } catch (error) {
        return error;
      }
    };
    expect(fault('{ "otmVersion": "0.2.0" }')).toMatchObject({
      code: 'OTM-001',
      message: 'an Open Threat Model says "otmVersion" and "project"; this one lacks "project"',
      file: 'a.otm.json',
      line: 1,
    });
    expect(fault('{ "otmVersion": "0.2.0", "project": {')).toMatchObject({
      code: 'INPUT-005',
      line: 1,
      column: 38,
    });
    const wrong = read(
      '{ "otmVersion": "9", "project": { "name": 3, "id": [] }, "components": {}, "dataflows": [1] }',
    );
    expect(wrong.diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'OTM-002 /otmVersion read as version 0.2, but the file says 9',
      'OTM-010 /components property "components" should be a list, not an object',
      'OTM-010 /dataflows/0 entry 1 of "dataflows" should be an object, not a number',
      'OTM-010 /project/id property "id" should be text, not a list',
    ]);
  });
});

describe('Open Threat Models of tools', () => {
  const readYaml = (text: string) => otm.read([systemFile('a.otm', text)]);

  it('have zones in components: they are in the zone of that', () => {
    const { draft, diagnostics } = readYaml(`otmVersion: 0.2.0
project: { name: P, id: p }
trustZones:
  - { id: cloud, name: Cloud, risk: { trustRating: 40 } }
  - { id: enclave, name: Enclave, risk: { trustRating: 80 }, parent: { component: host } }
  - { id: lost, name: Lost, risk: { trustRating: 80 }, parent: { component: nobody } }
components:
  - { id: host, name: Host, type: ec2, parent: { trustZone: cloud } }
  - { id: db, name: DB, type: rds, parent: { trustZone: enclave } }
`);
    expect(
      draft.zones.map(({ id, in: outer, extensions }) => [id, outer, extensions?.['x-part-of']]),
    ).toEqual([
      ['cloud', undefined, undefined],
      ['enclave', 'cloud', 'host'],
      ['lost', undefined, 'nobody'],
    ]);
    expect(draft.assets.map(({ id, zone }) => [id, zone])).toEqual([
      ['host', 'cloud'],
      ['db', 'enclave'],
    ]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'OTM-003 nothing under "components" has the id "nobody"',
    ]);
  });

  it('are read as drafts before version 0.1 wrote them', () => {
    const { draft, losses } = readYaml(`otmVersion: 0.1.0
project: { name: P, id: p }
trustzones:
  - { id: web, name: Web }
components:
  - { id: api, name: API, type: webapp, parent: web }
  - { id: part, name: Part, type: webapp, parent: api }
  - { id: stray, name: Stray, type: webapp, parent: nowhere }
dataflows:
  - { id: f, name: F, from: api, to: part }
  - { id: g, name: G, from: api }
`);
    expect(draft.zones.map(({ id }) => id)).toEqual(['web']);
    expect(draft.assets.map(({ id, zone, extensions }) => [id, zone, extensions?.['x-part-of']])).toEqual([
      ['api', 'web', undefined],
      ['part', 'web', 'api'],
      ['stray', 'nowhere', undefined],
    ]);
    expect(draft.flows.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['f', 'api', 'part'],
      ['g', 'api', '(no destination)'],
    ]);
    expect(losses.filter(({ outcome }) => outcome === 'not-read')).toEqual([]);
  });
});

describe.skipIf(!HAS_SAMPLES)('samples of Open Threat Model', () => {
  /** Places differ between JSON and YAML, everything else is the same. */
  const content = ({ draft }: ImportedSystem): unknown =>
    JSON.parse(JSON.stringify(draft, (key, value: unknown) => (key === 'place' ? undefined : value)));

  it('is the same from JSON and from its YAML twin', () => {
    const [json, yaml] = ['EXAMPLE.json', 'EXAMPLE.yaml'].map((name) =>
      otm.read([sampleFile(`otm/${name}`)]),
    );
    expect(content(json!)).toEqual(content(yaml!));
    expect(json!.draft.assets).toHaveLength(4);
    expect(json!.draft.flows).toHaveLength(2);
    expect(json!.draft.threats).toHaveLength(1);
    // One mitigation is implemented in one place and required in another; the second is nowhere.
    expect(json!.draft.safeguards.map(({ on, status }) => [on, status])).toEqual([
      [['web-service'], 'in-place'],
      [['cc-store-in-db'], 'planned'],
      [[], 'planned'],
    ]);
    expect(yaml!.diagnostics.map(({ code, line }) => [code, line])).toEqual([['OTM-005', 133]]);
  });

  it.each([
    // zones, components, flows, threats, safeguards
    ['otm/mobile-cloud.otm.json', 2, 4, 6, 43, 43],
    ['otm/tf_example.yaml', 2, 29, 22, 0, 0],
    ['otm/lucid_example.yaml', 3, 10, 8, 0, 0],
    ['otm/manual_threat_model.yaml', 3, 3, 2, 0, 0],
    ['otm/minimal_content.yaml', 0, 0, 0, 0, 0],
    ['tm7/MTMT_MVP.otm', 2, 4, 6, 43, 43],
  ])('%s', (path, ...counts) => {
    const { draft } = otm.read([sampleFile(path)]);
    const { zones, assets, actors, flows, threats, safeguards } = draft;
    expect([zones, [...assets, ...actors], flows, threats, safeguards].map(({ length }) => length)).toEqual(
      counts,
    );
    expect(safeguards.filter(({ status }) => status !== 'planned').map(({ id }) => id)).toEqual([]);
  });
});

describeMutations(otm, {
  'otm-json': [systemFile('a.otm.json', JSON_SAMPLE)],
  'otm-yaml': [systemFile('a.otm.yaml', YAML_SAMPLE)],
});
