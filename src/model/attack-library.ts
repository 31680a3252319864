/**
 * Attack libraries after loading: kinds, controls and rules as checked values. The file format is docs/rule-format.md.
 */
import type { SourcePosition } from './diagnostics.ts';
import type { Guess } from './guesses.ts';
import type { ProfileKey } from './system-model.ts';

/** What an attacker can do with one asset, actor or zone; MulVAL's and MAL's facts, in AI security's terms. */
export const CAPABILITIES = [
  'reach',
  'query',
  'influence',
  'know',
  'read',
  'write',
  'control',
  'execute',
  'impersonate',
  'deny',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** `control x` or `has crafted-prompt` or `has adversarial-sample for x`. */
export type FactPattern =
  | { readonly kind: 'capability'; readonly capability: Capability; readonly variable: string }
  | { readonly kind: 'resource'; readonly resource: string; readonly variable?: string };

export type Condition =
  /** `x retrieves-from|uses y`; with verbs for `access` and `contributes-to`: `p accesses x with write|admin`. */
  | {
      readonly kind: 'relation';
      readonly from: string;
      readonly relations: readonly string[];
      readonly to: string;
      readonly verbs?: readonly string[];
    }
  /** `x flows-to y carrying prompt|document`; without `carrying`, whatever it carries. */
  | {
      readonly kind: 'flow';
      readonly from: string;
      readonly to: string;
      readonly carrying?: readonly string[];
    }
  /** `x lacks guarded-by` */
  | { readonly kind: 'lacks'; readonly of: string; readonly relation: string }
  /** `x.provider is public-hub|open-source`, `x.effects has send`; `may`: also where the model does not say. */
  | {
      readonly kind: 'fact';
      readonly of: string;
      readonly fact: string;
      readonly values: readonly string[];
      readonly may: boolean;
      readonly negated: boolean;
    };

export interface RuleControls {
  /** Beside the technique's mitigations. */
  readonly add: readonly string[];
  /** Mitigations of the technique that do not help against this way of doing it. */
  readonly drop: readonly string[];
}

export interface Rule {
  readonly id: string;
  readonly library: string;
  /** Absent on system rules, which say how things pass on by themselves. */
  readonly technique?: string;
  readonly tactic?: string;
  /** Variable → kinds; in the order written, the first is where the threat is, unless `on` says otherwise. */
  readonly at: ReadonlyMap<string, readonly string[]>;
  readonly on: string;
  readonly where: readonly Condition[];
  readonly needs: readonly FactPattern[];
  readonly gives: readonly FactPattern[];
  /** Sentence with `{x}` for variables. */
  readonly goal: string;
  readonly stride: readonly string[];
  readonly nistAml: readonly string[];
  readonly owasp: readonly string[];
  readonly controls: RuleControls;
  readonly evidence?: { readonly metric: string; readonly kind: string };
  /** 0..1, in place of the default by maturity; then `because` says why. */
  readonly likelihood?: number;
  /** Case-study ids. */
  readonly seenIn: readonly string[];
  /** Publication, standard or page that the rule rests on, where no case study shows it. */
  readonly source?: string;
  readonly position: SourcePosition;
}

/** A named pattern over the model: with one variable used like a kind, with two like a relation. */
export interface View {
  readonly id: string;
  readonly of: readonly [string] | readonly [string, string];
  readonly any: readonly {
    readonly at: ReadonlyMap<string, readonly string[]>;
    readonly where: readonly Condition[];
  }[];
  readonly position: SourcePosition;
}

export interface OutsideTechnique {
  readonly technique: string;
  readonly reason: string;
}

/** A technique that has rules and that no control answers, with the reason. */
export interface UnansweredTechnique {
  readonly technique: string;
  readonly reason: string;
}

export interface LibraryControl {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly mitigates: readonly string[];
  /** References such as `attack-enterprise:M1032`, `nist-800-53:IA-2`. */
  readonly maps: readonly string[];
  readonly source: string;
  /** 0..1 */
  readonly effectiveness?: number;
  readonly cost?: number;
}

export interface LibraryKind {
  readonly id: string;
  readonly is?: string;
  readonly class: string;
}

/** Numbers that stand in where neither model nor rule nor evidence says better; set in `library.yaml` only. */
export interface LibraryDefaults {
  readonly likelihood: Readonly<Record<'feasible' | 'demonstrated' | 'realized', number>>;
  readonly attacker: Readonly<Record<'external' | 'partner' | 'supplier' | 'insider', number>>;
  /** Of a working safeguard whose effectiveness is not stated, 0..1. */
  readonly effectiveness: number;
  /** Of putting a control in place, > 0. */
  readonly cost: number;
}

/** A library's own test: a small system, the steps that must and must not follow from it. */
export interface LibraryTest {
  readonly name: string;
  /** A system model without its head (`threatloom`, `system`), as parsed YAML. */
  readonly given: unknown;
  readonly expect: readonly { readonly rule: string; readonly at: string }[];
  readonly forbid: readonly { readonly technique: string; readonly at?: string }[];
  readonly position: SourcePosition;
}

export interface AttackLibrary {
  readonly id: string;
  readonly version: string;
  readonly defaults?: LibraryDefaults;
  readonly tests: readonly LibraryTest[];
  /** Framework → edition whose ids the library uses. */
  readonly editions: Readonly<Record<string, string>>;
  /** Profile keys of system models that it knows, with their values. */
  readonly profile: readonly ProfileKey[];
  readonly kinds: readonly LibraryKind[];
  readonly controls: readonly LibraryControl[];
  /** In the order of the files; each uses only earlier ones. */
  readonly views: readonly View[];
  readonly rules: readonly Rule[];
  readonly outside: readonly OutsideTechnique[];
  /** Absent as well as empty: every technique with a rule is said to have a control. */
  readonly unanswered?: readonly UnansweredTechnique[];
  /** What foreign elements may be, for `import`; absent as well as empty. */
  readonly guesses?: readonly Guess[];
  /** SHA-256 over the files that it was read from. */
  readonly sha256: string;
}
