/**
 * Filters as conditions of the common Cypher subset. Every value becomes a parameter; names are those of the schema.
 *
 * What is asked of related nodes is counted in front of the condition, by `OPTIONAL MATCH` and sums, not in a subquery:
 * LadybugDB 0.19.1 forgets the condition of `EXISTS { … WHERE m.kind = $a }` where another beside it has a parameter too.
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

type Comparison = Extract<Filter, { kind: 'compares' }>;
type Related = Extract<Filter, { kind: 'related' }>;

/** The parts of one query that come from values. */
export class QueryText {
  readonly parameters: Record<string, QueryParameter> = {};
  #parameters = 0;

  /** @returns `$p0`; a parameter for each value, since the engine takes `a OR NOT a` of the same one for true */
  parameter(value: QueryParameter): string {
    const name = `p${this.#parameters++}`;
    this.parameters[name] = value;
    return `$${name}`;
  }
}

/**
 * The clauses between the pattern of a query and what it returns: those rows of the pattern that a filter lets through.
 *
 * @param carried variables that later clauses need
 * @example
 * filterClauses(text, { some asset that it flows to is of kind … }, { node: 'n' }, ['n'])
 * // ['OPTIONAL MATCH (n)-[q0:`FLOWS_TO`]->(m0:`Asset`)',
 * //  'WITH n, sum(CASE WHEN m0.key IS NOT NULL AND m0.`kind` = $p0 THEN 1 ELSE 0 END) AS x0', 'WHERE x0 > 0']
 */
export function filterClauses(
  text: QueryText,
  filter: Filter,
  bound: Bound,
  carried: readonly string[],
  ...before: readonly string[]
): string[] {
  const conditions = filter.kind === 'all-of' ? filter.filters : [filter];
  const clauses = new FilterClauses(text);
  const where = (filters: readonly Filter[], more: readonly string[] = []): string[] => {
    const condition = clauses.condition({ kind: 'all-of', filters }, bound, [...carried]);
    const all = condition === undefined ? more : [...more, condition];
    return all.length === 0 ? [] : [`WHERE ${all.join(' AND ')}`];
  };
  // What needs no counting first: there is less to count then.
  const plain = where(
    conditions.filter((each) => !asksRelated(each)),
    before,
  );
  const counted = where(conditions.filter(asksRelated));
  return [...plain, ...clauses.clauses, ...counted];
}

function asksRelated(filter: Filter): boolean {
  switch (filter.kind) {
    case 'related':
      return true;
    case 'not':
      return asksRelated(filter.filter);
    case 'all-of':
    case 'any-of':
      return filter.filters.some(asksRelated);
    case 'missing':
    case 'compares':
      return false;
  }
}

class FilterClauses {
  /** That count what conditions speak of. */
  readonly clauses: string[] = [];
  readonly #text: QueryText;
  #counts = 0;

  constructor(text: QueryText) {
    this.#text = text;
  }

  /**
   * @param carried variables that later clauses need; counts are added to it
   * @returns undefined where the filter leaves nothing out
   */
  condition(filter: Filter, bound: Bound, carried: string[]): string | undefined {
    switch (filter.kind) {
      case 'all-of': {
        const texts = filter.filters.map((each) => this.condition(each, bound, carried));
        const conditions = texts.filter((text) => text !== undefined);
        return conditions.length === 0 ? undefined : joined(conditions, 'AND');
      }
      case 'any-of': {
        const texts = filter.filters.map((each) => this.condition(each, bound, carried));
        const conditions = texts.filter((text) => text !== undefined);
        return conditions.length < texts.length ? undefined : joined(conditions, 'OR');
      }
      case 'not':
        return `NOT (${this.condition(filter.filter, bound, carried) ?? 'true'})`;
      case 'missing':
        return `${property(bound, filter)} IS NULL`;
      case 'compares':
        return this.#comparison(filter, property(bound, filter));
      case 'related':
        return this.#related(filter, bound.node, carried);
    }
  }

  #comparison({ operator, operand }: Comparison, value: string): string {
    if (operator === 'includes') return `${this.#text.parameter(operand)} IN ${value}`;
    // Where there is no value, the engine does not know; Neo4j does.
    if (operator === 'in' && (operand as readonly unknown[]).length === 0) return 'false';
    // The engine finds the empty text in no other, where Neo4j finds it in all: true, unless there is no value.
    if (operator === 'contains' && operand === '') return `${value} = ${value}`;
    return `${value} ${COMPARISONS[operator]} ${this.#text.parameter(operand)}`;
  }

  #related({ quantifier, by, filter }: Related, owner: string, carried: string[]): string {
    const number = this.#counts++;
    const bound = { node: `m${number}`, edge: `q${number}` };
    this.clauses.push(`OPTIONAL MATCH ${relationPattern(owner, by, bound)}`);
    const condition = this.condition(filter, bound, [...carried, bound.edge, bound.node]);
    const isThere = `${bound.node}.key IS NOT NULL`;
    const count = (wanted: string | undefined, name: string): string =>
      `sum(CASE WHEN ${isThere}${wanted === undefined ? '' : ` AND ${wanted}`} THEN 1 ELSE 0 END) AS ${name}`;
    const matching = `x${number}`;
    const others = `y${number}`;
    const counts = [count(condition, matching)];
    if (quantifier === 'all') counts.push(count(`NOT (${condition ?? 'true'})`, others));
    this.clauses.push(`WITH ${[...carried, ...counts].join(', ')}`);
    carried.push(matching, ...(quantifier === 'all' ? [others] : []));
    const texts: Record<Quantifier, string> = {
      some: `${matching} > 0`,
      none: `${matching} = 0`,
      single: `${matching} = 1`,
      all: `(${matching} > 0 AND ${others} = 0)`,
    };
    return texts[quantifier];
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
