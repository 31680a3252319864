import type { AttackPathResult, GoalResult, PathStep } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import { LEVELS } from '#model/system-model';
import type { Derivation } from '../derive/derive.ts';
import { isWorking } from '../derive/likelihood.ts';
import type { PathIndex } from '../paths/cheapest-derivations.ts';
import { kBestPaths } from '../paths/k-best.ts';
import type { PathSearch, RankedPath } from '../paths/k-best.ts';
import { variantsOf } from '../paths/variants.ts';
import { riskOf, rounded } from './bands.ts';
import type { Consequence, Consequences } from './consequences.ts';
import type { GroundGoal } from './goal-facts.ts';
import { TacticOrder } from './tactic-order.ts';
import type { ThreatGroups } from './threat-groups.ts';
import { Transitions } from './transitions.ts';

/** Told how far long work is; for showing it only. */
export type OnProgress = (progress: { readonly done: number; readonly total: number }) => void;

export interface PathsInput {
  readonly derivation: Derivation;
  readonly groups: ThreatGroups;
  readonly index: PathIndex;
  readonly goals: readonly GroundGoal[];
  readonly pathsPerGoal: number;
  /** Visits of steps that may be spent, on all goals together. */
  readonly work: number;
  /** What may follow a goal; without it paths end at their goal. */
  readonly consequences?: Consequences;
  /** For some paths only, numbered as in `index`; all unless given. They come without variants. */
  readonly search?: PathSearch;
  /** Told before each goal and at the end. */
  readonly onProgress?: OnProgress;
}

export interface PathsOutput {
  readonly goals: readonly GoalResult[];
  readonly paths: readonly AttackPathResult[];
  /** For each of `paths` the ground steps of its way, in order, system steps included. */
  readonly ways: readonly (readonly number[])[];
  /** Goals that are reached without any technique: somebody may already. */
  readonly withoutAttack: readonly string[];
}

/** Paths that are looked at for each that is given, so that precedent has something to choose from. */
const CANDIDATES = 3;
/** Of each path that is given. */
const VARIANTS = 3;

/** The likeliest different paths to each goal, system steps folded out: all first ones, then all second ones. */
export function pathRecords(input: PathsInput): PathsOutput {
  const { derivation, groups, index, goals, pathsPerGoal } = input;
  const { ground, wholeStep } = derivation;
  const { knowledge } = derivation.input;
  const tactics = new TacticOrder(knowledge);
  const transitions = new Transitions(knowledge);
  const rankOf = ground.rules.map((rule) => tactics.rank(rule));
  const prepares = ground.rules.map((rule) => tactics.isPreparation(rule));
  const stepClass = new Int32Array(wholeStep.length);
  const rank = new Float64Array(wholeStep.length);
  wholeStep.forEach((step, i) => {
    const rule = ground.ruleOf[step]!;
    rank[i] = rankOf[rule]!;
    stepClass[i] = prepares[rule]! ? 0 : groups.ofStep[step]! + 1;
  });
  const reachable = goals.filter(({ target }) => target.facts.length > 0);
  const workLimit = Math.ceil(input.work / Math.max(1, reachable.length));
  const goalRecords: GoalResult[] = [];
  const records: { readonly way: readonly number[]; readonly record: AttackPathResult }[] = [];
  const search: PathSearch = input.search ?? ((target, options) => kBestPaths(index, target, options));
  const withoutAttack: string[] = [];
  for (const [done, { goal, target }] of goals.entries()) {
    input.onProgress?.({ done, total: goals.length });
    const found =
      target.facts.length === 0
        ? undefined
        : search(target, {
            k: CANDIDATES * pathsPerGoal,
            stepClass,
            rank,
            workLimit,
            variants: 0,
          });
    const head = { asset: goal.on, loss: goal.loss };
    const likelihood = found?.paths[0]?.likelihood ?? 0;
    const reached = (found?.paths.length ?? 0) > 0;
    goalRecords.push({
      id: goal.id,
      ...head,
      impact: goal.impact,
      reachable: reached,
      likelihood: rounded(likelihood),
      risk: reached ? riskOf(likelihood, goal.impact) : 'low',
    });
    const candidates = (found?.paths ?? []).map((path) => ({
      path,
      steps: pathSteps(path, derivation, groups, tactics, transitions),
    }));
    if (candidates.some(({ steps }) => steps.length === 0)) withoutAttack.push(goal.id);
    const facts = new Set(target.facts.map((fact) => derivation.wholeFact[fact]!));
    candidates
      .filter(({ steps }) => steps.length > 0)
      .sort((a, b) => preference(b) - preference(a))
      .slice(0, pathsPerGoal)
      .forEach(({ path, steps }, place) => {
        const way = path.steps.map(({ step }) => wholeStep[step]!);
        const consequence = input.consequences?.of(way, facts);
        if (consequence !== undefined) addConsequence(steps, consequence, way, input, tactics, transitions);
        // Only of the paths that are given: to find them for every candidate takes longer than all the rest.
        const { variants } = variantsOf(index, target.facts, {
          steps: path.steps.map(({ step }) => step).sort((a, b) => a - b),
          classOf: (step) => stepClass[step]!,
          wanted: input.search === undefined ? VARIANTS : 0,
        });
        records.push({
          way,
          record: {
            rank: place + 1,
            goal: goal.id,
            ...head,
            likelihood: rounded(path.likelihood),
            risk: riskOf(path.likelihood, goal.impact),
            steps,
            brokenBy: brokenBy(path, derivation),
            exact: found!.exact,
            variants: variants.map((variant) => ({
              likelihood: rounded(variant.likelihood),
              threats: threatsOf(variant.steps, derivation, groups),
            })),
          },
        });
      });
  }
  input.onProgress?.({ done: goals.length, total: goals.length });
  const risk = new Map(goalRecords.map(({ id, risk: of }) => [id, LEVELS.indexOf(of)]));
  records.sort(
    ({ record: a }, { record: b }) =>
      a.rank - b.rank ||
      risk.get(b.goal)! - risk.get(a.goal)! ||
      b.likelihood - a.likelihood ||
      compareText(a.goal, b.goal),
  );
  return {
    goals: goalRecords,
    paths: records.map(({ record }) => record),
    ways: records.map(({ way }) => way),
    withoutAttack: [...new Set(withoutAttack)],
  };
}

/** How much a path gains whose every transition was seen in a case study: it decides between ways of like likelihood. */
const PRECEDENT = 0.1;

/** What orders the paths of a goal: their likelihood, and a little how much of them case studies have shown. */
function preference({
  path,
  steps,
}: {
  readonly path: RankedPath;
  readonly steps: readonly PathStep[];
}): number {
  const shown = steps.filter(({ seenIn }) => seenIn.length > 0).length;
  return path.likelihood * (1 + (steps.length > 1 ? (PRECEDENT * shown) / (steps.length - 1) : 0));
}

/** Puts what follows from the goal behind the way to it. */
function addConsequence(
  steps: PathStep[],
  { step, fact }: Consequence,
  way: readonly number[],
  { derivation, groups }: PathsInput,
  tactics: TacticOrder,
  transitions: Transitions,
): void {
  const { ground } = derivation;
  const rule = ground.rules[ground.ruleOf[step]!]!;
  const threat = groups.ids[groups.ofStep[step]!]!;
  if (steps.some((each) => each.threat === threat)) return;
  const giver = way.findLast((each) =>
    ground.gives.subarray(ground.givesStart[each], ground.givesStart[each + 1]).includes(fact),
  );
  const giving = giver === undefined ? -1 : groups.ofStep[giver]!;
  const place = giving === -1 ? -1 : steps.findIndex((each) => each.threat === groups.ids[giving]);
  const before = place === -1 ? steps.length - 1 : place;
  const seenIn = transitions.between(steps[before]!.technique, rule.technique!);
  steps.push({
    threat,
    asset: ground.index.elements.ids[groups.element[groups.ofStep[step]!]!]!,
    technique: rule.technique!,
    tactic: tactics.serving(rule, [steps[before]!.tactic]),
    enabledBy: [before],
    seenIn,
    consequence: true,
  });
}

/** Technique steps in order; `enabledBy` skips over system steps to the technique steps behind them. */
function pathSteps(
  path: RankedPath,
  { ground, wholeStep }: Derivation,
  groups: ThreatGroups,
  tactics: TacticOrder,
  transitions: Transitions,
): PathStep[] {
  const steps: PathStep[] = [];
  const placeOfThreat = new Map<number, number>();
  /** Step of the path → places of the technique steps that it stands for: itself, or those behind a system step. */
  const places = new Map<number, readonly number[]>();
  for (const { step, enabledBy } of path.steps) {
    const whole = wholeStep[step]!;
    const threat = groups.ofStep[whole]!;
    const enablers = [...new Set(enabledBy.flatMap((each) => places.get(each)!))].sort((a, b) => a - b);
    const before = threat === -1 ? undefined : placeOfThreat.get(threat);
    if (threat === -1) {
      places.set(step, enablers);
    } else if (before !== undefined) {
      // The same threat in another way, say through a second document: one step for the reader.
      places.set(step, [before]);
    } else {
      const rule = ground.rules[ground.ruleOf[whole]!]!;
      const technique = rule.technique!;
      const place = steps.length;
      const previous = enablers.length > 0 ? enablers : place > 0 ? [place - 1] : [];
      const seenIn = previous.flatMap((each) => transitions.between(steps[each]!.technique, technique));
      steps.push({
        threat: groups.ids[threat]!,
        asset: ground.index.elements.ids[groups.element[threat]!]!,
        technique,
        tactic: tactics.serving(
          rule,
          enablers.map((each) => steps[each]!.tactic),
        ),
        enabledBy: enablers,
        seenIn: [...new Set(seenIn)].sort(),
      });
      placeOfThreat.set(threat, place);
      places.set(step, [place]);
    }
  }
  return steps;
}

function threatsOf(steps: readonly number[], { wholeStep }: Derivation, groups: ThreatGroups): string[] {
  const threats = steps.map((step) => groups.ofStep[wholeStep[step]!]!).filter((threat) => threat !== -1);
  return [...new Set(threats)].map((threat) => groups.ids[threat]!);
}

/** Controls not working at some step on which they act, the one that lowers the path's likelihood most first. */
function brokenBy(path: RankedPath, derivation: Derivation): string[] {
  const { controls, ground, wholeStep, likelihoods } = derivation;
  const left = new Map<string, number>();
  for (const { step } of path.steps) {
    const whole = wholeStep[step]!;
    const inPlace = controlsInPlace(derivation, whole);
    for (const { id } of controls[ground.ruleOf[whole]!]!) {
      if (!inPlace.has(id)) left.set(id, (left.get(id) ?? 1) * (1 - likelihoods.ofControl(id)));
    }
  }
  return [...left].sort(([a, x], [b, y]) => x - y || compareText(a, b)).map(([id]) => id);
}

/** Controls that a working safeguard implements at a step. */
export function controlsInPlace({ acting }: Derivation, step: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (let i = acting.start[step]!; i < acting.start[step + 1]!; i += 1) {
    const safeguard = acting.safeguards[acting.items[i]!]!;
    if (isWorking(safeguard)) for (const id of safeguard.implements) found.add(id);
  }
  return found;
}
