import type { Condition } from '#model/attack-library';
import type { MatchContext } from './match-context.ts';

/** A condition on one element. */
export interface Filter {
  /** 0: does not hold; 1: holds; 2: holds if what the model does not say is so. */
  test(element: number): 0 | 1 | 2;
  readonly may: boolean;
  /** Of the assumption that a 2 makes. */
  readonly template: number;
}

export function compileFilter(
  condition: Extract<Condition, { kind: 'fact' | 'lacks' }>,
  index: MatchContext,
): Filter {
  if (condition.kind === 'lacks') {
    const { start } = index.links.relation(condition.relation).forward;
    return sure((element) => start[element] === start[element + 1]);
  }
  const { of, fact, values, may, negated } = condition;
  const template = may ? index.assumptions.template(fact, values) : -1;
  if (of === 'profile') {
    const stated = index.facts.profile(fact);
    const holds = stated !== undefined && values.some((value) => stated.includes(value)) !== negated;
    const result = stated === undefined && may ? 2 : holds ? 1 : 0;
    return { test: () => result, may, template };
  }
  if (fact === 'kind') {
    const domain = index.domain(values);
    return sure(
      (element) => index.elements.assetAt(element) !== undefined && (domain.state[element] !== 0) !== negated,
    );
  }
  const { values: known, stated } = index.facts.fact(fact);
  const wanted = values.reduce((bits, value) => {
    const bit = known.indexOf(value);
    return bit === -1 ? bits : bits | (1 << bit);
  }, 0);
  return {
    test: (element) => {
      const bits = stated[element]!;
      if (bits === 0) return may ? 2 : 0;
      return ((bits & wanted) !== 0) !== negated ? 1 : 0;
    },
    may,
    template,
  };
}

function sure(holds: (element: number) => boolean): Filter {
  return { test: (element) => (holds(element) ? 1 : 0), may: false, template: -1 };
}
