import type { AttackGoal, AttackGraph } from '#model/attack-graph';

import { bestDerivation } from '../paths/best-derivation.ts';
import { indexGraph } from '../paths/indexed-graph.ts';
import { likelihoodOfCost } from '../paths/step-cost.ts';

/** The whole tree: the goal is reached through any one of its facts. */
export interface AttackTree {
  readonly goal: string;
  readonly children: readonly FactNode[];
}

/** A fact: any one of the steps below it gives it (OR). */
export interface FactNode {
  readonly kind: 'fact';
  readonly fact: number;
  /** 0..1: of the best way to it, written out as a tree (what two needs share counts twice). */
  readonly likelihood: number;
  /** Steps that give it, likeliest first; empty where `cut` says why. */
  readonly children: readonly StepNode[];
  /**
   * Why nothing is below: `depth`, the depth asked for is reached; `repeated`, it is written out elsewhere in the tree; `cycle`, it is
   * above here already, so this way to it leads nowhere new.
   */
  readonly cut: 'depth' | 'repeated' | 'cycle' | undefined;
  /** How many steps that give it were left out for breadth. */
  readonly omitted: number;
}

/** A step: all of the facts below it are needed (AND); with none below it is open to the attacker from the start. */
export interface StepNode {
  readonly kind: 'step';
  readonly step: number;
  /** 0..1: of the step and the best way to its needs, as a tree. */
  readonly likelihood: number;
  readonly children: readonly FactNode[];
}

export interface AttackTreeOptions {
  /** How many levels of steps below the goal, ≥ 1; 4 unless given. */
  readonly depth?: number;
  /** How many steps are shown for one fact at most; all unless given. */
  readonly breadth?: number;
}

/**
 * The AND/OR graph unrolled from a goal down to a depth. Steps and facts that cannot be derived are left out.
 *
 * A fact is written out once, where it is first met level by level; elsewhere it is marked `repeated`. So the tree is no larger than
 * the graph: O(m log m) for the derivation, then O(depth) for each node.
 *
 * @example
 * attackTree(graph, { id: 'goal', facts: [3] }, { depth: 2 }).children[0]?.children.map(({ step }) => step); // [4, 7]
 */
export function attackTree(
  graph: AttackGraph,
  goal: AttackGoal,
  options: AttackTreeOptions = {},
): AttackTree {
  const { depth = 4, breadth = Infinity } = options;
  const indexed = indexGraph(graph);
  const best = bestDerivation(indexed);
  const factNode = (fact: number): Writable<FactNode> => ({
    kind: 'fact',
    fact,
    likelihood: likelihoodOfCost(best.factCost[fact]!),
    children: [],
    cut: undefined,
    omitted: 0,
  });
  const written = new Set<number>();

  /** Writes out what gives a fact; the facts that these steps need are the next level. */
  const expand = ({ node, above }: Open): Open[] => {
    if (above.has(node.fact)) node.cut = 'cycle';
    else if (written.has(node.fact)) node.cut = 'repeated';
    if (node.cut !== undefined) return [];
    written.add(node.fact);
    const row = indexed.givenBy.subarray(
      indexed.givenByStart[node.fact],
      indexed.givenByStart[node.fact + 1],
    );
    const givers = [...new Set(row)].filter((step) => best.stepCost[step] !== Infinity);
    givers.sort((a, b) => best.stepCost[a]! - best.stepCost[b]! || a - b);
    const shown = givers.slice(0, breadth);
    node.omitted = givers.length - shown.length;
    const next: Open[] = [];
    const nowAbove = new Set(above).add(node.fact);
    node.children = shown.map((step) => {
      const needs = new Set(indexed.needs.subarray(indexed.needsStart[step], indexed.needsStart[step + 1]));
      const children = [...needs].map(factNode);
      for (const child of children) next.push({ node: child, above: nowAbove });
      return { kind: 'step', step, likelihood: likelihoodOfCost(best.stepCost[step]!), children };
    });
    return next;
  };

  const roots = goal.facts.filter((fact) => best.factCost[fact] !== Infinity).map(factNode);
  let level = roots.map((node): Open => ({ node, above: new Set() }));
  for (let i = 0; i < depth; i += 1) level = level.flatMap(expand);
  for (const { node } of level) node.cut = 'depth';
  return { goal: goal.id, children: roots };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A fact still to be written out, and the facts above it. */
interface Open {
  readonly node: Writable<FactNode>;
  readonly above: ReadonlySet<number>;
}
