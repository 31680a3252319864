import { describe, expect, it } from 'vitest';
import { tmBom } from '#importers/systems/tm-bom/index';
import { errorOf, importText, outline, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

const named = (symbolic_name: string, title: string, more: Readonly<Record<string, unknown>> = {}) => ({
  symbolic_name,
  title,
  description: `About ${title}`,
  ...more,
});
const LIBRARY = {
  $schema: 'https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json',
  version: '1.0',
  scope: {
    title: 'Shop',
    description: 'Sells.',
    business_criticality: 'high',
    data_sensitivity: ['pii'],
    exposure: 'external',
    tier: 'important',
  },
  diagrams: [{ title: 'Picture', type: 'mermaid', source: 'graph LR; a-->b' }],
  trust_zones: [named('net', 'Internet'), named('vpc', 'VPC')],
  trust_boundaries: [{ trust_zone_a: 'net', trust_zone_b: 'vpc', authentication_methods: ['token'] }],
  actors: [named('buyer', 'Buyer', { type: 'user', trust_zone: 'net', permissions: 'buys' })],
  components: [
    named('api', 'API', { trust_zone: 'vpc', repo_link: 'https://example.com' }),
    named('job', 'Job', { trust_zone: 'gone', parent_component: 'api' }),
  ],
  data_stores: [named('api', 'Orders DB', { type: 'sql', vendor: 'V', product: 'P', trust_zone: 'vpc' })],
  data_sets: [
    named('orders', 'Orders', {
      placements: [{ data_store: 'api', encrypted: true }],
      data_sensitivity: ['pii', 'fin', 'biz'],
      record_count: 5,
    }),
    named('keys', 'Keys', {
      placements: [
        { data_store: 'api', encrypted: false },
        { data_store: 'lost', encrypted: true },
      ],
      data_sensitivity: ['cred'],
    }),
  ],
  data_flows: [
    named('f1', 'Buy', {
      source: { type: 'actor', object: 'buyer' },
      destination: { type: '#/$defs/component', object: 'api' },
      has_sensitive_data: true,
      encrypted: true,
    }),
    named('f2', 'Save', {
      source: { type: 'component', object: 'api' },
      destination: { type: 'data-store', object: 'api' },
      has_sensitive_data: true,
      encrypted: false,
    }),
  ],
  assumptions: [{ description: 'All is well', validity: 'confirmed' }],
  threat_personas: [
    named('eve', 'Eve', {
      is_person: true,
      skill_level: 'engineer',
      access_level: 'anonymous',
      malicious_intent: true,
      applicability_to_org: 'high',
    }),
    named('bob', 'Bob', {
      is_person: true,
      skill_level: 'insider',
      access_level: 'user',
      malicious_intent: true,
      applicability_to_org: 'low',
    }),
    named('tom', 'Tom', {
      is_person: true,
      skill_level: 'engineer',
      access_level: 'admin',
      malicious_intent: false,
      applicability_to_org: 'low',
    }),
  ],
  threats: [
    named('steal', 'Steal', {
      threat_persona: 'eve',
      event: 'theft',
      sources: ['adversary'],
      components_affected: ['api'],
      attack_mechanisms: [{ capec_id: 122, capec_title: 'x' }],
      weaknesses: [{ cwe_id: 284 }],
    }),
  ],
  controls: [
    named('mfa', 'MFA', { threats: ['steal'], status: 'active', priority: 'high' }),
    named('acl', 'ACL', {
      threats: ['steal', 'unknown'],
      status: 'suggested',
      priority: 'low',
      trust_boundary: { trust_zone_a: 'net', trust_zone_b: 'vpc' },
    }),
    named('old', 'Old', { threats: [], status: 'retired', priority: 'low' }),
  ],
  risks: [
    named('loss', 'Loss', {
      threats: ['steal'],
      likelihood: 'possible',
      impact: 'major',
      impact_description: 'x',
      score: 12,
      level: 'high',
    }),
  ],
};
const TEXT = JSON.stringify(LIBRARY, null, 1);

const part = (ref: string, name: string, properties: Readonly<Record<string, string>>) => ({
  type: 'threat-model',
  'bom-ref': ref,
  name,
  properties: Object.entries(properties).map(([key, value]) => ({ name: `cdx:model:${key}`, value })),
});
const CYCLONEDX = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', name: 'Shop', description: 'Sells.' } },
  components: [
    {
      ...part('d', 'Drawing', { type: 'diagram' }),
      components: [
        part('z', 'Net', { type: 'boundary', 'risk:trustRating': '20', 'shape:x': '4', shape: 'box' }),
        part('u', 'Buyer', { type: 'actor', inBoundary: 'z', tag: 'human' }),
        part('s', 'API', { type: 'server', platform: 'Tomcat', inBoundary: 'z' }),
        part('b', 'DB', { type: 'datastore', inBoundary: 'y' }),
        part('a', 'Cards', {
          type: 'asset',
          'risk:confidentiality': '100',
          'risk:integrity': '30',
          storedBy: 'b',
        }),
        part('f', 'buy', {
          type: 'dataflow',
          'dataflow:source': 'u',
          'dataflow:destination': 's',
          'dataflow:isBidirectional': 'true',
        }),
      ],
    },
  ],
};
const WRAPPED = JSON.stringify(CYCLONEDX, null, 1);
const read = (text: string, path = 'a.json') => importText(tmBom, path, text);

describe('TM-BOM', () => {
  it('reads zones, actors, components, stores, flows; names count within their sort', () => {
    const { draft } = read(TEXT);
    expect(outline(draft)).toEqual({
      zones: ['net', 'vpc'],
      things: ['buyer in net', 'eve', 'bob', 'tom', 'api in vpc', 'job in gone', 'api-2 in vpc'],
      flows: ['buyer -> api: Buy', 'api -> api-2: Save'],
    });
    expect(draft.flows.map(({ encrypted }) => encrypted)).toEqual([true, false]);
    expect(draft.assets[2]).toMatchObject({
      fallback: 'store',
      hints: { types: ['data_store', 'sql'], technologies: ['V', 'P'] },
      data: ['personal', 'financial', 'credentials'],
      facts: { protection: ['plain'] },
    });
    expect(draft.actors.map(({ id, attacker }) => [id, attacker])).toEqual([
      ['buyer', undefined],
      ['eve', 'external'],
      ['bob', 'insider'],
      ['tom', 'none'],
    ]);
  });

  it('guesses by the platform of a wrapped model, and keeps it', () => {
    const server = read(WRAPPED).draft.assets.find(({ name }) => name === 'API');
    expect(server?.hints?.technologies).toEqual(['Tomcat']);
    expect(server?.extensions).toEqual({ 'x-properties': { platform: 'Tomcat' } });
  });

  it('keeps threats, and takes for done only an active control', () => {
    const { threats, safeguards } = read(TEXT).draft;
    expect(
      threats.map(({ id, on, severity, safeguards: covers, references }) => [
        id,
        on,
        severity,
        covers,
        references,
      ]),
    ).toEqual([['steal', ['api'], 'high', ['mfa', 'acl'], ['CAPEC-122', 'CWE-284']]]);
    expect(safeguards.map(({ id, on, status, ask }) => [id, on, status, ask])).toEqual([
      ['mfa', ['api'], 'in-place', undefined],
      ['acl', ['api', 'net', 'vpc'], 'planned', undefined],
      ['old', [], 'planned', ['the file says that this is not there and will not be: delete it?']],
    ]);
  });

  it('follows the name of an end where its sort is wrong, and tells of it', () => {
    const data_flows = [
      named('f1', 'Buy', {
        source: { type: 'component', object: 'buyer' },
        destination: { type: 'component', object: 'job' },
      }),
    ];
    const imported = read(JSON.stringify({ ...LIBRARY, data_flows, data_sets: [], controls: [] }));
    expect(imported.draft.flows.map(({ from, to }) => [from, to])).toEqual([['buyer', 'job']]);
    expect(said(imported).map((line) => line.replace(/ \d+ /, ' '))).toEqual([
      'TMBOM-003 component "buyer" is not in the file',
    ]);
  });

  it('tells what is not there and what it does not read', () => {
    const imported = read(TEXT);
    expect(said(imported).map((line) => line.replace(/ \d+ /, ' '))).toEqual([
      'TMBOM-003 data store "lost" is not in the file',
      'TMBOM-003 threat "unknown" is not in the file',
    ]);
    expect(linesOf(imported.losses, 'not-read')).toEqual([
      'diagram "Picture": it shows what the lists say; import it on its own to compare',
    ]);
    expect(Object.keys(imported.draft.extensions ?? {})).toEqual([
      'x-trust-boundaries',
      'x-assumptions',
      'x-risks',
      'x-tm-bom',
      'x-data-sets',
    ]);
    const other = read(TEXT.replace('v1.0.2', 'v2.0.0'));
    expect(said(other)[0]).toBe("TMBOM-004 2 this follows another schema than version 1.0 of the library's");
  });

  it('leaves a bill of materials to others that only links to a threat model', () => {
    const bom = (component: object): string =>
      JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [component] });
    const link = { type: 'threat-model', url: 'https://example.com/model' };
    const detect = (text: string) => tmBom.detect([systemFile('a.json', text)]);
    expect(detect(bom({ type: 'library', name: 'a', externalReferences: [link] }))).toBeUndefined();
    expect(detect(bom({ type: 'threat-model', name: 'a' }))).toBe('tm-bom-cyclonedx');
  });

  it('reads the draft in CycloneDX, and says that it is experimental', () => {
    const imported = read(WRAPPED);
    const { draft } = imported;
    expect(outline(draft)).toEqual({
      zones: ['net'],
      things: ['buyer in net', 'api in net', 'db in y'],
      flows: ['buyer <-> api: buy'],
    });
    expect([draft.name, draft.zones[0]!.trust, draft.assets.map(({ value }) => value)]).toEqual([
      'Shop',
      1,
      [undefined, { confidentiality: 'critical', integrity: 'medium' }],
    ]);
    expect(said(imported)).toEqual([
      'TMBOM-005 2 a threat model in CycloneDX 1.6 is read as drafted for TM-BOM, which may change',
    ]);
    expect(linesOf(imported.losses, 'not-read')).toEqual([
      'diagram "Drawing": it only holds others',
      'cdx:model:shape:x, cdx:model:shape of boundary "Net": it only says how the drawing looks',
    ]);
  });

  it.each([
    [
      '{"trust_zones": []}',
      { code: 'TMBOM-001', message: 'this JSON has no zone, actor or component of a TM-BOM', line: 1 },
    ],
    ['{"trust_zones": [}', { code: 'INPUT-005', line: 1 }],
  ])('says what is wrong with %j', (text, error) => {
    expect(errorOf(() => tmBom.read([systemFile('a.json', text)]))).toMatchObject({
      file: 'a.json',
      ...error,
    });
  });

  describeMutations(tmBom, {
    'tm-bom': [systemFile('a.json', TEXT)],
    'tm-bom-cyclonedx': [systemFile('a.cdx.json', WRAPPED)],
  });
});

describe('documents of other people', () => {
  const library = {
    $schema: 'https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.0/threat-model.schema.json',
    scope: { title: 'Classifier' },
    trust_zones: [named('lab', 'Lab')],
    components: [named('notebook', 'Notebook', { trust_zone: 'lab' })],
    data_stores: [named('images', 'Images', { type: 'object' })],
    data_sets: [
      named('photos', 'Photos', {
        placements: [{ data_store: 'images', encrypted: true }, { data_store: 'picture-store' }],
        data_sensitivity: ['pii'],
      }),
    ],
    actors: [named('engineer', 'Engineer')],
    threats: [
      named('swap', 'Swapped images', {
        components_affected: ['notebook', 'images', 'engineer', 'gone'],
        attack_mechanisms: { capec_id: 153, capec_title: 'Input data manipulation' },
        weaknesses: { cwe_id: 276, cwe_title: 'Default permissions' },
      }),
    ],
    controls: [named('hashes', 'Hashes', { threats: ['swap'], status: 'suggested' })],
  };

  it('name data stores and actors among components, and one mechanism without a list', () => {
    const imported = importText(tmBom, 'a.json', JSON.stringify(library, null, 1));
    expect(imported.draft.threats).toMatchObject([
      { on: ['notebook', 'images', 'engineer', 'gone'], references: ['CAPEC-153', 'CWE-276'] },
    ]);
    expect(said(imported).map((line) => line.replace(/ \d+ /, ' '))).toEqual([
      'TMBOM-003 data store "picture-store" is not in the file',
    ]);
    expect(linesOf(imported.losses, 'not-read')).toEqual([]);
    expect(imported.draft.extensions?.['x-data-sets']).toMatchObject([
      { stores: ['images', 'picture-store'] },
    ]);
  });

  it('in CycloneDX leave out the sort of what stands in a boundary, and say more than a model does', () => {
    const part = (ref: string, properties: Readonly<Record<string, string>>, more: object = {}) => ({
      type: 'threat-model',
      'bom-ref': ref,
      name: ref,
      properties: Object.entries(properties).map(([key, value]) => ({ name: `cdx:model:${key}`, value })),
      ...more,
    });
    const imported = importText(
      tmBom,
      'a.cdx.json',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [
          part(
            'model',
            { isOrdered: 'true' },
            {
              components: [
                part('net', { type: 'boundary' }),
                part('job', { inBoundary: 'net', hasAccessControl: 'true', tag: 'nightly' }),
                part('db', { type: 'datastore', isHardened: 'false' }),
                part('f', {
                  type: 'dataflow',
                  'dataflow:source': 'job',
                  'dataflow:destination': 'db',
                  'dataflow:protocol': 'TLS',
                }),
              ],
            },
          ),
        ],
      }),
    );
    const { draft, losses } = imported;
    expect(draft.assets).toMatchObject([
      {
        id: 'job',
        zone: 'net',
        fallback: 'process',
        extensions: { 'x-tags': ['nightly'], 'x-properties': { hasAccessControl: 'true' } },
      },
      { id: 'db', fallback: 'store', extensions: { 'x-properties': { isHardened: 'false' } } },
    ]);
    expect(draft.flows).toMatchObject([
      { from: 'job', to: 'db', encrypted: true, guessed: { encrypted: 'by its protocol, TLS' } },
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['component "model": it has no "cdx:model:type"']);
  });
});

describe.skipIf(!HAS_SAMPLES)('samples of TM-BOM', () => {
  it('the vault of the library', () => {
    const { draft, diagnostics } = tmBom.read([sampleFile('tm-bom/hashicorp-vault-threat-model.json')]);
    const { zones, actors, assets, flows, threats, safeguards } = draft;
    expect([zones, actors, assets, flows, threats, safeguards].map((list) => list.length)).toEqual([
      4, 8, 15, 24, 8, 23,
    ]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['TMBOM-003', 'trust zone "public-internet" is not in the file'],
    ]);
  });

  it('the example in CycloneDX', () => {
    const { draft, diagnostics } = tmBom.read([sampleFile('tm-bom/tmbom-otm-example.cdx.json')]);
    expect(outline(draft)).toEqual({
      zones: ['internet', 'private'],
      things: [
        'web-client in internet',
        'web-service in private',
        'customer-database in private',
        'class-customer-database in private',
      ],
      flows: [
        'web-client <-> web-service: webclient-to-webservice',
        'web-service <-> customer-database: cc-store-in-db',
      ],
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['TMBOM-005']);
  });
});
