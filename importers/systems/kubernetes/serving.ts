/** Models behind resources that serve them: KServe, Seldon Core, KubeAI, Ray Serve. */
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster, Placed } from './cluster.ts';
import { listed } from './resources.ts';

/** Formats of KServe's runtimes whose models make text. */
const LANGUAGE_FORMATS = /^(?:huggingface|vllm|tgi|llm)$/i;
/** How deep graphs of Seldon nest. */
const MAX_GRAPH = 20;

interface Served {
  readonly node: TreeNode;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly format?: string | undefined;
  readonly isLanguageModel?: boolean;
}

export function readServedModels(cluster: Cluster, placed: Placed): void {
  for (const served of servedBy(placed)) readModel(cluster, placed, served);
}

function servedBy({ kind, group, node }: Placed): readonly Served[] {
  const spec = node.any('spec');
  if (spec?.isObject !== true) return [];
  switch (`${group}/${kind}`) {
    case 'serving.kserve.io/InferenceService':
      return inPredictor(spec.any('predictor'));
    case 'serving.kserve.io/LLMInferenceService': {
      const model = spec.any('model');
      return model?.isObject === true
        ? [{ node: model, name: model.text('name'), address: model.text('uri'), isLanguageModel: true }]
        : [];
    }
    case 'machinelearning.seldon.io/SeldonDeployment':
      return listed(spec, 'predictors').flatMap((each) => inGraph(each.any('graph'), 0));
    case 'mlops.seldon.io/Model':
      return [{ node: spec, address: spec.text('storageUri') }];
    case 'kubeai.org/Model':
      return [{ node: spec, address: spec.text('url'), isLanguageModel: true }];
    case 'ray.io/RayService':
      return inServeConfig(spec);
    default:
      return [];
  }
}

/** `predictor.model`, or as before 0.7 under the name of its format: `predictor.sklearn`. */
function inPredictor(predictor: TreeNode | undefined): readonly Served[] {
  return (predictor?.entries() ?? []).flatMap(([key, node]): Served[] => {
    if (!node.isObject || !(key === 'model' || node.has('storageUri') || node.has('storage'))) return [];
    const stated = node.any('modelFormat')?.any('name')?.value;
    const format = typeof stated === 'string' ? stated : key === 'model' ? undefined : key;
    node.tell('modelFormat');
    return [{ node, address: node.text('storageUri'), format }];
  });
}

function inGraph(graph: TreeNode | undefined, depth: number): readonly Served[] {
  if (graph?.isObject !== true || depth > MAX_GRAPH) return [];
  const address = graph.text('modelUri');
  const own =
    address === undefined
      ? []
      : [{ node: graph, name: graph.text('name'), address, format: graph.text('implementation') }];
  return [...own, ...listed(graph, 'children').flatMap((child) => inGraph(child, depth + 1))];
}

/** Ray Serve has its applications as YAML in a text; only ids of models are taken from it. */
function inServeConfig(spec: TreeNode): readonly Served[] {
  const config = spec.any('serveConfigV2');
  if (typeof config?.value !== 'string') return [];
  const ids = [
    ...config.value
      .slice(0, 100_000)
      .matchAll(
        /^[ \t-]*(?:model|model_id|model_source|MODEL_ID):[ \t]*["']?([\w.-]+\/[\w.-]+)["']?[ \t]*$/gm,
      ),
  ].map(([, id = '']) => id);
  config.account.notRead(
    config.pointer,
    'applications of Ray Serve',
    'only ids of models are taken from them',
  );
  return [...new Set(ids)].map((name) => ({ node: config, name, isLanguageModel: true }));
}

function readModel(cluster: Cluster, { workload, what }: Placed, served: Served): void {
  const { node, name, address, format, isLanguageModel = false } = served;
  const { draft } = cluster;
  const id = draft.asset({
    name: name ?? `Model of ${workload.id}`,
    kind: isLanguageModel || LANGUAGE_FORMATS.test(format ?? '') ? 'llm' : 'model',
    fallback: 'store',
    place: node.place,
    extensions: {
      ...(format !== undefined && { 'x-format': format }),
      ...(address !== undefined && { 'x-address': withoutCredentials(address) }),
    },
    ask: ['who can write where it is stored (stored-in), and is what is loaded checked (provenance)?'],
  });
  draft.relate(workload.id, 'serves', id);
  if (address !== undefined) readAddress(cluster, id, address, node);
  node.account.read(node.pointer, `model of ${what}`, `${workload.id} serves ${id}`);
  if (node.isObject)
    node.tell('runtime', 'args', 'env', 'protocolVersion', 'criticality', 'features', 'engine');
}

/** Where the model comes from: a hub, a registry of images, or a bucket. */
export function readAddress(cluster: Cluster, id: string, address: string, node: TreeNode): void {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  const host = hostOf(address);
  const { draft, inventory } = cluster;
  if (scheme === 'hf') draft.relate(id, 'deployed-from', inventory.registry('huggingface', node.place).id);
  else if (scheme === 'oci' && host !== undefined)
    draft.relate(id, 'deployed-from', inventory.imageRegistry(host, node.place).id);
  else if (host !== undefined && /^(?:s3|gs|gcs|abfss?|wasbs?|https?)$/.test(scheme ?? ''))
    draft.relate(
      id,
      'stored-in',
      /^https?$/.test(scheme ?? '')
        ? cluster.workloads.outside(host, node.place)
        : cluster.workloads.outside(`Bucket ${host}`, node.place, { kind: 'document-store' }),
    );
}
