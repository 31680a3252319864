/**
 * What one field of a document asks of the graph, in terms of the graph: labels, properties and relationships. Both
 * stores answer it; how the document wrote it (aliases, fragments, variables) no longer matters.
 */

/** How nodes hang on those of the selection around them. */
export interface Relation {
  /** Name of the field in `graph-schema/`, e.g. `flowsTo`. */
  readonly field: string;
  readonly type: string;
  readonly direction: 'IN' | 'OUT';
  readonly from: string;
  readonly to: string;
  /** Properties of the relationship itself, as the schema writes them. */
  readonly properties: readonly string[];
}

export type Operand = string | number | boolean | readonly string[] | readonly number[];

export type Operator =
  'eq' | 'in' | 'contains' | 'startsWith' | 'endsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'includes';

export type Quantifier = 'all' | 'none' | 'single' | 'some';

/** A condition in Cypher's three-valued logic: what is compared with a missing value is neither true nor false. */
export type Filter =
  /** Without any: true. */
  | { readonly kind: 'all-of'; readonly filters: readonly Filter[] }
  | { readonly kind: 'any-of'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'missing'; readonly of: 'node' | 'edge'; readonly property: string }
  | {
      readonly kind: 'compares';
      readonly of: 'node' | 'edge';
      readonly property: string;
      readonly operator: Operator;
      readonly operand: Operand;
    }
  /** `all` wants at least one. The filter inside is about the related node and the edge to it. */
  | {
      readonly kind: 'related';
      readonly quantifier: Quantifier;
      readonly by: Relation;
      readonly filter: Filter;
    };

/** Missing values come last in rising order, first in falling order. */
export interface SortTerm {
  readonly of: 'node' | 'edge';
  readonly property: string;
  readonly falling: boolean;
}

export interface Selection {
  /** Unique within the document, a GraphQL name: `s0`, `s1` … */
  readonly id: string;
  readonly label: string;
  /** Absent at the root. */
  readonly by?: Relation;
  /** Edges, with their properties, each for itself; else nodes, each once. */
  readonly connection: boolean;
  readonly filter: Filter;
  /** Ends with what tells all rows apart, so that every store gives them in the same order. */
  readonly sort: readonly SortTerm[];
  readonly offset: number;
  /** Absent: all. */
  readonly limit?: number;
  /** Whether rows are wanted, or only their number. */
  readonly wantsRows: boolean;
  /** Whether the number of rows is wanted, whatever `offset` and `limit`. */
  readonly wantsTotal: boolean;
  /** Of the nodes. */
  readonly properties: readonly string[];
  /** Of the edges. */
  readonly edgeProperties: readonly string[];
  readonly inner: readonly Selection[];
}
