import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../../importers/systems/kubernetes/index.ts';
import { flowsOf, kindsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

describe('what serves models', () => {
  const read = (...resources: readonly string[]) =>
    kubernetes.read([systemFile('a.yaml', resources.join('---\n'))]);

  it.each([
    [
      'KServe before model formats',
      'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: s }\nspec: { predictor: { sklearn: { storageUri: "gs://bucket/m" } } }\n',
      ['model-of-s: model'],
      ['model-of-s stored-in bucket-bucket', 's serves model-of-s'],
      'public',
    ],
    [
      'KServe within its cluster alone',
      'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: s, labels: { networking.kserve.io/visibility: cluster-local } }\nspec: { predictor: { model: { modelFormat: { name: vLLM }, storageUri: "hf://o/m" } } }\n',
      ['model-of-s: llm'],
      ['model-of-s deployed-from huggingface', 's serves model-of-s'],
      undefined,
    ],
    [
      'LLMInferenceService',
      'apiVersion: serving.kserve.io/v1alpha1\nkind: LLMInferenceService\nmetadata: { name: s }\nspec: { model: { uri: "oci://quay.io/o/m:1", name: llama }, router: { gateway: {} }, template: { containers: [{ name: main, image: "x/vllm:1" }] } }\n',
      ['llama: llm'],
      ['llama deployed-from quay', 's deployed-from docker-hub', 's serves llama'],
      'public',
    ],
    [
      'Seldon Core',
      'apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata: { name: s }\nspec: { predictors: [{ graph: { name: a, implementation: SKLEARN_SERVER, modelUri: "s3://m/a", children: [{ name: b, modelUri: "s3://m/b" }] } }] }\n',
      ['a: model', 'b: model'],
      ['a stored-in bucket-m', 'b stored-in bucket-m', 's serves a', 's serves b'],
      undefined,
    ],
    [
      'Ray Serve',
      'apiVersion: ray.io/v1\nkind: RayService\nmetadata: { name: s }\nspec:\n  serveConfigV2: |\n    applications:\n      - name: llm\n        args:\n          model_id: org/llama\n          token: hunter2\n  rayClusterConfig: { headGroupSpec: { template: { spec: { containers: [{ name: h, image: "rayproject/ray:2" }] } } } }\n',
      ['org-llama: llm'],
      ['s deployed-from docker-hub', 's serves org-llama'],
      undefined,
    ],
    [
      'KubeAI',
      'apiVersion: kubeai.org/v1\nkind: Model\nmetadata: { name: s }\nspec: { url: "hf://o/m", engine: VLLM }\n',
      ['model-of-s: llm'],
      ['model-of-s deployed-from huggingface', 's serves model-of-s'],
      undefined,
    ],
  ])('%s', (_, text, models, links, exposure) => {
    const { draft, losses } = read(text);
    expect(kindsOf(draft)[0]).toBe('s: inference-api');
    expect(kindsOf(draft).filter((each) => /: (?:model|llm)$/.test(each))).toEqual(models);
    expect(linksOf(draft)).toEqual(links);
    expect(draft.assets[0]!.exposure).toBe(exposure);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  const inference = (name: string) =>
    `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: ${name} }\nspec: { predictor: { sklearn: { storageUri: "gs://b/${name}" } } }\n`;

  it('a graph hands requests on to the services of its steps', () => {
    const { draft, losses, diagnostics } = read(
      inference('a'),
      inference('b'),
      'apiVersion: serving.kserve.io/v1alpha1\nkind: InferenceGraph\nmetadata: { name: g }\nspec: { nodes: { root: { routerType: Switch, steps: [{ serviceName: a, condition: x }, { nodeName: more }, { serviceName: gone }] }, more: { routerType: Single, routes: [{ serviceUrl: "http://b-predictor.default.svc.cluster.local/v1" }] } } }\n',
    );
    expect(flowsOf(draft)).toEqual(['g ↔ a', 'g ↔ b']);
    expect(draft.assets.find(({ id }) => id === 'g')?.exposure).toBe('public');
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'KUBE-004 the service "gone" of InferenceGraph "g" is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['service "gone": it is nowhere here']);
  });

  it('a pipeline of Seldon hands requests on to its models, an experiment to what it compares', () => {
    const of = (kind: string, name: string, spec: string) =>
      `apiVersion: mlops.seldon.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
    const { draft, losses, diagnostics } = read(
      of('Pipeline', 'a', '{ steps: [{ name: a }, { name: b, inputs: [a] }], output: { steps: [b] } }'),
      of('Model', 'a', '{ storageUri: "gs://seldon/a" }'),
      of('Model', 'b', '{ storageUri: "gs://seldon/b" }'),
      of('Experiment', 'e', '{ candidates: [{ name: b, weight: 1 }, { name: gone }], mirror: { name: a } }'),
      of('Experiment', 'f', '{ resourceType: pipeline, candidates: [{ name: a }] }'),
    );
    expect(flowsOf(draft)).toEqual(['a ↔ a-2', 'a ↔ b', 'e ↔ b', 'e ↔ a-2', 'f ↔ a']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the model "gone" of Experiment "e" is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['model "gone": it is nowhere here']);
    expect(kindsOf(draft)).toContain('bucket-seldon: document-store');
  });

  it("services of NVIDIA's operator have an image, secrets, variables and who reaches them", () => {
    const nim = (kind: string, name: string, spec: string) =>
      `apiVersion: apps.nvidia.com/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
    const image = (name: string, tag = '1.0') => `image: { repository: nvcr.io/nim/${name}, tag: "${tag}" }`;
    const { draft, losses } = read(
      nim(
        'NIMService',
        'chat',
        `{ ${image('chat', 'latest')}, authSecret: ngc, env: [{ name: A_URL, value: "http://embed:8000" }], expose: { service: { type: LoadBalancer } } }`,
      ),
      nim(
        'NIMPipeline',
        'rag',
        `{ services: [{ name: embed, enabled: true, spec: { ${image('embed')}, expose: { service: { type: ClusterIP } } } }, { name: off, enabled: false, spec: { ${image('off')} } }] }`,
      ),
      nim('NemoGuardrail', 'rails', `{ ${image('rails')}, nimEndpoint: { baseURL: "http://chat:8000/v1" } }`),
    );
    expect(kindsOf(draft)).toEqual([
      'chat: inference-api',
      'embed: inference-api',
      'rails: guardrail',
      'nvidia-ngc: container-registry',
      'secrets-of-default: secret-store',
    ]);
    expect(draft.assets.slice(0, 3).map(({ exposure }) => exposure)).toEqual([
      'public',
      undefined,
      undefined,
    ]);
    expect(draft.assets.slice(0, 2).map(({ extensions }) => extensions?.['x-image'])).toEqual([
      'nim/chat:latest',
      'nim/embed:1.0',
    ]);
    expect(flowsOf(draft)).toEqual(['chat ↔ embed', 'rails ↔ chat']);
    expect(linksOf(draft)).toContain('chat credentials-in secrets-of-default');
    expect(linesOf(losses, 'not-read')).toEqual(['NIMService "off": it is switched off']);
  });

  it.each([
    ['inference.networking.x-k8s.io/v1alpha2', 'selector: { app: vllm }', 'extensionRef: { name: picker }'],
    [
      'inference.networking.k8s.io/v1',
      'selector: { matchLabels: { app: vllm } }',
      'endpointPickerRef: { name: picker, port: { number: 9002 } }',
    ],
    [
      'inference.networking.k8s.io/v1alpha2',
      'selector: { matchLabels: { app: vllm } }',
      'endpointPickerConfig: { extensionRef: { name: picker, failureMode: FailOpen } }',
    ],
  ])('a pool of %s hands requests on to its pods, and asks its picker', (group, selector, picker) => {
    const pods = (name: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: "x/${name}:1" }] } } }\n`;
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: { name: picker }\nspec: { selector: { app: picker } }\n';
    const pool = `apiVersion: ${group}\nkind: InferencePool\nmetadata: { name: pool }\nspec: { ${selector}, ${picker} }\n`;
    const { draft, losses, diagnostics } = read(pods('vllm'), pods('picker'), service, pool);
    expect(flowsOf(draft)).toEqual(['pool ↔ vllm', 'pool ↔ picker']);
    expect([linesOf(losses, 'not-read'), diagnostics]).toEqual([[], []]);
    expect(read(pods('picker'), service, pool).diagnostics.map(({ message }) => message)).toEqual([
      'no workload here has the labels that InferencePool "pool" selects',
    ]);
  });

  it('custom resources with pods are workloads, others are reported', () => {
    const { draft, losses } = read(
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\nspec: { deep: { list: [{ template: { spec: { containers: [{ name: c, image: "qdrant/qdrant:1" }] } } }] } }\n',
      'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: { name: b }\nspec: { workflowSpec: { templates: [{ name: t, container: { image: "x/etl:1" } }, { name: u, script: { image: "x/etl:2" } }] } }\n',
      'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: c }\nspec: { template: { spec: { containers: [{ image: "x/fn:1", env: [{ name: A, value: "http://a" }] }] } } }\n',
      'apiVersion: example.com/v1\nkind: Setting\nmetadata: { name: d }\nspec: { containers: many }\n',
      'apiVersion: serving.kserve.io/v1alpha1\nkind: ClusterServingRuntime\nmetadata: { name: e }\nspec: { containers: [{ name: k, image: "x/r:1" }] }\n',
    );
    expect(
      draft.assets.map(({ id, hints, extensions }) => [
        id,
        hints?.types,
        hints?.image,
        extensions?.['x-more-images'],
      ]),
    ).toEqual([
      ['a', ['Thing'], 'qdrant/qdrant', undefined],
      ['b', ['Argo CronWorkflow'], 'x/etl', ['x/etl:2']],
      ['c', ['Service'], 'x/fn', undefined],
      ['docker-hub', undefined, undefined, undefined],
    ]);
    expect(flowsOf(draft)).toEqual(['c ↔ a']);
    expect(linksOf(draft)).toContain('b triggered-by schedule');
    expect(linesOf(losses, 'not-read')).toEqual(
      expect.arrayContaining([
        'Setting "d": a system model has no place for a Setting',
        'ClusterServingRuntime "e": a system model has no place for a ClusterServingRuntime',
      ]),
    );
  });
});

describe('what trains models', () => {
  it('a job of Kubeflow Trainer has its container, data and base model within', () => {
    const { draft, losses } = kubernetes.read([
      systemFile(
        'job.yaml',
        [
          'apiVersion: trainer.kubeflow.org/v1alpha1',
          'kind: TrainJob',
          'metadata: { name: tune, namespace: ml }',
          'spec:',
          '  runtimeRef: { name: torch-distributed, kind: ClusterTrainingRuntime }',
          '  initializer:',
          '    dataset: { storageUri: "hf://org/corpus", secretRef: { name: hf } }',
          '    model: { storageUri: "s3://bucket/base" }',
          '  trainer: { numNodes: 2, image: "pytorch/pytorch:2.5.1", args: [--trust-remote-code], env: [{ name: HF_TOKEN, value: hunter2 }] }\n',
        ].join('\n'),
      ),
    ]);
    expect(kindsOf(draft).slice(0, 1)).toEqual(['tune: training-pipeline']);
    expect(flowsOf(draft)).toEqual(['org-corpus → tune', 'base-model-of-tune → tune']);
    expect(linksOf(draft)).toEqual([
      'base-model-of-tune stored-in bucket-bucket',
      'org-corpus deployed-from huggingface',
      'tune credentials-in secrets-in-the-environment',
      'tune credentials-in secrets-of-ml',
      'tune depends-on huggingface',
      'tune deployed-from docker-hub',
    ]);
    expect(draft.assets[0]!.extensions).toMatchObject({
      'x-runtime': 'torch-distributed',
      'x-loading-runs-code': true,
    });
    expect(linesOf(losses, 'not-read').filter((line) => !line.startsWith('command line'))).toEqual([]);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });
});

describe('what Kustomize lays over manifests', () => {
  it('is the same workload, and what changes it otherwise is told', () => {
    const base =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: c, image: "x/api:1", env: [{ name: A, value: "http://db:1" }] }] } } }\n';
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true }, env: [{ name: B }] }] } } }\n';
    const db =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: c, image: postgres }] } } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: db }\nspec: { selector: { app: db } }\n';
    const settings = (more: string) =>
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n${more}`;
    const { draft, losses, diagnostics } = kubernetes.read([
      systemFile('base/a.yaml', base),
      systemFile('base/db.yaml', db),
      systemFile('base/kustomization.yaml', settings('')),
      systemFile('prod/kustomization.yaml', settings('namespace: prod\npatches: [{ path: p.yaml }]\n')),
      systemFile('prod/p.yaml', patch),
    ]);
    expect(kindsOf(draft)).toEqual(['api: ?', 'x: ?', 'docker-hub: container-registry']);
    expect(draft.assets[0]!.extensions).toMatchObject({
      'x-environment': ['A', 'B'],
      'x-privileges': ['privileged'],
      'x-image': 'x/api:1',
    });
    expect(flowsOf(draft)).toEqual(['api ↔ x']);
    expect(linesOf(losses, 'guessed')).toContain('Deployment "api" → asset api');
    expect(diagnostics.map(({ code, file, message }) => `${code} ${file ?? ''} ${message}`)).toEqual([
      'KUBE-005 prod/kustomization.yaml what Kustomize changes by namespace, patches is not known here',
    ]);
  });
});

describe('names and ways in', () => {
  const workload = (name: string, namespace: string, env = '') =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: "x/${name}:1"${env} }] } } }\n`;
  const service = (name: string, namespace: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${name} } }\n`;

  it('are looked up in the own namespace first', () => {
    const { draft } = kubernetes.read([
      systemFile(
        'a.yaml',
        [
          workload('db', 'one'),
          service('db', 'one'),
          workload('db', 'two'),
          service('db', 'two'),
          workload(
            'api',
            'two',
            ', env: [{ name: DB, value: "http://db:1" }, { name: FAR, value: "http://db.one.svc:1" }]',
          ),
          workload('lost', 'three', ', env: [{ name: DB, value: "http://db:1" }]'),
        ].join('---\n'),
      ),
    ]);
    expect(flowsOf(draft)).toEqual(['api ↔ db-2', 'api ↔ db']);
  });

  it.each([
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'rules: [{ backendRefs: [{ name: web, port: 80 }] }]'],
    ['route.openshift.io/v1', 'Route', 'to: { kind: Service, name: web }'],
    [
      'networking.istio.io/v1',
      'VirtualService',
      'gateways: [g], http: [{ route: [{ destination: { host: web.ns.svc.cluster.local } }] }]',
    ],
    ['networking.k8s.io/v1', 'Ingress', 'defaultBackend: { service: { name: web } }'],
  ])('%s %s', (group, kind, spec) => {
    const entrance = `apiVersion: ${group}\nkind: ${kind}\nmetadata: { name: in, namespace: ns }\nspec: { ${spec} }\n`;
    const { draft, losses, diagnostics } = kubernetes.read([
      systemFile('a.yaml', [workload('web', 'ns'), service('web', 'ns'), entrance].join('---\n')),
    ]);
    expect(draft.assets[0]).toMatchObject({ id: 'web', exposure: 'public' });
    expect(linesOf(losses, 'guessed')[0]).toContain(`${kind} "in" to service "web`);
    expect(diagnostics).toEqual([]);
  });

  it('are reported once of each workload where they are nowhere', () => {
    const from = (kind: string, name: string, key: string, more = '') =>
      `{ name: ${key}, valueFrom: { ${kind}: { name: ${name}, key: k${more} } } }`;
    const env = [
      from('configMapKeyRef', 'settings', 'A'),
      from('configMapKeyRef', 'settings', 'B'),
      from('configMapKeyRef', 'maybe', 'C', ', optional: true'),
      from('secretKeyRef', 'keys', 'D'),
      from('secretKeyRef', 'keys', 'E'),
    ].join(', ');
    const { draft, losses, diagnostics } = kubernetes.read([
      systemFile('a.yaml', workload('bot', 'bot', `, env: [${env}]`)),
    ]);
    expect([draft.id, draft.assets[0]!.id]).toEqual(['bot', 'bot']);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'KUBE-004 the ConfigMap "settings" is nowhere here',
      'KUBE-004 the Secret "keys" is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['ConfigMap "settings": it is nowhere here']);
  });

  it('of a folder are those of its manifests; what else lies there is reported', () => {
    const input = [
      systemFile('README.md', '- a: b: c\n'),
      systemFile('values.yaml', 'a: b\n'),
      systemFile('web.yaml', workload('web', 'ns')),
    ];
    expect(kubernetes.detect(input)).toBe('kubernetes');
    expect(linesOf(kubernetes.read(input).losses, 'not-read')).toEqual(
      expect.arrayContaining([
        'file "README.md": it is no manifest',
        'file "values.yaml": it is no manifest',
      ]),
    );
    expect(kubernetes.detect([...input, systemFile('other.yaml', 'a: b\n')])).toBeUndefined();
  });
});
