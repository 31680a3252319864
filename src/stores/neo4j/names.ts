/**
 * Labels that the store uses for itself, and how names get into Cypher.
 */
import type { GraphSchema } from '../schema/graph-schema.ts';

/** The one node that a load works under; gone when no load is under way. */
export const LOAD_LABEL = 'ThreatloomLoad';

/** Nodes of the build before, once readers no longer see it. */
export const RETIRED_LABEL = 'ThreatloomRetired';

/** Under which nodes of a label wait until their build is complete. Queries name labels, so readers never meet it. */
export function staged(label: string): string {
  return `Staged_${label}`;
}

/** A label, relationship type or property name of the schema (or of an older one), safe inside a statement. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function labelsOf(schema: GraphSchema): string[] {
  return schema.labels.map((label) => label.name);
}
