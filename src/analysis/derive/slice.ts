import type { Derivation } from './derive.ts';
import { restrict } from './restrict.ts';

/**
 * The same derivation with only those steps in its graph that can lead to a goal. Whatever is asked about goals has the same
 * answer there, and in a large system the graph is many times smaller. O(size of the graph).
 *
 * @param leads step of the graph → not 0 where it can lead to a goal; with a step, all that gives what it needs
 */
export function sliceOf(derivation: Derivation, leads: Uint8Array): Derivation {
  const { graph, wholeStep, wholeFact } = derivation;
  const slice = restrict(graph, leads);
  const graphStep = new Int32Array(derivation.graphStep.length).fill(-1);
  const graphFact = new Int32Array(derivation.graphFact.length).fill(-1);
  const steps = slice.wholeStep.map((step) => wholeStep[step]!);
  const facts = slice.wholeFact.map((fact) => wholeFact[fact]!);
  steps.forEach((whole, step) => (graphStep[whole] = step));
  facts.forEach((whole, fact) => (graphFact[whole] = fact));
  return { ...derivation, graph: slice.graph, wholeStep: steps, graphStep, wholeFact: facts, graphFact };
}
