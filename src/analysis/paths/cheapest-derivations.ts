import type { AttackGraph } from '#model/attack-graph';

import { bestDerivation, stepsToNearest, type BestDerivation } from './best-derivation.ts';
import { DerivationSearch, type Derivation, type SearchEnd } from './derivation-search.ts';
import { indexGraph, type IndexedGraph } from './indexed-graph.ts';
import { narrowWindow, searchWindow, type SearchWindow } from './search-window.ts';

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

/** How many visits of steps a search may spend unless told: about half a second. */
export const WORK_LIMIT = 10_000_000;

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
/** How often the landmark bound of a whole window goes through its steps, roughly. */
const ROUNDS_OF_A_BOUND = 32;

/**
 * The k cheapest different minimal derivations of any of some facts.
 *
 * First k good ones are found quickly, without proof: none that is wanted costs more than the dearest of them. Then a window
 * that holds all that cost no more is narrowed to the steps that can be on one, and searched exactly. Where that leaves fewer
 * than k, because candidates were few or repeat the classes of cheaper ones, it goes on with a higher ceiling.
 */
export function cheapestDerivations(index: PathIndex, question: DerivationQuestion): CheapestDerivations {
  const { k, maxCost = Infinity } = question;
  const pool: Derivation[] = [];
  let work = question.work;
  let emitted: readonly Derivation[] = [];
  for (;;) {
    const quick = quickCandidates(index, question, emitted, work);
    pool.push(...quick.met);
    const ceiling = Math.min(maxCost, quick.ceiling);
    const exact = searchWithin(index, question, ceiling, quick.workLeft);
    work = exact.workLeft;
    emitted = exact.emitted;
    const derivations = emitted.filter((one) => isAsked(question, one));
    const { end, bound } = exact;
    if (end === 'unproven') {
      pool.push(...exact.met);
      const padded = withDifferent(derivations, pool, question);
      const some = padded.length > 0 ? padded : bestTree(index, question);
      return { derivations: some, exact: false, bound, workLeft: work };
    }
    if (derivations.length === k || ceiling === maxCost)
      return { derivations, exact: true, bound, workLeft: work };
  }
}

interface Candidates {
  readonly met: readonly Derivation[];
  /** Cost of the dearest candidate; Infinity where there is none. */
  readonly ceiling: number;
  readonly workLeft: number;
}

/** Finds good derivations that do not repeat those known, in windows that grow until there are enough of them. */
function quickCandidates(
  index: PathIndex,
  question: DerivationQuestion,
  known: readonly Derivation[],
  work: number,
): Candidates {
  const { facts, k, classOf, without } = question;
  const wanted = k - known.filter((one) => isAsked(question, one)).length;
  const classes = known.map(({ steps }) => steps.map(classOf).filter((one) => one !== 0));
  let workLeft = work;
  for (let size = FIRST_WINDOW; ; size *= GROWTH) {
    const window = searchWindow(index.graph, index.chain, facts, { size, maxCost: Infinity, without });
    const search = new DerivationSearch(window.graph, window.stepOf.map(classOf), workLeft, classes, true);
    let count = 0;
    let ceiling = 0;
    while (count < wanted) {
      const next = search.next(Infinity);
      if (typeof next === 'string') break;
      ceiling = Math.max(ceiling, next.cost);
      if (isAsked(question, inWhole(window, next))) count += 1;
    }
    workLeft = search.workLeft;
    if (count < wanted && window.horizon !== Infinity && workLeft > 0) continue;
    const met = search.met.map((one) => inWhole(window, one));
    return { met, ceiling: count === 0 ? Infinity : ceiling, workLeft };
  }
}

interface SearchResult {
  readonly emitted: readonly Derivation[];
  readonly met: readonly Derivation[];
  /** Why it ended with fewer than asked for; undefined where it did not. */
  readonly end: SearchEnd | undefined;
  readonly bound: number;
  readonly workLeft: number;
}

/** Finds the cheapest different derivations that cost no more than the ceiling, in order. */
function searchWithin(
  index: PathIndex,
  question: DerivationQuestion,
  ceiling: number,
  work: number,
): SearchResult {
  const { facts, k, classOf, without } = question;
  const size = Math.max(1, work / ROUNDS_OF_A_BOUND);
  const wide = searchWindow(index.graph, index.chain, facts, { size, maxCost: ceiling, without });
  const workLeft = work - wide.stepOf.length * ROUNDS_OF_A_BOUND;
  if (workLeft <= 0) return { emitted: [], met: [], end: 'unproven', bound: 0, workLeft };
  const window = ceiling === Infinity ? wide : narrowWindow(wide, ceiling);
  const search = new DerivationSearch(window.graph, window.stepOf.map(classOf), workLeft);
  const emitted: Derivation[] = [];
  let end: SearchEnd | undefined;
  for (let count = 0; count < k && end === undefined;) {
    const next = search.next(ceiling);
    if (typeof next === 'string') {
      end = next;
    } else {
      const derivation = inWhole(window, next);
      emitted.push(derivation);
      if (isAsked(question, derivation)) count += 1;
    }
  }
  const met = search.met.map((one) => inWhole(window, one));
  return { emitted, met, end, bound: Math.min(search.bound, window.horizon), workLeft: search.workLeft };
}

function inWhole(window: SearchWindow, { steps, cost }: Derivation): Derivation {
  return { steps: steps.map((step) => window.stepOf[step]!), cost };
}

function isAsked({ accepts }: DerivationQuestion, { steps }: Derivation): boolean {
  return accepts?.(steps) ?? true;
}

/** Fills up with the cheapest of a pool that do not repeat all classes of one taken before. */
function withDifferent(
  proven: readonly Derivation[],
  pool: readonly Derivation[],
  question: DerivationQuestion,
): Derivation[] {
  const classesOf = ({ steps }: Derivation): ReadonlySet<number> =>
    new Set(steps.map(question.classOf).filter((one) => one !== 0));
  const taken = [...proven];
  const repeated = taken.map(classesOf);
  const asked = pool.filter((one) => isAsked(question, one));
  for (const one of asked.sort((a, b) => a.cost - b.cost || compareSteps(a.steps, b.steps))) {
    if (taken.length === question.k) break;
    const classes = classesOf(one);
    if (repeated.some((earlier) => [...earlier].every((one) => classes.has(one)))) continue;
    taken.push(one);
    repeated.push(classes);
  }
  return taken;
}

/** Fewer first, then the one with the lower number at the first difference. */
function compareSteps(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((step, i) => step !== b[i]);
  return a.length - b.length || (at === -1 ? 0 : a[at]! - b[at]!);
}

/** The steps of the best tree derivation: what there is to say when the work ran out before any search got there. */
function bestTree(index: PathIndex, { facts, without, accepts }: DerivationQuestion): Derivation[] {
  const { graph } = index;
  const best = bestDerivation(graph, without === undefined ? {} : { without });
  const steps = stepsToNearest(graph, best, facts).sort((a, b) => a - b);
  if (steps.length === 0) return [];
  const cost = steps.reduce((sum, step) => sum + graph.cost[step]!, 0);
  return accepts?.(steps) === false ? [] : [{ steps, cost }];
}
