import { describe, expect, it } from 'vitest';
import { mcpServers } from '#importers/systems/mcp-servers/index';
import { kindsOf, linesOf, linksOf, refusalOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';
import { CODEX, CONTINUE, GOOSE, LIBRECHAT, LITELLM, MCP_AGENT, VIBE } from './settings-files.ts';

const read = (path: string, text: string, format: string) => {
  const input = [systemFile(path, text)];
  expect(mcpServers.detect(input)).toBe(format);
  const imported = mcpServers.read(input);
  expect(JSON.stringify(imported)).not.toContain('hunter2');
  const asset = (id: string) => imported.draft.assets.find((each) => each.id === id)!;
  const flow = (to: string) => imported.draft.flows.find((each) => each.to === to);
  return { ...imported, asset, flow };
};

describe('an address that a variable stands for', () => {
  it('is kept, and says nothing of encryption', () => {
    const text = '{"mcpServers": {"a": {"url": "${MCP_URL}"}, "b": {"url": "${SCHEME}://b/mcp"}}}';
    const { asset, flow } = read('mcp.json', text, 'mcp-servers-json');
    expect(asset('a').extensions).toEqual({ 'x-address': '${MCP_URL}' });
    expect([flow('a')?.encrypted, flow('b')?.encrypted]).toEqual([undefined, undefined]);
    expect(asset('a').ask).not.toContainEqual(expect.stringContaining('left out'));
  });
});

describe('settings in TOML', () => {
  it('Codex: tables of servers, tokens by the names of variables, and approvals', () => {
    const { draft, losses, diagnostics, asset, flow } = read('config.toml', CODEX, 'mcp-servers-toml');
    expect(kindsOf(draft)).toEqual([
      'codex: agent',
      'memos: tool',
      'tickets: tool',
      'machine-of-codex: workstation',
      'npm: package-registry',
      'secrets-in-the-settings-of-codex: secret-store',
      'docs: tool',
      'old-one: tool',
      'gpt-5: llm',
    ]);
    expect(linksOf(draft).filter((link) => link.startsWith('codex calls'))).toEqual([
      'codex calls docs',
      'codex calls memos',
      'codex calls tickets',
    ]);
    expect(asset('memos')).toMatchObject({
      facts: { 'description-from': ['remote'], provider: ['third-party'] },
      extensions: {
        'x-address': 'https://memos.example.com/mcp',
        'x-environment': ['MEMOS_TOKEN'],
        'x-headers': ['X-Team', 'X-Api-Key'],
        'x-tools': ['list_memos'],
      },
      place: { file: 'config.toml', line: 14, pointer: '/mcp_servers/memos' },
    });
    expect(flow('memos')).toMatchObject({ encrypted: true, authenticated: true });
    expect(asset('tickets')).toMatchObject({
      facts: { updates: ['pinned'] },
      extensions: { 'x-environment': ['TICKETS_TOKEN', 'HOME', 'TICKETS_USER'] },
    });
    expect(asset('secrets-in-the-settings-of-codex').extensions).toEqual({ 'x-secrets': ['TICKETS_TOKEN'] });
    expect(asset('docs')).toMatchObject({
      facts: { approval: ['none'] },
      extensions: { 'x-unasked': ['search'] },
    });
    expect(diagnostics).toEqual([]);
    expect(losses.find(({ what }) => what === 'tool "search" runs unasked')?.place).toEqual({
      file: 'config.toml',
      line: 30,
      pointer: '/mcp_servers/docs/tools/search',
    });
    expect(linesOf(losses, 'not-read')).toEqual(['property "projects": a system model has no place for it']);
  });

  it('others: a list of tables that say their names', () => {
    const { draft, asset, flow } = read('vibe.toml', VIBE, 'mcp-servers-toml');
    expect(kindsOf(draft).slice(0, 3)).toEqual(['mcp-host: agent', 'fetch: tool', 'files: tool']);
    expect(asset('fetch').facts).toEqual({ 'description-from': ['remote'] });
    expect(flow('fetch')).toMatchObject({ encrypted: false, authenticated: true });
    expect(asset('files').extensions).toMatchObject({ 'x-environment': ['LEVEL'] });
  });

  it('name a provider of models that has to be there, unless everybody knows it', () => {
    const said = (provider: string) =>
      read(
        'config.toml',
        `model = "m"\nmodel_provider = "${provider}"\n[mcp_servers.a]\ncommand = "a"\n`,
        'mcp-servers-toml',
      );
    expect(said('openai').diagnostics).toEqual([]);
    const { diagnostics, losses } = said('house');
    expect(diagnostics).toEqual([
      {
        code: 'MCPS-004',
        severity: 'warning',
        message: 'the provider "house" of the model is nowhere here',
        file: 'config.toml',
        line: 2,
        column: 1,
        pointer: '/model_provider',
      },
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['provider "house": it is nowhere here']);
  });

  it('without servers are no list of them', () => {
    const file = systemFile('config.toml', 'model = "a"\n# [mcp_servers.x]\n');
    expect(mcpServers.detect([file])).toBeUndefined();
    expect(refusalOf(mcpServers, [file])).toMatchObject({ code: 'MCPS-001', file: 'config.toml' });
  });

  it('that are damaged say where', () => {
    expect(
      refusalOf(mcpServers, [systemFile('config.toml', '[mcp_servers.a]\ncommand = "x\n')]),
    ).toMatchObject({
      code: 'INPUT-013',
      file: 'config.toml',
      line: 2,
    });
  });
});

describe('settings in YAML', () => {
  it('LibreChat: servers in its network are nobody else’s, and keys in addresses stay there', () => {
    const { draft, losses, asset, flow } = read('librechat.yaml', LIBRECHAT, 'mcp-servers-yaml');
    expect(kindsOf(draft)).toEqual([
      'libre-chat: agent',
      'warehouse: tool',
      'calendar: tool',
      'secrets-in-the-settings-of-libre-chat: secret-store',
      'files: tool',
      'machine-of-libre-chat: compute',
      'npm: package-registry',
      'openai: llm',
      'house: llm',
    ]);
    expect(asset('warehouse').facts).toEqual({ 'description-from': ['remote'] });
    expect(flow('warehouse')).toMatchObject({ encrypted: false, authenticated: true });
    expect(asset('calendar')).toMatchObject({
      facts: { provider: ['third-party'] },
      extensions: { 'x-address': 'https://calendar.example.com/mcp/…/sse' },
    });
    expect(flow('calendar')).toMatchObject({ authenticated: true });
    expect(linksOf(draft)).toContain('calendar credentials-in secrets-in-the-settings-of-libre-chat');
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "version": a system model has no place for it',
      'property "interface": a system model has no place for it',
      'property "fetch": a system model has no place for it',
      'property "all": a system model has no place for it',
      'property "fetch": a system model has no place for it',
      'property "mcpSettings": a system model has no place for it',
      'property "customUserVars": a system model has no place for it',
    ]);
  });

  it('Goose: extensions, of which some are parts of it', () => {
    const { draft, diagnostics, asset } = read('config.yaml', GOOSE, 'mcp-servers-yaml');
    expect(kindsOf(draft)).toEqual([
      'goose: agent',
      'developer: tool',
      'code: tool',
      'machine-of-goose: workstation',
      'pypi: package-registry',
      'secrets-in-the-settings-of-goose: secret-store',
      'issues: tool',
      'some-model: llm',
    ]);
    expect(diagnostics).toEqual([]);
    expect(asset('code').extensions).toEqual({
      'x-command': 'uvx',
      'x-package': 'code-mcp',
      'x-environment': ['CODE_TOKEN', 'CODE_USER'],
    });
    expect(linksOf(draft).filter((link) => link.startsWith('goose calls'))).toEqual([
      'goose calls code',
      'goose calls developer',
    ]);
  });

  it('Continue: a list, in which a server may have no name', () => {
    const { draft } = read('config.yaml', CONTINUE, 'mcp-servers-yaml');
    expect(kindsOf(draft)).toEqual([
      'continue: agent',
      'scanner: tool',
      'machine-of-continue: workstation',
      'npm: package-registry',
      'server-2: tool',
      'openai: llm',
      'secrets-in-the-settings-of-continue: secret-store',
      'passages-embed: embedding-model',
    ]);
  });

  it('may share settings by anchors, and is one document', () => {
    const text =
      'x: &own { command: uvx, env: { LEVEL: info } }\nmcpServers:\n  a: { <<: *own, args: [a-mcp] }\n';
    expect(read('librechat.yaml', text, 'mcp-servers-yaml').asset('a').extensions).toEqual({
      'x-command': 'uvx',
      'x-package': 'a-mcp',
      'x-environment': ['LEVEL'],
    });
    expect(refusalOf(mcpServers, [systemFile('a.yaml', `${text}---\n${text}`)])).toMatchObject({
      code: 'INPUT-006',
      message: 'this is not YAML: the file holds more than one document',
      line: 4,
    });
  });

  it('frameworks of agents: below a key, with comments', () => {
    const { draft } = read('mcp_agent.config.yaml', MCP_AGENT, 'mcp-servers-yaml');
    expect(kindsOf(draft).slice(0, 3)).toEqual([
      'mcp-agent: agent',
      'fetch: tool',
      'machine-of-mcp-agent: compute',
    ]);
  });

  it('LiteLLM: tokens of the environment are not written out, others are', () => {
    const { draft, asset, flow } = read('config.yaml', LITELLM, 'mcp-servers-yaml');
    expect(['code', 'maps', 'open'].map((id) => flow(id)?.authenticated)).toEqual([true, true, undefined]);
    expect(linksOf(draft).filter((link) => link.includes('credentials-in'))).toEqual([
      'maps credentials-in secrets-in-the-settings-of-litellm',
    ]);
    expect(asset('secrets-in-the-settings-of-litellm').extensions).toEqual({ 'x-secrets': ['auth_value'] });
    expect(asset('open').facts).toEqual({ 'description-from': ['remote'] });
  });

  it.each([
    ['a manifest', 'apiVersion: v1\nkind: ConfigMap\nmcpServers: {}\n'],
    ['a stack', 'services:\n  a: {image: a}\nmcp_servers: {}\n'],
    ['extensions of something else', 'extensions:\n  - name: a\n    type: theme\n'],
    ['a permission', 'interface:\n  mcpServers:\n    use: true\n'],
  ])('%s is no list of servers', (_, text) => {
    expect(mcpServers.detect([systemFile('a.yaml', text)])).toBeUndefined();
  });
});

describe('models of the same settings', () => {
  it('of Azure are groups with keys of their own', () => {
    const text = `mcpServers: {}
endpoints:
  azureOpenAI:
    titleModel: one
    groups:
      - group: west
        apiKey: hunter2
        instanceName: west-1
        models: { one: { deploymentName: one }, two: true }
`;
    const { draft, losses, asset } = read('librechat.yaml', text, 'mcp-servers-yaml');
    expect(asset('west')).toMatchObject({ kind: 'llm', extensions: { 'x-models': ['one', 'two'] } });
    expect(linksOf(draft)).toEqual([
      'libre-chat uses west',
      'west credentials-in secrets-in-the-settings-of-libre-chat',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "titleModel": a system model has no place for it',
      'property "instanceName": a system model has no place for it',
    ]);
  });

  const modelsOf = (path: string, text: string, format: string) => {
    const { draft, flow } = read(path, text, format);
    const used = draft.assets.flatMap(({ relations = {} }) => relations.uses ?? []);
    return draft.assets
      .filter(({ id }) => used.includes(id))
      .map(({ id, name, facts, extensions }) => [name, facts ?? {}, extensions, flow(id)?.encrypted]);
  };
  const theirs = { provider: ['third-party'] };

  it.each([
    [
      'config.toml',
      CODEX,
      'mcp-servers-toml',
      [
        [
          'gpt-5',
          {},
          { 'x-vendor': 'House', 'x-address': 'http://localhost:8000/v1', 'x-models': ['gpt-5'] },
          false,
        ],
      ],
    ],
    [
      'librechat.yaml',
      LIBRECHAT,
      'mcp-servers-yaml',
      [
        ['openAI', theirs, {}, undefined],
        ['House', {}, { 'x-address': 'http://vllm:8000/v1', 'x-models': ['one', 'two'] }, false],
      ],
    ],
    [
      'config.yaml',
      GOOSE,
      'mcp-servers-yaml',
      [['some-model', theirs, { 'x-vendor': 'google', 'x-models': ['some-model'] }, undefined]],
    ],
    [
      'config.yaml',
      CONTINUE,
      'mcp-servers-yaml',
      [
        ['openai', theirs, { 'x-models': ['some-model', 'other-model'] }, undefined],
        ['passages-embed', {}, { 'x-vendor': 'ollama', 'x-models': ['passages-embed'] }, undefined],
      ],
    ],
    [
      'mcp_agent.config.yaml',
      MCP_AGENT,
      'mcp-servers-yaml',
      [['some-model', theirs, { 'x-vendor': 'openai', 'x-models': ['some-model'] }, undefined]],
    ],
    [
      'config.yaml',
      LITELLM,
      'mcp-servers-yaml',
      [
        ['one', theirs, { 'x-vendor': 'anthropic', 'x-models': ['one'] }, undefined],
        [
          'two',
          theirs,
          { 'x-vendor': 'hosted_vllm', 'x-address': 'https://models.example.com/v1', 'x-models': ['two'] },
          true,
        ],
      ],
    ],
  ])('%s', (path, text, format, models) => {
    expect(modelsOf(path, text, format)).toEqual(models);
  });

  it('have keys that lie in the settings, where they are written out', () => {
    const { draft } = read('config.yaml', CONTINUE, 'mcp-servers-yaml');
    expect(linksOf(draft).filter((link) => link.includes('credentials-in'))).toEqual([
      'openai credentials-in secrets-in-the-settings-of-continue',
    ]);
  });
});
