import { describe, expect, it } from 'vitest';
import { tmBom } from '#importers/systems/tm-bom/index';
import { errorOf, importText, outline, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { LIBRARY, named, read, TEXT, WRAPPED } from './documents.ts';

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
});
