import type { Assumptions } from './assumptions.ts';
import type { Domain } from './domain.ts';
import type { Elements } from './elements.ts';
import type { FactTable } from './fact-table.ts';
import type { Link } from './link.ts';
import type { Links } from './links.ts';

/** What a view stands for in one system: elements (one variable) or pairs (two). */
export interface EvaluatedView {
  readonly domain?: Domain;
  readonly link?: AssumedLink;
}

export interface AssumedLink {
  readonly link: Link;
  /** Pair, as `from * elements + to`, → codes of what was assumed; absent for pairs that surely hold. */
  readonly assumed: ReadonlyMap<number, readonly number[]>;
}

/** What patterns are matched against: one system with the kinds and views of the libraries. */
export interface MatchContext {
  readonly elements: Elements;
  readonly links: Links;
  readonly facts: FactTable;
  readonly assumptions: Assumptions;
  /** All elements of one of these kinds, classes, sorts or views. */
  domain(names: readonly string[]): Domain;
  /** The view of this name; undefined where it is no view. */
  view(name: string): EvaluatedView | undefined;
}
