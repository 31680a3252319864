import type { AttackGoal, ControlOption } from '#model/attack-graph';
import { compareText } from '#model/diagnostics';
import type { ControlPlace } from '#model/answers/control-advice';
import { listUnder } from '#model/list-under';
import type { GoalBasis } from '../basis.ts';
import { PathPast } from '../controls/path-past.ts';

export interface PlacesQuestion {
  readonly goal: AttackGoal;
  /** The controls of a plan that brings the goal below the limit. */
  readonly plan: readonly ControlOption[];
  readonly limit: number;
  readonly workLimit: number;
  readonly shouldStop: () => boolean;
}

/** One control at one element. */
interface Post {
  readonly control: number;
  readonly element: number;
  readonly steps: readonly number[];
}

/**
 * Where the controls of a plan have to act: of all elements at which they could, a set of which none can be spared.
 *
 * Greedy: leave out one control at one element after another, those with the most steps last, while no path gets past the rest.
 * Where a search could not be sure, the element stays. O(elements · controls) searches.
 *
 * @returns for each control of the plan its places, by asset
 */
export function placesOf(basis: GoalBasis, question: PlacesQuestion): ControlPlace[][] {
  const { goal, plan, limit, workLimit, shouldStop } = question;
  const { index, groups, derivation } = basis;
  const onWay = stepsOnWay(basis, goal);
  const posts = plan.flatMap(({ answers }, control): Post[] => {
    const byElement = new Map<number, number[]>();
    for (const step of answers.keys()) {
      const threat = groups.ofStep[derivation.wholeStep[step]!]!;
      if (threat === -1 || onWay[step] === 0) continue;
      const element = groups.element[threat]!;
      listUnder(byElement, element).push(step);
    }
    return [...byElement].map(([element, steps]) => ({ control, element, steps }));
  });
  posts.sort((a, b) => a.steps.length - b.steps.length || a.control - b.control || a.element - b.element);
  const kept = new Set(posts);
  for (const post of posts) {
    if (shouldStop()) break;
    kept.delete(post);
    const rest = plan.map((option, control) => limitedTo(option, [...kept], control));
    const past = new PathPast(index.graph, goal, rest, limit, workLimit);
    if (past.find([...rest.keys()]) !== undefined || !past.proven) kept.add(post);
  }
  const { ids } = derivation.ground.index.elements;
  return plan.map((_, control) =>
    [...kept]
      .filter((post) => post.control === control)
      .map(({ element, steps }) => ({
        asset: ids[element]!,
        threats: [
          ...new Set(steps.map((step) => groups.ids[groups.ofStep[derivation.wholeStep[step]!]!]!)),
        ].sort(),
      }))
      .sort((a, b) => compareText(a.asset, b.asset)),
  );
}

function limitedTo(option: ControlOption, posts: readonly Post[], control: number): ControlOption {
  const steps = posts.filter((post) => post.control === control).flatMap((post) => post.steps);
  return { ...option, answers: new Map(steps.map((step) => [step, option.answers.get(step)!])) };
}

/** 1 for each step that can lead to the goal. O(size of the graph). */
function stepsOnWay({ index: { graph } }: GoalBasis, { facts }: AttackGoal): Uint8Array {
  const marks = new Uint8Array(graph.stepCount);
  const seen = new Set(facts);
  for (const fact of seen) {
    for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
      const step = graph.givenBy[i]!;
      if (marks[step] === 1) continue;
      marks[step] = 1;
      for (let j = graph.needsStart[step]!; j < graph.needsStart[step + 1]!; j += 1)
        seen.add(graph.needs[j]!);
    }
  }
  return marks;
}
