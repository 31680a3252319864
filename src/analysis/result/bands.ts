import type { Level } from '#model/system-model';

/** Likelihood bands by their lowest value; below the first is `rare`. */
const BANDS = [
  { band: 'likely', from: 0.5 },
  { band: 'possible', from: 0.2 },
  { band: 'unlikely', from: 0.05 },
  { band: 'rare', from: 0 },
] as const;

export type Band = (typeof BANDS)[number]['band'];

/** Risk by impact and likelihood band: what the table of docs/risk.md shows. */
const RISK: Readonly<Record<Level, Readonly<Record<Band, Level>>>> = {
  low: { rare: 'low', unlikely: 'low', possible: 'low', likely: 'medium' },
  medium: { rare: 'low', unlikely: 'low', possible: 'medium', likely: 'high' },
  high: { rare: 'low', unlikely: 'medium', possible: 'high', likely: 'high' },
  critical: { rare: 'medium', unlikely: 'high', possible: 'critical', likely: 'critical' },
};

/** Below this a threat counts as covered where safeguards brought it there: the `rare` band. */
export const COVERED_BELOW = 0.05;

const ROUNDING = 1e-9;

/** @example bandOf(0.2) // 'possible' */
export function bandOf(likelihood: number): Band {
  // 0.8 × 0.25 is a hair below 0.2 and still means 0.2.
  return BANDS.find(({ from }) => likelihood + ROUNDING >= from)?.band ?? 'rare';
}

/** @example riskOf(0.31, 'high') // 'high' */
export function riskOf(likelihood: number, impact: Level): Level {
  return RISK[impact][bandOf(likelihood)];
}

/** Six decimals are more than the numbers mean, and keep the last bits of a product out of files that are compared. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** How much a unit of likelihood weighs in sums over goals. */
export const IMPACT_WEIGHT: Readonly<Record<Level, number>> = { low: 1, medium: 3, high: 6, critical: 10 };
