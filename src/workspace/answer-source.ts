/**
 * Computed answers about system models, in this process. Each system is derived once, when it is first asked about.
 */
import { analyze } from '#analysis/analyze';
import type { AnalysisBasis } from '#analysis/basis';
import { basisOf } from '#analysis/basis';
import { deriveSystem } from '#analysis/derive/derive';
import { explain } from '#analysis/explain/explain';
import { askPathsWithFacts } from '#analysis/path-query/ask-paths';
import type { AnalysisResult } from '#model/analysis-result';
import type { AnswerSource } from '#model/answers/answer-source';
import type { Diagnostic } from '#model/diagnostics';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import { packageVersion } from '#packaging/package-root';
import { LOCALES } from '#messages/catalogue';
import type { Locale } from '#messages/catalogue';
import { openTranslator } from '#messages/read-messages';
import { explanationText } from '#reports/answers/explanation';
import type { Workspace } from './analysis.ts';
import { analysisInput } from './analysis.ts';
import { askWhatIf } from './what-if.ts';

export interface LoadedSystem {
  readonly model: SystemModel;
  /** Where it was read. */
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Where files of evidence are looked for. */
  readonly folder: string;
}

export interface AnswerSettings {
  readonly workspace: Workspace;
  readonly systems: readonly LoadedSystem[];
  readonly cwd: string;
  /** ISO date on which evidence and acceptances are judged. */
  readonly today: string;
  /** Of the texts of explanations; English unless told. */
  readonly locale?: Locale;
}

/** Width of the texts of explanations, which are made to be shown as they are. */
const TEXT_WIDTH = 100;

/**
 * Opens the answers; nothing is computed yet.
 *
 * @throws ThreatloomError GRAPH-020 where two systems have one id
 */
export function openAnswerSource({
  workspace,
  systems,
  cwd,
  today,
  locale = LOCALES[0],
}: AnswerSettings): AnswerSource {
  const look = { colour: false, width: TEXT_WIDTH, t: openTranslator(locale, ['report', 'terms']) };
  const loaded = new Map<string, SystemAnswers>();
  for (const system of systems) {
    const { id } = system.model;
    if (loaded.has(id)) {
      throw new ThreatloomError('GRAPH-020', `two systems have the id "${id}"`, {
        file: system.file,
        hint: 'give each its own "system:"',
      });
    }
    loaded.set(id, new SystemAnswers(workspace, system, cwd, today));
  }
  const ids = [...loaded.keys()].sort(compareText);
  const about = async <T>(id: string, ask: (system: SystemAnswers) => T): Promise<T | undefined> => {
    const system = loaded.get(id);
    return system === undefined ? undefined : Promise.resolve().then(() => ask(system));
  };
  return {
    systems: () => Promise.resolve(ids),
    analysis: (id) => about(id, (system) => system.analysis()),
    paths: (id, question) =>
      about(id, (system) => askPathsWithFacts(system.basis(), question, packageVersion())),
    explain: (id, what) =>
      about(id, (system) => {
        const explanation = explain(system.basis(), what);
        return { explanation, text: explanationText(explanation, look) };
      }),
    whatIf: (id, changes) => about(id, (system) => system.whatIf(changes)),
  };
}

class SystemAnswers {
  readonly #workspace: Workspace;
  readonly #system: LoadedSystem;
  readonly #cwd: string;
  readonly #today: string;
  #basis: AnalysisBasis | undefined;
  #analysis: AnalysisResult | undefined;

  constructor(workspace: Workspace, system: LoadedSystem, cwd: string, today: string) {
    this.#workspace = workspace;
    this.#system = system;
    this.#cwd = cwd;
    this.#today = today;
  }

  basis(): AnalysisBasis {
    return (this.#basis ??= basisOf(deriveSystem(this.#input())));
  }

  analysis(): AnalysisResult {
    return (this.#analysis ??= analyze(this.#input()));
  }

  whatIf(changes: Parameters<typeof askWhatIf>[2]): ReturnType<typeof askWhatIf> {
    const { model, file, folder } = this.#system;
    return askWhatIf(this.#workspace, { model, file, folder, cwd: this.#cwd, today: this.#today }, changes);
  }

  #input(): ReturnType<typeof analysisInput> {
    const { model, diagnostics, folder } = this.#system;
    return analysisInput(this.#workspace, model, { today: this.#today, diagnostics, folder });
  }
}
