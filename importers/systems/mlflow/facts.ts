/** What MLflow knows, the same from a folder, from a server's answers and from single `MLmodel` files. */
import { dayOf } from '../../formats/day.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** A version of a registered model. */
export interface ModelVersion {
  readonly node: TreeNode;
  readonly name: string;
  readonly version: string;
  readonly runId?: string;
  /** Id of the logged model, since MLflow 3. */
  readonly modelId?: string;
  readonly source?: string;
  readonly created?: string;
  readonly stage?: string;
}

export interface RegisteredModel {
  readonly node: TreeNode;
  readonly name: string;
  readonly description?: string;
  /** Alias → version. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The registry has prompts too, as models with a tag. */
  readonly isPrompt: boolean;
}

/** A model that a run logged, registered or not. */
export interface LoggedModel {
  readonly node: TreeNode;
  readonly id: string;
  readonly name?: string;
  readonly runId?: string;
  readonly experimentId?: string;
  readonly created?: string;
  /** Its own, of which no run needs to know. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Runs that measured it on a data set. */
  readonly judgedBy: readonly string[];
}

export interface Dataset {
  readonly node: TreeNode;
  readonly name: string;
  readonly digest?: string;
  readonly sourceType?: string;
  /** As written: JSON with an address, which may hold credentials. */
  readonly source?: string;
}

export interface RunInput {
  readonly node: TreeNode;
  readonly dataset: Dataset | undefined;
  /** How the undefined data set is named. */
  readonly named: string;
  /** `training`, `evaluation` …; absent: not said. */
  readonly context?: string;
}

export interface Run {
  readonly node: TreeNode;
  readonly id: string;
  readonly name?: string;
  readonly experimentId?: string;
  readonly metrics: ReadonlyMap<string, number>;
  readonly tags: ReadonlyMap<string, string>;
  readonly inputs: readonly RunInput[];
  /** Ids of logged models. */
  readonly outputs: readonly string[];
  /** Ids of logged models that it took in, to judge them. */
  readonly judged: readonly string[];
  readonly isDeleted: boolean;
}

/** What is written for an experiment, unless it is the one that all runs without one are in. */
export function experimentName({ name }: Experiment): string | undefined {
  // Hosted servers name them by folders of people.
  return name === 'Default' ? undefined : name.startsWith('/') ? name.split('/').at(-1) : name;
}

export interface Experiment {
  readonly node: TreeNode;
  readonly id: string;
  readonly name: string;
  readonly artifacts?: string;
}

/** One thing of a hosting platform, by its sort and name there: a `vector_search_index`, `main.rag.docs_index`. */
export interface Resource {
  readonly node: TreeNode;
  readonly sort: string;
  readonly name: string;
}

/** The model of a hub that was stored, or that an adapter was trained for. */
export interface SourceModel {
  readonly node: TreeNode;
  readonly name: string;
  readonly revision?: string;
}

/** What stands in an `MLmodel` file. */
export interface ModelFile {
  readonly node: TreeNode;
  /** Path of the file and SHA-256 of its bytes. */
  readonly path: string;
  readonly sha256: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly name?: string;
  /** Below the artefacts of its run. */
  readonly artifactPath?: string;
  readonly created?: string;
  readonly flavors: readonly string[];
  readonly signature: Readonly<Record<string, string>>;
  /** Whether loading it runs code that lies in it: pickles and the like. */
  readonly runsCode: boolean;
  /** Of a version that it was fetched for. */
  readonly version?: { readonly name: string; readonly version: string };
  /** What it needs when it runs. */
  readonly resources: readonly Resource[];
  /** What a pipeline of transformers is for: `text-generation`. */
  readonly task?: string;
  readonly source?: SourceModel;
  /** `requirements.txt` beside it. */
  readonly requirements: readonly string[];
}

export interface Server {
  readonly node: TreeNode;
  /** Without credentials. */
  readonly address: string;
  /** Whether it wanted no credentials. */
  readonly anonymous: boolean;
}

export interface MlflowFacts {
  readonly server?: Server;
  readonly models: readonly RegisteredModel[];
  readonly versions: readonly ModelVersion[];
  readonly logged: readonly LoggedModel[];
  readonly runs: readonly Run[];
  readonly experiments: readonly Experiment[];
  readonly files: readonly ModelFile[];
}

/** Milliseconds since 1970 → day; undefined where it is no such number. */
export function dayOfMillis(millis: string | undefined): string | undefined {
  const date = new Date(Number(millis));
  const year = date.getUTCFullYear();
  return millis === undefined || !(year >= 1970 && year < 3000) ? undefined : date.toISOString().slice(0, 10);
}

/** The version in use: the one with an alias that says so, else the one in production, else the newest. */
export function currentOf(
  versions: readonly ModelVersion[],
  aliases: ReadonlyMap<string, string>,
): ModelVersion | undefined {
  const named = ['champion', 'production', 'prod', 'live']
    .map((alias) => aliases.get(alias))
    .find((version) => version !== undefined);
  const byAlias = versions.find(({ version }) => version === named);
  return byAlias ?? versions.find(({ stage }) => stage === 'Production') ?? versions.at(-1);
}

/** What a run of MLflow 1 or 2 has logged, as it says itself. */
export interface LoggedByRun {
  readonly path: string;
  readonly flavors: readonly string[];
  readonly created?: string;
}

/** A tag with a list of all models that were logged; what of it cannot be read says nothing. */
export function historyOf({ tags }: Run): readonly LoggedByRun[] {
  const text = tags.get('mlflow.log-model.history');
  if (text === undefined) return [];
  try {
    const history: unknown = JSON.parse(text);
    return Array.isArray(history) ? history.flatMap(loggedByRun) : [];
  } catch {
    return [];
  }
}

function loggedByRun(entry: unknown): readonly LoggedByRun[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const fields = entry as Readonly<Record<string, unknown>>;
  const { artifact_path: path, flavors, utc_time_created: time } = fields;
  if (typeof path !== 'string' || path === '') return [];
  const created = typeof time === 'string' ? dayOf(time) : undefined;
  const names = typeof flavors === 'object' && flavors !== null ? Object.keys(flavors) : [];
  return [{ path, flavors: names, ...(created !== undefined && { created }) }];
}
