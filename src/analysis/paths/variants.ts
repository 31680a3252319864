import { cheapestDerivations, type PathIndex } from './cheapest-derivations.ts';
import { likelihoodOf } from './step-cost.ts';

export interface PathVariant {
  readonly likelihood: number;
  /** Ascending. */
  readonly steps: readonly number[];
}

export interface PathVariants {
  /** Other ways with exactly the same classes of steps, most likely first. */
  readonly variants: readonly PathVariant[];
  /** Whether there are, or may be, more than were collected. */
  readonly moreVariants: boolean;
}

export interface VariantQuestion {
  /** Of the path, ascending. */
  readonly steps: readonly number[];
  /** What a step counts as when two paths are compared; 0 for nothing. */
  readonly classOf: (step: number) => number;
  /** How many at most; 0 for none. */
  readonly wanted: number;
}

/** Visits of steps that the variants of one path are worth: some ten milliseconds. */
const WORK_FOR_VARIANTS = 1_000_000;

/** The most likely other minimal derivations with exactly the classes of this path. */
export function variantsOf(
  index: PathIndex,
  facts: readonly number[],
  question: VariantQuestion,
): PathVariants {
  const { graph } = index;
  const { classOf, wanted } = question;
  if (wanted === 0) return { variants: [], moreVariants: false };
  const classesOf = (steps: readonly number[]): Set<number> =>
    new Set(steps.map(classOf).filter((one) => one !== 0));
  const classes = classesOf(question.steps);
  const without = new Uint8Array(graph.stepCount);
  for (let step = 0; step < graph.stepCount; step += 1) {
    const one = classOf(step);
    if (one !== 0 && !classes.has(one)) without[step] = 1;
  }
  const { derivations, exact } = cheapestDerivations(index, {
    facts,
    k: wanted + 1,
    classOf: (step) => step + 1,
    work: WORK_FOR_VARIANTS,
    without,
    accepts: (steps) => classesOf(steps).size === classes.size && steps.join() !== question.steps.join(),
  });
  const variants = derivations.map(({ steps }) => ({
    likelihood: likelihoodOf(graph.likelihood, steps),
    steps,
  }));
  return { variants: variants.slice(0, wanted), moreVariants: variants.length > wanted || !exact };
}
