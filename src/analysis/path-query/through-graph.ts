import type { AttackGraph } from '#model/attack-graph';

/** An attack graph in which a fact is there twice: had in any way, and had through certain steps. */
export interface ThroughGraph {
  readonly graph: AttackGraph;
  /** Step → step of the graph before, −1 where it only says that what is had through the steps is had. */
  readonly stepOf: Int32Array;
  /** Fact of the graph before → the same, had through the steps. */
  readonly through: (fact: number) => number;
}

/**
 * The graph whose ways to `through(fact)` are the ways to `fact` that need one of the marked steps.
 *
 * Of each step there is a plain copy. A marked step has another that gives everything as had through; any other step has one for each
 * need: with that need had through, it gives what it gives as had through. What is had through is had, at no cost. So a way
 * takes no step twice that it would take once, and costs the same in both graphs. O(steps · needs + facts).
 *
 * @param marks 1 for each step that will do
 */
export function throughGraph(graph: AttackGraph, marks: ArrayLike<number>): ThroughGraph {
  const { factCount, stepCount } = graph;
  const stepOf: number[] = [];
  const needsStart = [0];
  const needs: number[] = [];
  const givesStart = [0];
  const gives: number[] = [];
  const add = (step: number, need: readonly number[], give: readonly number[]): void => {
    stepOf.push(step);
    for (const fact of need) needs.push(fact);
    for (const fact of give) gives.push(fact);
    needsStart.push(needs.length);
    givesStart.push(gives.length);
  };
  const through = (fact: number): number => factCount + fact;
  for (let step = 0; step < stepCount; step += 1) {
    if (graph.likelihood[step] === 0) continue;
    const need = [...new Set(graph.needs.subarray(graph.needsStart[step], graph.needsStart[step + 1]))];
    const give = [...graph.gives.subarray(graph.givesStart[step], graph.givesStart[step + 1])];
    add(step, need, give);
    if (marks[step] === 1) add(step, need, give.map(through));
    else {
      need.forEach((fact, i) => {
        add(step, need.with(i, through(fact)), give.map(through));
      });
    }
  }
  for (let fact = 0; fact < factCount; fact += 1) add(-1, [through(fact)], [fact]);
  return {
    graph: {
      factCount: 2 * factCount,
      stepCount: stepOf.length,
      needsStart: Int32Array.from(needsStart),
      needs: Int32Array.from(needs),
      givesStart: Int32Array.from(givesStart),
      gives: Int32Array.from(gives),
      likelihood: Float64Array.from(stepOf, (step) => (step === -1 ? 1 : graph.likelihood[step]!)),
    },
    stepOf: Int32Array.from(stepOf),
    through,
  };
}
