import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import { ASSET_CLASSES, ASSET_KINDS } from '#model/asset-kinds';
import type { AttackLibrary } from '#model/attack-library';

/** What `at` may name besides kinds and classes. */
export const SORTS = ['asset', 'actor', 'attacker', 'person', 'zone'] as const;
export const ACTOR_SORTS: readonly string[] = ['actor', 'attacker', 'person'];

export const STRIDE = [
  'spoofing',
  'tampering',
  'repudiation',
  'information-disclosure',
  'denial-of-service',
  'elevation-of-privilege',
] as const;

/** Which names a library may use: of the model, of the libraries before it, of the frameworks, and its own. */
export interface Vocabulary {
  /** Kind → class. */
  readonly kinds: Map<string, string>;
  readonly unaryViews: Set<string>;
  readonly binaryViews: Set<string>;
  readonly ruleIds: Set<string>;
  readonly controls: Set<string>;
  /** Absent: nothing is known of the frameworks, so their ids are not checked. */
  readonly knowledge: AnalysisKnowledge | undefined;
}

export function vocabularyOf(
  base: readonly AttackLibrary[],
  knowledge: AnalysisKnowledge | undefined,
): Vocabulary {
  const kinds = new Map<string, string>(ASSET_KINDS);
  for (const library of base) for (const kind of library.kinds) kinds.set(kind.id, kind.class);
  const views = base.flatMap((library) => library.views);
  return {
    kinds,
    unaryViews: new Set(views.filter(({ of }) => of.length === 1).map(({ id }) => id)),
    binaryViews: new Set(views.filter(({ of }) => of.length === 2).map(({ id }) => id)),
    ruleIds: new Set(base.flatMap((library) => library.rules.map(({ id }) => id))),
    controls: new Set([
      ...(knowledge?.controls.keys() ?? []),
      ...base.flatMap((library) => library.controls.map(({ id }) => id)),
    ]),
    knowledge,
  };
}

/** All that may stand in `at`. */
export function namesForAt(vocabulary: Vocabulary): Set<string> {
  return new Set([...SORTS, ...ASSET_CLASSES, ...vocabulary.kinds.keys(), ...vocabulary.unaryViews]);
}
