/**
 * A user's description of a system, version 1, after reading: ids resolved, defaults filled in, positions kept.
 * The file format is docs/system-model.md; what is absent there because it is *not known* stays absent here.
 */
import type { SourcePosition } from './diagnostics.ts';

export const STAGES = ['design', 'development', 'deployment', 'monitoring'] as const;
export const LEVELS = ['low', 'medium', 'high', 'critical'] as const;
export const EXPOSURES = ['public', 'partner', 'internal', 'isolated'] as const;
export const ATTACKERS = ['external', 'insider', 'supplier', 'partner', 'none'] as const;
export const LOSSES = [
  'confidentiality',
  'integrity',
  'availability',
  'behaviour',
  'tampering',
  'cost',
] as const;
export const SAFEGUARD_STATUSES = ['planned', 'in-place', 'verified'] as const;
export const EVIDENCE_KINDS = ['data', 'model', 'interface', 'llm', 'runtime'] as const;
export const VERBS = ['read', 'write', 'query', 'execute', 'admin'] as const;
export const EFFECTS = ['read', 'write', 'delete', 'send', 'execute', 'money', 'physical'] as const;
export const DATA_CLASSES = [
  'personal',
  'financial',
  'health',
  'credentials',
  'intellectual-property',
  'public',
] as const;
export const CARRIES = [
  'prompt',
  'response',
  'document',
  'sample',
  'feedback',
  'model',
  'code',
  'package',
  'credential',
  'log',
  'telemetry',
  'signal',
  'tool-call',
  'tool-result',
  'record',
] as const;

/** What a flow with `both: true` carries on its way back; a kind that is not listed comes back as itself. */
export const CARRIED_BACK: Readonly<Partial<Record<(typeof CARRIES)[number], (typeof CARRIES)[number]>>> = {
  prompt: 'response',
  sample: 'response',
  'tool-call': 'tool-result',
};

/** Keys under which an asset names other assets (for `contributors`: actors). */
export const RELATIONS = [
  'uses',
  'serves',
  'retrieves-from',
  'calls',
  'acts-on',
  'remembers-in',
  'configured-by',
  'guarded-by',
  'trained-on',
  'evaluated-on',
  'built-from',
  'built-by',
  'stored-in',
  'deployed-from',
  'hosted-on',
  'depends-on',
  'credentials-in',
  'authenticates-with',
  'feeds',
  'contributors',
] as const;

/**
 * One link told from two ends: A `feeds` B says the same as B `built-from` A, or B `trained-on` A. A model keeps what
 * was said; whoever follows such links takes either.
 */
export const TOLD_FROM_THE_OTHER_END = { feeds: ['built-from', 'trained-on'] } as const;

/** Kinds of foreign elements that fit no other; rules treat them as plain infrastructure. */
export const FOREIGN_KINDS = ['process', 'store', 'external'] as const;

/** What `triggered-by` may name beside actors and assets: a clock. */
export const SCHEDULE = 'schedule';

/** Facts whose values are ids: written like relations, and matched by rules like relations. */
export const REFERENCE_FACTS = ['opens', 'triggered-by', 'read-by'] as const;

/** Facts with a closed list of values; `many` says whether an asset may carry a list of them. */
export const VALUE_FACTS = {
  provider: {
    many: false,
    values: ['own', 'open-source', 'public-hub', 'partner', 'third-party', 'unknown'],
  },
  provenance: { many: false, values: ['verified', 'unverified'] },
  updates: { many: false, values: ['pinned', 'manual', 'automatic'] },
  disclosed: { many: true, values: ['design', 'code', 'weights', 'data', 'prompts'] },
  obtainable: { many: false, values: ['true', 'false'] },
  anonymous: { many: true, values: ['read', 'write', 'query', 'execute'] },
  protection: { many: false, values: ['plain', 'encrypted', 'vault'] },
  renders: { many: true, values: ['links', 'images', 'html', 'references'] },
  egress: { many: false, values: ['none', 'allow-list', 'any'] },
  approval: { many: false, values: ['none', 'once', 'each-call'] },
  'description-from': { many: false, values: ['local', 'reviewed', 'remote'] },
  'acts-as': { many: false, values: ['caller', 'service'] },
  scope: { many: false, values: ['session', 'lasting'] },
} as const satisfies Record<string, { many: boolean; values: readonly string[] }>;

export type Stage = (typeof STAGES)[number];
export type Level = (typeof LEVELS)[number];
export type Exposure = (typeof EXPOSURES)[number];
export type AttackerKind = (typeof ATTACKERS)[number];
export type Loss = (typeof LOSSES)[number];
export type SafeguardStatus = (typeof SAFEGUARD_STATUSES)[number];
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
export type Verb = (typeof VERBS)[number];
export type Effect = (typeof EFFECTS)[number];
export type DataClass = (typeof DATA_CLASSES)[number];
export type Carried = (typeof CARRIES)[number];
export type Relation = (typeof RELATIONS)[number];
export type ReferenceFact = (typeof REFERENCE_FACTS)[number];
export type ValueFact = keyof typeof VALUE_FACTS;

export type ProfileScalar = string | number | boolean;
export type ProfileValue = ProfileScalar | readonly ProfileScalar[];

/** A profile key that a library reads, with the values that it tells apart; without values, any. */
export interface ProfileKey {
  readonly key: string;
  readonly values?: readonly ProfileScalar[];
}

export interface Named {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
}

export interface Zone extends Named {
  /** 0 (anyone) … 5 (most trusted); a nested zone's defaults to its parent's. */
  readonly trust: number;
  /** Id of the zone that encloses it. */
  readonly in?: string;
}

/** A link to another element; without verbs it means all that the target's kind allows. */
export interface VerbLink {
  readonly id: string;
  readonly verbs?: readonly Verb[];
}

export interface Actor extends Named {
  readonly zone?: string;
  readonly attacker: AttackerKind;
  readonly access: readonly VerbLink[];
  readonly supplies: readonly string[];
  /** Absent: not known, so possible. */
  readonly deceivable?: boolean;
}

export interface Asset extends Named {
  readonly kind: string;
  readonly zone?: string;
  readonly exposure: Exposure;
  readonly value: Readonly<Partial<Record<'confidentiality' | 'integrity' | 'availability', Level>>>;
  readonly data: readonly DataClass[];
  /** Absent: not known. */
  readonly effects?: readonly Effect[];
  readonly relations: Readonly<Partial<Record<Relation | ReferenceFact, readonly VerbLink[]>>>;
  /** Only what the file states; values as text, booleans as `true` and `false`. */
  readonly facts: Readonly<Partial<Record<ValueFact, readonly string[]>>>;
}

export interface Flow {
  /** As written, or `FROM->TO#N` with N counted from 1 among flows with the same ends. */
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly from: string;
  readonly to: string;
  readonly carries: readonly Carried[];
  readonly both: boolean;
  readonly authenticated?: boolean;
  readonly encrypted?: boolean;
}

export interface Safeguard extends Named {
  /** Ids of assets, actors, zones or flows. */
  readonly on: readonly string[];
  readonly implements: readonly string[];
  readonly status: SafeguardStatus;
  /** 0..1; absent: the library's default. */
  readonly effectiveness?: number;
  readonly evidence: readonly string[];
}

export interface Measure {
  readonly metric: string;
  readonly value: number;
  readonly technique?: string;
}

export interface Evidence {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly file?: string;
  readonly sha256?: string;
  readonly subject?: string;
  readonly subjectVersion?: string;
  /** ISO dates, `2026-11-01`. */
  readonly collected?: string;
  readonly expires?: string;
  readonly measures: readonly Measure[];
}

export interface Goal extends Named {
  readonly on: string;
  readonly loss: Loss;
  readonly impact: Level;
  /** `value` when it came from an asset's value, not from `goals`. */
  readonly origin: 'goals' | 'value';
}

export interface Acceptance {
  readonly technique?: string;
  readonly on?: string;
  readonly threat?: string;
  readonly reason: string;
  readonly by: string;
  readonly until: string;
}

export interface SystemModel extends Named {
  readonly owner?: string;
  readonly stage?: Stage;
  readonly profile: Readonly<Record<string, ProfileValue>>;
  readonly zones: readonly Zone[];
  readonly actors: readonly Actor[];
  readonly assets: readonly Asset[];
  readonly flows: readonly Flow[];
  readonly safeguards: readonly Safeguard[];
  readonly evidence: readonly Evidence[];
  readonly goals: readonly Goal[];
  readonly accepted: readonly Acceptance[];
  readonly source: { readonly file: string; readonly sha256: string };
  /** `x-*` keys with their values as parsed, by JSON pointer, e.g. `/assets/bot/x-cost-centre`; absent: none. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /**
   * JSON pointer → where it stands in the file: the key of a mapping's entry, the item of a list, or the
   * nearest ancestor of what is not there. Looked up when asked for, since most of them never are.
   */
  readonly positions: Pick<ReadonlyMap<string, SourcePosition>, 'get'>;
}
