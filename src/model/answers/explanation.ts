import type { AttackPathResult, GoalResult, Threat } from '../analysis-result.ts';
import type { Level } from '../system-model.ts';

/** One number of a calculation, and where it comes from. */
export interface NumberSource {
  readonly value: number;
  /** What it says, as a sentence without a full stop. */
  readonly why: string;
  /** Where it is set: a line of the model or of a library, or a default of a library. */
  readonly source: string;
}

/** What a working safeguard leaves of a likelihood: × `value`, which is 1 − `effectiveness`. */
export interface SafeguardFactor extends NumberSource {
  readonly safeguard: string;
  readonly effectiveness: number;
  /** Those of its controls that answer the rule. */
  readonly controls: readonly string[];
}

/** Fresh evidence, in place of the base; `value` is the likelihood that the measure means. */
export interface MeasuredBase extends NumberSource {
  readonly evidence: string;
  readonly metric: string;
  readonly measured: number;
  readonly collected?: string;
  readonly expires?: string;
}

/**
 * One step: a rule with what its variables are bound to. Unrounded:
 * `likelihood` is `base` × `attacker`; `residual` is (`measured`, else `base`) × `attacker` × (the product of the `safeguards`);
 * a factor that is not there counts as 1.
 */
export interface StepExplanation {
  readonly rule: string;
  readonly library: string;
  /** Where the rule stands: `libraries/core/execution.yaml:12`. */
  readonly position: string;
  readonly technique?: string;
  /** Id of the element at which it is. */
  readonly at: string;
  readonly goal: string;
  readonly bindings: Readonly<Record<string, string>>;
  readonly needs: readonly { readonly fact: string; readonly derivable: boolean }[];
  readonly gives: readonly string[];
  /** JSON pointers of facts that the model does not state, taken as the possible case. */
  readonly assumes: readonly string[];
  readonly reachable: boolean;
  readonly base: NumberSource;
  readonly attacker?: NumberSource;
  readonly measured?: MeasuredBase;
  readonly safeguards: readonly SafeguardFactor[];
  /** Safeguards that act here and count for nothing, with the reason. */
  readonly notCounted: readonly { readonly safeguard: string; readonly why: string }[];
  readonly likelihood: number;
  readonly residual: number;
}

/** How a likelihood and an impact make a risk: the bands of docs/risk.md. */
export interface RiskExplanation {
  readonly likelihood: number;
  readonly band: string;
  readonly impact: Level;
  readonly risk: Level;
  readonly why: string;
}

export interface ImpactExplanation {
  readonly value: Level;
  readonly why: string;
  /** Goals that it can lead to, highest impact first. */
  readonly goals: readonly { readonly goal: string; readonly impact: Level }[];
}

export interface ThreatExplanation {
  readonly kind: 'threat';
  readonly threat: Threat;
  /** Place in `ways` of the one from which the threat has its numbers. */
  readonly likeliest: number;
  readonly ways: readonly StepExplanation[];
  readonly impact: ImpactExplanation;
  /** Without safeguards, and as the system is. */
  readonly risk: RiskExplanation;
  readonly residual: RiskExplanation;
  readonly status: string;
}

export interface PathExplanation {
  readonly kind: 'path';
  readonly path: AttackPathResult;
  /** Every distinct step, those that the system takes by itself included; the path's likelihood is the product of their `residual`. */
  readonly steps: readonly StepExplanation[];
  readonly risk: RiskExplanation;
}

export interface GoalExplanation {
  readonly kind: 'goal';
  readonly goal: GoalResult;
  /** Where it is stated, or from which value it follows. */
  readonly source: string;
  /** Facts of which any one reaches it. */
  readonly reachedBy: readonly string[];
  readonly risk: RiskExplanation;
  /**
   * The distinct steps of the likeliest way, from which it has its likelihood: the product of their `residual`. It need not be the path of
   * rank 1, because ways that case studies have shown come before others of like likelihood. None where there is no way.
   */
  readonly likeliest: readonly StepExplanation[];
}

/** What there is of a technique or a rule in this system. */
export interface ThreatsOf {
  readonly threats: readonly Threat[];
}

export interface RuleExplanation extends ThreatsOf {
  readonly kind: 'rule';
  readonly rule: string;
  readonly library: string;
  readonly position: string;
  readonly technique?: string;
  readonly goal: string;
  readonly base: NumberSource;
  readonly at: Readonly<Record<string, readonly string[]>>;
  readonly where: readonly string[];
  readonly needs: readonly string[];
  readonly gives: readonly string[];
  readonly controls: readonly { readonly id: string; readonly name?: string }[];
  readonly seenIn: readonly string[];
  readonly source?: string;
  /** In how many ways it fits this system, and how many of them can be taken. */
  readonly ways: number;
  readonly reachable: number;
}

export interface TechniqueExplanation extends ThreatsOf {
  readonly kind: 'technique';
  readonly technique: string;
  readonly name: string;
  readonly framework: string;
  readonly tactics: readonly string[];
  readonly maturity?: string;
  readonly parent?: string;
  readonly rules: readonly string[];
  /** Why no rule places it in a system, where a library says so. */
  readonly outside?: string;
  readonly mitigatedBy: readonly { readonly id: string; readonly name?: string }[];
}

export type Explanation =
  ThreatExplanation | PathExplanation | GoalExplanation | RuleExplanation | TechniqueExplanation;
