/** Resources that run something: those of Kubernetes itself, and custom ones of AI stacks and what they stand on. */
import type { Resource } from './resources.ts';

const BUILT_IN: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
]);

/** Custom resources by group and kind, and what they are where that is beyond doubt. */
const CUSTOM: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ['serving.kserve.io/InferenceService', 'inference-api'],
  ['serving.kserve.io/LLMInferenceService', 'inference-api'],
  ['serving.kserve.io/InferenceGraph', 'inference-api'],
  ['machinelearning.seldon.io/SeldonDeployment', 'inference-api'],
  ['mlops.seldon.io/Model', 'inference-api'],
  ['mlops.seldon.io/Pipeline', 'inference-api'],
  ['mlops.seldon.io/Experiment', 'inference-api'],
  ['ray.io/RayService', 'inference-api'],
  ['ray.io/RayCluster', 'compute'],
  ['ray.io/RayJob', undefined],
  ['apps.nvidia.com/NIMService', 'inference-api'],
  ['apps.nvidia.com/NemoGuardrail', 'guardrail'],
  ['kubeai.org/Model', 'inference-api'],
  ['inference.networking.x-k8s.io/InferencePool', 'inference-api'],
  ['inference.networking.k8s.io/InferencePool', 'inference-api'],
  ['serving.knative.dev/Service', undefined],
  ['argoproj.io/Workflow', undefined],
  ['argoproj.io/CronWorkflow', undefined],
  ['argoproj.io/WorkflowTemplate', undefined],
  ['kubeflow.org/Notebook', 'notebook'],
  ['kubeflow.org/PyTorchJob', 'training-pipeline'],
  ['kubeflow.org/TFJob', 'training-pipeline'],
  ['kubeflow.org/MPIJob', 'training-pipeline'],
  ['kubeflow.org/XGBoostJob', 'training-pipeline'],
  ['kubeflow.org/Experiment', 'training-pipeline'],
  ['trainer.kubeflow.org/TrainJob', 'training-pipeline'],
  ['kubeflow.org/TrainJob', 'training-pipeline'],
  ['sparkoperator.k8s.io/SparkApplication', 'training-pipeline'],
  ['kagent.dev/Agent', 'agent'],
  ['kagent.dev/MCPServer', 'tool'],
  ['kagent.dev/RemoteMCPServer', 'tool'],
  ['kagent.dev/ToolServer', 'tool'],
  ['kagent.dev/ModelConfig', 'llm'],
  ['milvus.io/Milvus', 'vector-index'],
  ['postgresql.cnpg.io/Cluster', 'database'],
  ['acid.zalan.do/postgresql', 'database'],
  ['elasticsearch.k8s.elastic.co/Elasticsearch', 'database'],
  ['kafka.strimzi.io/Kafka', 'data-feed'],
  ['monitoring.coreos.com/Prometheus', 'monitoring'],
  ['opentelemetry.io/OpenTelemetryCollector', 'monitoring'],
]);

/** Resources whose templates are the business of others: of an operator, or of who makes something of them. */
const TEMPLATES: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'PodTemplate',
  'ServingRuntime',
  'ClusterServingRuntime',
  'LLMInferenceServiceConfig',
  'TrainingRuntime',
  'ClusterTrainingRuntime',
  'ClusterWorkflowTemplate',
]);

/** Names by which operators make what runs be called: `risk` is reached as `risk-predictor` too. */
const SERVICE_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['InferenceService', ['', '-predictor', '-predictor-default', '-transformer']],
  ['LLMInferenceService', ['', '-kserve-workload-svc']],
  ['RayService', ['', '-serve-svc', '-head-svc']],
  ['RayCluster', ['-head-svc']],
  ['Cluster', ['-rw', '-ro', '-r']],
  ['Kafka', ['-kafka-bootstrap']],
  ['Elasticsearch', ['-es-http']],
  ['Milvus', ['', '-milvus']],
  // A pipeline is often called as the first of its models is.
  ['Pipeline', ['.pipeline']],
  ['Experiment', []],
]);

/** What runs no pods of its own. */
const WITHOUT_PODS: ReadonlySet<string> = new Set([
  'kagent.dev/ModelConfig',
  'kagent.dev/RemoteMCPServer',
  'mlops.seldon.io/Pipeline',
  'mlops.seldon.io/Experiment',
  'inference.networking.x-k8s.io/InferencePool',
  'inference.networking.k8s.io/InferencePool',
]);

/** Whether its controller makes pods of it, though no containers are stated. */
export function runsPods({ group, kind }: Resource): boolean {
  return !WITHOUT_PODS.has(`${group}/${kind}`);
}

export function isBuiltIn({ kind, group }: Resource): boolean {
  return BUILT_IN.has(kind) && (!group.includes('.') || group.endsWith('.k8s.io'));
}

/** Whether it runs, even where nothing says in which containers. */
export function isKnownWorkload(resource: Resource): boolean {
  return isBuiltIn(resource) || CUSTOM.has(`${resource.group}/${resource.kind}`);
}

/** Whether pods in it would be run as it says. */
export function mayRunPods(resource: Resource): boolean {
  return !TEMPLATES.has(resource.kind) && (isKnownWorkload(resource) || resource.group.includes('.'));
}

export function kindOf({ group, kind }: Resource): string | undefined {
  return CUSTOM.get(`${group}/${kind}`);
}

/** Names by which others call it, beside those of services. */
export function calledAs(resource: Resource): readonly string[] {
  const endings = SERVICE_NAMES.get(resource.kind) ?? (isBuiltIn(resource) ? [] : ['']);
  return endings.map((ending) => `${resource.name}${ending}.${resource.namespace}`);
}
