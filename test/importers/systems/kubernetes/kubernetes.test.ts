import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../../importers/systems/kubernetes/index.ts';
import { flowsOf, kindsOf, linksOf, refusalOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { systemFile } from '../system-files.ts';
import { AGENT_STACK, CUSTOM_RESOURCES } from './agent-stack.ts';
import { GUARDED_NAMESPACE } from './guarded-namespace.ts';

const STACK = `apiVersion: v1
kind: Namespace
metadata: { name: chat }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: chat }
spec:
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: ghcr.io/example/api:latest
          env:
            - { name: LLM_URL, value: "http://llm:8000/v1" }
            - { name: DB_PASSWORD, value: hunter2 }
            - name: OPENAI_API_KEY
              valueFrom: { secretKeyRef: { name: keys, key: openai } }
          envFrom:
            - configMapRef: { name: settings }
            - secretRef: { name: gone }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: chat }
spec: { type: LoadBalancer, selector: { app: api }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: StatefulSet
    metadata: { name: vllm, namespace: chat }
    spec:
      template:
        metadata: { labels: { app: vllm } }
        spec:
          containers:
            - { name: v, image: "vllm/vllm-openai@sha256:${'ab'.repeat(32)}", args: [--model, org/llama, --api-key, hunter2] }
  - apiVersion: v1
    kind: Service
    metadata: { name: llm, namespace: chat }
    spec: { selector: { app: vllm } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: chat }
data: { SEARCH: "https://u:hunter2@search.example.com/x" }
---
apiVersion: v1
kind: Secret
metadata: { name: keys, namespace: chat }
stringData: { openai: hunter2 }
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: risk, namespace: chat }
spec: { predictor: { model: { modelFormat: { name: sklearn }, storageUri: "s3://me:hunter2@models/risk" } } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: chat }
spec:
  rules:
    - http: { paths: [{ path: /, backend: { service: { name: nowhere, port: { number: 80 } } } }] }
`;

describe('Kubernetes manifests', () => {
  const input = [systemFile('stack.yaml', STACK)];
  const { draft, losses, diagnostics } = kubernetes.read(input);
  const asset = (id: string) => draft.assets.find((each) => each.id === id)!;

  it('give workloads in namespaces, what they call and what stands before them', () => {
    expect(kubernetes.detect(input)).toBe('kubernetes');
    expect(draft.zones.map(({ name }) => name)).toEqual(['Namespace chat']);
    expect(kindsOf(draft)).toEqual(
      expect.arrayContaining([
        'api: ?',
        'vllm: ?',
        'risk: inference-api',
        'model-of-risk: model',
        'secrets-of-chat: secret-store',
      ]),
    );
    expect(flowsOf(draft).sort()).toEqual(['api ↔ openai-api', 'api ↔ search-example-com', 'api ↔ vllm']);
    expect(linksOf(draft)).toEqual(
      expect.arrayContaining([
        'api credentials-in secrets-of-chat',
        'api credentials-in secrets-in-the-environment',
        'risk serves model-of-risk',
        'vllm deployed-from docker-hub',
      ]),
    );
    expect(asset('api')).toMatchObject({ exposure: 'public', facts: { updates: ['automatic'] } });
    expect(asset('vllm')).toMatchObject({
      facts: { updates: ['pinned'] },
      extensions: { 'x-model': 'org/llama' },
    });
    expect(asset('vllm').exposure).toBeUndefined();
  });

  it('are told from templates of charts, which have to be rendered first', () => {
    const chart = systemFile(
      'deployment.yaml',
      '{{- $a := "x" }}\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n',
    );
    expect(kubernetes.detect([chart])).toBe('kubernetes');
    expect(refusalOf(kubernetes, [chart])).toMatchObject({
      code: 'INPUT-006',
      message: 'this is a template, not YAML',
      line: 1,
    });
  });

  it('give no secret away, and report what is nowhere', () => {
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`).sort()).toEqual([
      'KUBE-004 the Secret "gone" is nowhere here',
      'KUBE-004 the service "nowhere" of Ingress "web" is nowhere here',
    ]);
  });

  it('report volumes, claims and accounts that are nowhere, once of each workload', () => {
    const imported = kubernetes.read([
      systemFile(
        'a.yaml',
        `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: ml }
spec:
  volumeClaimTemplates: [{ metadata: { name: data } }]
  template:
    spec:
      serviceAccountName: db
      initContainers:
        - { name: fill, image: busybox, volumeMounts: [{ name: model, mountPath: /m }] }
      containers:
        - name: db
          image: qdrant/qdrant
          volumeMounts:
            - { name: data, mountPath: /data }
            - { name: models, mountPath: /m }
            - { name: models, mountPath: /n }
      volumes:
        - { name: model, persistentVolumeClaim: { claimName: weights } }
        - { name: again, persistentVolumeClaim: { claimName: weights } }
`,
      ),
    ]);
    expect(imported.diagnostics.map(({ code, line, message }) => `${line} ${code} ${message}`)).toEqual([
      '19 KUBE-004 the PersistentVolumeClaim "weights" is nowhere here',
      '16 KUBE-004 the volume "models" is nowhere here',
      '1 KUBE-004 the ServiceAccount "db" is nowhere here',
    ]);
  });

  it('refuse what has no workload, and say what there is', () => {
    const of = (kind: string) => `apiVersion: example.com/v1\nkind: ${kind}\nmetadata: { name: a }\n`;
    expect(
      refusalOf(kubernetes, [systemFile('a.yaml', ['Tuning', 'Index', 'Tuning'].map(of).join('---\n'))])
        .message,
    ).toBe('there is no workload here, only Tuning, Index');
  });

  it('keep volumes that lie elsewhere', () => {
    const volumes = [
      '{ name: a, nfs: { server: files.example.com, path: /models } }',
      '{ name: b, csi: { driver: fuse.example.com, volumeAttributes: { bucketName: weights } } }',
      '{ name: c, csi: { driver: disk.example.com } }',
      '{ name: d, image: { reference: "quay.io/o/weights:1" } }',
      '{ name: e, emptyDir: {} }',
    ];
    const { draft } = kubernetes.read([
      systemFile(
        'a.yaml',
        `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: c, image: x }], volumes: [${volumes.join()}] }\n`,
      ),
    ]);
    expect(draft.assets[0]!.extensions?.['x-volumes']).toEqual([
      'nfs://files.example.com/models',
      'fuse.example.com weights',
      'disk.example.com',
      'quay.io/o/weights:1',
    ]);
  });

  it.each([
    ['apiVersion: v1\nkind: ConfigMap\n', 'KUBE-001', 1],
    ['apiVersion: v1\nkind: {{ .Values.kind }}\n', 'INPUT-006', 2],
  ])('refuse %j', (text, code, line) => {
    expect(refusalOf(kubernetes, [systemFile('a.yaml', text)])).toMatchObject({ code, line, file: 'a.yaml' });
  });

  describeMutations(kubernetes, {
    kubernetes: [
      systemFile('stack.yaml', STACK),
      systemFile('more.yaml', GUARDED_NAMESPACE),
      systemFile('agents.yaml', AGENT_STACK),
      systemFile('custom.yaml', CUSTOM_RESOURCES),
    ],
  });
});
