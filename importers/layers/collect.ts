import { compareText } from '#model/diagnostics';
import type { LayerTechnique } from '#model/technique-layer';

/** Each technique once: below several tactics a layer repeats it. The highest score counts, and one that is on. */
export function collectTechniques(all: readonly LayerTechnique[]): readonly LayerTechnique[] {
  const found = new Map<string, LayerTechnique>();
  for (const next of all) {
    const before = found.get(next.id);
    if (before === undefined) {
      found.set(next.id, next);
      continue;
    }
    const scores = [before.score, next.score].filter((score) => score !== undefined);
    const comment = before.comment ?? next.comment;
    found.set(next.id, {
      id: next.id,
      ...(scores.length === 0 ? {} : { score: Math.max(...scores) }),
      disabled: before.disabled && next.disabled,
      ...(comment === undefined ? {} : { comment }),
    });
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}
