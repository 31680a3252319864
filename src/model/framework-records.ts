/**
 * What an importer gives back: one edition of one framework as typed records.
 *
 * Ids are the publisher's own (`AML.T0051.001`, `LLM01`, `GOVERN 1.1`); together with framework and edition they
 * name a record for ever. No STIX id is a key: those changed between ATLAS editions, the external ids did not.
 */
import type { Diagnostic } from './diagnostics.ts';

/** `withdrawn` covers what publishers call revoked, deprecated or retired. */
export type RecordStatus = 'active' | 'withdrawn';

export interface FrameworkIdentity {
  /** Folder name of its importer, e.g. `atlas`, `attack-enterprise`, `owasp-llm`, `nist-ai-rmf`. */
  readonly id: string;
  readonly name: string;
  /** The edition as its publisher numbers it, e.g. `5.6.1`, `18.1`, `2025`. */
  readonly edition: string;
  readonly publisher: string;
  readonly licence: string;
  /** The owner's notice, word for word, where the licence asks for it with every copy. */
  readonly notice?: string;
  readonly url: string;
}

export interface FrameworkSource {
  /** File name without folder, e.g. `ATLAS-5.6.1.yaml`. */
  readonly file: string;
  /** Lower-case hex digest of the bytes that were read. */
  readonly sha256: string;
}

export interface RecordBase {
  readonly id: string;
  readonly name: string;
  /** The publisher's prose; absent in fact packs. */
  readonly description?: string;
  readonly url?: string;
}

/** Of a record that its publisher gives out as a STIX object. */
export interface StixNamed {
  /** The publisher's id of that object, e.g. `attack-pattern--0042a9f5-…`; kept to be written again, never looked up by. */
  readonly stixId?: string;
}

export interface TacticRecord extends RecordBase, StixNamed {
  /** Position in the publisher's matrix, from 0. */
  readonly order: number;
}

export interface TechniqueRecord extends RecordBase, StixNamed {
  /** Tactic ids; a sub-technique without its own carries its parent's. */
  readonly tactics: readonly string[];
  readonly parent?: string;
  readonly maturity?: 'feasible' | 'demonstrated' | 'realized';
  readonly platforms: readonly string[];
  readonly status: RecordStatus;
  /** Id of the technique that took its place. */
  readonly succeededBy?: string;
}

/** A class of attack or risk in a list or taxonomy: an OWASP item, a CoSAI risk, a NIST AI 100-2 attack. */
export interface RiskRecord extends RecordBase {
  /** Ids of the broader risks that it belongs to, e.g. `NISTAML.01`. */
  readonly parents: readonly string[];
  readonly level: string;
}

export interface ControlRecord extends RecordBase, StixNamed {
  readonly categories: readonly string[];
  readonly lifecycle: readonly string[];
  readonly status: RecordStatus;
  readonly succeededBy?: string;
}

/** A clause, function, category, subcategory or action that an auditor asks for. */
export interface RequirementRecord extends RecordBase {
  readonly parent?: string;
  /** E.g. `function`, `category`, `subcategory`, `clause`, `annex`. */
  readonly level: string;
  /** Position in the publisher's document, from 0. */
  readonly order: number;
}

export interface ProcedureStep {
  readonly tactic: string;
  readonly technique: string;
  readonly description?: string;
}

export interface CaseStudyRecord extends RecordBase {
  readonly kind: 'incident' | 'exercise' | 'unknown';
  readonly target?: string;
  readonly date?: string;
  /** In the publisher's order. */
  readonly procedure: readonly ProcedureStep[];
}

/** A control of this framework answers a technique or a risk of this framework. */
export interface MitigationLink {
  readonly control: string;
  readonly target: string;
  readonly description?: string;
}

export interface FrameworkRecords {
  readonly framework: FrameworkIdentity;
  readonly source: FrameworkSource;
  readonly tactics: readonly TacticRecord[];
  readonly techniques: readonly TechniqueRecord[];
  readonly risks: readonly RiskRecord[];
  readonly controls: readonly ControlRecord[];
  readonly requirements: readonly RequirementRecord[];
  readonly caseStudies: readonly CaseStudyRecord[];
  readonly mitigations: readonly MitigationLink[];
  /** References that the file itself makes to other frameworks. */
  readonly mappings: readonly MappingRecord[];
  /** What the file held, counted by the publisher's own type names, kept or not: `{ "attack-pattern": 835 }`. */
  readonly census: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** SKOS predicates (SSSOM 1.0), plus the negative that tells "reviewed, nothing fits" from "not reviewed". */
export type MappingPredicate =
  | 'skos:exactMatch'
  | 'skos:closeMatch'
  | 'skos:broadMatch'
  | 'skos:narrowMatch'
  | 'skos:relatedMatch'
  | 'threatloom:mitigates'
  | 'threatloom:satisfies'
  | 'threatloom:noMatch';

/** Whose word it is: official (a publisher on its own framework), derived (computed from official rows), community. */
export type MappingTrust = 'official' | 'derived' | 'community';

export interface MappingEnd {
  readonly framework: string;
  /** Absent when the source does not say which edition it means. */
  readonly edition?: string;
  readonly id: string;
  /** The label that the source gives beside the id; linted against the pinned edition. */
  readonly label?: string;
}

export interface MappingRecord {
  readonly subject: MappingEnd;
  readonly predicate: MappingPredicate;
  readonly object: MappingEnd;
  /** semapv term, e.g. `semapv:ManualMappingCuration`. */
  readonly justification: string;
  /** 0..1; absent when the source gives none. */
  readonly confidence?: number;
  /** Who made the row, where the source says so. */
  readonly author?: string;
  readonly trust: MappingTrust;
  /** Which crosswalk says so, e.g. `atlas 5.6.1`, `cosai-risk-map 2026-08-19`. */
  readonly source: string;
}
