/**
 * A system as a foreign file describes it, on its way to a model of version 1: what was said, what has to be guessed and
 * what a person must decide. Ids are kebab-case and unique within the draft; `importers/formats/draft-ids.ts` makes them.
 */
import type {
  AttackerKind,
  Carried,
  DataClass,
  Effect,
  Evidence,
  Exposure,
  Level,
  Loss,
  ProfileValue,
  ReferenceFact,
  Relation,
  SafeguardStatus,
  Stage,
  ValueFact,
  VerbLink,
} from './system-model.ts';

/** Where in the foreign file something stands; a line where the format has lines, a pointer where it has structure. */
export interface SourcePlace {
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** JSON pointer, or another path that the format's readers know, e.g. `/mxGraphModel/root/mxCell[@id="4"]`. */
  readonly pointer?: string;
}

export interface DraftElement {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly place: SourcePlace;
  /** What a person must decide, each written as a comment beside the element, e.g. `who can reach it from outside?`. */
  readonly ask?: readonly string[];
  /**
   * Key of it that the importer worked out, as it is written in a model → why: `{ exposure: 'its ports are published' }`.
   * `WHOLE` is the element itself.
   */
  readonly guessed?: Readonly<Record<string, string>>;
  /** `x-*` keys that are written with it, e.g. `{ 'x-cvss': 7.1 }`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Stands in `guessed` for the element, where it is a guess that there is one. */
export const WHOLE = '';

/** What is asked of each zone that a file says nothing of. */
export const HOW_TRUSTED = 'how far is it trusted, from 0 (anyone) to 5 (most trusted)?';

export interface DraftZone extends DraftElement {
  /** 0..5; absent: not said, then the reader's default stands there with a question. */
  readonly trust?: number;
  readonly in?: string;
}

export interface DraftActor extends DraftElement {
  readonly zone?: string;
  /** Absent: not said. */
  readonly attacker?: AttackerKind;
  readonly access?: readonly VerbLink[];
  readonly supplies?: readonly string[];
  readonly deceivable?: boolean;
}

/** What a kind can be guessed from, as the file has it; the table of guesses decides, never the importer. */
export interface KindHints {
  /** Kind, type or stereotype of the element in its own format, e.g. `datastore`, `SE.P.TMCore.WSFedAuth`, `mxgraph.aws4.s3`. */
  readonly types?: readonly string[];
  /** Container image without registry host, tag and digest, e.g. `qdrant/qdrant`. */
  readonly image?: string;
  readonly technologies?: readonly string[];
  readonly tags?: readonly string[];
  /** Names that say what it is; `name` of the element is one without being repeated here. */
  readonly names?: readonly string[];
  /** Lines below the name, which tell of it and of what it works with. */
  readonly below?: string;
}

export interface DraftAsset extends DraftElement {
  /** Only where the format says it beyond doubt (a CycloneDX `machine-learning-model` is a model); else it is guessed. */
  readonly kind?: string;
  /** Where the format says only what sort of thing it is: its words may say another kind of the same class. */
  readonly kindIsLoose?: boolean;
  readonly hints?: KindHints;
  /** What it is where nothing can be guessed. */
  readonly fallback: 'process' | 'store' | 'external';
  readonly zone?: string;
  readonly exposure?: Exposure;
  readonly value?: Readonly<Partial<Record<'confidentiality' | 'integrity' | 'availability', Level>>>;
  readonly data?: readonly DataClass[];
  readonly effects?: readonly Effect[];
  readonly relations?: Readonly<Partial<Record<Relation | ReferenceFact, readonly string[]>>>;
  /** Where verbs are known; then `relations` names no contributors. */
  readonly contributors?: readonly VerbLink[];
  readonly facts?: Readonly<Partial<Record<ValueFact, readonly string[]>>>;
}

export interface DraftFlow extends Omit<DraftElement, 'id'> {
  readonly id?: string;
  readonly from: string;
  readonly to: string;
  readonly carries?: readonly Carried[];
  readonly both?: boolean;
  readonly authenticated?: boolean;
  readonly encrypted?: boolean;
}

/** A mitigation of the foreign file. Only what the file calls done is `in-place`; suggested, identified or open is `planned`. */
export interface DraftSafeguard extends DraftElement {
  readonly on: readonly string[];
  /** Ids of controls, where the file names any. */
  readonly implements: readonly string[];
  readonly status: SafeguardStatus;
  /** 0..1 */
  readonly effectiveness?: number;
  readonly evidence?: readonly string[];
}

/** A threat that somebody wrote down; kept under `x-threats`, since our threats are derived. */
export interface DraftThreat extends DraftElement {
  readonly on: readonly string[];
  /** In the words of the foreign file: `Open`, `NotStarted`, `threatResolved` … */
  readonly status?: string;
  readonly severity?: string;
  readonly stride?: readonly string[];
  /** Ids of safeguards of this draft. */
  readonly safeguards: readonly string[];
  /** Ids that the file gives: CWE, CAPEC, ATLAS … */
  readonly references?: readonly string[];
}

export interface DraftGoal extends DraftElement {
  readonly on: string;
  readonly loss: Loss;
  readonly impact: Level;
}

export interface DraftSystem {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly stage?: Stage;
  readonly profile?: Readonly<Record<string, ProfileValue>>;
  readonly zones: readonly DraftZone[];
  readonly actors: readonly DraftActor[];
  readonly assets: readonly DraftAsset[];
  readonly flows: readonly DraftFlow[];
  readonly safeguards: readonly DraftSafeguard[];
  readonly evidence: readonly (Evidence & { readonly place: SourcePlace })[];
  readonly threats: readonly DraftThreat[];
  readonly goals: readonly DraftGoal[];
  /** Take the goals that follow from `value` beside the stated ones. */
  readonly goalsFromValue?: boolean;
  /** What names something that the file does not have, where no element of the draft says so itself. */
  readonly undefinedReferences?: readonly UndefinedReference[];
  /** `x-*` keys of the whole model. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Key of the model under which references to nothing are kept. */
export const UNDEFINED_REFERENCES = 'x-undefined-references';
/** What a warning of one of them hints at. */
export const KEPT_UNDEFINED = `it is kept under ${UNDEFINED_REFERENCES}; correct it by hand`;

/** Kept in the model for a person to correct. */
export interface UndefinedReference {
  /** What names it: `trust boundary "dmz"`. */
  readonly in: string;
  /** As the file or the model has it: `technical_assets_inside`. */
  readonly key: string;
  readonly id: string;
}
