/**
 * An `mlruns` folder: a `meta.yaml` for each experiment, run, data set, registered model, version and logged model, told
 * apart by what stands in them, and a plain file for each metric and tag.
 */
import type { LossEntry, SystemFile } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { decodeText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import {
  dayOfMillis,
  type Dataset,
  type Experiment,
  type LoggedModel,
  type MlflowFacts,
  type ModelVersion,
  type RegisteredModel,
  type Run,
  type RunInput,
} from './facts.ts';
import { datasetOf, isPromptTag, PROMPT_TAG, versionOf } from './server.ts';

const REASONS = {
  user_id: 'names of people are not read',
  profile: 'what a data set looks like is not read',
  schema: 'what a data set looks like is not read',
};

const ROUTINE = [
  'artifact_location',
  'artifact_uri',
  'creation_time',
  'creation_timestamp',
  'creation_timestamp_ms',
  'current_stage',
  'deployment_job_id',
  'deployment_job_state',
  'destination_id',
  'destination_type',
  'effective_trace_archival_retention',
  'end_time',
  'entry_point_name',
  'experiment_id',
  'last_update_time',
  'last_updated_timestamp',
  'last_updated_timestamp_ms',
  'latest_version',
  'lifecycle_stage',
  'model_type',
  'model_uri',
  'run_uuid',
  'source_id',
  'source_name',
  'source_type',
  'source_version',
  'start_time',
  'status',
  'status_message',
  'storage_location',
  'tags',
  'trace_location',
  'workspace',
] as const;

interface Meta {
  readonly path: string;
  /** Folder of the file, with a `/` at its end. */
  readonly folder: string;
  readonly node: TreeNode;
}

export interface FolderFacts {
  readonly facts: Omit<MlflowFacts, 'files' | 'server'>;
  readonly accounts: readonly Account[];
  readonly losses: readonly LossEntry[];
}

export function isRunsFolder(input: readonly SystemFile[]): boolean {
  return input.some(
    ({ path, bytes }) =>
      /(?:^|\/)meta\.yaml$/.test(path) &&
      /^artifact_location:/m.test(new TextDecoder().decode(bytes.subarray(0, 2048))),
  );
}

export function readRunsFolder(input: readonly SystemFile[]): FolderFacts {
  const files = new Map(input.map((file) => [file.path, file]));
  const metas = input.filter(({ path }) => /(?:^|\/)meta\.yaml$/.test(path)).flatMap(metaOf);
  const datasets = new Map<string, Dataset>();
  const found = {
    models: [] as RegisteredModel[],
    versions: [] as ModelVersion[],
    logged: [] as LoggedModel[],
    runs: [] as Run[],
    experiments: [] as Experiment[],
  };
  for (const { node, folder } of metas) {
    const dataset = node.has('digest') ? datasetOf(node) : undefined;
    if (dataset !== undefined) datasets.set(lastStep(folder), dataset);
  }
  for (const meta of metas) classify(meta, { metas, datasets, input, found });
  for (const { node } of metas) node.tell(...ROUTINE);
  return { facts: found, accounts: metas.map(({ node }) => node.account), losses: plainFiles(files, metas) };
}

function metaOf(file: SystemFile): Meta[] {
  const [document] = parseYamlStream(file);
  if (document === undefined) return [];
  const node = TreeNode.of(new Account(document, { code: 'MLFLOW-002', reasons: REASONS, file: file.path }));
  return node.expectObject()
    ? [{ path: file.path, folder: file.path.slice(0, file.path.lastIndexOf('/') + 1), node }]
    : [];
}

interface Context {
  readonly metas: readonly Meta[];
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly input: readonly SystemFile[];
  readonly found: {
    models: RegisteredModel[];
    versions: ModelVersion[];
    logged: LoggedModel[];
    runs: Run[];
    experiments: Experiment[];
  };
}

function classify({ node, folder }: Meta, context: Context): void {
  const { found } = context;
  if (node.has('digest') || node.has('destination_type')) return;
  if (node.has('version') && node.has('name') && node.has('source')) found.versions.push(...versionOf(node));
  else if (node.has('status') && (node.has('run_id') || node.has('run_uuid')) && !node.has('model_id'))
    found.runs.push(...runOf(node, folder, context));
  else if (node.has('model_id')) {
    const id = node.text('model_id')!;
    const [name, runId, experimentId] = [
      node.text('name'),
      node.text('source_run_id'),
      node.text('experiment_id'),
    ];
    const created = dayOfMillis(node.text('creation_timestamp') ?? node.text('creation_timestamp_ms'));
    found.logged.push({
      node,
      id,
      metrics: metricsBelow(context.input, `${folder}metrics/`),
      // Here the runs themselves say it.
      judgedBy: [],
      ...(name !== undefined && { name }),
      ...(runId !== undefined && { runId }),
      ...(experimentId !== undefined && { experimentId }),
      ...(created !== undefined && { created }),
    });
  } else if (node.has('experiment_id')) {
    const [id, name, artifacts] = [
      node.text('experiment_id')!,
      node.text('name'),
      node.text('artifact_location'),
    ];
    found.experiments.push({ node, id, name: name ?? id, ...(artifacts !== undefined && { artifacts }) });
  } else if (node.has('name')) {
    const description = node.text('description');
    const aliases = new Map(
      node.entriesOf('aliases').flatMap(([alias, version]) => {
        const text = version.asText();
        return text === undefined ? [] : [[alias, text] as const];
      }),
    );
    const prefix = `${folder}aliases/`;
    for (const file of context.input) {
      if (file.path.startsWith(prefix)) aliases.set(file.path.slice(prefix.length), decodeText(file).trim());
    }
    found.models.push({
      node,
      name: node.text('name')!,
      aliases,
      isPrompt: isPromptTag(new Map(below(context.input, `${folder}tags/`)).get(PROMPT_TAG)),
      ...(description !== undefined && { description }),
    });
  }
}

function runOf(node: TreeNode, folder: string, { metas, datasets, input }: Context): Run[] {
  const id = node.text('run_id') ?? node.text('run_uuid');
  if (id === undefined) return [];
  const taken = metas.filter((meta) => meta.folder.startsWith(`${folder}inputs/`));
  const isModel = ({ node: meta }: Meta): boolean => (meta.text('source_type') ?? '').startsWith('MODEL');
  const judged = taken.filter(isModel).flatMap(({ node: meta }) => meta.text('source_id') ?? []);
  const inputs = taken
    .filter((meta) => !isModel(meta))
    .map((meta): RunInput => {
      const source = meta.node.text('source_id') ?? '';
      const context = meta.node.at('tags')?.text('mlflow.data.context');
      return {
        node: meta.node,
        dataset: datasets.get(source),
        named: `data set "${source}"`,
        ...(context !== undefined && { context }),
      };
    });
  const outputs = metas
    .filter((meta) => meta.folder.startsWith(`${folder}outputs/`))
    .flatMap((meta) => meta.node.text('destination_id') ?? []);
  const [name, experimentId] = [node.text('run_name') ?? node.text('name'), node.text('experiment_id')];
  return [
    {
      node,
      id,
      metrics: metricsBelow(input, `${folder}metrics/`),
      tags: new Map(below(input, `${folder}tags/`)),
      inputs,
      outputs,
      judged,
      isDeleted: node.text('lifecycle_stage') === 'deleted',
      ...(name !== undefined && { name }),
      ...(experimentId !== undefined && { experimentId }),
    },
  ];
}

/** The last value of each; lines are `TIMESTAMP VALUE STEP`, of a logged model with more behind them. */
function metricsBelow(input: readonly SystemFile[], prefix: string): ReadonlyMap<string, number> {
  return new Map(
    below(input, prefix).flatMap(([key, text]) => {
      const value = Number(text.trim().split('\n').at(-1)?.split(' ')[1]);
      return Number.isFinite(value) ? [[key, value] as const] : [];
    }),
  );
}

function below(input: readonly SystemFile[], prefix: string): [string, string][] {
  return input
    .filter(({ path }) => path.startsWith(prefix))
    .map((file) => [file.path.slice(prefix.length), decodeText(file)]);
}

function lastStep(folder: string): string {
  return folder.split('/').at(-2) ?? folder;
}

/** Parameters, artefacts and the like: one line a file, none for what runs were made of. */
function plainFiles(files: ReadonlyMap<string, SystemFile>, metas: readonly Meta[]): LossEntry[] {
  const known = new Set(metas.map(({ path }) => path));
  return [...files.keys()].flatMap((path): LossEntry[] => {
    if (known.has(path) || /(?:^|\/)(?:MLmodel|requirements\.txt)$/.test(path)) return [];
    if (/\/(?:metrics|tags|aliases)\//.test(path)) return [];
    const why = path.includes('/params/')
      ? 'parameters are not read'
      : 'artefacts are not read, but for MLmodel and requirements.txt';
    return [
      { place: { file: path }, what: `file "${path.split('/').at(-1) ?? path}"`, outcome: 'not-read', why },
    ];
  });
}
