import { describe, expect, it } from 'vitest';
import { tmBom } from '#importers/systems/tm-bom/index';
import { importText, outline, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { part, read, WRAPPED } from './documents.ts';

describe('TM-BOM in CycloneDX', () => {
  it('guesses by the platform of a wrapped model, and keeps it', () => {
    const server = read(WRAPPED).draft.assets.find(({ name }) => name === 'API');
    expect(server?.hints?.technologies).toEqual(['Tomcat']);
    expect(server?.extensions).toEqual({ 'x-properties': { platform: 'Tomcat' } });
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

  it('leaves out the sort of what stands in a boundary, and says more than a model does, by other people', () => {
    const imported = importText(
      tmBom,
      'a.cdx.json',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [
          part(
            'model',
            'model',
            { isOrdered: 'true' },
            {
              components: [
                part('net', 'net', { type: 'boundary' }),
                part('job', 'job', { inBoundary: 'net', hasAccessControl: 'true', tag: 'nightly' }),
                part('db', 'db', { type: 'datastore', isHardened: 'false' }),
                part('f', 'f', {
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

describe.skipIf(!HAS_SAMPLES)('the sample of TM-BOM in CycloneDX', () => {
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
