import fc from 'fast-check';

import type { ControlOption } from '#model/attack-graph';

/** Up to six controls of different costs on any steps; half of the answers are complete. */
export const anyOptions: fc.Arbitrary<readonly ControlOption[]> = fc
  .array(
    fc.record({
      cost: fc.constantFrom(1, 1, 2, 3, 0.5),
      answers: fc.uniqueArray(fc.tuple(fc.nat({ max: 11 }), fc.constantFrom(1, 1, 1, 0.9, 0.5, 0.2, 0)), {
        maxLength: 5,
        selector: ([step]) => step,
      }),
    }),
    { maxLength: 6 },
  )
  .map((list) => list.map(({ cost, answers }, i) => ({ id: `c${i}`, cost, answers: new Map(answers) })));

/** Keeps the answers to steps that the graph has. */
export function within(options: readonly ControlOption[], stepCount: number): ControlOption[] {
  return options.map((option) => ({
    ...option,
    answers: new Map([...option.answers].filter(([step]) => step < stepCount)),
  }));
}
