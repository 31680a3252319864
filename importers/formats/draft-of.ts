import type { DraftSystem } from '#model/draft-system';

/** A draft with an empty list for each sort of element that a format does not have. */
export function draftOf(parts: Pick<DraftSystem, 'id'> & Partial<DraftSystem>): DraftSystem {
  return {
    zones: [],
    actors: [],
    assets: [],
    flows: [],
    safeguards: [],
    evidence: [],
    threats: [],
    goals: [],
    ...parts,
  };
}
