/** `MLmodel` files of MLflow 1 to 3: what a stored model is made of and how it is loaded. */
import type { SystemFile } from '#model/system-importer';
import { dayOf } from '../../formats/day.ts';
import { Account } from '../../formats/account.ts';
import { decodeText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { parseYamlStream } from '../../formats/yaml/parse-yaml-stream.ts';
import type { ModelFile } from './facts.ts';
import { resourcesOf } from './resources.ts';
import { columnsOf } from './signature.ts';

const REASONS = {
  input_example: 'examples are not read',
  saved_input_example_info: 'examples are not read',
  prompts: 'prompts are not read',
  metadata: 'remarks of the maker are not read',
  auth_policy: 'policies of a platform are not read',
  user_auth_policy: 'policies of a platform are not read',
};

export function isModelFile(path: string): boolean {
  return /(?:^|[/_.-])MLmodel(?:\.ya?ml)?$/.test(path);
}

/** @param others files beside it, for `requirements.txt` */
export function readModelFile(file: SystemFile, others: readonly SystemFile[]): ModelFile | undefined {
  const [document] = parseYamlStream(file);
  if (document === undefined) return undefined;
  const account = new Account(document, { code: 'MLFLOW-002', reasons: REASONS, file: file.path });
  const node = TreeNode.of(account);
  if (!node.expectObject()) return undefined;
  const runId = node.text('run_id');
  const modelId = node.text('model_id');
  const created = dayOf(node.text('utc_time_created'));
  const artifactPath = nameOfArtifacts(node.text('artifact_path'));
  const name = node.text('name') ?? artifactPath;
  const signature = Object.fromEntries(
    ['inputs', 'outputs', 'params'].flatMap((key) => {
      const text = node.at('signature')?.text(key);
      return text === undefined ? [] : [[key, columnsOf(text)]];
    }),
  );
  const resources = resourcesOf(node);
  const transformers = transformersIn(node);
  const flavors = node.entriesOf('flavors');
  let runsCode = false;
  for (const [, flavor] of flavors) {
    runsCode ||= /pickle|\.pkl\b|joblib|\bcode_paths?\b|"model_code_path":"/.test(
      JSON.stringify(flavor.value ?? null),
    );
    flavor.tellWhole();
  }
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const requirements = others.find(({ path }) => path === `${folder}requirements.txt`);
  const fetched = /(?:^|\/)versions\/([^/]+)\/([^/]+)\/MLmodel$/.exec(file.path);
  node.tell(
    'mlflow_version',
    'model_uuid',
    'model_size_bytes',
    'type_hint_from_example',
    'is_signature_from_type_hint',
    'model_id',
  );
  return {
    node,
    path: file.path,
    sha256: file.sha256,
    flavors: flavors.map(([flavor]) => flavor),
    signature,
    runsCode,
    resources,
    ...transformers,
    requirements: requirements === undefined ? [] : packagesOf(decodeText(requirements)),
    ...(runId !== undefined && { runId }),
    ...(modelId !== undefined && { modelId }),
    ...(name !== undefined && { name }),
    ...(artifactPath !== undefined && { artifactPath }),
    ...(created !== undefined && { created }),
    ...(fetched !== null && { version: { name: unescaped(fetched[1]!), version: fetched[2]! } }),
  };
}

/** A pipeline of transformers says where its weights are from: a name on the hub, or a folder, which says nothing. */
function transformersIn(file: TreeNode): Pick<ModelFile, 'task' | 'source'> {
  const flavor = file.at('flavors')?.any('transformers');
  if (flavor?.isObject !== true) return {};
  const [task, name, revision] = ['task', 'source_model_name', 'source_model_revision'].map((key) => {
    const value = flavor.any(key)?.value;
    return typeof value === 'string' && value !== '' ? value : undefined;
  });
  // Of the rest the line of the flavors tells.
  flavor.tellParts();
  const isOnHub = name !== undefined && /^[\w.-]+(?:\/[\w.-]+)?$/.test(name);
  return {
    ...(task !== undefined && { task }),
    ...(isOnHub && { source: { node: flavor, name, ...(revision !== undefined && { revision }) } }),
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Since MLflow 3 the artifact path may be a whole address; its last part says nothing then. */
function nameOfArtifacts(path: string | undefined): string | undefined {
  return path === undefined || path.includes('://') ? undefined : path;
}

/** Names and versions of a `requirements.txt`; options and addresses are left out. */
function packagesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => (line.split('#')[0] ?? '').trim().slice(0, 500))
    .flatMap((line) => {
      const found =
        /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:==\s*([\w.+!-]+)|[<>=!~][^;]*)?\s*(?:;.*)?$/.exec(line);
      if (found === null) return [];
      const [, name = '', version] = found;
      return [version === undefined ? name : `${name} ${version}`];
    })
    .slice(0, 5000);
}
