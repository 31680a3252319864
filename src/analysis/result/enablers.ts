import type { Derivation } from '../derive/derive.ts';
import type { BestDerivation } from '../paths/best-derivation.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import type { ThreatGroups } from './threat-groups.ts';

/** Every enabler of every threat would be quadratic in a large system; the nearest ones are what a reader follows. */
const MOST_ENABLERS = 20;
const MOST_FACTS = 300;

/**
 * The threats that make a threat possible, system steps skipped: from the needs of its steps back through what gives them, the giver in
 * the likeliest derivation first. At most 20, nearest first.
 */
export function enablersOf(
  threat: number,
  groups: ThreatGroups,
  { wholeStep, graphStep }: Derivation,
  graph: IndexedGraph,
  best: BestDerivation,
): number[] {
  const found = new Set<number>();
  const seen = new Set<number>();
  const addNeeds = (step: number): void => {
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) seen.add(graph.needs[i]!);
  };
  for (let i = groups.start[threat]!; i < groups.start[threat + 1]! && seen.size < MOST_FACTS; i += 1) {
    const step = graphStep[groups.steps[i]!]!;
    if (step !== -1) addNeeds(step);
  }
  // A set is walked in the order in which it grows: breadth first.
  for (const fact of seen) {
    const visit = (step: number): void => {
      const giver = groups.ofStep[wholeStep[step]!]!;
      if (giver === -1) {
        if (seen.size < MOST_FACTS) addNeeds(step);
      } else if (giver !== threat && found.size < MOST_ENABLERS) {
        found.add(giver);
      }
    };
    visit(best.producer[fact]!);
    for (let i = graph.givenByStart[fact]!; i < graph.givenByStart[fact + 1]!; i += 1) {
      if (found.size >= MOST_ENABLERS) break;
      visit(graph.givenBy[i]!);
    }
    if (found.size >= MOST_ENABLERS) break;
  }
  return [...found];
}
