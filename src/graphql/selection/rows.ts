import type { ResultValue } from '#stores/port';
import type { Selection } from './selection.ts';

export type Values = Readonly<Record<string, ResultValue>>;

/** One node of an answer, and the edge that leads to it where it was asked for. */
export interface Row {
  readonly node: Values;
  readonly edge: Values;
  /** Id of the inner selection → its answer at this node. */
  readonly inner: ReadonlyMap<string, Rows>;
}

/** What a store answers to one selection at one place. */
export interface Rows {
  /** Those of the page, in order; none where only the total is wanted. */
  readonly rows: readonly Row[];
  /** Where wanted. */
  readonly total: number | undefined;
}

/** Answers the selections of one document from one build: id of the selection → its rows. */
export type AnswerSelections = (selections: readonly Selection[]) => Promise<ReadonlyMap<string, Rows>>;
