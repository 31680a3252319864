import type { Condition, FactPattern } from '#model/attack-library';

/** A condition as rule files write it: `x retrieves-from y`, `t.approval may be none|once`. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'relation': {
      const { from, relations, to, verbs } = condition;
      return `${from} ${relations.join('|')} ${to}${verbs === undefined ? '' : ` with ${verbs.join('|')}`}`;
    }
    case 'flow': {
      const { from, to, carrying } = condition;
      return `${from} flows-to ${to}${carrying === undefined ? '' : ` carrying ${carrying.join('|')}`}`;
    }
    case 'lacks':
      return `${condition.of} lacks ${condition.relation}`;
    case 'fact': {
      const { of, fact, values, may, negated } = condition;
      return `${of}.${fact} ${may ? 'may be' : 'is'}${negated ? ' not' : ''} ${values.join('|')}`;
    }
  }
}

/** `control x`, `has prompt for x` */
export function patternText(pattern: FactPattern): string {
  if (pattern.kind === 'capability') return `${pattern.capability} ${pattern.variable}`;
  return pattern.variable === undefined
    ? `has ${pattern.resource}`
    : `has ${pattern.resource} for ${pattern.variable}`;
}
