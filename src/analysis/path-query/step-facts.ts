import type { AttackPathResult } from '#model/analysis-result';
import type { StepFacts } from '#model/answers/path-list';
import { compareText } from '#model/diagnostics';
import type { Derivation } from '../derive/derive.ts';
import { explainWay } from '../result/explain.ts';
import type { ThreatGroups } from '../result/threat-groups.ts';

/**
 * What each step of a path needs and gives on this way. A step is all ground steps of its threat on the way; the harm that
 * follows a goal is no part of the way, so any of its threat stands for it.
 *
 * @param way ground steps of the path, in order
 */
export function stepFacts(
  derivation: Derivation,
  groups: ThreatGroups,
  { steps }: AttackPathResult,
  way: readonly number[],
): StepFacts[] {
  return steps.map(({ threat }) => {
    const number = groups.ids.indexOf(threat);
    const taken = way.filter((step) => groups.ofStep[step] === number);
    const ground = taken.length > 0 ? taken : [groups.steps[groups.start[number]!]!];
    const ways = ground.map((step) => explainWay(derivation, step));
    return {
      needs: sortedSet(ways.flatMap(({ needs }) => needs.map(({ fact }) => fact))),
      gives: sortedSet(ways.flatMap(({ gives }) => gives)),
    };
  });
}

function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareText);
}
