import type { AnalysisBasis } from '#analysis/basis';
import { askControls } from '#analysis/control-query/ask-controls';
import { explain } from '#analysis/explain/explain';
import { askPaths } from '#analysis/path-query/ask-paths';
import type { AnalysisResult } from '#model/analysis-result';
import type { ControlAdvice, ControlQuestion } from '#model/answers/control-advice';
import type { Explanation } from '#model/answers/explanation';
import type { PathList, PathQuestion } from '#model/answers/path-list';
import type { SystemChanges, WhatIfAnswer } from '#model/answers/what-if';
import type { Diagnostic } from '#model/diagnostics';
import type { SystemModel } from '#model/system-model';
import { packageVersion } from '#packaging/package-root';
import { analyzeSystem } from '#workspace/analysis';
import type { Workspace } from '#workspace/analysis';
import { openAnswers } from '#workspace/answers';
import { askWhatIf } from '#workspace/what-if';

/**
 * A system that was read, and the answers about it. Each is computed when first asked for, in this thread; what answers
 * share is computed once.
 *
 * @public
 */
export interface System {
  readonly id: string;
  readonly model: SystemModel;
  /** Warnings of the model; a model with errors is not read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where files that the model names are looked for. */
  readonly folder: string;
  /** Threats, paths, choke points, control plans, coverage: what `analyze --format json` prints. */
  analyze(): AnalysisResult;
  /**
   * The likeliest different paths; all goals, five paths to each, unless told.
   *
   * @throws ThreatloomError ASK-001 to ASK-004 where the question names what is not there
   */
  paths(question?: Partial<PathQuestion>): PathList;
  /**
   * The cheapest controls that stop each goal, and what each single control would do.
   *
   * @throws ThreatloomError ASK-003 for a goal that is not there
   */
  controls(question?: Partial<ControlQuestion>): ControlAdvice;
  /**
   * What would be different if the system were.
   *
   * @example
   * system.whatIf({ addSafeguards: [{ id: 'shield', implements: ['AML.M0020'], on: ['bot'] }] }).risk // { before, after }
   * @throws ThreatloomError ASK-010, ASK-011 for changes that name what is not there; CLI-007 where the changed model is not valid
   */
  whatIf(changes: Partial<SystemChanges>): WhatIfAnswer;
  /**
   * How a threat (`T-…`), path (`GOAL/RANK`), goal, technique or rule comes to its numbers.
   *
   * @throws ThreatloomError ASK-005 where there is nothing of this id, with the nearest as a hint
   */
  explain(id: string): Explanation;
}

export interface SystemSource {
  readonly model: SystemModel;
  readonly diagnostics: readonly Diagnostic[];
  readonly file: string;
  readonly cwd: string;
  readonly folder: string;
  readonly today: string;
}

/** Nothing is computed yet. */
export function systemOf(workspace: Workspace, source: SystemSource): System {
  const { model, diagnostics, file, cwd, folder, today } = source;
  let result: AnalysisResult | undefined;
  let basis: AnalysisBasis | undefined;
  const answers = (): AnalysisBasis => (basis ??= openAnswers(workspace, model, { today, folder }));
  return {
    id: model.id,
    model,
    diagnostics,
    folder,
    analyze: () => (result ??= analyzeSystem(workspace, model, { today, diagnostics, folder })),
    paths: (question = {}) => askPaths(answers(), { ...ANY_PATH, ...question }, packageVersion()),
    controls: (question = {}) => askControls(answers(), { goals: [], ...question }, packageVersion()),
    whatIf: (changes) =>
      askWhatIf(workspace, { model, file, cwd, folder, today }, { ...NO_CHANGE, ...changes }),
    explain: (id) => explain(answers(), id),
  };
}

const ANY_PATH: PathQuestion = {
  goals: [],
  to: [],
  from: [],
  through: [],
  avoid: [],
  k: 5,
  minLikelihood: 0,
};

const NO_CHANGE: SystemChanges = {
  set: [],
  addSafeguards: [],
  removeSafeguards: [],
  inPlace: [],
  removeAssets: [],
  removeFlows: [],
};
