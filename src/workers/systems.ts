/**
 * Systems that are held ready: read and analysed once, questions about them answered in worker threads, so that who
 * holds them stays free for others.
 */
import { hasErrors } from '#model/diagnostics';
import type { AnalysisResult } from '#model/analysis-result';
import type { AnswerSource, ExplanationAnswer, Patience } from '#model/answers/answer-source';
import type { PathAnswer, PathQuestion } from '#model/answers/path-list';
import type { SystemChanges, WhatIfAnswer } from '#model/answers/what-if';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import { openWorkspace, readSystemFile, readSystemText } from '#workspace/analysis';
import type { SystemFileText, Workspace } from '#workspace/analysis';
import type { AnalyzedSystem } from '#workspace/graph';
import type { SystemTask, SystemWorkerData } from './system-tasks.ts';
import { WorkerPool } from './worker-pool.ts';
import type { PoolState } from './worker-pool.ts';

export interface SystemsOptions {
  readonly files: readonly string[];
  /** Absolute paths. */
  readonly libraryFolders?: readonly string[];
  readonly cwd: string;
  readonly today: string;
  /** Threads; 1 unless told. */
  readonly threads?: number;
  /** Questions that may wait for a thread; 16 unless told. */
  readonly queueLimit?: number;
  /** Milliseconds that a thread may work on one question; 60,000 unless told. */
  readonly answerMs?: number;
}

const QUEUE_LIMIT = 16;
const ANSWER_MS = 60_000;

interface ReadySystem {
  readonly source: SystemFileText;
  readonly model: SystemModel;
}

export class Systems implements AnswerSource {
  readonly workspace: Workspace;
  /** By id. */
  readonly #systems: ReadonlyMap<string, ReadySystem>;
  readonly #results = new Map<string, AnalysisResult>();
  readonly #pool: WorkerPool;
  readonly #answerMs: number;

  /**
   * Reads all models and analyses them, as many at a time as there are threads.
   *
   * @throws ThreatloomError CLI-001, CLI-002 (a file cannot be read), CLI-007 (a model is not valid), GRAPH-020 (two have one id)
   */
  static async open(options: SystemsOptions): Promise<Systems> {
    const systems = new Systems(options);
    try {
      await Promise.all(
        systems.ids().map(async (system) => {
          // However large it is: without its analysis there is nothing to hold ready.
          const result = await systems.#pool.run({ kind: 'analysis', system } satisfies SystemTask);
          systems.#results.set(system, result as AnalysisResult);
        }),
      );
      return systems;
    } catch (error) {
      await systems.close();
      throw error;
    }
  }

  private constructor(options: SystemsOptions) {
    const { files, libraryFolders = [], cwd, today, threads = 1, queueLimit = QUEUE_LIMIT } = options;
    this.#answerMs = options.answerMs ?? ANSWER_MS;
    this.workspace = openWorkspace(libraryFolders, cwd);
    this.#systems = readAll(this.workspace, files, cwd);
    const workerData: SystemWorkerData = {
      systems: [...this.#systems.values()].map(({ source }) => source),
      libraryFolders,
      cwd,
      today,
    };
    this.#pool = new WorkerPool({
      script: new URL('./system-worker.js', import.meta.url),
      workerData,
      size: threads,
      // The analyses at the start all wait at once.
      queueLimit: Math.max(queueLimit, this.#systems.size),
    });
  }

  /** In code-point order. */
  ids(): readonly string[] {
    return [...this.#systems.keys()];
  }

  /** At hand, since every system was analysed at the start. */
  result(system: string): AnalysisResult | undefined {
    return this.#results.get(system);
  }

  /** With what the graph is built from. */
  analysed(): readonly AnalyzedSystem[] {
    return [...this.#systems].map(([id, { model, source }]) => ({
      system: model,
      folder: source.folder,
      result: this.#results.get(id)!,
    }));
  }

  systems(): Promise<readonly string[]> {
    return Promise.resolve(this.ids());
  }

  analysis(system: string): Promise<AnalysisResult | undefined> {
    return Promise.resolve(this.result(system));
  }

  /** @throws ThreatloomError ASK-001 to ASK-004 where the question names what is not there; WORK-… as `WorkerPool.run` */
  async paths(system: string, question: PathQuestion, patience?: Patience): Promise<PathAnswer | undefined> {
    return (await this.#ask({ kind: 'paths', system, question }, patience)) as PathAnswer | undefined;
  }

  /** @throws ThreatloomError ASK-010 for changes that name what is not there; WORK-… as `WorkerPool.run` */
  async whatIf(
    system: string,
    changes: SystemChanges,
    patience?: Patience,
  ): Promise<WhatIfAnswer | undefined> {
    return (await this.#ask({ kind: 'what-if', system, changes }, patience)) as WhatIfAnswer | undefined;
  }

  /** @throws ThreatloomError ASK-005 where there is nothing of this id; WORK-… as `WorkerPool.run` */
  async explain(system: string, id: string, patience?: Patience): Promise<ExplanationAnswer | undefined> {
    return (await this.#ask({ kind: 'explanation', system, id }, patience)) as ExplanationAnswer | undefined;
  }

  state(): PoolState {
    return this.#pool.state();
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #ask(task: SystemTask, { signal }: Patience = {}): Promise<unknown> {
    if (!this.#systems.has(task.system)) return undefined;
    return this.#pool.run(task, { signal, timeoutMs: this.#answerMs });
  }
}

function readAll(
  workspace: Workspace,
  files: readonly string[],
  cwd: string,
): ReadonlyMap<string, ReadySystem> {
  const read = files.map((file) => {
    const source = readSystemFile(file, cwd);
    return { source, ...readSystemText(workspace, source) };
  });
  const faults = read.flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(faults)) {
    throw new ThreatloomError('CLI-007', 'a system model is not valid', { diagnostics: faults });
  }
  const systems = new Map<string, ReadySystem>();
  for (const { source, model } of read) {
    if (model === undefined) continue;
    const other = systems.get(model.id);
    if (other !== undefined) {
      throw new ThreatloomError('GRAPH-020', `two systems have the id "${model.id}"`, {
        file: source.file,
        hint: `the other is ${other.source.file}; give each its own "system:"`,
      });
    }
    systems.set(model.id, { source, model });
  }
  return new Map([...systems].sort(([a], [b]) => compareText(a, b)));
}
