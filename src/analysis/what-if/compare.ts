import type { AttackPathResult, GoalResult, Threat } from '#model/analysis-result';
import type { GoalChange, PathChange, ThreatChange, ThreatState } from '#model/answers/what-if';
import type { AnalysisBasis } from '../basis.ts';
import { rounded } from '../result/bands.ts';
import type { PathsOutput } from '../result/paths.ts';

/** Goals of either system, by id. */
export function goalChanges(before: readonly GoalResult[], after: readonly GoalResult[]): GoalChange[] {
  const was = new Map(before.map((goal) => [goal.id, goal]));
  const is = new Map(after.map((goal) => [goal.id, goal]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().map((id) => {
    const [a, b] = [was.get(id), is.get(id)];
    return {
      goal: id,
      ...(a === undefined ? {} : { before: goalState(a) }),
      ...(b === undefined ? {} : { after: goalState(b) }),
      change: goalChange(a, b),
    };
  });
}

function goalState({ reachable, likelihood, risk }: GoalResult): NonNullable<GoalChange['before']> {
  return { reachable, likelihood, risk };
}

function goalChange(a: GoalResult | undefined, b: GoalResult | undefined): GoalChange['change'] {
  if (a === undefined) return 'added';
  if (b === undefined) return 'removed';
  if (a.reachable !== b.reachable) return b.reachable ? 'within-reach' : 'out-of-reach';
  if (a.likelihood === b.likelihood) return 'same';
  return b.likelihood < a.likelihood ? 'less-likely' : 'likelier';
}

/** Threats of either system of which the state is another, by id. */
export function threatChanges(before: readonly Threat[], after: readonly Threat[]): ThreatChange[] {
  const was = new Map(before.map((threat) => [threat.id, threat]));
  const is = new Map(after.map((threat) => [threat.id, threat]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const [a, b] = [was.get(id), is.get(id)];
    const states = {
      ...(a === undefined ? {} : { before: threatState(a) }),
      ...(b === undefined ? {} : { after: threatState(b) }),
    };
    if (JSON.stringify(states.before) === JSON.stringify(states.after)) return [];
    const { asset, technique, goal } = (b ?? a)!;
    return [{ threat: id, asset, technique, does: goal, ...states }];
  });
}

function threatState({ reachable, status, likelihood, residual }: Threat): ThreatState {
  const { likelihood: residualLikelihood, risk: residualRisk } = residual;
  return { reachable, status, likelihood, residualLikelihood, residualRisk };
}

export interface PathChanges {
  readonly pathsGone: readonly AttackPathResult[];
  readonly pathsNew: readonly AttackPathResult[];
  readonly pathsChanged: readonly PathChange[];
}

/** One side of a comparison. */
export interface Side {
  readonly basis: AnalysisBasis;
  readonly found: PathsOutput;
}

/**
 * Compares paths by what their steps are: a path is gone when a step of it cannot be taken any more, and not when likelier ones have
 * pushed it out of the list. O(steps of both graphs).
 */
export function pathChanges(before: Side, after: Side): PathChanges {
  const [was, is] = [pathsByKey(before), pathsByKey(after)];
  const [couldTake, canTake] = [takenSteps(before.basis), takenSteps(after.basis)];
  const goalsOf = ({ found }: Side): ReadonlySet<string> => new Set(found.goals.map(({ id }) => id));
  const [goalsBefore, goalsAfter] = [goalsOf(before), goalsOf(after)];
  const missing = (keys: readonly string[], taken: ReadonlySet<string>): boolean =>
    keys.some((key) => !taken.has(key));
  const pathsGone = [...was.values()]
    .filter(({ path, keys }) => !goalsAfter.has(path.goal) || missing(keys, canTake))
    .map(({ path }) => path);
  const pathsNew = [...is.values()]
    .filter(({ path, keys }) => !goalsBefore.has(path.goal) || missing(keys, couldTake))
    .map(({ path }) => path);
  const pathsChanged = [...was].flatMap(([key, { path }]): PathChange[] => {
    const same = is.get(key)?.path;
    if (same === undefined || same.likelihood === path.likelihood) return [];
    const threats = path.steps.map(({ threat }) => threat);
    return [{ goal: path.goal, threats, before: path.likelihood, after: same.likelihood }];
  });
  return { pathsGone, pathsNew, pathsChanged };
}

interface KeyedPath {
  readonly path: AttackPathResult;
  readonly keys: readonly string[];
}

function pathsByKey({ basis, found }: Side): Map<string, KeyedPath> {
  return new Map(
    found.paths.map((path, i) => {
      const keys = found.ways[i]!.map((step) => stepKey(basis, step));
      return [JSON.stringify([path.goal, ...[...keys].sort()]), { path, keys }];
    }),
  );
}

function takenSteps(basis: AnalysisBasis): ReadonlySet<string> {
  return new Set(Array.from(basis.derivation.wholeStep, (step) => stepKey(basis, step)));
}

/** What a ground step is in any system: its rule and the ids that it binds. */
function stepKey({ derivation: { ground } }: AnalysisBasis, step: number): string {
  const { library, id } = ground.rules[ground.ruleOf[step]!]!;
  const bound = ground.bindings.subarray(ground.bindingStart[step], ground.bindingStart[step + 1]);
  return [library, id, ...Array.from(bound, (element) => ground.index.elements.ids[element]!)].join('\n');
}

/** Likelihood × weight of impact, summed over goals. */
export function weighedRisk(
  goals: readonly GoalResult[],
  weight: Readonly<Record<GoalResult['impact'], number>>,
): number {
  return rounded(goals.reduce((sum, { impact, likelihood }) => sum + weight[impact] * likelihood, 0));
}
