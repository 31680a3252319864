/**
 * Filters as conditions of the common Cypher subset. Every value becomes a parameter; names are those of the schema.
 */
import type { QueryParameter } from '#stores/port';
import type { Filter, Quantifier, Relation } from '../selection/selection.ts';

const COMPARISONS = {
  eq: '=',
  in: 'IN',
  contains: 'CONTAINS',
  startsWith: 'STARTS WITH',
  endsWith: 'ENDS WITH',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
} as const;

/** Variables of the pattern that a condition is about. */
export interface Bound {
  readonly node: string;
  readonly edge?: string;
}

/** One query's parameters and variables. */
export class QueryText {
  readonly parameters: Record<string, QueryParameter> = {};
  #parameters = 0;
  #variables = 0;

  /** @returns `$p0`; a parameter for each value, since the engine takes `a OR NOT a` of the same one for true */
  parameter(value: QueryParameter): string {
    const name = `p${this.#parameters++}`;
    this.parameters[name] = value;
    return `$${name}`;
  }

  /** Undefined where the filter leaves nothing out. */
  condition(filter: Filter, bound: Bound): string | undefined {
    switch (filter.kind) {
      case 'all-of': {
        const texts = filter.filters.map((each) => this.condition(each, bound));
        const conditions = texts.filter((text) => text !== undefined);
        return conditions.length === 0 ? undefined : joined(conditions, 'AND');
      }
      case 'any-of': {
        const texts = filter.filters.map((each) => this.condition(each, bound));
        const conditions = texts.filter((text) => text !== undefined);
        return conditions.length < texts.length ? undefined : joined(conditions, 'OR');
      }
      case 'not':
        return `NOT (${this.condition(filter.filter, bound) ?? 'true'})`;
      case 'missing':
        return `${property(bound, filter)} IS NULL`;
      case 'compares':
        return this.#comparison(filter, property(bound, filter));
      case 'related':
        return this.#related(filter, bound.node);
    }
  }

  #comparison({ operator, operand }: Extract<Filter, { kind: 'compares' }>, value: string): string {
    if (operator === 'includes') return `${this.parameter(operand)} IN ${value}`;
    // The engine finds the empty text in no other, where Neo4j finds it in all: true, unless there is no value.
    if (operator === 'contains' && operand === '') return `${value} = ${value}`;
    return `${value} ${COMPARISONS[operator]} ${this.parameter(operand)}`;
  }

  #related({ quantifier, by, filter }: Extract<Filter, { kind: 'related' }>, owner: string): string {
    const number = this.#variables++;
    const bound = { node: `m${number}`, edge: `q${number}` };
    const pattern = `MATCH ${relationPattern(owner, by, bound)}`;
    const where = (condition: string | undefined): string =>
      condition === undefined ? `{ ${pattern} }` : `{ ${pattern} WHERE ${condition} }`;
    const matching = (): string => where(this.condition(filter, bound));
    const texts: Record<Quantifier, () => string> = {
      some: () => `EXISTS ${matching()}`,
      none: () => `NOT EXISTS ${matching()}`,
      single: () => `COUNT ${matching()} = 1`,
      all: () =>
        `(EXISTS ${matching()} AND NOT EXISTS ${where(this.condition({ kind: 'not', filter }, bound))})`,
    };
    return texts[quantifier]();
  }
}

/** @example relationPattern('n', flowsTo, { node: 'm0', edge: 'q0' }) // (n)-[q0:`FLOWS_TO`]->(m0:`Asset`) */
export function relationPattern(owner: string, by: Relation, { node, edge = '' }: Bound): string {
  const link = `[${edge}:${quoted(by.type)}]`;
  const arrow = by.direction === 'OUT' ? `-${link}->` : `<-${link}-`;
  return `(${owner})${arrow}(${node}:${quoted(by.to)})`;
}

export function property(
  bound: Bound,
  { of, property: name }: { readonly of: 'node' | 'edge'; readonly property: string },
): string {
  return `${(of === 'node' ? bound.node : bound.edge)!}.${quoted(name)}`;
}

/** Names of the schema are GraphQL names: letters, digits and `_`. */
export function quoted(name: string): string {
  return `\`${name}\``;
}

function joined(conditions: readonly string[], word: 'AND' | 'OR'): string {
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(` ${word} `)})`;
}
