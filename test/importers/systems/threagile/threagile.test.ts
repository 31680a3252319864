import { describe, expect, it } from 'vitest';
import { threagile } from '#importers/systems/threagile/index';
import { isEncrypted } from '../../../../importers/systems/threagile/ratings.ts';
import { errorOf, importText, outline, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

const SHOP = `threagile_version: 1.0.0
title: Web shop
business_criticality: important
questions:
  Who runs it?: ""
data_assets:
  Orders: &data
    id: orders
    usage: business
    confidentiality: confidential
    integrity: critical
    availability: important
  Bills:
    <<: *data
    id: bills
technical_assets:
  Browser:
    id: browser
    type: external-entity
    technology: browser
    used_as_client_by_human: true
    internet: true
    confidentiality: public
    integrity: archive
    availability: operational
    data_assets_processed: [orders]
    communication_links:
      Buy things:
        target: api
        protocol: https
        authentication: session-id
        authorization: end-user-identity-propagation
        data_assets_sent: [orders]
        data_assets_received: [bills]
  Shop API:
    id: api
    type: process
    technologies: [web-service-rest]
    tags: [aws:lambda]
    encryption: none
    size: service
    confidentiality: strictly-confidential
    integrity: mission-critical
    availability: critical
    communication_links:
      Read:
        target: db
        protocol: jdbc
        authentication: none
      Tunnel:
        target: db
        protocol: jdbc
        vpn: true
      Local:
        target: nowhere
        protocol: in-process-library-call
  DB:
    id: db
    type: datastore
    technology: database
    encryption: transparent
    data_assets_stored: [orders, lost]
trust_boundaries:
  Cloud:
    id: cloud
    type: network-cloud-provider
    technical_assets_inside: [api]
    trust_boundaries_nested: [inner]
  Inner:
    id: inner
    type: execution-environment
    technical_assets_inside: [db]
shared_runtimes:
  Cluster:
    id: cluster
    technical_assets_running: [api, db]
individual_risk_categories:
  Bad luck:
    id: bad-luck
    description: It happens
    action: Be careful
    mitigation: Look twice
    stride: tampering
    cwe: 693
    risks_identified:
      <b>Bad luck</b> at DB:
        severity: elevated
        most_relevant_technical_asset: db
      At a link:
        severity: low
        most_relevant_communication_link: browser>buy-things
risk_tracking:
  unencrypted-asset@db:
    status: mitigated
    justification: Disk is encrypted
    date: 2026-01-01
  missing-waf@*@browser>buy-things:
    status: in-progress
  dos@gone:
    status: accepted
diagram_tweak_nodesep: 2
`;

const read = (yaml: string) => importText(threagile, 'shop.yaml', yaml);

describe('threagile', () => {
  it('reads technical assets, boundaries nested and links', () => {
    const { draft } = read(SHOP);
    expect([draft.id, draft.name]).toEqual(['web-shop', 'Web shop']);
    expect(outline(draft)).toEqual({
      zones: ['cloud', 'inner in cloud'],
      things: ['browser', 'api in cloud', 'db in inner'],
      flows: ['browser <-> api: Buy things', 'api -> db: Read', 'api -> db: Tunnel', 'api -> nowhere: Local'],
    });
    expect(
      draft.assets.map(({ fallback, hints, exposure, value, facts }) => [
        fallback,
        hints,
        exposure,
        value,
        facts,
      ]),
    ).toEqual([
      [
        'external',
        { types: ['external-entity'], technologies: ['browser'] },
        'public',
        { availability: 'low' },
        undefined,
      ],
      [
        'process',
        { types: ['process'], technologies: ['web-service-rest'], tags: ['aws:lambda'] },
        undefined,
        { confidentiality: 'critical', integrity: 'critical', availability: 'high' },
        { protection: ['plain'] },
      ],
      [
        'store',
        { types: ['datastore'], technologies: ['database'] },
        undefined,
        undefined,
        { protection: ['encrypted'] },
      ],
    ]);
    expect(draft.flows.map(({ authenticated, encrypted }) => [authenticated, encrypted])).toEqual([
      [true, true],
      [false, false],
      [undefined, true],
      [undefined, undefined],
    ]);
    expect(draft.assets[0]!.ask).toEqual(['who uses it? Threagile says that people do, and has no people']);
  });

  it('keeps data assets and remarks, and says what is not there', () => {
    const imported = read(SHOP);
    const { extensions, assets } = imported.draft;
    expect(extensions?.['x-data-assets']).toEqual([
      {
        id: 'orders',
        name: 'Orders',
        usage: 'business',
        confidentiality: 'confidential',
        integrity: 'critical',
        availability: 'important',
      },
      {
        id: 'bills',
        name: 'Bills',
        usage: 'business',
        confidentiality: 'confidential',
        integrity: 'critical',
        availability: 'important',
      },
    ]);
    expect(assets[1]!.extensions).toEqual({ 'x-threagile': { size: 'service' } });
    expect(said(imported)).toEqual([
      'THREAGILE-003 57 data asset "lost" is not in the file',
      'THREAGILE-003 99 the tracked risk "dos@gone" names "gone", which the file does not have',
    ]);
    expect(linesOf(imported.losses, 'not-read')).toEqual([
      'data asset "lost": it is named, and not in the file',
      'diagram_tweak_nodesep: it only says how the drawing looks',
    ]);
  });

  it('finds links as Threagile names them, ways of several, and any link of an asset', () => {
    const imported = read(`threagile_version: 1.0.0
title: Ways
technical_assets:
  Web:
    id: web
    type: process
    communication_links:
      Web to PostgreSQL (read):
        target: db
  DB:
    id: db
    type: datastore
trust_boundaries:
  Net:
    id: net
    technical_assets_inside: [web, ghost]
risk_tracking:
  injection@web@db@web>web-to-postgresql-read:
    status: accepted
  dos@db@web>web-to-postgresql-read->web>*->:
    status: accepted
  spoofing@*@web>*@*:
    status: accepted
`);
    const [flow] = imported.draft.flows.map(({ id }) => id);
    expect(imported.draft.threats.map(({ on }) => on)).toEqual([
      ['web', 'db', flow],
      ['db', flow, 'web'],
      ['web'],
    ]);
    expect(said(imported)).toEqual([
      'THREAGILE-003 14 technical asset "ghost" of a trust boundary is not in the file',
    ]);
  });

  it('keeps shared runtimes, and asks for them at what runs there', () => {
    const { draft, losses } = read(SHOP);
    expect(draft.extensions?.['x-shared-runtimes']).toEqual([
      { id: 'cluster', name: 'Cluster', tags: [], running: ['api', 'db'] },
    ]);
    expect(draft.assets.map(({ id, ask }) => [id, ask?.at(-1)])).toEqual([
      ['browser', 'who uses it? Threagile says that people do, and has no people'],
      ['api', 'it runs on "Cluster": is that an asset (kind compute, hosted-on)?'],
      ['db', 'it runs on "Cluster": is that an asset (kind compute, hosted-on)?'],
    ]);
    expect(linesOf(losses, 'kept')).toContain('shared runtime "Cluster" → "x-shared-runtimes"');
    const gone = importText(
      threagile,
      'gone.yaml',
      SHOP.replace('running: [api, db]', 'running: [db, gone]'),
    );
    expect(said(gone)[0]).toBe('THREAGILE-003 74 technical asset "gone" is not in the file');
  });

  it('reads risk categories as a list too', () => {
    const { threats, safeguards } = read(`threagile_version: 1.0.0
technical_assets:
  DB: { id: db, type: datastore }
custom_risk_categories:
  - id: odd
    title: Odd things
    mitigation: Look twice
    risks_identified:
      At the store: { severity: low, most_relevant_technical_asset: db }
`).draft;
    expect(threats.map(({ name, on, extensions }) => [name, on, extensions?.['x-category']])).toEqual([
      ['At the store', ['db'], 'Odd things'],
    ]);
    expect(safeguards.map(({ name, on }) => [name, on])).toEqual([['Mitigation of Odd things', ['db']]]);
  });

  it('passes over included files in which all is commented out', () => {
    const files = [
      systemFile('m/main.yaml', 'threagile_version: 1.0.0\nincludes: [assets.yaml, tweaks.yaml]\n'),
      systemFile('m/assets.yaml', 'technical_assets:\n  DB: { id: db, type: datastore }\n'),
      systemFile('m/tweaks.yaml', '\n# diagram_tweak_nodesep: 2\n'),
    ];
    const { draft, diagnostics } = threagile.read(files);
    expect([draft.assets.map(({ id }) => id), diagnostics]).toEqual([['db'], []]);
  });

  it('keeps risks as threats, and takes for done only what is mitigated', () => {
    const { threats, safeguards } = read(SHOP).draft;
    expect(
      threats.map(({ name, on, status, severity, stride, safeguards: covers, references }) => [
        name,
        on,
        status,
        severity,
        stride,
        covers,
        references,
      ]),
    ).toEqual([
      ['Bad luck at DB', ['db'], undefined, 'elevated', ['tampering'], ['be-careful'], ['CWE-693']],
      ['At a link', ['browser-buy-things'], undefined, 'low', ['tampering'], ['be-careful'], ['CWE-693']],
      [
        'unencrypted-asset@db',
        ['db'],
        'mitigated',
        undefined,
        undefined,
        ['mitigation-of-unencrypted-asset'],
        undefined,
      ],
      [
        'missing-waf@*@browser>buy-things',
        ['browser-buy-things'],
        'in-progress',
        undefined,
        undefined,
        ['mitigation-of-missing-waf'],
        undefined,
      ],
      ['dos@gone', [], 'accepted', undefined, undefined, [], undefined],
    ]);
    expect(safeguards.map(({ id, name, on, status }) => [id, name, on, status])).toEqual([
      ['be-careful', 'Be careful', ['db', 'browser-buy-things'], 'planned'],
      ['mitigation-of-unencrypted-asset', 'Disk is encrypted', ['db'], 'in-place'],
      ['mitigation-of-missing-waf', 'Mitigation of missing-waf', ['browser-buy-things'], 'planned'],
    ]);
  });

  it('reads what a model includes, and says what of it was not given', () => {
    const files = [
      systemFile(
        'm/main.yaml',
        'threagile_version: 1.0.0\ntitle: Split\nincludes:\n  - parts/assets.yaml\n  - ./parts/gone.yaml\n',
      ),
      systemFile(
        'm/parts/assets.yaml',
        'technical_assets:\n  A: {id: a, type: process}\nincludes: [zones.yaml]\n',
      ),
      systemFile(
        'm/parts/zones.yaml',
        'trust_boundaries:\n  Z: {id: z, technical_assets_inside: [a]}\nincludes: [../main.yaml]\n',
      ),
    ];
    expect(threagile.detect(files)).toBe('threagile');
    const imported = threagile.read(files);
    expect(outline(imported.draft)).toEqual({ zones: ['z'], things: ['a in z'], flows: [] });
    expect(imported.draft.name).toBe('Split');
    expect(imported.diagnostics.map(({ code, file, line, message }) => [code, file, line, message])).toEqual([
      ['THREAGILE-004', 'm/main.yaml', 5, 'the included file "./parts/gone.yaml" is not there'],
    ]);
  });

  it.each([
    [
      'threagile_version: 1.0.0\ntitle: x\n',
      { code: 'THREAGILE-001', message: 'the model has no technical asset' },
    ],
    ['threagile_version: 1\n- x\n', { code: 'INPUT-006', line: 2 }],
    [
      '- threagile_version: 1\n',
      { code: 'THREAGILE-001', message: 'this is not a model of Threagile: expected a mapping', line: 1 },
    ],
  ])('says what is wrong with %j', (yaml, error) => {
    expect(errorOf(() => threagile.read([systemFile('a.yaml', yaml)]))).toMatchObject({
      file: 'a.yaml',
      ...error,
    });
  });

  it.each([
    ['https', true],
    ['reverse-proxy-web-protocol-encrypted', true],
    ['reverse-proxy-web-protocol', false],
    ['ssh-tunnel', true],
    ['ldaps', true],
    ['ldap', false],
    ['smb-encrypted', true],
    ['mqtt', false],
    ['container-spawning', undefined],
    ['unknown-protocol', undefined],
  ])('knows that %s encrypts: %s', (protocol, expected) => {
    expect(isEncrypted(protocol, false)).toBe(expected);
    expect(isEncrypted(protocol, true)).toBe(true);
  });

  describeMutations(threagile, { threagile: [systemFile('shop.yaml', SHOP)] });
});

describe.skipIf(!HAS_SAMPLES)('the demo of Threagile', () => {
  it('has 14 technical assets, 12 data assets, 5 boundaries and 20 links', () => {
    const { draft, losses, diagnostics } = threagile.read([
      sampleFile('threagile/demo-example.threagile.yaml'),
    ]);
    const { zones, assets, flows, threats, safeguards, extensions } = draft;
    expect([
      assets.length,
      (extensions?.['x-data-assets'] as unknown[]).length,
      zones.length,
      flows.length,
    ]).toEqual([14, 12, 5, 20]);
    expect(zones.filter(({ in: outer }) => outer === 'application-network').map(({ id }) => id)).toEqual([
      'web-dmz',
      'erp-dmz',
      'auth-env',
    ]);
    expect([
      threats.length,
      safeguards.filter(({ status }) => status === 'in-place').length,
      safeguards.length,
    ]).toEqual([8, 4, 6]);
    expect(flows.filter(({ encrypted }) => encrypted === false).length).toBe(5);
    expect(linesOf(losses, 'not-read')).toEqual([]);
    expect(diagnostics).toEqual([]);
  });
});
