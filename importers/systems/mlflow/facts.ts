/** What MLflow knows, the same from a folder, from a server's answers and from single `MLmodel` files. */
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
}

/** A model that a run logged, registered or not. */
export interface LoggedModel {
  readonly node: TreeNode;
  readonly id: string;
  readonly name?: string;
  readonly runId?: string;
  readonly experimentId?: string;
  readonly created?: string;
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
}

export interface Experiment {
  readonly node: TreeNode;
  readonly id: string;
  readonly name: string;
  readonly artifacts?: string;
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
  readonly created?: string;
  readonly flavors: readonly string[];
  readonly signature: Readonly<Record<string, string>>;
  /** Whether loading it runs code that lies in it: pickles and the like. */
  readonly runsCode: boolean;
  /** Of a version that it was fetched for. */
  readonly version?: { readonly name: string; readonly version: string };
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
