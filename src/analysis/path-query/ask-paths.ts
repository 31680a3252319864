import type { PathAnswer, PathList, PathQuestion } from '#model/answers/path-list';
import type { AnalysisBasis } from '../basis.ts';
import { consequencesOf, goalBasisOf, threatsOf } from '../basis.ts';
import { preparePaths } from '../paths/cheapest-derivations.ts';
import type { PathIndex } from '../paths/cheapest-derivations.ts';
import { isDerivable } from '../paths/derivable.ts';
import { withLikelihood } from '../paths/indexed-graph.ts';
import type { GroundGoal } from '../result/goal-facts.ts';
import { pathRecords } from '../result/paths.ts';
import type { OnProgress } from '../result/paths.ts';
import { rounded } from '../result/bands.ts';
import { inputDigest } from '../result/digest.ts';
import { stepFacts } from './step-facts.ts';
import { askedGoals } from './asked-goals.ts';
import { searchThrough } from './paths-through.ts';
import { stepsOf, stepsOfOtherAttackers } from './step-sets.ts';

/** The order of paths depends on how many are looked at; so asked for fewer, these are the first of an analysis. */
const PATHS_OF_AN_ANALYSIS = 10;
/** Visits of steps that the search may spend on all goals together: some seconds. */
const WORK = 60_000_000;

/**
 * The likeliest different paths that answer a question.
 *
 * Attackers and elements that are left out are taken out of the graph, and what a path must go through is put into it; so these
 * answers are found as those without filters are, and as exact.
 *
 * @throws ThreatloomError ASK-001 to ASK-004 where the question names what is not there
 */
export function askPaths(
  whole: AnalysisBasis,
  question: PathQuestion,
  version: string,
  onProgress?: OnProgress,
): PathList {
  return askPathsWithFacts(whole, question, version, onProgress).list;
}

/** The same, with what the steps need and give. */
export function askPathsWithFacts(
  whole: AnalysisBasis,
  question: PathQuestion,
  version: string,
  onProgress?: OnProgress,
): PathAnswer {
  // Ends that are no goals of the model may lie anywhere in the graph.
  const onGoals = question.to.every((id) => whole.goals.some(({ goal }) => goal.on === id));
  const basis = onGoals ? goalBasisOf(whole) : whole;
  const { derivation, groups } = basis;
  const { system, today } = derivation.input;
  const index = indexWithout(basis, question);
  const through = [...new Set(question.through)].map((id) => stepsOf(derivation, id));
  const goals = askedGoals(basis, question.goals, question.to).map((goal) =>
    derivableGoal(index, goal, through),
  );
  const found = pathRecords({
    derivation,
    groups,
    index,
    goals,
    pathsPerGoal: Math.max(PATHS_OF_AN_ANALYSIS, question.k),
    work: WORK,
    ...(onProgress === undefined ? {} : { onProgress }),
    // What follows a goal could be what the question leaves out.
    ...(index === basis.index ? { consequences: consequencesOf(whole, goals, derivation) } : {}),
    ...(through.length === 0 ? {} : { search: searchThrough(index, through) }),
  });
  const kept = found.paths
    .map((path, i) => ({ path, way: found.ways[i]! }))
    .filter(
      ({ path: { rank, likelihood } }) => rank <= question.k && likelihood >= rounded(question.minLikelihood),
    );
  const paths = kept.map(({ path }) => path);
  const named = new Set(paths.flatMap(({ steps }) => steps.map(({ threat }) => threat)));
  const list: PathList = {
    threatloom: version,
    system: system.id,
    digest: inputDigest(derivation.input),
    asOf: today,
    question: sorted(question),
    goals: found.goals,
    paths,
    threats: threatsOf(whole).filter(({ id }) => named.has(id)),
  };
  return { list, facts: kept.map(({ path, way }) => stepFacts(derivation, groups, path, way)) };
}

/** The graph without what the question rules out. */
function indexWithout(
  { derivation, index }: Pick<AnalysisBasis, 'derivation' | 'index'>,
  { from, avoid }: PathQuestion,
): PathIndex {
  const barred = avoid.map((id) => stepsOf(derivation, id));
  if (from.length > 0) barred.push(stepsOfOtherAttackers(derivation, from));
  if (barred.length === 0) return index;
  const likelihood = index.graph.likelihood.map((each, step) =>
    barred.some((marks) => marks[step] === 1) ? 0 : each,
  );
  return preparePaths(withLikelihood(index.graph, likelihood));
}

/** Without facts where no way is left: a search would have to go through all ways to find that out. */
function derivableGoal(index: PathIndex, goal: GroundGoal, through: readonly Uint8Array[]): GroundGoal {
  const { facts } = goal.target;
  const possible = isDerivable(index.graph, facts) && through.every((marks) => leadsTo(index, facts, marks));
  return possible ? goal : { ...goal, target: { ...goal.target, facts: [] } };
}

/** Whether a step that can be taken and is marked leads to any of some facts. O(size of the graph). */
function leadsTo({ graph, chain }: PathIndex, facts: readonly number[], marks: Uint8Array): boolean {
  const seen = new Set(facts);
  for (const fact of seen) {
    for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
      const step = graph.givenBy[i]!;
      if (chain.stepCost[step] === Infinity) continue;
      if (marks[step] === 1) return true;
      for (let j = graph.needsStart[step]!; j < graph.needsStart[step + 1]!; j += 1)
        seen.add(graph.needs[j]!);
    }
  }
  return false;
}

function sorted(question: PathQuestion): PathQuestion {
  const set = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
  const { goals, to, from, through, avoid } = question;
  return {
    ...question,
    goals: set(goals),
    to: set(to),
    from: set(from),
    through: set(through),
    avoid: set(avoid),
  };
}
