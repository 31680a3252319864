import type { AttackGoal, ControlOption } from '#model/attack-graph';

import { bestDerivation, stepsToNearest } from '../paths/best-derivation.ts';
import { cheapestDerivations, preparePaths } from '../paths/cheapest-derivations.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import { costOfLikelihood, PRECISION } from '../paths/step-cost.ts';
import { addedCost, graphWith } from './control-costs.ts';
import type { CoverConstraint } from './covering.ts';

/** A path counts as at the limit when it is within two millionths of it: costs are rounded, and searches as precise as that. */
const MARGIN = 2 * PRECISION;

/** Finds paths that get past chosen controls, and says what would stop them. */
export class PathPast {
  readonly #graph: IndexedGraph;
  readonly #goal: AttackGoal;
  readonly #options: readonly ControlOption[];
  /** A path that costs more is stopped; Infinity where it must be impossible. */
  readonly #maxCost: number;
  readonly #workLimit: number;
  /** For each step how many controls would make it impossible. */
  readonly #stoppers: Float64Array;
  /** False once it said that no path is left without being sure. */
  proven = true;

  constructor(
    graph: IndexedGraph,
    goal: AttackGoal,
    options: readonly ControlOption[],
    limit: number,
    workLimit: number,
  ) {
    this.#graph = graph;
    this.#goal = goal;
    this.#options = options;
    this.#maxCost = limit > 0 ? costOfLikelihood(limit) + MARGIN : Infinity;
    this.#workLimit = workLimit;
    this.#stoppers = new Float64Array(graph.stepCount);
    for (const { answers } of options) {
      for (const [step, effectiveness] of answers) if (effectiveness >= 1) this.#stoppers[step]! += 1;
    }
  }

  /** The steps of a path past these controls (numbers of options); undefined where there is none. */
  find(chosen: readonly number[]): readonly number[] | undefined {
    const controlled = graphWith(
      this.#graph,
      chosen.map((at) => this.#options[at]!),
    );
    if (this.#maxCost === Infinity) {
      // The fewer controls stop a path, the more its constraint says.
      const cost = controlled.cost.map((one, step) =>
        one === Infinity ? one : this.#stoppers[step]! * 2 ** 20 + 1,
      );
      return this.#bestTree({ ...controlled, cost });
    }
    const tree = this.#bestTree(controlled);
    if (tree === undefined) return undefined;
    if (tree.reduce((sum, step) => sum + controlled.cost[step]!, 0) <= this.#maxCost) return tree;
    const { derivations, exact } = cheapestDerivations(preparePaths(controlled), {
      facts: this.#goal.facts,
      k: 1,
      classOf: (step) => step + 1,
      work: this.#workLimit,
      maxCost: this.#maxCost,
    });
    const best = derivations[0];
    if (best !== undefined && best.cost <= this.#maxCost) return best.steps;
    if (!exact) this.proven = false;
    return undefined;
  }

  /** What would stop this path. */
  constraint(steps: readonly number[]): CoverConstraint {
    const strict = this.#maxCost === Infinity;
    const cost = steps.reduce((sum, step) => sum + this.#graph.cost[step]!, 0);
    const weights = new Map<number, number>();
    this.#options.forEach(({ answers }, at) => {
      let weight = 0;
      for (const step of steps) {
        const added = addedCost(answers.get(step) ?? 0);
        weight += strict && added !== Infinity ? 0 : added;
      }
      if (weight > 0) weights.set(at, weight);
    });
    return { demand: strict ? 1 : this.#maxCost + 1 - cost, weights };
  }

  #bestTree(graph: IndexedGraph): number[] | undefined {
    const steps = stepsToNearest(graph, bestDerivation(graph), this.#goal.facts);
    return steps.length === 0 ? undefined : steps;
  }
}
