/**
 * `sort` arguments → a complete order.
 */
import type { Input } from './read-filter.ts';
import type { Relation, SortTerm } from './selection.ts';

/**
 * What the document asks, then the key of the node, then all properties of the edge: rows that are still alike are equal.
 *
 * One object of several fields sorts in the order in which the schema lists these, since GraphQL hands them over so.
 */
export function completeSort(sort: unknown, by: Relation | undefined, connection: boolean): SortTerm[] {
  const asked = ((sort ?? []) as readonly Input[]).flatMap((each) =>
    connection && by !== undefined
      ? [...terms('node', each['node']), ...terms('edge', each['edge'])]
      : terms('node', each),
  );
  const telling: SortTerm[] = [
    { of: 'node', property: 'key', falling: false },
    ...(connection && by !== undefined ? by.properties : []).map(
      (property) => ({ of: 'edge', property, falling: false }) as const,
    ),
  ];
  const seen = new Set<string>();
  return [...asked, ...telling].filter(({ of, property }) => {
    const name = `${of} ${property}`;
    return !seen.has(name) && seen.add(name);
  });
}

function terms(of: 'node' | 'edge', sort: unknown): SortTerm[] {
  return Object.entries((sort ?? {}) as Input)
    .filter(([, direction]) => direction !== null)
    .map(([property, direction]) => ({ of, property, falling: direction === 'DESC' }));
}
