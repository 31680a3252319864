import type { AttackPathResult, GoalResult, Threat } from '../analysis-result.ts';

/** A safeguard to try: in place, with the library's effectiveness unless told. */
export interface TriedSafeguard {
  readonly id: string;
  readonly implements: readonly string[];
  readonly on: readonly string[];
  readonly effectiveness?: number;
}

/** What to change in a model, as sets: the order in which changes are listed does not matter. */
export interface SystemChanges {
  /** JSON pointer into the model's file → what to say there; without a value, nothing. */
  readonly set: readonly { readonly pointer: string; readonly value: unknown }[];
  readonly addSafeguards: readonly TriedSafeguard[];
  readonly removeSafeguards: readonly string[];
  /** Planned ones, as if they were in place. */
  readonly inPlace: readonly string[];
  /** With all that refers to them. */
  readonly removeAssets: readonly string[];
  readonly removeFlows: readonly string[];
}

export interface GoalState {
  readonly reachable: boolean;
  readonly likelihood: number;
  readonly risk: GoalResult['risk'];
}

/** A state that is not there: the goal, or the threat, is not in that system. */
export interface GoalChange {
  readonly goal: string;
  readonly before?: GoalState;
  readonly after?: GoalState;
  readonly change:
    'same' | 'less-likely' | 'likelier' | 'out-of-reach' | 'within-reach' | 'removed' | 'added';
}

export interface ThreatState {
  readonly reachable: boolean;
  readonly status: Threat['status'];
  readonly likelihood: number;
  readonly residualLikelihood: number;
  readonly residualRisk: Threat['risk'];
}

export interface ThreatChange {
  readonly threat: string;
  readonly asset: string;
  readonly technique: string;
  /** The threat as a sentence. */
  readonly does: string;
  readonly before?: ThreatState;
  readonly after?: ThreatState;
}

export interface PathChange {
  readonly goal: string;
  /** Ids of its threats, in order. */
  readonly threats: readonly string[];
  readonly before: number;
  readonly after: number;
}

export interface WhatIfAnswer {
  readonly threatloom: string;
  readonly system: string;
  readonly asOf: string;
  readonly changes: SystemChanges;
  /** Likelihood × weight of impact (docs/risk.md), summed over the goals. */
  readonly risk: { readonly before: number; readonly after: number };
  readonly goals: readonly GoalChange[];
  /** Of the likeliest paths before, those that can no longer be taken. */
  readonly pathsGone: readonly AttackPathResult[];
  /** Of the likeliest paths after, those that could not be taken before. */
  readonly pathsNew: readonly AttackPathResult[];
  /** Paths in both lists whose likelihood is another. */
  readonly pathsChanged: readonly PathChange[];
  /** Threats of which anything is another, by id. */
  readonly threats: readonly ThreatChange[];
  /** Of the threats that paths name: id → sentence. */
  readonly sentences: Readonly<Record<string, string>>;
}
