import type { SystemChanges, WhatIfAnswer } from '#model/answers/what-if';
import { PATH_WORK } from '../analyze.ts';
import { basisOf, goalBasisOf, threatsOf } from '../basis.ts';
import { deriveSystem } from '../derive/derive.ts';
import type { DerivationInput } from '../derive/derive.ts';
import { IMPACT_WEIGHT } from '../result/bands.ts';
import { pathRecords } from '../result/paths.ts';
import type { OnProgress } from '../result/paths.ts';
import { goalChanges, pathChanges, threatChanges, weighedRisk } from './compare.ts';
import type { Side } from './compare.ts';

export interface WhatIfOptions {
  readonly version: string;
  /** How many paths of each goal are compared; 10 unless given. */
  readonly pathsPerGoal?: number;
  readonly onProgress?: OnProgress;
}

/**
 * What changes when a system does: both are derived anew and compared by what their goals, threats and steps are.
 *
 * @param changes what made the difference, for the answer
 * @throws ThreatloomError ANA-001 when a rule matches too much to be meant
 */
export function whatIfSystem(
  before: DerivationInput,
  after: DerivationInput,
  changes: SystemChanges,
  { version, pathsPerGoal = 10, onProgress }: WhatIfOptions,
): WhatIfAnswer {
  // Two halves of one work.
  const was = sideOf(before, pathsPerGoal, ({ done, total }) => onProgress?.({ done, total: 2 * total }));
  const is = sideOf(after, pathsPerGoal, ({ done, total }) =>
    onProgress?.({ done: total + done, total: 2 * total }),
  );
  const [threatsBefore, threatsAfter] = [threatsOf(was.basis), threatsOf(is.basis)];
  const paths = pathChanges(was, is);
  const named = new Set([
    ...[...paths.pathsGone, ...paths.pathsNew].flatMap(({ steps }) => steps.map(({ threat }) => threat)),
    ...paths.pathsChanged.flatMap(({ threats }) => threats),
  ]);
  const sentences = [...threatsBefore, ...threatsAfter]
    .filter(({ id }) => named.has(id))
    .map(({ id, goal }) => [id, goal] as const);
  return {
    threatloom: version,
    system: before.system.id,
    asOf: before.today,
    changes: canonical(changes),
    risk: {
      before: weighedRisk(was.found.goals, IMPACT_WEIGHT),
      after: weighedRisk(is.found.goals, IMPACT_WEIGHT),
    },
    goals: goalChanges(was.found.goals, is.found.goals),
    ...paths,
    threats: threatChanges(threatsBefore, threatsAfter),
    sentences: Object.fromEntries(sentences.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function sideOf(input: DerivationInput, pathsPerGoal: number, onProgress: OnProgress): Side {
  const basis = basisOf(deriveSystem(input));
  return { basis, found: pathRecords({ ...goalBasisOf(basis), pathsPerGoal, work: PATH_WORK, onProgress }) };
}

/** In one order, whatever order the changes came in. */
function canonical(changes: SystemChanges): SystemChanges {
  const set = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
  return {
    set: [...changes.set].sort((a, b) => (a.pointer < b.pointer ? -1 : 1)),
    addSafeguards: changes.addSafeguards
      .map((each) => ({ ...each, implements: set(each.implements), on: set(each.on) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    removeSafeguards: set(changes.removeSafeguards),
    inPlace: set(changes.inPlace),
    removeAssets: set(changes.removeAssets),
    removeFlows: set(changes.removeFlows),
  };
}
