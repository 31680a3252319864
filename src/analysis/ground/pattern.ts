import type { Condition } from '#model/attack-library';
import { compileFilter } from './filter.ts';
import type { Filter } from './filter.ts';
import type { Domain } from './domain.ts';
import { linked, LinkBuilder } from './link.ts';
import type { Link, Rows } from './link.ts';
import type { MatchContext } from './match-context.ts';

interface Join {
  readonly from: number;
  readonly to: number;
  readonly link: Link;
  readonly assumed: ReadonlyMap<number, readonly number[]> | undefined;
}

/** A pattern bound to one system. */
export interface CompiledPattern {
  /** In the order of `at`; a match gives one element for each. */
  readonly variables: readonly string[];
  readonly domains: readonly Domain[];
  /** Variable → conditions on it alone. */
  readonly filters: readonly (readonly Filter[])[];
  /** Conditions on the profile. */
  readonly constants: readonly Filter[];
  readonly joins: readonly Join[];
}

export function compilePattern(
  at: ReadonlyMap<string, readonly string[]>,
  where: readonly Condition[],
  index: MatchContext,
): CompiledPattern {
  const variables = [...at.keys()];
  const filters: Filter[][] = variables.map(() => []);
  const constants: Filter[] = [];
  const joins: Join[] = [];
  for (const condition of where) {
    switch (condition.kind) {
      case 'flow':
        joins.push({
          from: variables.indexOf(condition.from),
          to: variables.indexOf(condition.to),
          link: index.links.flow(condition.carrying),
          assumed: undefined,
        });
        break;
      case 'relation':
        joins.push({
          from: variables.indexOf(condition.from),
          to: variables.indexOf(condition.to),
          ...relationLink(condition.relations, condition.verbs, index, isAttacker(at.get(condition.from)!)),
        });
        break;
      case 'lacks':
      case 'fact': {
        const filter = compileFilter(condition, index);
        (filters[variables.indexOf(condition.of)] ?? constants).push(filter);
      }
    }
  }
  const domains = variables.map((variable) => index.domain(at.get(variable)!));
  return { variables, domains, filters, constants, joins };
}

function isAttacker(kinds: readonly string[]): boolean {
  return kinds.every((kind) => kind === 'attacker');
}

/** One of several relations or views; their pairs together, at least those that begin at an attacker where only they count. */
function relationLink(
  names: readonly string[],
  verbs: readonly string[] | undefined,
  index: MatchContext,
  ofAttackers: boolean,
): Pick<Join, 'link' | 'assumed'> {
  const parts = names.map((name) => {
    if (name === 'can-reach' && ofAttackers) return { link: index.links.attackersReach() };
    return index.view(name)?.link ?? { link: index.links.relation(name, verbs) };
  });
  const [only] = parts;
  if (parts.length === 1) return { link: only!.link, assumed: assumedOf(only!) };
  const { count } = index.elements;
  const builder = new LinkBuilder();
  const assumed = new Map<number, readonly number[]>();
  for (const part of parts) {
    builder.addLink(part.link);
    for (const [pair, codes] of assumedOf(part) ?? []) {
      const surely = parts.some(
        (other) =>
          linked(other.link.forward, Math.floor(pair / count), pair % count) &&
          assumedOf(other)?.has(pair) !== true,
      );
      if (!surely && !assumed.has(pair)) assumed.set(pair, codes);
    }
  }
  return { link: builder.build(count), assumed };
}

function assumedOf(part: { link: Link; assumed?: ReadonlyMap<number, readonly number[]> }): Join['assumed'] {
  return part.assumed === undefined || part.assumed.size === 0 ? undefined : part.assumed;
}

/** How the next variable is found: along a row of one that is bound, then held against the other joins. */
interface Stage {
  readonly variable: number;
  readonly along?: { readonly bound: number; readonly rows: Rows };
  readonly checks: readonly { readonly bound: number; readonly rows: Rows }[];
}

/**
 * Every binding that fulfils a pattern, each exactly once. `emit` gets the elements by variable and the codes of what was
 * assumed; both arrays are reused, so it must copy what it keeps.
 *
 * The variable with the fewest elements comes first, the others follow along relations, sparsest first: O(matches of the
 * join's prefixes), never a product of two domains.
 */
export function matchPattern(
  pattern: CompiledPattern,
  index: MatchContext,
  emit: (bindings: Int32Array, assumed: readonly number[]) => void,
): void {
  const { profile } = index.assumptions;
  if (pattern.constants.some((filter) => filter.test(profile) === 0)) return;
  const stages = plan(pattern);
  const bindings = new Int32Array(pattern.variables.length).fill(-1);
  const mayAssume =
    pattern.constants.some(({ may }) => may) ||
    pattern.filters.some((filters) => filters.some(({ may }) => may)) ||
    pattern.domains.some(({ assumed }) => assumed.size > 0) ||
    pattern.joins.some(({ assumed }) => assumed !== undefined);

  const extend = (depth: number): void => {
    const stage = stages[depth];
    if (stage === undefined) {
      emit(bindings, mayAssume ? assumedBy(pattern, bindings, index) : []);
      return;
    }
    const { variable, along, checks } = stage;
    const { state, members } = pattern.domains[variable]!;
    const filters = pattern.filters[variable]!;
    const items = along === undefined ? members : along.rows.items;
    const row = along === undefined ? 0 : bindings[along.bound]!;
    const begin = along === undefined ? 0 : along.rows.start[row]!;
    const end = along === undefined ? members.length : along.rows.start[row + 1]!;
    candidates: for (let i = begin; i < end; i += 1) {
      const element = items[i]!;
      if (state[element] === 0) continue;
      for (let earlier = 0; earlier < depth; earlier += 1) {
        if (bindings[stages[earlier]!.variable] === element) continue candidates;
      }
      for (const { bound, rows } of checks) if (!linked(rows, bindings[bound]!, element)) continue candidates;
      for (const filter of filters) if (filter.test(element) === 0) continue candidates;
      bindings[variable] = element;
      extend(depth + 1);
    }
  };
  extend(0);
}

function plan({ variables, domains, joins }: CompiledPattern): Stage[] {
  const left = new Set(variables.map((_, variable) => variable));
  const size = (variable: number): number => domains[variable]!.members.length;
  const first = [...left].reduce((best, each) => (size(each) < size(best) ? each : best), 0);
  const stages: Stage[] = [{ variable: first, checks: [] }];
  left.delete(first);
  while (left.size > 0) {
    const reachable = [...left]
      .map((variable) => ({ variable, ways: waysTo(variable, joins, left) }))
      .filter(({ ways }) => ways.length > 0);
    // The loader refuses patterns whose variables do not hang together.
    const next = reachable.reduce((best, each) => (each.ways[0]!.pairs < best.ways[0]!.pairs ? each : best));
    const [along, ...checks] = next.ways;
    stages.push({ variable: next.variable, along: along!, checks });
    left.delete(next.variable);
  }
  return stages;
}

/** The joins that lead from bound variables to this one, sparsest first. */
function waysTo(
  variable: number,
  joins: readonly Join[],
  unbound: ReadonlySet<number>,
): { bound: number; rows: Rows; pairs: number }[] {
  return joins
    .flatMap(({ from, to, link }) => {
      if (to === variable && !unbound.has(from)) {
        return [{ bound: from, rows: link.forward, pairs: link.pairs }];
      }
      if (from === variable && !unbound.has(to)) {
        return [{ bound: to, rows: link.backward, pairs: link.pairs }];
      }
      return [];
    })
    .sort((a, b) => a.pairs - b.pairs);
}

/** Codes of all that a match assumed, ascending and without repeats. */
function assumedBy(
  { domains, filters, constants, joins }: CompiledPattern,
  bindings: Int32Array,
  index: MatchContext,
): number[] {
  const codes = new Set<number>();
  const { profile } = index.assumptions;
  const add = (filter: Filter, element: number): void => {
    if (filter.test(element) === 2) codes.add(index.assumptions.code(filter.template, element));
  };
  for (const filter of constants) add(filter, profile);
  bindings.forEach((element, variable) => {
    for (const filter of filters[variable]!) add(filter, element);
    for (const code of domains[variable]!.assumed.get(element) ?? []) codes.add(code);
  });
  for (const { from, to, assumed } of joins) {
    const pair = bindings[from]! * index.elements.count + bindings[to]!;
    for (const code of assumed?.get(pair) ?? []) codes.add(code);
  }
  return [...codes].sort((a, b) => a - b);
}
