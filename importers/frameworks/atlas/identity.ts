import type {
  CaseStudyRecord,
  FrameworkIdentity,
  MappingRecord,
  TechniqueRecord,
} from '#model/framework-records';

export const ATLAS = 'atlas';

export function atlasIdentity(edition: string): FrameworkIdentity {
  return {
    id: ATLAS,
    name: 'MITRE ATLAS',
    edition,
    publisher: 'The MITRE Corporation',
    licence: 'Apache-2.0',
    url: 'https://atlas.mitre.org',
  };
}

/** The YAML files carry no addresses; the STIX bundles give these. */
export function atlasUrl(kind: 'tactics' | 'techniques' | 'mitigations' | 'studies', id: string): string {
  return `https://atlas.mitre.org/${kind}/${id}`;
}

/** Format 5 writes `realized`, format 6 `Realized`. */
export function atlasMaturity(text: string | undefined): TechniqueRecord['maturity'] {
  const word = text?.toLowerCase();
  return word === 'feasible' || word === 'demonstrated' || word === 'realized' ? word : undefined;
}

export function caseStudyKind(text: string | undefined): CaseStudyRecord['kind'] {
  const word = text?.toLowerCase();
  return word === 'incident' || word === 'exercise' ? word : 'unknown';
}

/** ATLAS's own reference to ATT&CK: it says "related", no more, and names no edition of ATT&CK. */
export function attackReference(
  edition: string,
  subject: { readonly id: string; readonly name: string },
  attackId: string,
): MappingRecord {
  return {
    subject: { framework: ATLAS, edition, id: subject.id, label: subject.name },
    predicate: 'skos:relatedMatch',
    object: { framework: 'attack-enterprise', id: attackId },
    justification: 'semapv:ManualMappingCuration',
    trust: 'official',
    source: `atlas ${edition}`,
  };
}
