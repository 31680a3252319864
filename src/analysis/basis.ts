import type { Derivation } from './derive/derive.ts';
import { bestDerivation } from './paths/best-derivation.ts';
import type { BestDerivation } from './paths/best-derivation.ts';
import { preparePaths } from './paths/cheapest-derivations.ts';
import type { PathIndex } from './paths/cheapest-derivations.ts';
import { groundGoals } from './result/goal-facts.ts';
import type { GroundGoal } from './result/goal-facts.ts';
import { impactOfSteps } from './result/impact.ts';
import { groupThreats } from './result/threat-groups.ts';
import type { ThreatGroups } from './result/threat-groups.ts';

/** What every answer about a derived system starts from; made once for all of them. */
export interface AnalysisBasis {
  readonly derivation: Derivation;
  readonly groups: ThreatGroups;
  readonly index: PathIndex;
  readonly best: BestDerivation;
  /** By id. */
  readonly goals: readonly GroundGoal[];
  /** Step of the graph → 1 + place in `LEVELS` of the highest impact that it can lead to, 0 for none. */
  readonly impact: Uint8Array;
}

/** O(m log n) for the preparation of path searches. */
export function basisOf(derivation: Derivation): AnalysisBasis {
  const index = preparePaths(derivation.graph);
  const goals = groundGoals(derivation);
  return {
    derivation,
    groups: groupThreats(derivation.ground),
    index,
    best: bestDerivation(index.graph),
    goals,
    impact: impactOfSteps(index.graph, goals),
  };
}
