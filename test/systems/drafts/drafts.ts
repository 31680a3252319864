/** Drafts made up in tests. */
import { loadLibraries } from '#workspace/libraries';
import type { DraftAsset, DraftFlow, DraftSystem } from '#model/draft-system';
import type { ImportedSystem } from '#model/system-importer';
import { completeDraft, type CompletedDraft } from '#systems/drafts/complete-draft';

export const place = { file: 'foreign.json', line: 3 };

export function draft(parts: Partial<DraftSystem> = {}): DraftSystem {
  return {
    id: 'a-system',
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

export function asset(id: string, parts: Partial<DraftAsset> = {}): DraftAsset {
  return { id, place, fallback: 'process', ...parts };
}

export function flow(from: string, to: string, parts: Partial<DraftFlow> = {}): DraftFlow {
  return { from, to, place, ...parts };
}

export const GUESSES = loadLibraries([]).flatMap(({ guesses = [] }) => guesses);

export function completed(parts: Partial<DraftSystem>, guess = true): CompletedDraft {
  const imported: ImportedSystem = { draft: draft(parts), losses: [], diagnostics: [] };
  return completeDraft(imported, { ...(guess && { guesses: GUESSES }), controlIds: ['AML.M0020'] });
}
