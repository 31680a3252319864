import { compareText } from '#model/diagnostics';
import type { Derivation } from '../derive/derive.ts';
import type { TacticOrder } from './tactic-order.ts';
import type { ThreatGroups } from './threat-groups.ts';

/** A step that follows from a goal. */
export interface Consequence {
  /** Of the ground steps. */
  readonly step: number;
  /** The goal's fact that it needs. */
  readonly fact: number;
}

/**
 * What reaching a goal leads to: steps of a tactic Impact that give nothing which another step needs or a goal asks
 * for. A path ends with the likeliest of them, so that a reader sees the harm; it is no part of the way, and its likelihood
 * does not count.
 */
export class Consequences {
  readonly #derivation: Derivation;
  readonly #groups: ThreatGroups;
  readonly #steps: readonly number[];

  /** @param goalFacts ground facts of all goals. O(ground steps). */
  constructor(
    derivation: Derivation,
    groups: ThreatGroups,
    tactics: TacticOrder,
    goalFacts: ReadonlySet<number>,
  ) {
    this.#derivation = derivation;
    this.#groups = groups;
    const { ground, wholeStep } = derivation;
    const needed = new Uint8Array(ground.factCount);
    for (const fact of ground.needs) needed[fact] = 1;
    for (const fact of goalFacts) needed[fact] = 1;
    const isImpact = ground.rules.map((rule) => tactics.isImpact(rule));
    this.#steps = [...wholeStep].filter((step) => {
      if (!isImpact[ground.ruleOf[step]!]!) return false;
      for (let i = ground.givesStart[step]!; i < ground.givesStart[step + 1]!; i += 1) {
        if (needed[ground.gives[i]!] === 1) return false;
      }
      return true;
    });
  }

  /**
   * The likeliest step whose needs the way fulfils, one of them a fact of the goal.
   *
   * @param way ground steps of a path
   * @param goal ground facts of its goal
   */
  of(way: readonly number[], goal: ReadonlySet<number>): Consequence | undefined {
    const { ground, current } = this.#derivation;
    const given = new Set<number>();
    for (const step of way) {
      for (let i = ground.givesStart[step]!; i < ground.givesStart[step + 1]!; i += 1)
        given.add(ground.gives[i]!);
    }
    let best: Consequence | undefined;
    for (const step of this.#steps) {
      const needs = ground.needs.subarray(ground.needsStart[step], ground.needsStart[step + 1]);
      const fact = needs.find((need) => goal.has(need));
      if (fact === undefined || !needs.every((need) => given.has(need))) continue;
      const better =
        best === undefined ? 1 : current[step]! - current[best.step]! || this.#before(step, best.step);
      if (better > 0) best = { step, fact };
    }
    return best;
  }

  #before(a: number, b: number): number {
    const id = (step: number): string => this.#groups.ids[this.#groups.ofStep[step]!]!;
    return compareText(id(b), id(a));
  }
}
