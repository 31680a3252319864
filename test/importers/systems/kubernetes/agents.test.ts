import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../../importers/systems/kubernetes/index.ts';
import { flowsOf, kindsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

const resource = (kind: string, name: string, spec: string, version = 'v1alpha2') =>
  `apiVersion: kagent.dev/${version}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ai }\nspec: ${spec}\n`;
const read = (...resources: readonly string[]) =>
  kubernetes.read([systemFile('a.yaml', resources.join('---\n'))]);

describe('agents of kagent', () => {
  const imported = read(
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
  );
  const { draft, losses, diagnostics } = imported;
  const asset = (id: string) => draft.assets.find((each) => each.id === id)!;

  it('use models, and call tools and each other', () => {
    expect(linksOf(draft).filter((link) => link.startsWith('lead') || link.startsWith('helper'))).toEqual([
      'helper uses chat',
      'lead calls fetch',
      'lead calls helper',
      'lead calls pools',
      'lead calls search',
      'lead depends-on github',
      'lead uses chat',
      'lead uses memory',
    ]);
    expect(flowsOf(draft)).toEqual([
      'pools ↔ w',
      'lead ↔ chat',
      'lead ↔ memory',
      'lead ↔ pools',
      'lead ↔ search',
      'lead ↔ fetch',
      'lead ↔ helper',
      'helper ↔ chat',
    ]);
    expect(kindsOf(draft)).toContain('memory: embedding-model');
    expect(asset('lead').description).toBe('Leads.');
  });

  it('have models and tools of their own and of others, which may ask a person', () => {
    expect(asset('memory').facts?.provider).toEqual(['third-party']);
    expect(asset('chat').facts?.provider).toBeUndefined();
    expect(asset('search').facts).toEqual({ provider: ['third-party'], 'description-from': ['remote'] });
    expect(asset('pools').facts).toEqual({ 'description-from': ['remote'] });
    expect(asset('pools').extensions).toMatchObject({ 'x-tools': ['a', 'b'], 'x-approved-calls': ['b'] });
    expect(linksOf(draft)).toContain('fetch deployed-from pypi');
    expect(linksOf(draft)).toContain('pools credentials-in secrets-of-ai');
    expect(
      draft.assets.flatMap(({ id, extensions }) => (extensions?.['x-may-be-called-by'] ? [id] : [])),
    ).toEqual(['fetch', 'lead', 'helper', 'w']);
  });

  it('give no text of a prompt away, and report what is nowhere', () => {
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the host "gateway.ai" that address of ModelConfig "chat" names is nowhere here',
      'the MCPServer "lost" of Agent "lead" is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read').filter((line) => !line.includes('command line'))).toEqual([
      'host "gateway.ai" (address of ModelConfig "chat"): it is nowhere here',
      'system message: texts of prompts are not read',
      'MCPServer "lost": it is nowhere here',
    ]);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });
});
