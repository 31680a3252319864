/**
 * What follows from two mappings in a row, and how strong a mapping is.
 *
 * SKOS Reference (W3C, 2009): `exactMatch` is transitive (S45), `broadMatch` and `narrowMatch` say what `broader` and `narrower` say,
 * which hold over several steps as `broaderTransitive` (S22, S24, S41), and `closeMatch` is on purpose not transitive (10.6.2). So:
 *
 *     exact, then P          P
 *     P, then exact          P
 *     broad, then broad      broad
 *     narrow, then narrow    narrow
 *     all else               related
 *
 * The same rules as SSSOM's for chains, but for what they leave out there is `related` here: that two things have to do with each
 * other is all that can be said. `mitigates` and `satisfies` survive an exact match only.
 */
import type { MappingPredicate, MappingTrust } from '#model/framework-records';

/** Strongest first; what says least comes last. */
export const PREDICATE_STRENGTH = [
  'skos:exactMatch',
  'skos:closeMatch',
  'threatloom:satisfies',
  'threatloom:mitigates',
  'skos:narrowMatch',
  'skos:broadMatch',
  'skos:relatedMatch',
  'threatloom:noMatch',
] as const satisfies readonly MappingPredicate[];

/** Whose word goes before whose. */
export const TRUST_ORDER = ['official', 'derived', 'community'] as const satisfies readonly MappingTrust[];

/** @example compose('skos:exactMatch', 'skos:broadMatch') // 'skos:broadMatch' */
export function compose(first: MappingPredicate, then: MappingPredicate): MappingPredicate {
  if (first === 'threatloom:noMatch' || then === 'threatloom:noMatch') return 'threatloom:noMatch';
  if (first === 'skos:exactMatch') return then;
  if (then === 'skos:exactMatch') return first;
  const same = first === then && (first === 'skos:broadMatch' || first === 'skos:narrowMatch');
  return same ? first : 'skos:relatedMatch';
}

export function weakest<T extends string>(order: readonly T[], values: readonly T[]): T {
  return values.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a));
}
