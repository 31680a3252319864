import type { AttackGraph } from '#model/attack-graph';

/** The part of an attack graph that can be taken, numbered anew, with the way back. */
export interface RestrictedGraph {
  readonly graph: AttackGraph;
  /** Step of `graph` → step of the whole. */
  readonly wholeStep: Int32Array;
  /** Step of the whole → step of `graph`, −1 where it cannot be taken. */
  readonly graphStep: Int32Array;
  /** Fact of `graph` → fact of the whole; and back, −1 where it cannot be derived. */
  readonly wholeFact: Int32Array;
  readonly graphFact: Int32Array;
}

/** Keeps the steps marked 1 and the facts that they give. O(size of the graph). */
export function restrict(whole: AttackGraph, taken: Uint8Array): RestrictedGraph {
  const graphStep = new Int32Array(whole.stepCount).fill(-1);
  const graphFact = new Int32Array(whole.factCount).fill(-1);
  let stepCount = 0;
  let needCount = 0;
  let giveCount = 0;
  for (let step = 0; step < whole.stepCount; step += 1) {
    if (taken[step] === 0) continue;
    graphStep[step] = stepCount;
    stepCount += 1;
    needCount += whole.needsStart[step + 1]! - whole.needsStart[step]!;
    giveCount += whole.givesStart[step + 1]! - whole.givesStart[step]!;
    for (let i = whole.givesStart[step]!; i < whole.givesStart[step + 1]!; i += 1)
      graphFact[whole.gives[i]!] = 0;
  }
  const wholeFact: number[] = [];
  graphFact.forEach((mark, fact) => {
    if (mark === 0) graphFact[fact] = wholeFact.push(fact) - 1;
  });
  const wholeStep = new Int32Array(stepCount);
  const likelihood = new Float64Array(stepCount);
  const needsStart = new Int32Array(stepCount + 1);
  const givesStart = new Int32Array(stepCount + 1);
  const needs = new Int32Array(needCount);
  const gives = new Int32Array(giveCount);
  let need = 0;
  let give = 0;
  for (let step = 0; step < whole.stepCount; step += 1) {
    const at = graphStep[step]!;
    if (at === -1) continue;
    wholeStep[at] = step;
    likelihood[at] = whole.likelihood[step]!;
    for (let i = whole.needsStart[step]!; i < whole.needsStart[step + 1]!; i += 1) {
      needs[need] = graphFact[whole.needs[i]!]!;
      need += 1;
    }
    for (let i = whole.givesStart[step]!; i < whole.givesStart[step + 1]!; i += 1) {
      gives[give] = graphFact[whole.gives[i]!]!;
      give += 1;
    }
    needsStart[at + 1] = need;
    givesStart[at + 1] = give;
  }
  const graph = {
    factCount: wholeFact.length,
    stepCount,
    needsStart,
    needs,
    givesStart,
    gives,
    likelihood,
  };
  return { graph, wholeStep, graphStep, wholeFact: Int32Array.from(wholeFact), graphFact };
}
