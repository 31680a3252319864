import type { AttackGraph } from '#model/attack-graph';

import { bestDerivation, derivationSteps, type BestDerivation } from './best-derivation.ts';
import { DerivationSearch, type Derivation, type SearchEnd } from './derivation-search.ts';
import { indexGraph, type IndexedGraph } from './indexed-graph.ts';
import { searchWindow } from './search-window.ts';

/** What all searches in one graph share; make it once with {@link preparePaths}. */
export interface PathIndex {
  readonly graph: IndexedGraph;
  /** For each fact the dearest chain that its derivation takes: what guides the search backwards from a goal. */
  readonly chain: BestDerivation;
}

/** Indexes a graph for path searches. O(m log n), once for all goals. */
export function preparePaths(graph: AttackGraph): PathIndex {
  const indexed = indexGraph(graph);
  return { graph: indexed, chain: bestDerivation(indexed, { combine: 'max' }) };
}

/** How many visits of steps a search may spend unless told: about two seconds. */
export const WORK_LIMIT = 50_000_000;

export interface DerivationQuestion {
  /** Any one of these is to be derived. */
  readonly facts: readonly number[];
  /** How many derivations. */
  readonly k: number;
  /** What a step counts as when two derivations are compared; 0 for nothing. */
  readonly classOf: (step: number) => number;
  /** How many visits of steps may be spent. */
  readonly work: number;
  /** None that costs more is wanted. */
  readonly maxCost?: number;
  /** Steps that may not be taken: 1 for each of them. */
  readonly without?: Uint8Array;
  /** Which derivations, by their ascending steps, are asked for; all unless given. */
  readonly accepts?: (steps: readonly number[]) => boolean;
}

export interface CheapestDerivations {
  /** Cheapest first. */
  readonly derivations: readonly Derivation[];
  /** Whether it is proven that these are the cheapest different ones, and all if they are fewer than k. */
  readonly exact: boolean;
  /** Cost that a further different derivation has at least. */
  readonly bound: number;
  readonly workLeft: number;
}

/** Steps that the first window holds; each further one holds four times as many. */
const FIRST_WINDOW = 256;
const GROWTH = 4;

/**
 * The k cheapest different minimal derivations of any of some facts: a {@link DerivationSearch} in windows that grow until one
 * provably holds the answer.
 */
export function cheapestDerivations(index: PathIndex, question: DerivationQuestion): CheapestDerivations {
  const { facts, k, classOf, without, accepts, maxCost = Infinity } = question;
  let workLeft = question.work;
  for (let size = FIRST_WINDOW; ; size *= GROWTH) {
    const window = searchWindow(index.graph, index.chain, facts, size, without);
    const search = new DerivationSearch(window.graph, window.stepOf.map(classOf), workLeft);
    const derivations: Derivation[] = [];
    const keep = (next: Derivation): void => {
      const steps = next.steps.map((step) => window.stepOf[step]!);
      if (accepts?.(steps) !== false) derivations.push({ steps, cost: next.cost });
    };
    let end: SearchEnd | undefined;
    while (derivations.length < k && end === undefined) {
      const next = search.next(Math.min(window.horizon, maxCost));
      if (typeof next === 'string') end = next;
      else keep(next);
    }
    workLeft = search.workLeft;
    const settled =
      end === undefined || (end !== 'unproven' && (window.horizon === Infinity || window.horizon > maxCost));
    if (!settled && window.horizon !== Infinity && workLeft > 0) continue;
    while (!settled && derivations.length < k) {
      const next = search.nextUnproven();
      if (next === undefined) break;
      keep(next);
    }
    if (!settled && derivations.length === 0) derivations.push(...bestTree(index, question));
    return { derivations, exact: settled, bound: Math.min(search.bound, window.horizon), workLeft };
  }
}

/** The steps of the best tree derivation: what there is to say when the work ran out before any search got there. */
function bestTree(index: PathIndex, { facts, without, accepts }: DerivationQuestion): Derivation[] {
  const { graph } = index;
  const best = bestDerivation(graph, without === undefined ? {} : { without });
  const costs = facts.map((fact) => best.factCost[fact]!);
  const nearest = facts[costs.indexOf(Math.min(...costs))];
  if (nearest === undefined || best.producer[nearest] === -1) return [];
  const steps = derivationSteps(graph, best, nearest).sort((a, b) => a - b);
  return accepts?.(steps) === false
    ? []
    : [{ steps, cost: steps.reduce((sum, step) => sum + graph.cost[step]!, 0) }];
}
