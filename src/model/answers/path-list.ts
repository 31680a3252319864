import type { AnalysisResult } from '../analysis-result.ts';

/** What to ask of paths: sets in, filters, how many. Lists are sets: their order does not matter. */
export interface PathQuestion {
  /** Goals of the model by id; with `to`, beside them. Neither: all goals. */
  readonly goals: readonly string[];
  /** Assets or actors: every goal on them; where the model states none, each loss that there is a way to. */
  readonly to: readonly string[];
  /** Actors that attack; the others do not. Empty: all attackers of the model. */
  readonly from: readonly string[];
  /** Assets, actors or techniques; a path has a step at each of them. A technique stands for its sub-techniques too. */
  readonly through: readonly string[];
  /** Assets, actors or techniques of which a path has no step. */
  readonly avoid: readonly string[];
  /** How many different paths to each goal. */
  readonly k: number;
  /** 0..1; less likely ones are left out. */
  readonly minLikelihood: number;
}

/** The answer, in the words of the analysis result. */
export interface PathList {
  readonly threatloom: string;
  readonly system: string;
  readonly digest: string;
  readonly asOf: string;
  readonly question: PathQuestion;
  readonly goals: AnalysisResult['goals'];
  readonly paths: AnalysisResult['paths'];
  /** The threats that the paths name. */
  readonly threats: AnalysisResult['threats'];
}

/** What a step needs and gives, as facts with ids: `control bot`, `has prompt for bot`. */
export interface StepFacts {
  readonly needs: readonly string[];
  readonly gives: readonly string[];
}

export interface PathAnswer {
  readonly list: PathList;
  /** For each path of the list, for each of its steps. */
  readonly facts: readonly (readonly StepFacts[])[];
}
