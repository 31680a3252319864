/**
 * How a row of a crosswalk stands in the graph, whose schema lets each pair of labels be joined in one direction.
 */
import type { PropertyValue } from '#model/graph';
import type { RecordKind, RecordRef } from './catalogue.ts';
import type { ResolvedMapping } from './links.ts';
import { inverseOf } from './mapping-inverse.ts';

export interface MappingEdge {
  readonly type: 'MAPS_TO' | 'SATISFIES';
  readonly from: RecordRef;
  readonly to: RecordRef;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** `from to`; the pairs that `graph-schema/frameworks.graphql` joins by MAPS_TO. */
const PAIRS: ReadonlySet<string> = new Set([
  'tactic tactic',
  'technique technique',
  'risk technique',
  'risk risk',
  'risk control',
  'risk requirement',
  'control control',
  'control requirement',
  'requirement requirement',
] satisfies `${RecordKind} ${RecordKind}`[]);

/** Undefined for pairs that the schema does not join (a technique with a requirement, a case study with anything). */
export function mappingEdge({ mapping, subject, object }: ResolvedMapping): MappingEdge | undefined {
  const straight = PAIRS.has(`${subject.kind} ${object.kind}`);
  if (!straight && !PAIRS.has(`${object.kind} ${subject.kind}`)) return undefined;
  const [from, to] = straight ? [subject, object] : [object, subject];
  const satisfies =
    mapping.predicate === 'threatloom:satisfies' && from.kind === 'control' && to.kind === 'requirement';
  const predicate = straight ? mapping.predicate : inverseOf(mapping.predicate);
  const { source, justification, confidence, trust } = mapping;
  return {
    type: satisfies ? 'SATISFIES' : 'MAPS_TO',
    from,
    to,
    properties: { predicate, source, justification, confidence: confidence ?? null, trust },
  };
}
