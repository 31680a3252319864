/**
 * The AND/OR attack graph, integer-coded on typed arrays.
 *
 * A step needs all of its facts; a fact needs one of the steps that give it. Start facts are steps without needs.
 * Facts are numbered from 0 to factCount-1, steps from 0 to stepCount-1. Lists are in compressed rows: the facts that
 * step s needs are `needs[needsStart[s]] … needs[needsStart[s + 1] - 1]`.
 */
export interface AttackGraph {
  readonly factCount: number;
  readonly stepCount: number;
  readonly needsStart: Int32Array;
  readonly needs: Int32Array;
  readonly givesStart: Int32Array;
  readonly gives: Int32Array;
  /** 0..1 for each step, working safeguards included; a step at 0 cannot be taken. */
  readonly likelihood: Float64Array;
}

/** What an attacker wants: any one of these facts is enough. */
export interface AttackGoal {
  readonly id: string;
  readonly facts: readonly number[];
}

/** A control that could be put in place, and what it does to steps. */
export interface ControlOption {
  readonly id: string;
  /** Relative effort, > 0; 1 unless a library or model says otherwise. */
  readonly cost: number;
  /** Step → effectiveness 0..1; 1 makes the step underivable, less multiplies its likelihood by (1 − effectiveness). */
  readonly answers: ReadonlyMap<number, number>;
}
