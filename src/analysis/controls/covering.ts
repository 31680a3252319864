/** To be met by a choice of items: their weights must come to at least `demand`. Whole numbers, so that sums are exact. */
export interface CoverConstraint {
  /** Above 0. */
  readonly demand: number;
  /** Item → weight, above 0; Infinity meets any demand alone. */
  readonly weights: ReadonlyMap<number, number>;
}

export interface Cover {
  /** Ascending; the cheapest found. Undefined where no choice meets all constraints, or none was found in time. */
  readonly items: readonly number[] | undefined;
  readonly cost: number;
  /** No choice costs less. */
  readonly lowerBound: number;
  /** Whether it is proven that none is cheaper. */
  readonly exact: boolean;
}

/** Costs closer than this are held equal: they are sums of doubles. */
const EPSILON = 1e-9;

interface Need {
  readonly demand: number;
  /** Cheapest first. */
  readonly items: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The cheapest choice of items that meets all constraints: a hitting set where every weight meets its demand.
 *
 * Depth-first branch and bound: branch on the items of the constraint with the fewest left, cheapest first; bounded by dual
 * ascent (raise the price of each unmet constraint until one of its items is paid for). Exponential at worst: the problem is
 * NP-hard. Deterministic: of equally cheap choices the first one met stays.
 *
 * @param costs of the items, above 0
 * @param shouldStop asked now and then; once it says yes the best so far is returned, with a bound on the rest
 * @param atMost look for choices that cost less than this only
 */
export function cheapestCover(
  costs: readonly number[],
  constraints: readonly CoverConstraint[],
  shouldStop: () => boolean = () => false,
): Cover {
  const needs = constraints.map(({ demand, weights }): Need => {
    const items = [...weights.keys()].sort((a, b) => costs[a]! - costs[b]! || a - b);
    return { demand, items, weights: items.map((item) => weights.get(item)!) };
  });
  // 0: open, 1: chosen, 2: excluded
  const state = new Uint8Array(costs.length);
  let best: number[] | undefined;
  let bestCost = Infinity;
  let nodes = 0;
  const search = { stopped: false };
  const root = dualBound(costs, needs, state);

  const visit = (paid: number): void => {
    nodes += 1;
    if (nodes % 256 === 0 && shouldStop()) search.stopped = true;
    if (search.stopped) return;
    const bound = dualBound(costs, needs, state);
    if (paid + bound >= bestCost - EPSILON) return;
    const need = tightest(needs, state);
    if (need === undefined) {
      best = [...state.keys()].filter((item) => state[item] === 1);
      bestCost = paid;
      return;
    }
    const open = need.items.filter((item) => state[item] === 0);
    for (const item of open) {
      state[item] = 1;
      visit(paid + costs[item]!);
      state[item] = 2;
    }
    for (const item of open) state[item] = 0;
  };
  visit(0);
  return {
    items: best,
    cost: bestCost,
    lowerBound: search.stopped ? root : bestCost,
    exact: !search.stopped,
  };
}

/** What is left of a demand; 0 where it is met. */
function unmet({ demand, items, weights }: Need, state: Uint8Array): number {
  let rest = demand;
  for (let i = 0; i < items.length; i += 1) if (state[items[i]!] === 1) rest -= weights[i]!;
  return Math.max(0, rest);
}

/** The unmet constraint with the fewest open items, the first of these; undefined where all are met. */
function tightest(needs: readonly Need[], state: Uint8Array): Need | undefined {
  let least: Need | undefined;
  let fewest = Infinity;
  for (const need of needs) {
    if (unmet(need, state) === 0) continue;
    let open = 0;
    for (const item of need.items) if (state[item] === 0) open += 1;
    if (open < fewest) {
      fewest = open;
      least = need;
    }
  }
  return least;
}

/** What meeting the unmet constraints costs at least; Infinity where one can no longer be met. */
function dualBound(costs: readonly number[], needs: readonly Need[], state: Uint8Array): number {
  const left = [...costs];
  let bound = 0;
  const open: { items: number[]; shares: number[] }[] = [];
  for (const need of needs) {
    const rest = unmet(need, state);
    if (rest === 0) continue;
    const items: number[] = [];
    const shares: number[] = [];
    let most = 0;
    need.items.forEach((item, i) => {
      if (state[item] !== 0) return;
      items.push(item);
      shares.push(Math.min(1, need.weights[i]! / rest));
      most += need.weights[i]!;
    });
    if (most < rest) return Infinity;
    open.push({ items, shares });
  }
  // Constraints with few items first: they share the fewest with others.
  open.sort((a, b) => a.items.length - b.items.length);
  for (const { items, shares } of open) {
    let price = Infinity;
    items.forEach((item, i) => (price = Math.min(price, left[item]! / shares[i]!)));
    bound += price;
    items.forEach((item, i) => (left[item] = Math.max(0, left[item]! - price * shares[i]!)));
  }
  return bound;
}
