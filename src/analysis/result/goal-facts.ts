import type { AttackGoal } from '#model/attack-graph';
import type { Capability } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import type { Goal, Loss } from '#model/system-model';
import type { Derivation } from '../derive/derive.ts';

/** What an attacker must be able to do with an element for a loss; any one is enough. */
const LOST_BY: Readonly<Record<Loss, readonly Capability[]>> = {
  confidentiality: ['read'],
  integrity: ['write', 'control'],
  availability: ['deny'],
  behaviour: ['control'],
  tampering: ['write'],
  cost: ['deny'],
};

/** A goal of the model with the facts of the attack graph that reach it; none where it cannot be reached. */
export interface GroundGoal {
  readonly goal: Goal;
  readonly element: number;
  readonly target: AttackGoal;
}

/** The goals of a system, by id. */
export function groundGoals(derivation: Derivation): GroundGoal[] {
  return [...derivation.input.system.goals]
    .sort((a, b) => compareText(a.id, b.id))
    .map((goal) => groundGoal(derivation, goal));
}

export function groundGoal({ ground, graphFact }: Derivation, goal: Goal): GroundGoal {
  const element = ground.index.elements.participant(goal.on);
  const facts =
    element === -1
      ? []
      : LOST_BY[goal.loss].flatMap((capability) => {
          const fact = ground.factOf[ground.codes.capability(capability, element)]!;
          const derived = fact === -1 ? -1 : graphFact[fact]!;
          return derived === -1 ? [] : [derived];
        });
  return { goal, element, target: { id: goal.id, facts } };
}
