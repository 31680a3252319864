/**
 * `where` arguments → filters.
 */
import type { GraphModel, LabelModel } from '../schema/graph-model.ts';
import type { Filter, Operand, Operator, Quantifier, Relation } from './selection.ts';

/** Arguments as GraphQL coerces them: names and types are those of the schema, any of them may be null. */
export type Input = Readonly<Record<string, unknown>>;

export interface FilterWatch {
  /** Says where something cannot be meant. */
  readonly refuse: (message: string) => Error;
  /** Told of each condition; throws where there are too many. */
  readonly count: () => void;
}

const CONNECTION = 'Connection';
const QUANTIFIERS: ReadonlySet<string> = new Set<Quantifier>(['all', 'none', 'single', 'some']);

/** Filters on nodes of a label, and on the edges that lead to them. */
export class FilterReader {
  readonly #model: GraphModel;
  readonly #watch: FilterWatch;

  constructor(model: GraphModel, watch: FilterWatch) {
    this.#model = model;
    this.#watch = watch;
  }

  /** `AssetWhere`: what must hold of the node. Null and nothing mean no condition. */
  nodes(label: string, where: unknown): Filter {
    const model = this.#model.get(label)!;
    return this.#conditions(where, (name, value) => this.#nodeCondition(model, name, value));
  }

  /** `AssetFlowsToConnectionWhere`: what must hold of the node and the edge to it. */
  edges(by: Relation, where: unknown): Filter {
    return this.#conditions(where, (name, value) =>
      name === 'node'
        ? this.nodes(by.to, value)
        : this.#conditions(value, (property, comparison) => this.#comparisons('edge', property, comparison)),
    );
  }

  #nodeCondition({ properties, relations }: LabelModel, name: string, value: unknown): Filter {
    if (properties.has(name)) return this.#comparisons('node', name, value);
    const relation = relations.get(name);
    if (relation !== undefined) {
      return this.#quantified(name, relation, value, (inner) => this.nodes(relation.to, inner));
    }
    const connected = relations.get(name.slice(0, -CONNECTION.length))!;
    return this.#quantified(name, connected, value, (inner) => this.edges(connected, inner));
  }

  #quantified(name: string, by: Relation, value: unknown, read: (inner: unknown) => Filter): Filter {
    return allOf(
      entriesOf(value)
        .filter(([quantifier]) => QUANTIFIERS.has(quantifier))
        .map(([quantifier, inner]) => {
          if (inner === null)
            throw this.#watch.refuse(`"${quantifier}" of "${name}" wants a filter, not null`);
          return { kind: 'related', quantifier: quantifier as Quantifier, by, filter: read(inner) };
        }),
    );
  }

  #comparisons(of: 'node' | 'edge', property: string, value: unknown): Filter {
    return allOf(
      entriesOf(value).map(([operator, operand]) => {
        this.#watch.count();
        if (operand !== null) {
          return {
            kind: 'compares',
            of,
            property,
            operator: operator as Operator,
            operand: wellFormed(operand as Operand),
          };
        }
        if (operator === 'eq') return { kind: 'missing', of, property };
        throw this.#watch.refuse(`"${operator}" of "${property}" wants a value, not null`);
      }),
    );
  }

  /** The fields of one object all hold; `AND`, `OR` and `NOT` stand beside them. */
  #conditions(where: unknown, read: (name: string, value: unknown) => Filter): Filter {
    this.#watch.count();
    return allOf(
      entriesOf(where)
        .filter(([, value]) => value !== null)
        .map(([name, value]): Filter => {
          const each = (): Filter[] => (value as unknown[]).map((one) => this.#conditions(one, read));
          switch (name) {
            case 'AND':
              return allOf(each());
            case 'OR': {
              const filters = each();
              // No alternatives at all: nothing is asked.
              return filters.length === 0 ? allOf([]) : { kind: 'any-of', filters };
            }
            case 'NOT':
              return { kind: 'not', filter: this.#conditions(value, read) };
            default:
              return read(name, value);
          }
        }),
    );
  }
}

function allOf(filters: readonly Filter[]): Filter {
  return filters.length === 1 ? filters[0]! : { kind: 'all-of', filters };
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries((value ?? {}) as Input);
}

/** Halves of surrogate pairs have no UTF-8 form, so that no stored text holds them; stores would replace them each in its way. */
function wellFormed(operand: Operand): Operand {
  const whole = <T>(value: T): T | string =>
    typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value;
  return typeof operand === 'object' ? (operand.map(whole) as Operand) : whole(operand);
}
