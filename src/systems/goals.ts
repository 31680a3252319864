import { LEVELS, type Asset, type Goal } from '#model/system-model';

const VALUE_LOSSES = ['confidentiality', 'integrity', 'availability'] as const;

export interface ChosenGoals {
  /** By id, in code-point order. */
  readonly taken: readonly Goal[];
  /** Goals from `value` that do not count because goals are stated. */
  readonly leftOut: readonly Goal[];
}

/**
 * Stated goals, or without any those that follow from the assets' `value`: one for each loss that is rated, with the
 * id `ASSET-LOSS`, e.g. `crm-integrity`. A goal from `value` whose asset and loss a stated goal names already is that
 * goal: it is neither doubled nor left out.
 *
 * @param fromValue take both
 */
export function chooseGoals(
  stated: readonly Goal[],
  assets: readonly Asset[],
  fromValue: boolean,
): ChosenGoals {
  const named = new Set(stated.map(({ on, loss }) => `${on} ${loss}`));
  const others = assets.flatMap(goalsOfValue).filter(({ on, loss }) => !named.has(`${on} ${loss}`));
  const takesOthers = fromValue || stated.length === 0;
  const taken = takesOthers ? [...stated, ...others] : [...stated];
  return {
    taken: taken.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    leftOut: takesOthers ? [] : others,
  };
}

function goalsOfValue(asset: Asset): Goal[] {
  return VALUE_LOSSES.flatMap((loss): Goal[] => {
    const impact = asset.value[loss];
    return impact === undefined
      ? []
      : [{ id: `${asset.id}-${loss}`, on: asset.id, loss, impact, origin: 'value' }];
  });
}

/** Highest impact first. */
export function compareImpact(a: Goal, b: Goal): number {
  return LEVELS.indexOf(b.impact) - LEVELS.indexOf(a.impact) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
