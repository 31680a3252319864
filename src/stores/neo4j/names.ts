/**
 * Labels that the store uses for itself, and how names get into Cypher.
 */
import type { GraphSchema } from '../schema/graph-schema.ts';

/** The one node that a load works under; gone when no load is under way. */
export const LOAD_LABEL = 'ThreatloomLoad';

/** Nodes of a build that is not complete. Queries name labels, so readers never meet them. */
export const STAGED_LABEL = 'ThreatloomStaged';

/** Nodes of the build before, once readers no longer see it. */
export const RETIRED_LABEL = 'ThreatloomRetired';

/** On staged nodes only: number in the plan of the load, by which edges find their ends. */
export const NUMBER = '_number';

/** On staged nodes only: the label that they will have. */
export const LABEL = '_label';

/** A label of the schema (or of an older one), safe inside a statement. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function labelsOf(schema: GraphSchema): string[] {
  return schema.labels.map((label) => label.name);
}
