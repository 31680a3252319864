/** Cost units for one natural logarithm: likelihoods are told apart to about one part in 10^9. */
const UNITS_PER_NAT = 2 ** 30;

/**
 * What taking a step costs: −ln(likelihood) in units of 2^−30, plus one unit.
 *
 * Costs are whole numbers, so that sums in doubles are exact below 2^53 and do not depend on the order of summation:
 * two paths through equally likely steps tie exactly, on every machine. The one unit makes every cost positive: among equally
 * likely paths the one with fewer steps wins, and going round a cycle never comes free.
 *
 * @param likelihood 0..1; 0 (or not a number) means that the step cannot be taken: the cost is Infinity
 * @example
 * stepCost(1); // 1
 * stepCost(0.5); // 744261119
 */
export function stepCost(likelihood: number): number {
  return costOfLikelihood(likelihood) + 1;
}

/** −ln(likelihood) in the units of {@link stepCost}, a whole number ≥ 0; Infinity for 0 or not a number. */
export function costOfLikelihood(likelihood: number): number {
  if (!(likelihood > 0)) return Infinity;
  return Math.max(0, Math.round(-Math.log(likelihood) * UNITS_PER_NAT));
}

/** The costs of many steps; see {@link stepCost}. */
export function stepCosts(likelihood: Float64Array): Float64Array {
  return likelihood.map(stepCost);
}

/** The likelihood that costs so much, to about one part in 10^9; 0 for Infinity. */
export function likelihoodOfCost(cost: number): number {
  return Math.min(1, Math.exp(-cost / UNITS_PER_NAT));
}

/** The likelihood of taking all these distinct steps: the product of theirs, multiplied in ascending step number. */
export function likelihoodOf(likelihood: Float64Array, steps: Iterable<number>): number {
  let product = 1;
  for (const step of [...new Set(steps)].sort((a, b) => a - b)) product *= likelihood[step]!;
  return product;
}

/**
 * Costs that differ by no more are held equal: the rounding and the units of some hundred steps, about one part in a million of
 * a likelihood. Proofs would be long that tell apart what nobody can.
 */
export const PRECISION = 2 ** 10;

/** The cost of a step without the one unit that every step has: certain steps are free. */
export function withoutUnit(cost: number): number {
  return Math.max(0, cost - 1);
}
