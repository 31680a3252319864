/**
 * Filters as `where` inputs of `@neo4j/graphql`, in the one form in which it takes every filter for what it says.
 */
import type { Filter, Relation } from '../selection/selection.ts';

type Where = Readonly<Record<string, unknown>>;

/** True of every node. The library leaves a quantifier out whose filter is empty, and alternatives as well. */
const ALWAYS: Where = { key: { startsWith: '' } };

export function isEverything(filter: Filter): boolean {
  return filter.kind === 'all-of' && filter.filters.length === 0;
}

/** `AssetWhere` */
export function nodesWhere(filter: Filter): Where {
  return whereOf(filter, (condition) => condition, ALWAYS);
}

/** `AssetFlowsToConnectionWhere` */
export function edgesWhere(filter: Filter): Where {
  return whereOf(filter, (condition, of) => ({ [of]: condition }), { node: ALWAYS });
}

/** @param at puts a condition on a node or an edge where it belongs */
function whereOf(filter: Filter, at: (condition: Where, of: 'node' | 'edge') => Where, always: Where): Where {
  const each = (filters: readonly Filter[]): Where[] => filters.map((one) => whereOf(one, at, always));
  switch (filter.kind) {
    case 'all-of':
      return isEverything(filter) ? always : { AND: each(filter.filters) };
    case 'any-of':
      return { OR: each(filter.filters) };
    case 'not':
      return { NOT: whereOf(filter.filter, at, always) };
    case 'missing':
      return at({ [filter.property]: { eq: null } }, filter.of);
    case 'compares':
      return at({ [filter.property]: { [filter.operator]: filter.operand } }, filter.of);
    case 'related': {
      const { by, quantifier } = filter;
      return at({ [connectionField(by)]: { [quantifier]: edgesWhere(filter.filter) } }, 'node');
    }
  }
}

export function connectionField({ field }: Relation): string {
  return `${field}Connection`;
}
