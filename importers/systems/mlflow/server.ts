/**
 * Answers of a tracking server's REST API (2.0), one file each, as `fetchMlflow` of the workspace saves them:
 * `server.json`, `registered-models.json`, `model-versions.json`, `experiments.json`, `runs.json`,
 * `logged-models.json` and `versions/NAME/VERSION/MLmodel`.
 */
import type { SystemFile } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { dayOfMillis, type Dataset, type MlflowFacts, type Run, type RunInput } from './facts.ts';

const REASONS = {
  params: 'parameters of runs are not read',
  profile: 'what a data set looks like is not read',
  schema: 'what a data set looks like is not read',
  user_id: 'names of people are not read',
  tags: 'tags are not read, but for sources',
};

export interface ServerAnswers {
  readonly facts: Omit<MlflowFacts, 'files'>;
  readonly accounts: readonly Account[];
}

export function isServerAnswer({ path }: SystemFile): boolean {
  return /(?:^|\/)(?:server|registered-models|model-versions|experiments|runs|logged-models)\.json$/.test(
    path,
  );
}

export function readServerAnswers(input: readonly SystemFile[]): ServerAnswers {
  const accounts: Account[] = [];
  const rootOf = (name: string): TreeNode | undefined => {
    const file = input.find(({ path }) => path === `${name}.json` || path.endsWith(`/${name}.json`));
    if (file === undefined) return undefined;
    const account = new Account(parseJsonDocument(file), {
      code: 'MLFLOW-002',
      reasons: REASONS,
      file: file.path,
    });
    accounts.push(account);
    return TreeNode.of(account);
  };
  const server = rootOf('server');
  const address = server?.text('address');
  const anonymous = server?.boolean('anonymous') === true;
  server?.tell('format', 'version');
  const models = (rootOf('registered-models')?.objects('registered_models') ?? []).flatMap((node) => {
    const name = node.text('name');
    if (name === undefined) return [];
    const description = node.text('description');
    const aliases = node.objects('aliases').flatMap((each) => {
      const [alias, version] = [each.text('alias'), each.text('version')];
      return alias === undefined || version === undefined ? [] : [[alias, version] as const];
    });
    const isPrompt = isPromptTag(pairsOf(node, 'tags').get(PROMPT_TAG));
    node.tell('creation_timestamp', 'last_updated_timestamp', 'latest_versions', 'workspace');
    return [
      { node, name, aliases: new Map(aliases), isPrompt, ...(description !== undefined && { description }) },
    ];
  });
  const versions = (rootOf('model-versions')?.objects('model_versions') ?? []).flatMap(versionOf);
  const experiments = (rootOf('experiments')?.objects('experiments') ?? []).flatMap((node) => {
    const [id, name, artifacts] = [
      node.text('experiment_id'),
      node.text('name'),
      node.text('artifact_location'),
    ];
    node.tell('lifecycle_stage', 'creation_time', 'last_update_time', 'workspace');
    return id === undefined
      ? []
      : [{ node, id, name: name ?? id, ...(artifacts !== undefined && { artifacts }) }];
  });
  const runs = (rootOf('runs')?.objects('runs') ?? []).flatMap(runOf);
  const logged = (rootOf('logged-models')?.objects('models') ?? []).flatMap((node) => {
    const info = node.at('info');
    const id = info?.text('model_id');
    if (info === undefined || id === undefined) return [];
    const [name, runId, experimentId] = [
      info.text('name'),
      info.text('source_run_id'),
      info.text('experiment_id'),
    ];
    const created = dayOfMillis(info.text('creation_timestamp_ms'));
    const data = node.at('data');
    const metrics = metricsOf(data);
    const judgedBy = (data?.objects('metrics') ?? []).flatMap((metric) =>
      metric.has('dataset_name') ? (metric.text('run_id') ?? []) : [],
    );
    info.tellParts();
    data?.tellWhole();
    return [
      {
        node,
        id,
        metrics,
        judgedBy: [...new Set(judgedBy)],
        ...(name !== undefined && { name }),
        ...(runId !== undefined && { runId }),
        ...(experimentId !== undefined && { experimentId }),
        ...(created !== undefined && { created }),
      },
    ];
  });
  return {
    facts: {
      models,
      versions,
      experiments,
      runs,
      logged,
      ...(server !== undefined && address !== undefined && { server: { node: server, address, anonymous } }),
    },
    accounts,
  };
}

export function versionOf(node: TreeNode): MlflowFacts['versions'] {
  const [name, version] = [node.text('name'), node.text('version')];
  if (name === undefined || version === undefined) return [];
  const [runId, modelId, source, stage] = [
    node.text('run_id'),
    node.text('model_id'),
    node.text('source'),
    node.text('current_stage'),
  ];
  const created = dayOfMillis(node.text('creation_timestamp'));
  node.tell(
    'status',
    'status_message',
    'last_updated_timestamp',
    'run_link',
    'storage_location',
    'aliases',
    'workspace',
    'deployment_job_state',
    'model_params',
    'model_metrics',
  );
  return [
    {
      node,
      name,
      version,
      ...(runId !== undefined && { runId }),
      ...(modelId !== undefined && { modelId }),
      ...(source !== undefined && { source }),
      ...(stage !== undefined && stage !== 'None' && { stage }),
      ...(created !== undefined && { created }),
    },
  ];
}

function runOf(node: TreeNode): readonly Run[] {
  const info = node.at('info');
  const id = info?.text('run_id') ?? info?.text('run_uuid');
  if (info === undefined || id === undefined) return [];
  const data = node.at('data');
  const inputs = (node.at('inputs')?.objects('dataset_inputs') ?? []).flatMap((each): RunInput[] => {
    const dataset = each.at('dataset');
    const context = pairsOf(each, 'tags').get('mlflow.data.context');
    return dataset === undefined
      ? []
      : [
          {
            node: each,
            dataset: datasetOf(dataset),
            named: 'data set',
            ...(context !== undefined && { context }),
          },
        ];
  });
  const outputs = (node.at('outputs')?.objects('model_outputs') ?? []).flatMap((each) => {
    each.tell('step');
    return each.text('model_id') ?? [];
  });
  const judged = (node.at('inputs')?.objects('model_inputs') ?? []).flatMap(
    (each) => each.text('model_id') ?? [],
  );
  const [name, experimentId] = [info.text('run_name'), info.text('experiment_id')];
  const tags = pairsOf(data, 'tags');
  info.tell('run_uuid', 'status', 'start_time', 'end_time', 'artifact_uri');
  return [
    {
      node,
      id,
      metrics: metricsOf(data),
      tags,
      inputs,
      outputs,
      judged,
      isDeleted: info.text('lifecycle_stage') === 'deleted',
      ...(name !== undefined && { name }),
      ...(experimentId !== undefined && { experimentId }),
    },
  ];
}

export function datasetOf(node: TreeNode): Dataset | undefined {
  const name = node.text('name');
  const [digest, sourceType, source] = [node.text('digest'), node.text('source_type'), node.text('source')];
  return name === undefined
    ? undefined
    : {
        node,
        name,
        ...(digest !== undefined && { digest }),
        ...(sourceType !== undefined && { sourceType }),
        ...(source !== undefined && { source }),
      };
}

/** Numbers alone: of others, such as NaN, nothing can be said. */
function metricsOf(data: TreeNode | undefined): ReadonlyMap<string, number> {
  const metrics = (data?.objects('metrics') ?? []).flatMap((metric) => {
    const key = metric.text('key');
    const value = Number(metric.text('value'));
    metric.tellParts();
    return key === undefined || !Number.isFinite(value) ? [] : [[key, value] as const];
  });
  return new Map(metrics);
}

/** Tag of registered models that are prompts, since MLflow 2.21. */
export const PROMPT_TAG = 'mlflow.prompt.is_prompt';

export function isPromptTag(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'true';
}

function pairsOf(node: TreeNode | undefined, key: string): ReadonlyMap<string, string> {
  const pairs = (node?.objects(key) ?? []).flatMap((each) => {
    const [name, value] = [each.text('key'), each.text('value')];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return new Map(pairs);
}
