import type { CoverageRow, Threat } from '../analysis-result.ts';

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

/** A mapping of an item, as a crosswalk states it. */
export interface CoverageLink {
  /** SKOS predicate or ours, read from the item: `skos:broadMatch` means that the other is the broader. */
  readonly predicate: string;
  /** `framework@edition/id` of the other end. */
  readonly other: string;
  readonly name: string;
  readonly trust: string;
  readonly source: string;
  /** 0..1, where the source gives one. */
  readonly confidence?: number;
}

/** One item with what makes it count. */
export interface CoveredItem extends CoverageRow {
  readonly name: string;
  readonly kind: 'technique' | 'risk' | 'requirement';
  /** Ids of the columns that it stands in; of a technique its tactics. */
  readonly columns: readonly string[];
  readonly parent?: string;
  /** Ids of the threats that make it applicable. */
  readonly threats: readonly string[];
  /** How many of these threats are covered, or have some working control. */
  readonly answered: number;
  /** Its controls that a threat asks for or that are in place. */
  readonly controls: readonly {
    readonly id: string;
    readonly safeguards: readonly string[];
    readonly askedBy: number;
  }[];
  /** Keys of the applicable items through which it applies, where it has neither techniques nor controls of its own. */
  readonly via: readonly string[];
  /** Those to `via` first, then official, derived, community. */
  readonly links: readonly CoverageLink[];
  /** Of the attack paths found, those with a step of this technique or of a sub-technique, and the likeliest of them. */
  readonly paths: number;
  readonly pathLikelihood: number;
}

/** A framework's items in columns, as its publisher lays them out. */
export interface CoverageMatrix {
  readonly framework: string;
  readonly edition: string;
  readonly name: string;
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly items: readonly CoveredItem[];
}

export interface CoverageAnswer {
  readonly threatloom: string;
  readonly system: string;
  readonly digest: string;
  readonly asOf: string;
  readonly counts: readonly CoverageCount[];
  readonly matrices: readonly CoverageMatrix[];
  /** The threats that items name. */
  readonly threats: readonly Threat[];
}
