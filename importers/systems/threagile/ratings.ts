import type { DraftAsset } from '#model/draft-system';
import type { Level } from '#model/system-model';

const CONFIDENTIALITY: ReadonlyMap<string, Level> = new Map(
  Object.entries<Level>({
    internal: 'low',
    restricted: 'medium',
    confidential: 'high',
    'strictly-confidential': 'critical',
  }),
);

const CRITICALITY: ReadonlyMap<string, Level> = new Map(
  Object.entries<Level>({
    operational: 'low',
    important: 'medium',
    critical: 'high',
    'mission-critical': 'critical',
  }),
);

/** Ratings of five steps on our four: the lowest of each (`public`, `archive`) says that there is nothing to lose. */
export function valueOf(rated: {
  readonly confidentiality: string | undefined;
  readonly integrity: string | undefined;
  readonly availability: string | undefined;
}): Pick<DraftAsset, 'value'> {
  const value = {
    ...level('confidentiality', CONFIDENTIALITY.get(rated.confidentiality ?? '')),
    ...level('integrity', CRITICALITY.get(rated.integrity ?? '')),
    ...level('availability', CRITICALITY.get(rated.availability ?? '')),
  };
  return Object.keys(value).length > 0 ? { value } : {};
}

function level<K extends string>(key: K, value: Level | undefined): Partial<Record<K, Level>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, Level>>);
}

/** Protocols that encrypt, and those that leave no machine or process, of which nothing is said. */
const ENCRYPTED = /(?:-encrypted|^https|^wss|^ssh|^ssh-tunnel|^ftps|^sftp|^scp|^ldaps)$/;
const LOCAL = new Set([
  'in-process-library-call',
  'inter-process-communication',
  'local-file-access',
  'container-spawning',
  'unknown-protocol',
]);

/** Undefined: not said. A VPN encrypts whatever goes through it. */
export function isEncrypted(protocol: string | undefined, vpn: boolean | undefined): boolean | undefined {
  if (vpn === true) return true;
  if (protocol === undefined || LOCAL.has(protocol)) return undefined;
  return ENCRYPTED.test(protocol);
}
