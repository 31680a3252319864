/**
 * A query by name: one `.cypher` file, whose header says what it answers, what it takes and what it gives.
 */
export const PARAMETER_TYPES = ['string', 'integer', 'number', 'boolean', 'strings'] as const;
export const COLUMN_TYPES = ['string', 'integer', 'number', 'boolean', 'strings'] as const;

export type ParameterType = (typeof PARAMETER_TYPES)[number];
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface QueryParameterSpec {
  readonly name: string;
  readonly type: ParameterType;
  /** Absent: must be given. */
  readonly default?: string | number | boolean | readonly string[];
  readonly description: string;
}

export interface QueryColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
}

export interface NamedQuery {
  /** File name without `.cypher`; unique over all topics. */
  readonly name: string;
  /** Folder, e.g. `threats`. */
  readonly topic: string;
  /** One sentence. */
  readonly summary: string;
  readonly parameters: readonly QueryParameterSpec[];
  /** In the order of the RETURN. */
  readonly columns: readonly QueryColumnSpec[];
  /** What to run; has passed the read-only guard. */
  readonly cypher: string;
  readonly file: string;
}
