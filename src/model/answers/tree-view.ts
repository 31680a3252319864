import type { Level, Loss } from '../system-model.ts';

/** An attack tree as a reader sees it: goal, facts (any one step below gives it) and steps (all facts below are needed). */
export interface TreeView {
  readonly threatloom: string;
  readonly system: string;
  readonly asOf: string;
  readonly goal: {
    readonly id: string;
    readonly name?: string;
    readonly asset: string;
    readonly loss: Loss;
    readonly impact: Level;
  };
  /** Levels of steps that were asked for, and steps shown of each fact. */
  readonly depth: number;
  readonly breadth: number;
  /** Any one reaches the goal; empty where none can be had. */
  readonly children: readonly TreeFact[];
}

export interface TreeFact {
  readonly kind: 'fact';
  /** With names: `control Support agent runtime`. */
  readonly label: string;
  /** With ids: `control bot`. */
  readonly fact: string;
  /** 0..1, of the best way below it, written out as a tree. */
  readonly likelihood: number;
  readonly children: readonly TreeStep[];
  /** Why nothing is below it: too deep, shown elsewhere, or above here already. */
  readonly cut?: 'depth' | 'repeated' | 'cycle';
  /** Steps left out for breadth. */
  readonly omitted: number;
}

export interface TreeStep {
  readonly kind: 'step';
  readonly label: string;
  readonly rule: string;
  /** Absent on what the system does by itself. */
  readonly technique?: string;
  readonly threat?: string;
  readonly asset: string;
  /** 0..1, of the step alone. */
  readonly own: number;
  /** 0..1, of the step and the best way to its needs. */
  readonly likelihood: number;
  /** Working safeguards that act on it. */
  readonly safeguards: readonly string[];
  readonly children: readonly TreeFact[];
}
