/**
 * STIX ids: the publisher's where there is one, else UUIDv5, so that the same thing has the same id in every bundle.
 */
import { v5 } from 'uuid';

/** Of everything that no publisher has named; fixed for ever, since ids in users' stores come from it. */
const NAMESPACE = 'b38f9f5c-3d1b-5f0a-9c57-6d0c4d2f7a11';

/** MITRE makes the ids of ATLAS of these sixteen bytes, since 5.2.0. */
const ATLAS_NAMESPACE = new TextEncoder().encode('atlas.mitre.org.');

/** @example ownId('infrastructure', 'support-chatbot', 'bot') // 'infrastructure--…' */
export function ownId(type: string, ...names: readonly (string | number)[]): string {
  return `${type}--${v5(JSON.stringify([type, ...names]), NAMESPACE)}`;
}

/** @example atlasId('attack-pattern', 'AML.T0000') // 'attack-pattern--c02f812d-59cc-5366-b1aa-7eb05154b772' */
export function atlasId(type: string, id: string): string {
  return `${type}--${v5(id, ATLAS_NAMESPACE)}`;
}

/** The publisher's id of a record of a framework, or else one of ours, in which the edition is a part of the name. */
export function recordStixId(
  type: string,
  framework: { readonly id: string; readonly edition: string },
  record: { readonly id: string; readonly stixId?: string },
): string {
  if (framework.id === 'atlas') return atlasId(type, record.id);
  return record.stixId ?? ownId(type, framework.id, framework.edition, record.id);
}
