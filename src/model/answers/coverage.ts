import type { CoverageRow } from '../analysis-result.ts';

/** Four counts that one percentage would blur. Items of one framework in one edition. */
export interface CoverageNumbers {
  /** Items that the edition lists. */
  readonly catalogued: number;
  /** Of these, those that apply to this system. */
  readonly applicable: number;
  /** Applicable ones that are mitigated in part. */
  readonly partlyMitigated: number;
  /** Applicable ones that are fully mitigated. */
  readonly mitigated: number;
  /** Applicable ones with fresh evidence. */
  readonly evidenced: number;
}

/** Every count, and the same for the items of each mapping state: an item that nobody has looked at is no item without a match. */
export interface CoverageCount extends CoverageNumbers {
  readonly framework: string;
  readonly edition: string;
  /** Items by mapping state; together `catalogued`. */
  readonly mapped: number;
  readonly reviewedNone: number;
  readonly unreviewed: number;
  readonly byMapping: Readonly<Record<CoverageRow['mapping'], CoverageNumbers>>;
}
