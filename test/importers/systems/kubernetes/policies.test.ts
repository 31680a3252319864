import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../../importers/systems/kubernetes/index.ts';
import { flowsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

const workload = (name: string, namespace: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: "x:1" }] } } }\n`;
const policy = (name: string, spec: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ai }\nspec: ${spec}\n`;
const cilium = (name: string, spec: string) =>
  `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: ${name}, namespace: ai }\nspec: ${spec}\n`;

const read = (...resources: readonly string[]) =>
  kubernetes.read([systemFile('a.yaml', resources.join('---\n'))]);
const callersIn = ({ draft }: ReturnType<typeof read>) =>
  draft.assets.flatMap(({ id, extensions }) =>
    extensions?.['x-may-be-called-by'] === undefined ? [] : [[id, extensions['x-may-be-called-by']]],
  );

describe('who may call a workload', () => {
  it('is kept, and whom rules name presumably calls', () => {
    const imported = read(
      workload('api', 'ai'),
      workload('db', 'ai'),
      workload('scraper', 'watch'),
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: watch, labels: { team: ops } }\n',
      policy('deny', '{ podSelector: {}, policyTypes: [Ingress] }'),
      policy(
        'db',
        '{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 5432 }] }, { from: [{ namespaceSelector: { matchLabels: { team: ops } }, podSelector: { matchLabels: { app: scraper } } }] }, { from: [{ namespaceSelector: {} }] }] }',
      ),
      policy(
        'api',
        '{ podSelector: { matchLabels: { app: api } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: lost } } }, { ipBlock: { cidr: 10.0.0.0/8 } }] }] }',
      ),
    );
    expect(callersIn(imported)).toEqual([
      ['api', ['pods app=lost of its namespace', '10.0.0.0/8']],
      ['db', ['api on 5432', 'scraper', 'all pods of all namespaces']],
    ]);
    expect(flowsOf(imported.draft)).toEqual(['api ↔ db', 'scraper ↔ db']);
    expect(
      imported.losses.flatMap(({ what, became }) => (what.startsWith('who may call') ? [became] : [])),
    ).toEqual(['x-may-be-called-by of api, db', 'x-may-be-called-by of db', 'x-may-be-called-by of api']);
    expect(linesOf(imported.losses, 'not-read').filter((line) => line.includes('Policy'))).toEqual([
      'pods app=lost of its namespace, who may call by NetworkPolicy "api": they are nowhere here',
    ]);
  });

  it('is nobody where a policy lets nobody, and anyone where a rule names nobody', () => {
    const imported = read(
      workload('closed', 'ai'),
      workload('open', 'ai'),
      policy('deny', '{ podSelector: {} }'),
      policy('open', '{ podSelector: { matchLabels: { app: open } }, ingress: [{}] }'),
    );
    expect(callersIn(imported)).toEqual([
      ['closed', ['nobody']],
      ['open', ['anyone who reaches it']],
    ]);
    expect(imported.draft.flows).toEqual([]);
  });

  it('joins no two by a rule for many', () => {
    const many = Array.from({ length: 70 }, (_, at) => workload(`w${at}`, 'ai'));
    const imported = read(
      ...many,
      policy(
        'all',
        '{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: w0 } } }] }] }',
      ),
    );
    expect(imported.draft.flows).toEqual([]);
    expect(callersIn(imported)).toHaveLength(70);
    expect(
      imported.losses.flatMap(({ became }) =>
        became?.endsWith(' and 46 others') === true ? [became.slice(0, 24)] : [],
      ),
    ).toEqual(['x-may-be-called-by of w0']);
  });
});

describe('policies of Cilium', () => {
  it('say where workloads can send, and who may call', () => {
    const imported = read(
      workload('agent', 'ai'),
      workload('vllm', 'ai'),
      workload('shut', 'ai'),
      cilium(
        'agent',
        '{ endpointSelector: { matchLabels: { "k8s:app": agent } }, egress: [{ toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": kube-system } }], toPorts: [{ ports: [{ port: "53" }] }] }, { toFQDNs: [{ matchName: api.example.com }, { matchPattern: "*.example.org" }] }, { toEndpoints: [{ matchLabels: { app: vllm } }] }] }',
      ),
      cilium(
        'vllm',
        '{ endpointSelector: { matchLabels: { app: vllm } }, ingress: [{ fromEntities: [ingress], toPorts: [{ ports: [{ port: "8000" }] }] }, { fromEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": ai, app: agent } }] }] }',
      ),
      cilium(
        'shut',
        '{ endpointSelector: { matchLabels: { app: shut } }, egress: [{}], ingress: [{ fromEntities: [world] }] }',
      ),
    );
    expect(
      imported.draft.assets.flatMap(({ id, facts }) => (facts?.egress ? [[id, facts.egress]] : [])),
    ).toEqual([
      ['agent', ['allow-list']],
      ['shut', ['none']],
    ]);
    expect(callersIn(imported)).toEqual([
      ['vllm', ['the cluster: ingress on 8000', 'agent']],
      ['shut', ['anyone who reaches it']],
    ]);
    expect(flowsOf(imported.draft)).toEqual(['agent ↔ api-example-com', 'agent ↔ vllm']);
  });
});

describe('secrets from outside of the cluster', () => {
  const uses =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api, namespace: ai }\nspec: { template: { spec: { containers: [{ name: c, image: "x:1", envFrom: [{ secretRef: { name: keys } }] }] } } }\n';
  const external = (store: string) =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: from-vault, namespace: ai }\nspec: { secretStoreRef: ${store}, target: { name: keys }, data: [{ secretKey: k, remoteRef: { key: hunter2 } }] }\n`;

  it('lie in the store that they are fetched from, too', () => {
    const { draft, losses, diagnostics } = read(
      uses,
      external('{ name: vault, kind: SecretStore }'),
      'apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: { name: vault, namespace: ai }\nspec: { provider: { vault: { server: "https://u:hunter2@vault.example.com", auth: { token: hunter2 } } } }\n',
    );
    expect(linksOf(draft)).toEqual([
      'api credentials-in secrets-of-ai',
      'api deployed-from docker-hub',
      'secrets-of-ai depends-on secret-store-vault',
    ]);
    expect(draft.assets.find(({ id }) => id === 'secret-store-vault')).toMatchObject({
      kind: 'secret-store',
      extensions: { 'x-provider': 'vault', 'x-address': 'https://vault.example.com' },
    });
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it('are reported where their store is nowhere', () => {
    const { draft, diagnostics } = read(uses, external('{ name: aws, kind: ClusterSecretStore }'));
    expect(linksOf(draft)).toContain('secrets-of-ai depends-on secret-store-aws');
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'KUBE-004 the ClusterSecretStore "aws" of ExternalSecret "from-vault" is nowhere here',
    ]);
  });
});
