import type { AttackGraph } from '#model/attack-graph';

import { indexGraph } from './indexed-graph.ts';

/**
 * Which facts can be derived at all: forward chaining, without costs. O(size of the graph).
 *
 * @param without steps that may not be taken: 1 for each of them
 * @returns 1 for each fact that can be derived
 */
export function derivableFacts(graph: AttackGraph, without?: Uint8Array): Uint8Array {
  const { factCount, stepCount, needsStart, givesStart, gives, neededByStart, neededBy, cost } =
    indexGraph(graph);
  const known = new Uint8Array(factCount);
  const missing = new Int32Array(stepCount);
  const queue = new Int32Array(factCount);
  let tail = 0;
  const take = (step: number): void => {
    for (let i = givesStart[step]!; i < givesStart[step + 1]!; i += 1) {
      const fact = gives[i]!;
      if (known[fact] === 1) continue;
      known[fact] = 1;
      queue[tail] = fact;
      tail += 1;
    }
  };
  for (let step = 0; step < stepCount; step += 1) {
    const barred = cost[step] === Infinity || without?.[step] === 1;
    missing[step] = barred ? -1 : needsStart[step + 1]! - needsStart[step]!;
    if (missing[step] === 0) take(step);
  }
  for (let head = 0; head < tail; head += 1) {
    const fact = queue[head]!;
    for (let i = neededByStart[fact]!; i < neededByStart[fact + 1]!; i += 1) {
      const step = neededBy[i]!;
      missing[step]! -= 1;
      if (missing[step] === 0) take(step);
    }
  }
  return known;
}

/** Whether any of these facts can be derived; see {@link derivableFacts}. */
export function isDerivable(graph: AttackGraph, facts: readonly number[], without?: Uint8Array): boolean {
  const known = derivableFacts(graph, without);
  return facts.some((fact) => known[fact] === 1);
}
