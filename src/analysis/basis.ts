import type { Threat } from '#model/analysis-result';
import type { Derivation } from './derive/derive.ts';
import { sliceOf } from './derive/slice.ts';
import { bestDerivation } from './paths/best-derivation.ts';
import type { BestDerivation } from './paths/best-derivation.ts';
import { preparePaths } from './paths/cheapest-derivations.ts';
import type { PathIndex } from './paths/cheapest-derivations.ts';
import { Consequences } from './result/consequences.ts';
import { variantsOf } from './result/fold.ts';
import { groundGoals } from './result/goal-facts.ts';
import type { GroundGoal } from './result/goal-facts.ts';
import { impactOfSteps } from './result/impact.ts';
import { TacticOrder } from './result/tactic-order.ts';
import { groupThreats } from './result/threat-groups.ts';
import type { ThreatGroups } from './result/threat-groups.ts';
import { threatRecords } from './result/threats.ts';

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

/** What answers about the goals of the model start from: only the steps that can lead to one of them. */
export interface GoalBasis extends Omit<AnalysisBasis, 'impact'> {
  readonly consequences: Consequences;
}

/** O(size of the graph), and O(m log n) for what is left of it. */
export function goalBasisOf({ derivation, groups, impact }: AnalysisBasis): GoalBasis {
  const slice = sliceOf(derivation, impact);
  const goals = groundGoals(slice);
  const index = preparePaths(slice.graph);
  return {
    derivation: slice,
    groups,
    index,
    best: bestDerivation(index.graph),
    goals,
    consequences: consequencesOf({ derivation, groups }, goals, slice),
  };
}

/** What may follow the goals, whose facts are numbered as in `sliced`. */
export function consequencesOf(
  { derivation, groups }: Pick<AnalysisBasis, 'derivation' | 'groups'>,
  goals: readonly GroundGoal[],
  sliced: Derivation = derivation,
): Consequences {
  const facts = goals.flatMap(({ target }) => target.facts.map((fact) => sliced.wholeFact[fact]!));
  return new Consequences(derivation, groups, new TacticOrder(derivation.input.knowledge), new Set(facts));
}

/** The threats of a system, in the order of `groups`. */
export function threatsOf(basis: AnalysisBasis): Threat[] {
  const { system, knowledge } = basis.derivation.input;
  const threats = threatRecords({ ...basis, graph: basis.index.graph });
  const variants = variantsOf(threats, system, knowledge.techniques);
  return threats.map((threat) => {
    const variantOf = variants.get(threat.id);
    return variantOf === undefined ? threat : { ...threat, variantOf };
  });
}
