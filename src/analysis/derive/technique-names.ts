import type { AnalysisKnowledge } from '#model/analysis-knowledge';

/**
 * The ids by which a decision or a measure may name the technique of a rule: its own, its parent's, since a technique also stands
 * for its sub-techniques, and those of what took its place where the pinned edition has retired it. A model that was moved to a
 * newer edition so keeps its decisions, although the rules still use the old id.
 */
export function techniqueNames(
  technique: string,
  { techniques, heirs }: AnalysisKnowledge,
): ReadonlySet<string> {
  const heir = heirs?.get(technique);
  const all = [technique, techniques.get(technique)?.parent, heir, techniques.get(heir ?? '')?.parent];
  return new Set(all.filter((id) => id !== undefined));
}
