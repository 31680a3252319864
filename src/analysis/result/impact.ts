import type { Level } from '#model/system-model';
import { LEVELS } from '#model/system-model';
import type { Derivation } from '../derive/derive.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import type { GroundGoal } from './goal-facts.ts';

/**
 * For each step of the graph the highest impact among the goals that it can lead to, as 1 + its place in `LEVELS`; 0 where
 * it leads to none. One walk back from the goals of each level: O(size of the graph).
 */
export function impactOfSteps(graph: IndexedGraph, goals: readonly GroundGoal[]): Uint8Array {
  const impact = new Uint8Array(graph.stepCount);
  const known = new Uint8Array(graph.factCount);
  for (let level: number = LEVELS.length; level >= 1; level -= 1) {
    const open = goals.flatMap(({ goal, target }) => (goal.impact === LEVELS[level - 1] ? target.facts : []));
    for (const fact of open) known[fact] = 1;
    for (let fact = open.pop(); fact !== undefined; fact = open.pop()) {
      for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
        const step = graph.givenBy[i]!;
        if (impact[step] !== 0) continue;
        impact[step] = level;
        for (let j = graph.needsStart[step]!; j < graph.needsStart[step + 1]!; j += 1) {
          const need = graph.needs[j]!;
          if (known[need] === 1) continue;
          known[need] = 1;
          open.push(need);
        }
      }
    }
  }
  return impact;
}

/** The highest value that an element states for itself, `low` without any. */
export function ownImpact({ ground, input }: Derivation): (element: number) => Level {
  const { elements } = ground.index;
  const byGoal = new Map<number, Level>();
  for (const { on, impact } of input.system.goals) {
    const element = elements.participant(on);
    const before = byGoal.get(element);
    if (before === undefined || LEVELS.indexOf(before) < LEVELS.indexOf(impact)) byGoal.set(element, impact);
  }
  const known: Level[] = [];
  return (element) => (known[element] ??= highest(element));

  function highest(element: number): Level {
    const stated = [byGoal.get(element), ...Object.values(elements.assetAt(element)?.value ?? {})];
    return LEVELS[Math.max(0, ...stated.map((level) => (level === undefined ? 0 : LEVELS.indexOf(level))))]!;
  }
}
