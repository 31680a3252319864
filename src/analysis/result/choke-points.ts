import type { ChokePoint } from '#model/analysis-result';
import { chokePoints } from '../choke-points/choke-points.ts';
import type { StepGroup } from '../choke-points/choke-points.ts';
import type { Derivation } from '../derive/derive.ts';
import { bestDerivation, derivationSteps } from '../paths/best-derivation.ts';
import type { BestDerivation } from '../paths/best-derivation.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import type { GroundGoal } from './goal-facts.ts';
import { controlsInPlace } from './paths.ts';
import type { ThreatGroups } from './threat-groups.ts';

const KINDS = ['asset', 'control', 'step'] as const;

/** Assets, controls and threats on every way to each goal that can be reached; a control is one not in place. */
export function chokePointRecords(
  derivation: Derivation,
  groups: ThreatGroups,
  graph: IndexedGraph,
  goals: readonly GroundGoal[],
  best: BestDerivation = bestDerivation(graph),
): ChokePoint[] {
  const reachable = goals.filter(({ target }) => target.facts.length > 0);
  const candidates = groupsOnTheWay(derivation, groups, graph, best, reachable);
  const found = chokePoints(
    graph,
    reachable.map(({ target }) => target),
    candidates,
  );
  return reachable.flatMap(({ goal }, i) =>
    found[i]!.groups.map((name): ChokePoint => {
      const [kind, id] = name.split(' ') as [ChokePoint['kind'], string];
      return { goal: goal.id, kind, id };
    }),
  );
}

/** What is on every way is on the best one: groups of all steps, but only those that some best way meets. */
function groupsOnTheWay(
  derivation: Derivation,
  groups: ThreatGroups,
  graph: IndexedGraph,
  best: BestDerivation,
  goals: readonly GroundGoal[],
): StepGroup[] {
  const wanted = new Set<string>();
  for (const { target } of goals) {
    for (const fact of target.facts) {
      for (const step of derivationSteps(graph, best, fact)) {
        for (const name of namesOf(step, derivation, groups)) wanted.add(name);
      }
    }
  }
  const members = new Map<string, number[]>([...wanted].map((name) => [name, []]));
  for (let step = 0; step < graph.stepCount; step += 1) {
    for (const name of namesOf(step, derivation, groups)) members.get(name)?.push(step);
  }
  const order = (name: string): number => KINDS.findIndex((kind) => name.startsWith(kind));
  return [...members]
    .map(([id, steps]) => ({ id, steps }))
    .sort((a, b) => order(a.id) - order(b.id) || (a.id < b.id ? -1 : 1));
}

/** The groups to which a step belongs: `asset bot`, `step T-…`, `control AML.M0020`. */
function namesOf(step: number, derivation: Derivation, groups: ThreatGroups): string[] {
  const { ground, wholeStep, controls } = derivation;
  const whole = wholeStep[step]!;
  const threat = groups.ofStep[whole]!;
  if (threat === -1) return [];
  const inPlace = controlsInPlace(derivation, whole);
  return [
    `asset ${ground.index.elements.ids[groups.element[threat]!]!}`,
    `step ${groups.ids[threat]!}`,
    ...controls[ground.ruleOf[whole]!]!.filter(({ id }) => !inPlace.has(id)).map(({ id }) => `control ${id}`),
  ];
}
