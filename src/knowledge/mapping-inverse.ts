import type { MappingPredicate } from '#model/framework-records';

const INVERSE: Partial<Record<MappingPredicate, MappingPredicate>> = {
  'skos:broadMatch': 'skos:narrowMatch',
  'skos:narrowMatch': 'skos:broadMatch',
};

/**
 * What a predicate says when its row is read from the object. `threatloom:mitigates` and `threatloom:satisfies` keep
 * their name: which end is the control is plain from the ends.
 */
export function inverseOf(predicate: MappingPredicate): MappingPredicate {
  return INVERSE[predicate] ?? predicate;
}
