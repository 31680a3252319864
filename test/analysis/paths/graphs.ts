import fc from 'fast-check';

import type { AttackGraph } from '#model/attack-graph';

export interface StepSpec {
  readonly needs: readonly number[];
  readonly gives: readonly number[];
  readonly likelihood: number;
}

export function graphOf(factCount: number, steps: readonly StepSpec[]): AttackGraph {
  const needsStart = new Int32Array(steps.length + 1);
  const givesStart = new Int32Array(steps.length + 1);
  const needs: number[] = [];
  const gives: number[] = [];
  steps.forEach((step, i) => {
    needs.push(...step.needs);
    gives.push(...step.gives);
    needsStart[i + 1] = needs.length;
    givesStart[i + 1] = gives.length;
  });
  return {
    factCount,
    stepCount: steps.length,
    needsStart,
    needs: Int32Array.from(needs),
    givesStart,
    gives: Int32Array.from(gives),
    likelihood: Float64Array.from(steps, (step) => step.likelihood),
  };
}

/** How many random graphs a property is tried on: a thousand, or what PROPERTY_RUNS says. */
export const PROPERTY_RUNS = Number(process.env['PROPERTY_RUNS'] ?? '1000');

/** Few distinct likelihoods, so that ties, certain steps and impossible steps are common. */
const likelihood = fc.constantFrom(1, 1, 0.9, 0.8, 0.5, 0.5, 0.3, 0.1, 0);

/** Random AND/OR graphs of up to 12 steps over up to 8 facts: cycles, shared needs, several gives, dead ends. */
export const anyGraph: fc.Arbitrary<{ readonly graph: AttackGraph; readonly steps: readonly StepSpec[] }> = fc
  .integer({ min: 1, max: 8 })
  .chain((factCount) => {
    const fact = fc.integer({ min: 0, max: factCount - 1 });
    const step = fc.record({
      needs: fc.oneof(
        { weight: 2, arbitrary: fc.constant<number[]>([]) },
        { weight: 6, arbitrary: fc.uniqueArray(fact, { minLength: 1, maxLength: 3 }) },
      ),
      gives: fc.oneof(
        { weight: 5, arbitrary: fact.map((one) => [one]) },
        { weight: 1, arbitrary: fc.uniqueArray(fact, { minLength: 1, maxLength: 3 }) },
      ),
      likelihood,
    });
    return fc
      .array(step, { minLength: 1, maxLength: 12, size: 'max' })
      .map((steps) => ({ graph: graphOf(factCount, steps), steps }));
  });
