import type { StepSpec } from './graphs.ts';

/** Bits of the facts that a set of steps derives, by trying every step until nothing changes. */
export function derive(steps: readonly StepSpec[], chosen: number): number {
  let known = 0;
  for (let changed = true; changed;) {
    changed = false;
    steps.forEach((step, i) => {
      if ((chosen & (1 << i)) === 0 || step.likelihood === 0) return;
      if (!step.needs.every((fact) => (known & (1 << fact)) !== 0)) return;
      for (const fact of step.gives) {
        if ((known & (1 << fact)) === 0) {
          known |= 1 << fact;
          changed = true;
        }
      }
    });
  }
  return known;
}

export function bitsOf(numbers: Iterable<number>): number {
  let bits = 0;
  for (const n of numbers) bits |= 1 << n;
  return bits;
}

export function numbersOf(bits: number): number[] {
  const numbers: number[] = [];
  for (let n = 0; bits >> n !== 0; n += 1) if ((bits & (1 << n)) !== 0) numbers.push(n);
  return numbers;
}

export function likelihoodOfBits(steps: readonly StepSpec[], chosen: number): number {
  return numbersOf(chosen).reduce((product, step) => product * steps[step]!.likelihood, 1);
}

/** Every set of steps, as bits, that derives one of the facts and no longer does so when any one step is taken out. */
export function minimalDerivations(steps: readonly StepSpec[], facts: readonly number[]): number[] {
  const goal = bitsOf(facts);
  const all = 1 << steps.length;
  const derives = new Uint8Array(all);
  for (let chosen = 0; chosen < all; chosen += 1)
    derives[chosen] = (derive(steps, chosen) & goal) === 0 ? 0 : 1;
  const found: number[] = [];
  for (let chosen = 0; chosen < all; chosen += 1) {
    if (derives[chosen] === 0) continue;
    if (numbersOf(chosen).every((step) => derives[chosen & ~(1 << step)] === 0)) found.push(chosen);
  }
  return found;
}
