import type { ControlPlan, GoalResult, Threat } from '../analysis-result.ts';

/** Where a control has to act, at one asset or actor. */
export interface ControlPlace {
  readonly asset: string;
  /** Ids of the threats there that it has to answer. */
  readonly threats: readonly string[];
}

export interface PlannedControl {
  readonly id: string;
  readonly name?: string;
  /** Framework or library that knows it. */
  readonly framework?: string;
  readonly cost: number;
  readonly effectiveness: number;
  /** Planned safeguards of the model that implement it. */
  readonly planned: readonly string[];
  /** None of them can be spared while the plan holds. */
  readonly places: readonly ControlPlace[];
}

/** The cheapest controls, not yet in place, that bring one goal below a likelihood. */
export interface GoalControlPlan extends ControlPlan {
  readonly impact: GoalResult['impact'];
  readonly likelihoodBefore: number;
  readonly steps: readonly PlannedControl[];
  /** Where the aim is out of reach: the threats of the likeliest path that all known controls together leave. */
  readonly pathLeft?: readonly string[];
}

/** What one control would do by itself. */
export interface RankedControlAdvice {
  readonly id: string;
  readonly name?: string;
  readonly cost: number;
  /** By how much the sum of likelihood × weight of impact over the goals falls; weights are those of docs/risk.md. */
  readonly riskRemoved: number;
  readonly riskRemovedPerCost: number;
  readonly goalsStopped: readonly string[];
}

export interface ControlAdvice {
  readonly threatloom: string;
  readonly system: string;
  readonly digest: string;
  readonly asOf: string;
  /** One for each goal asked for, by id. */
  readonly plans: readonly GoalControlPlan[];
  readonly ranking: {
    /** Most risk removed per cost first; those that remove none are left out. */
    readonly controls: readonly RankedControlAdvice[];
    /** As it is, of these goals. */
    readonly risk: number;
    readonly exact: boolean;
  };
  /** The threats that plans name. */
  readonly threats: readonly Threat[];
}

export interface ControlQuestion {
  /** Ids; none: all goals. */
  readonly goals: readonly string[];
  /** Each goal is to be less likely than this, 0 for impossible; without it the lowest of 0.05, 0.2 and 0.5 that can be had. */
  readonly target?: number;
}
