import { describe, expect, it } from 'vitest';
import { threagile } from '#importers/systems/threagile/index';
import { isEncrypted } from '../../../../importers/systems/threagile/ratings.ts';
import { errorOf, importText, outline, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { SHOP } from './shop.ts';

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
      'diagram_tweak_nodesep: it only says how the drawing looks',
    ]);
  });

  it('keeps what names nothing for the undefined references', () => {
    expect(read(SHOP).draft.undefinedReferences).toEqual([
      { in: 'technical asset "DB"', key: 'data_assets_stored', id: 'lost' },
      { in: 'risk_tracking', key: 'dos@gone', id: 'gone' },
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

  it('passes over included files in which all is commented out', () => {
    const files = [
      systemFile('m/main.yaml', 'threagile_version: 1.0.0\nincludes: [assets.yaml, tweaks.yaml]\n'),
      systemFile('m/assets.yaml', 'technical_assets:\n  DB: { id: db, type: datastore }\n'),
      systemFile('m/tweaks.yaml', '\n# diagram_tweak_nodesep: 2\n'),
    ];
    const { draft, diagnostics } = threagile.read(files);
    expect([draft.assets.map(({ id }) => id), diagnostics]).toEqual([['db'], []]);
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

  it('takes words that Threagile does not have for nothing said, and tells of them and of tags that nobody declared', () => {
    const { draft, diagnostics } = threagile.read([
      systemFile(
        'a.yaml',
        `threagile_version: 1.0.0
title: x
tags_available: [Linux]
technical_assets:
  Web:
    id: web
    type: proces
    encryption: aes
    confidentiality: secret
    integrity: critical
    tags: [linux, nginx]
    communication_links:
      Read:
        target: web
        protocol: htps
        authentication: password
        tags: [nginx, fast]
`,
      ),
    ]);
    expect(
      diagnostics.map(({ code, line, message }) => `${line} ${code} ${message.replace(/, [a-z].*/, ', …')}`),
    ).toEqual([
      '7 THREAGILE-002 property "type" is none of the words that it may be: external-entity, …',
      '8 THREAGILE-002 property "encryption" is none of the words that it may be: none, …',
      '9 THREAGILE-002 property "confidentiality" is none of the words that it may be: public, …',
      '16 THREAGILE-002 property "authentication" is none of the words that it may be: none, …',
      '15 THREAGILE-002 property "protocol" is none of the words that it may be: unknown-protocol, …',
      '11 THREAGILE-003 tag "nginx" is not among tags_available',
      '17 THREAGILE-003 tag "fast" is not among tags_available',
    ]);
    const [asset] = draft.assets;
    expect([asset?.value, asset?.facts]).toEqual([{ integrity: 'high' }, undefined]);
    const [flow] = draft.flows;
    expect([flow?.encrypted, flow?.authenticated]).toEqual([undefined, undefined]);
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
