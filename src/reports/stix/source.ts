/** What a STIX bundle is made of. */
import type { AnalysisResult } from '#model/analysis-result';
import type { AttackLibrary } from '#model/attack-library';
import type { FrameworkRecords } from '#model/framework-records';
import type { SystemModel } from '#model/system-model';

/** A technique or control of one of the frameworks. */
export interface LinkEnd {
  readonly framework: string;
  readonly kind: 'technique' | 'control';
  readonly id: string;
}

/** What is known between records beyond what their own editions say: crosswalks. */
export interface StixLink {
  readonly type: 'mitigates' | 'related-to';
  readonly source: LinkEnd;
  readonly target: LinkEnd;
}

export interface StixSource {
  /** Written whole; one edition of each framework. */
  readonly frameworks: readonly FrameworkRecords[];
  /** Written where both ends are. */
  readonly links: readonly StixLink[];
  readonly system?: StixSystem;
}

export interface StixSystem {
  readonly model: SystemModel;
  readonly result: AnalysisResult;
  /** What else the answers were built on; of them only what the system touches is written. */
  readonly frameworks: readonly FrameworkRecords[];
  readonly libraries: readonly AttackLibrary[];
}
