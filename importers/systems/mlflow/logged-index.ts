/** Which model of the draft stands behind the ids and paths by which MLflow names what a run has logged. */
import type { ModelFile } from './facts.ts';

export interface Model {
  /** Of its asset. */
  readonly id: string;
  readonly name: string;
}

/** Where something that a run logged lies: since MLflow 3 under an id of its own, before under a path of the run. */
export interface Logged {
  /** `m-…` */
  readonly modelId?: string;
  readonly runId?: string;
  /** Below the artefacts of the run: `model`. */
  readonly path?: string;
}

export function placeOfFile({ modelId, runId, artifactPath }: ModelFile): Logged {
  return {
    ...(modelId !== undefined && { modelId }),
    ...(runId !== undefined && { runId }),
    ...(artifactPath !== undefined && { path: artifactPath }),
  };
}

interface Entry<T> {
  readonly at: Logged;
  readonly thing: T;
}

/** Things by where they were logged. */
export class LoggedIndex<T> {
  readonly #byId = new Map<string, T>();
  readonly #ofRuns = new Map<string, Entry<T>[]>();

  add(at: Logged, thing: T): void {
    const { modelId, runId } = at;
    if (modelId !== undefined && !this.#byId.has(modelId)) this.#byId.set(modelId, thing);
    if (runId === undefined) return;
    const ofRun = this.#ofRuns.get(runId);
    if (ofRun === undefined) this.#ofRuns.set(runId, [{ at, thing }]);
    else ofRun.push({ at, thing });
  }

  /** By its id, else by run and path; where one side names nothing but the run, only what is the one thing of it. */
  find(at: Logged): T | undefined {
    const { modelId, runId, path } = at;
    const byId = modelId === undefined ? undefined : this.#byId.get(modelId);
    if (byId !== undefined || runId === undefined) return byId;
    const ofRun = this.#ofRuns.get(runId) ?? [];
    const byPath = path === undefined ? undefined : ofRun.find((entry) => entry.at.path === path);
    if (byPath !== undefined) return byPath.thing;
    const possible = isVague(at) ? ofRun : ofRun.filter((entry) => isVague(entry.at));
    return new Set(possible.map(({ thing }) => thing)).size === 1 ? possible[0]?.thing : undefined;
  }

  /** All that came of a run. */
  ofRun(runId: string): readonly T[] {
    return [...new Set((this.#ofRuns.get(runId) ?? []).map(({ thing }) => thing))];
  }
}

/** Whether it names the run alone. */
function isVague({ modelId, path }: Logged): boolean {
  return modelId === undefined && path === undefined;
}

/**
 * Where the source of a version says that it was logged.
 *
 * @example loggedAt('s3://bucket/1/4f3a/artifacts/sub/model') // { runId: '4f3a', path: 'sub/model' }
 * @example loggedAt('models:/m-1') // { modelId: 'm-1' }
 */
export function loggedAt(source: string | undefined): Logged {
  const text = (source ?? '')
    .slice(0, 4096)
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '');
  const modelId =
    /^models:\/(m-[\w-]+)$/.exec(text)?.[1] ?? /\/models\/(m-[0-9a-f]{32})\/artifacts$/.exec(text)?.[1];
  if (modelId !== undefined) return { modelId };
  const [, runId, path] =
    /^runs:\/+([^/]+)\/(.+)$/.exec(text) ?? /(?:^|\/)([^/]+)\/artifacts\/([^]+)$/.exec(text) ?? [];
  return runId === undefined || path === undefined ? {} : { runId, path };
}
