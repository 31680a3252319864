/**
 * What the analysis has to know of the loaded frameworks, and nothing more: plain values, so that a test can write
 * them down and the knowledge layer can fill them from whatever it keeps.
 */
import type { RecordStatus } from './framework-records.ts';

export interface KnownFramework {
  readonly id: string;
  readonly edition: string;
  /** Of the file or fact pack that it was read from. */
  readonly sha256: string;
}

export interface KnownTechnique {
  readonly id: string;
  readonly name: string;
  readonly framework: string;
  readonly tactics: readonly string[];
  readonly parent?: string;
  readonly maturity?: 'feasible' | 'demonstrated' | 'realized';
  readonly status: RecordStatus;
}

export interface KnownTactic {
  readonly id: string;
  readonly name: string;
  readonly framework: string;
  /** Position in its framework's matrix, from 0. */
  readonly order: number;
}

export interface KnownControl {
  readonly id: string;
  readonly name: string;
  readonly framework: string;
}

/** Ids of other frameworks' items that a technique or control is mapped to. */
export interface CrossReferences {
  readonly owasp: readonly string[];
  readonly nistAml: readonly string[];
  readonly rmf: readonly string[];
  readonly iso23894: readonly string[];
}

/** One item of a framework that coverage is counted for: a technique, a risk, a requirement. */
export interface CoverageItem {
  readonly framework: string;
  readonly edition: string;
  readonly kind: 'technique' | 'risk' | 'requirement';
  readonly id: string;
  /** Techniques that the item is mapped to, or is. */
  readonly techniques: readonly string[];
  /** Controls that satisfy the item, or are it. */
  readonly controls: readonly string[];
  /** Other risks and requirements that it is mapped to, by key. */
  readonly related: readonly RelatedItem[];
  readonly mapping: 'mapped' | 'reviewed-none' | 'unreviewed';
}

export interface RelatedItem {
  /** `framework@edition/id`, e.g. `nist-ai-rmf@1.0/GOVERN 1.1`. */
  readonly key: string;
  /** Some mapping says that the two are the same (`skos:exactMatch`). */
  readonly exact: boolean;
}

export interface AnalysisKnowledge {
  readonly frameworks: readonly KnownFramework[];
  readonly techniques: ReadonlyMap<string, KnownTechnique>;
  readonly tactics: ReadonlyMap<string, KnownTactic>;
  readonly controls: ReadonlyMap<string, KnownControl>;
  /** Technique → controls that mitigate it itself; those of its parent are not repeated here. */
  readonly mitigations: ReadonlyMap<string, readonly string[]>;
  /** Case study → its procedure, in order. */
  readonly caseStudies: ReadonlyMap<
    string,
    readonly { readonly tactic: string; readonly technique: string }[]
  >;
  /** Technique or control → what it is mapped to. */
  readonly references: ReadonlyMap<string, CrossReferences>;
  readonly items: readonly CoverageItem[];
  /** Technique that the pinned edition retired → what took its place, so that a rule and a decision meet that name either. */
  readonly heirs?: ReadonlyMap<string, string>;
}
