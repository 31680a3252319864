import type { ControlOption } from '#model/attack-graph';
import type { ControlAdvice, ControlQuestion, GoalControlPlan } from '#model/answers/control-advice';
import { goalBasisOf, threatsOf } from '../basis.ts';
import type { AnalysisBasis, GoalBasis } from '../basis.ts';
import { minimumControlSet } from '../controls/minimum-control-set.ts';
import type { MinimumControlSet, NoControlSet } from '../controls/minimum-control-set.ts';
import { rankControls } from '../controls/ranking.ts';
import { askedGoals } from '../path-query/asked-goals.ts';
import { cheapestDerivations } from '../paths/cheapest-derivations.ts';
import { likelihoodOf } from '../paths/step-cost.ts';
import { topologicalOrder } from '../paths/topological-order.ts';
import { IMPACT_WEIGHT, rounded } from '../result/bands.ts';
import { AIMS, controlOptions } from '../result/control-plan.ts';
import { inputDigest } from '../result/digest.ts';
import type { OnProgress } from '../result/paths.ts';
import type { GroundGoal } from '../result/goal-facts.ts';
import { placesOf } from './places.ts';

export interface ControlRun {
  /** Asked now and then, with a clock for example; once it says yes the rest is answered with bounds. */
  readonly shouldStop?: () => boolean;
  /** Told before each goal and at the end. */
  readonly onProgress?: OnProgress;
}

/** Visits of steps that one search may spend: about half a second. */
const SEARCH_WORK = 10_000_000;

/**
 * For each goal the cheapest controls that bring it below a likelihood, with where they have to act; and what each single control
 * would do. A control counts as not in place at each step at which no working safeguard implements it.
 *
 * Exact while `shouldStop` does not say yes and no search runs out of work; otherwise `exact` is false and `costAtLeast` a bound.
 *
 * @throws ThreatloomError ASK-003 for a goal that the model does not have
 */
export function askControls(
  whole: AnalysisBasis,
  question: ControlQuestion,
  version: string,
  run: ControlRun = {},
): ControlAdvice {
  const basis = goalBasisOf(whole);
  const { derivation, index } = basis;
  const { shouldStop = () => false, onProgress } = run;
  const { system, today } = derivation.input;
  const goals = askedGoals(basis, question.goals);
  const options = controlOptions(derivation);
  const total = goals.length + 1;
  const plans = goals.map((goal, done) => {
    onProgress?.({ done, total });
    const stop = (): boolean => {
      onProgress?.({ done, total });
      return shouldStop();
    };
    return planFor(basis, goal, options, question.target === undefined ? AIMS : [question.target], stop);
  });
  onProgress?.({ done: goals.length, total });
  const weighed = goals
    .filter(({ target }) => target.facts.length > 0)
    .map(({ goal, target }) => ({ ...target, impact: IMPACT_WEIGHT[goal.impact] }));
  const ranking = rankControls(index.graph, weighed, options, SEARCH_WORK);
  onProgress?.({ done: total, total });
  const named = new Set(
    plans.flatMap(({ steps, pathLeft = [] }) => [
      ...pathLeft,
      ...steps.flatMap(({ places }) => places.flatMap(({ threats }) => threats)),
    ]),
  );
  return {
    threatloom: version,
    system: system.id,
    digest: inputDigest(derivation.input),
    asOf: today,
    plans,
    ranking: {
      controls: ranking.controls
        .filter(({ riskRemoved }) => rounded(riskRemoved) > 0)
        .map((each) => ({
          ...each,
          ...nameOf(basis, each.id),
          riskRemoved: rounded(each.riskRemoved),
          riskRemovedPerCost: rounded(each.riskRemovedPerCost),
        })),
      risk: rounded(ranking.risk),
      exact: ranking.exact,
    },
    threats: threatsOf(whole).filter(({ id }) => named.has(id)),
  };
}

function planFor(
  basis: GoalBasis,
  { goal, target }: GroundGoal,
  options: readonly ControlOption[],
  aims: readonly number[],
  shouldStop: () => boolean,
): GoalControlPlan {
  const { graph } = basis.index;
  const now = likelihoodNow(basis, target.facts);
  const head = { goal: goal.id, impact: goal.impact, likelihoodBefore: rounded(now) };
  const first = aims[0]!;
  // Possible aims only: at or above what it is now there is nothing to do.
  const open = now === 0 ? [] : aims.filter((aim) => aim <= now);
  if (open.length < aims.length && open[0] !== first) {
    return { ...head, ...NOTHING, aim: first, achieved: true, likelihoodAfter: rounded(now) };
  }
  let failed: NoControlSet | undefined;
  for (const limit of open) {
    const found = minimumControlSet(graph, target, options, { limit, shouldStop, workLimit: SEARCH_WORK });
    if (!found.possible) failed = found;
    else return { ...head, ...chosenPlan(basis, { target, found, options, limit, shouldStop }) };
  }
  const { groups, derivation } = basis;
  const left = topologicalOrder(graph, failed?.path ?? []).map(
    ({ step }) => groups.ofStep[derivation.wholeStep[step]!]!,
  );
  return {
    ...head,
    ...NOTHING,
    aim: first,
    achieved: false,
    likelihoodAfter: rounded(now),
    pathLeft: [...new Set(left)].filter((threat) => threat !== -1).map((threat) => groups.ids[threat]!),
  };
}

const NOTHING = { controls: [], steps: [], exact: true, cost: 0, costAtLeast: 0 } as const;

interface Chosen {
  readonly target: GroundGoal['target'];
  readonly found: MinimumControlSet;
  readonly options: readonly ControlOption[];
  readonly limit: number;
  readonly shouldStop: () => boolean;
}

function chosenPlan(
  basis: GoalBasis,
  { target, found, options, limit, shouldStop }: Chosen,
): Omit<GoalControlPlan, 'goal' | 'impact' | 'likelihoodBefore'> {
  const { likelihoods, input } = basis.derivation;
  const plan = found.controls.map((id) => options.find((option) => option.id === id)!);
  const places = placesOf(basis, { goal: target, plan, limit, workLimit: SEARCH_WORK, shouldStop });
  return {
    controls: found.controls,
    // A bound that meets the cost is a proof, too.
    exact: found.exact || found.lowerBound >= found.cost,
    likelihoodAfter: rounded(found.likelihoodAfter),
    cost: found.cost,
    costAtLeast: found.lowerBound,
    aim: limit,
    achieved: true,
    steps: plan.map(({ id, cost }, i) => ({
      id,
      ...nameOf(basis, id),
      cost,
      effectiveness: likelihoods.ofControl(id),
      planned: input.system.safeguards
        .filter((each) => each.status === 'planned' && each.implements.includes(id))
        .map((each) => each.id)
        .sort(),
      places: places[i]!,
    })),
  };
}

/** Of the likeliest path, 0 where there is none. */
function likelihoodNow({ index }: GoalBasis, facts: readonly number[]): number {
  if (facts.length === 0) return 0;
  const question = { facts, k: 1, classOf: (step: number) => step + 1, work: SEARCH_WORK };
  const steps = cheapestDerivations(index, question).derivations[0]?.steps;
  return steps === undefined ? 0 : likelihoodOf(index.graph.likelihood, steps);
}

function nameOf(
  { derivation: { catalogue, input } }: GoalBasis,
  id: string,
): { readonly name?: string; readonly framework?: string } {
  const name = catalogue.name(id);
  const framework = input.knowledge.controls.get(id)?.framework ?? catalogue.libraryOf(id);
  return { ...(name === undefined ? {} : { name }), ...(framework === undefined ? {} : { framework }) };
}
