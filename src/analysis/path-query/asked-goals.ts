import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { LOSSES } from '#model/system-model';
import type { Goal } from '#model/system-model';
import type { AnalysisBasis } from '../basis.ts';
import { groundGoal } from '../result/goal-facts.ts';
import type { GroundGoal } from '../result/goal-facts.ts';
import { ownImpact } from '../result/impact.ts';

/**
 * The goals that a question is about, by id: those named, and those on the elements named. An element without a goal of the
 * model gets one for each loss that can be reached, with the id `ELEMENT:LOSS` and its own value as impact. Nothing
 * named: all goals.
 *
 * @throws ThreatloomError ASK-003 for a goal, ASK-004 for an element that the model does not have
 */
export function askedGoals(
  { derivation, goals }: Pick<AnalysisBasis, 'derivation' | 'goals'>,
  named: readonly string[],
  on: readonly string[] = [],
): GroundGoal[] {
  if (named.length === 0 && on.length === 0) return [...goals];
  const { elements } = derivation.ground.index;
  const known = goals.map(({ goal }) => goal.id);
  for (const id of named) {
    if (!known.includes(id)) throw unknown('ASK-003', `there is no goal "${id}"`, id, known);
  }
  const impactOf = ownImpact(derivation);
  const others = [...new Set(on)].flatMap((id): GroundGoal[] => {
    const element = elements.participant(id);
    const ids = elements.ids.slice(0, elements.firstZone);
    if (element === -1) throw unknown('ASK-004', `there is no asset or actor "${id}"`, id, ids);
    if (goals.some(({ goal }) => goal.on === id)) return [];
    return LOSSES.map((loss): Goal => {
      const value = elements.assetAt(element)?.value as Readonly<Record<string, Goal['impact']>> | undefined;
      return {
        id: `${id}:${loss}`,
        on: id,
        loss,
        impact: value?.[loss] ?? impactOf(element),
        origin: 'value',
      };
    })
      .map((goal) => groundGoal(derivation, goal))
      .filter(({ target }) => target.facts.length > 0);
  });
  const wanted = goals.filter(({ goal }) => named.includes(goal.id) || on.includes(goal.on));
  return [...wanted, ...others].sort((a, b) => (a.goal.id < b.goal.id ? -1 : 1));
}

function unknown(code: string, message: string, id: string, ids: readonly string[]): ThreatloomError {
  const near = nearestWord(id, ids);
  const list = ids.length === 0 ? 'the model has none' : `there are ${ids.join(', ')}`;
  return new ThreatloomError(code, message, { hint: near === undefined ? list : `did you mean "${near}"?` });
}
