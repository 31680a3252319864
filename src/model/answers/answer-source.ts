/**
 * Where computed answers about loaded system models come from: this process, or one beside it. Everything that goes in
 * and out is plain data, so that it can travel between threads.
 */
import type { AnalysisResult } from '../analysis-result.ts';
import type { Explanation } from './explanation.ts';
import type { PathAnswer, PathQuestion } from './path-list.ts';
import type { SystemChanges, WhatIfAnswer } from './what-if.ts';

export interface ExplanationAnswer {
  readonly explanation: Explanation;
  /** As `threatloom explain` prints it. */
  readonly text: string;
}

/** How long the asker waits. */
export interface Patience {
  /** Once aborted, the answer is of no use to anybody and its promise may reject. */
  readonly signal?: AbortSignal;
}

/**
 * The answers, by the id of the system. Undefined where no model of this id is loaded; a question that names what
 * the model does not have is a ThreatloomError ASK-….
 */
export interface AnswerSource {
  /** Ids of the systems whose models are loaded, in code-point order. */
  systems(): Promise<readonly string[]>;
  analysis(system: string, patience?: Patience): Promise<AnalysisResult | undefined>;
  paths(system: string, question: PathQuestion, patience?: Patience): Promise<PathAnswer | undefined>;
  /** @param id of a threat (`T-…`), path (`GOAL/RANK`), goal, technique or rule */
  explain(system: string, id: string, patience?: Patience): Promise<ExplanationAnswer | undefined>;
  whatIf(system: string, changes: SystemChanges, patience?: Patience): Promise<WhatIfAnswer | undefined>;
}

/** Where no model is loaded. */
export const NO_SYSTEMS: AnswerSource = {
  systems: () => Promise.resolve([]),
  analysis: () => Promise.resolve(undefined),
  paths: () => Promise.resolve(undefined),
  explain: () => Promise.resolve(undefined),
  whatIf: () => Promise.resolve(undefined),
};
