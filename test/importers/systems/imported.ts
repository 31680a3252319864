/** Short forms of what an importer gives, for exact comparison. */
import { ThreatloomError } from '#model/errors';
import type { DraftSystem } from '#model/draft-system';
import type { LossEntry, Outcome, SystemFile, SystemImporter } from '#model/system-importer';

/** `a uses b`, sorted. */
export function linksOf(draft: DraftSystem): string[] {
  return draft.assets
    .flatMap(({ id, relations = {} }) =>
      Object.entries(relations).flatMap(([relation, targets]) =>
        targets.map((target) => `${id} ${relation} ${target}`),
      ),
    )
    .sort();
}

/** `from → to`, in order. */
export function flowsOf(draft: DraftSystem): string[] {
  return draft.flows.map(({ from, to, both }) => `${from} ${both === true ? '↔' : '→'} ${to}`);
}

/** `id: kind` in order; `?` where the kind is left to guessing. */
export function kindsOf(draft: DraftSystem): string[] {
  return draft.assets.map(({ id, kind }) => `${id}: ${kind ?? '?'}`);
}

/** `what: why` or `what → became` of the lines with one outcome. */
export function linesOf(losses: readonly LossEntry[], outcome: Outcome): string[] {
  return losses
    .filter((entry) => entry.outcome === outcome)
    .map(({ what, became, why }) => (became === undefined ? `${what}: ${why ?? ''}` : `${what} → ${became}`));
}

export function refusalOf(importer: SystemImporter, input: readonly SystemFile[]): ThreatloomError {
  try {
    importer.read(input);
  } catch (error) {
    if (error instanceof ThreatloomError) return error;
    throw error;
  }
  throw new Error('was read');
}
