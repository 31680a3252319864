import { describe, expect, it } from 'vitest';
import { tmBom } from '#importers/systems/tm-bom/index';
import { importText, said } from '../drafted.ts';
import { named } from './documents.ts';

describe('names that a TM-BOM does not define', () => {
  it('are told and kept from every list', () => {
    const text = JSON.stringify({
      $schema:
        'https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.1/threat-model.schema.json',
      trust_zones: [named('vpc', 'VPC')],
      trust_boundaries: [{ trust_zone_a: 'internet', trust_zone_b: 'vpc' }],
      components: [named('api', 'API', { trust_zone: 'vpc', parent_component: 'suite' })],
      data_sets: [named('cards', 'Cards', { placements: [{ data_store: 'safe' }] })],
      threats: [named('steal', 'Steal', { threat_persona: 'mallory' })],
      controls: [named('mfa', 'MFA', { threats: ['steal', 'phish'], status: 'active' })],
      risks: [named('loss', 'Loss', { threats: ['steal', 'burn'], level: 'high' })],
    });
    const imported = importText(tmBom, 'a.json', text);
    expect(said(imported).map((line) => line.replace(/ \d+ /, ' '))).toEqual([
      'TMBOM-003 data store "safe" is not in the file',
      'TMBOM-003 threat "phish" is not in the file',
      'TMBOM-003 threat "burn" is not in the file',
      'TMBOM-003 threat persona "mallory" is not in the file',
      'TMBOM-003 trust zone "internet" is not in the file',
      'TMBOM-003 component "suite" is not in the file',
    ]);
    expect(imported.draft.undefinedReferences).toHaveLength(6);
    expect(imported.draft.undefinedReferences).toEqual(
      expect.arrayContaining([
        { in: 'component "api"', key: 'parent_component', id: 'suite' },
        { in: 'data set "cards"', key: 'data_store', id: 'safe' },
        { in: 'risk "loss"', key: 'threats', id: 'burn' },
        { in: 'control "mfa"', key: 'threats', id: 'phish' },
        { in: 'threat "steal"', key: 'threat_persona', id: 'mallory' },
        { in: 'trust boundary between "internet" and "vpc"', key: 'trust_zone_a', id: 'internet' },
      ]),
    );
    expect(imported.draft.threats).toMatchObject([{ severity: 'high', safeguards: ['mfa'] }]);
  });

  it('are told and kept from data of a model in CycloneDX', () => {
    const part = (type: string, name: string, properties: Readonly<Record<string, string>> = {}) => ({
      type: 'threat-model',
      'bom-ref': name,
      name,
      properties: Object.entries({ type, ...properties }).map(([key, value]) => ({
        name: `cdx:model:${key}`,
        value,
      })),
    });
    const text = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [
        part('datastore', 'db'),
        part('asset', 'Cards', { storedBy: 'db', processedBy: 'till' }),
        part('asset', 'Names', { storedBy: 'crm' }),
      ],
    });
    expect(importText(tmBom, 'a.cdx.json', text).draft.undefinedReferences).toEqual([
      { in: 'asset "Cards"', key: 'processedBy', id: 'till' },
      { in: 'asset "Names"', key: 'storedBy', id: 'crm' },
    ]);
  });
});
