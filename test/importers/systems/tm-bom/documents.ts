/** A TM-BOM of the library, and one wrapped in CycloneDX, with one of everything. */
import { tmBom } from '#importers/systems/tm-bom/index';
import { importText } from '../drafted.ts';

export const named = (
  symbolic_name: string,
  title: string,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  symbolic_name,
  title,
  description: `About ${title}`,
  ...more,
});
export const LIBRARY = {
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
export const TEXT = JSON.stringify(LIBRARY, null, 1);

export const part = (
  ref: string,
  name: string,
  properties: Readonly<Record<string, string>>,
  more: object = {},
) => ({
  type: 'threat-model',
  'bom-ref': ref,
  name,
  properties: Object.entries(properties).map(([key, value]) => ({ name: `cdx:model:${key}`, value })),
  ...more,
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
export const WRAPPED = JSON.stringify(CYCLONEDX, null, 1);

export const read = (text: string, path = 'a.json') => importText(tmBom, path, text);
