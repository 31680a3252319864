/** Agents of kagent with their models, tools and a policy. */
const resource = (kind: string, name: string, spec: string, version = 'v1alpha2') =>
  `apiVersion: kagent.dev/${version}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ai }\nspec: ${spec}\n`;
export const AGENT_STACK = [
  resource(
    'ModelConfig',
    'chat',
    '{ provider: OpenAI, model: gpt-x, apiKeySecret: keys, openAI: { baseUrl: "http://gateway.ai:4000/v1" } }',
  ),
  resource('ModelConfig', 'memory', '{ provider: OpenAI, model: text-embedding-x, apiKeySecret: keys }'),
  resource(
    'RemoteMCPServer',
    'pools',
    '{ url: "http://wrapper.ai:8080/mcp", headersFrom: [{ name: Authorization, valueFrom: { type: Secret, name: keys, key: k } }] }',
  ),
  resource('RemoteMCPServer', 'search', '{ url: "https://u:hunter2@mcp.example.com/mcp" }'),
  resource(
    'MCPServer',
    'fetch',
    '{ deployment: { cmd: uvx, args: [mcp-server-fetch], env: { API_TOKEN: hunter2 } } }',
    'v1alpha1',
  ),
  resource(
    'Agent',
    'lead',
    [
      '',
      '  description: Leads.',
      '  skills: { gitRefs: [{ url: "https://github.com/o/skills.git", ref: main }] }',
      '  declarative:',
      '    modelConfig: chat',
      '    memory: { modelConfig: memory }',
      '    systemMessage: hunter2',
      '    tools:',
      '      - { type: McpServer, mcpServer: { kind: RemoteMCPServer, name: pools, toolNames: [a, b], requireApproval: [b] } }',
      '      - { type: McpServer, mcpServer: { kind: RemoteMCPServer, name: search } }',
      '      - { type: McpServer, mcpServer: { name: fetch } }',
      '      - { type: McpServer, mcpServer: { name: lost } }',
      '      - { type: Agent, agent: { name: helper } }',
    ].join('\n'),
  ),
  resource('Agent', 'helper', '{ modelConfig: chat, tools: [] }', 'v1alpha1'),
  'apiVersion: v1\nkind: Secret\nmetadata: { name: keys, namespace: ai }\n',
  'apiVersion: v1\nkind: Service\nmetadata: { name: wrapper, namespace: ai }\nspec: { selector: { app: w } }\n',
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: w, namespace: ai }\nspec: { template: { metadata: { labels: { app: w } }, spec: { containers: [{ name: c, image: "x:1" }] } } }\n',
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: ai }\nspec: { podSelector: {} }\n',
].join('---\n');

/** What guards and feeds a namespace by custom resources. */
export const CUSTOM_RESOURCES = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: p, namespace: ai }
spec:
  endpointSelector: { matchLabels: { "k8s:app": w } }
  egress: [{ toFQDNs: [{ matchName: api.example.com }] }, { toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": ai, app: w } }] }]
  ingress: [{ fromEntities: [world], toPorts: [{ ports: [{ port: "8000" }] }] }]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: e, namespace: ai }
spec: { secretStoreRef: { name: vault, kind: ClusterSecretStore }, target: { name: keys } }
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
spec: { provider: { vault: { server: "https://vault.example.com" } } }
---
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainJob
metadata: { name: tune, namespace: ai }
spec:
  runtimeRef: { name: torch }
  initializer: { dataset: { storageUri: "hf://o/d", secretRef: { name: keys } }, model: { storageUri: "s3://b/m" } }
  trainer: { image: "x/train:1", args: [--trust-remote-code] }
`;
