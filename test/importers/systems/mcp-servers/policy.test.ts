import { describe, expect, it } from 'vitest';
import { mcpServers } from '../../../../importers/systems/mcp-servers/index.ts';
import { kindsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

const read = (path: string, content: unknown) =>
  mcpServers.read([systemFile(path, typeof content === 'string' ? content : JSON.stringify(content))]);
const approvals = ({ draft }: ReturnType<typeof read>) =>
  draft.assets.flatMap(({ id, facts }) =>
    facts?.approval === undefined ? [] : [`${id}: ${facts.approval.join()}`],
  );
const servers = { a: { command: 'x' }, b: { command: 'x' } };

describe('an application that asks nobody before it acts', () => {
  it.each([
    [
      'Codex',
      'config.toml',
      'approval_policy = "never"\n[mcp_servers.a]\ncommand = "x"\n',
      'approval_policy: never',
    ],
    [
      'Goose',
      'c.yaml',
      'GOOSE_MODE: auto\nextensions: { a: { type: stdio, cmd: x, name: a } }\n',
      'GOOSE_MODE: auto',
    ],
    [
      'Zed',
      's.json',
      { agent: { always_allow_tool_actions: true }, context_servers: { a: { command: 'x' } } },
      'agent.always_allow_tool_actions: true',
    ],
    [
      'Gemini CLI',
      's.json',
      { general: { defaultApprovalMode: 'yolo' }, mcpServers: { a: { command: 'x' } } },
      'general.defaultApprovalMode: yolo',
    ],
  ])('%s calls all tools unasked', (_, path, content, named) => {
    const imported = read(path, content);
    expect(approvals(imported)).toEqual(['a: none']);
    expect(imported.losses.filter(({ what }) => what === named).map(({ became }) => became)).toEqual([
      'approval of a: none',
    ]);
  });

  it('is kept where it asks, with what it may do itself', () => {
    const imported = read(
      'config.toml',
      'approval_policy = "on-request"\nsandbox_mode = "workspace-write"\n[mcp_servers.a]\ncommand = "x"\n',
    );
    expect(approvals(imported)).toEqual([]);
    expect(imported.draft.assets[0]!.extensions).toEqual({
      'x-approval': 'approval_policy: on-request',
      'x-sandbox': 'workspace-write',
    });
  });
});

describe('servers that an application does not use', () => {
  it('are not called, and names of nothing are told', () => {
    const imported = read('settings.json', {
      selectedAuthType: 'x',
      mcp: { allowed: ['a', 'lost'], excluded: ['old'] },
      mcpServers: { ...servers, old: { httpUrl: 'https://old.example/mcp' } },
    });
    expect(kindsOf(imported.draft)[0]).toBe('gemini-cli: agent');
    expect(linksOf(imported.draft).filter((link) => link.includes(' calls '))).toEqual([
      'gemini-cli calls a',
    ]);
    expect(
      imported.draft.assets.flatMap(({ id, extensions }) => (extensions?.['x-disabled'] ? [id] : [])),
    ).toEqual(['b', 'old']);
    expect(linesOf(imported.losses, 'not-read')).toEqual([
      'property "selectedAuthType": a system model has no place for it',
      'server "lost": it is nowhere in the settings',
    ]);
  });
});

describe('what a server is given', () => {
  it('may hold secrets in the options of its requests and in how it logs in', () => {
    const imported = read(
      'config.yaml',
      [
        'schema: v1',
        'models: [{ name: e, provider: voyage, model: code, apiKey: "${{ secrets.KEY }}", roles: [embed] }]',
        'mcpServers:',
        '  - { name: a, url: "https://a.example/mcp", requestOptions: { headers: { X-API-Key: hunter2 } } }',
        '  - { name: b, url: "https://b.example/mcp", oauth: { client_id: c, client_secret: hunter2 } }\n',
      ].join('\n'),
    );
    expect(linksOf(imported.draft).filter((link) => link.includes('credentials-in'))).toEqual([
      'a credentials-in secrets-in-the-settings-of-continue',
      'b credentials-in secrets-in-the-settings-of-continue',
    ]);
    expect(kindsOf(imported.draft)).toContain('code: embedding-model');
    expect(imported.draft.flows.slice(0, 2).map(({ authenticated }) => authenticated)).toEqual([true, true]);
    expect(JSON.stringify([imported.draft, imported.losses])).not.toContain('hunter2');
  });

  it('may be folders of the machine, where it runs in a container', () => {
    const args = [
      'run',
      '-i',
      '-v',
      '/home/me:/work',
      '--mount',
      'type=bind,src=/srv/data,dst=/d',
      'mcp/files',
    ];
    const imported = read('mcp.json', { servers: { a: { command: 'docker', args } }, inputs: [] });
    expect(imported.draft.assets.find(({ id }) => id === 'a')!.extensions).toMatchObject({
      'x-paths': ['/home/me', '/srv/data'],
    });
    expect(kindsOf(imported.draft)[0]).toBe('vs-code: agent');
  });
});

describe('a server of the registry', () => {
  it('keeps where a package is reached, the headers of all, and tells of its arguments', () => {
    const { draft, losses } = read('server.json', {
      name: 'io.example/x',
      packages: [
        {
          registryType: 'npm',
          identifier: '@o/x',
          version: '1.2.0',
          transport: {
            type: 'streamable-http',
            url: 'http://localhost:{port}/mcp',
            headers: [{ name: 'X-A' }],
          },
          packageArguments: [{ type: 'positional', valueHint: 'folder' }],
        },
      ],
      remotes: [{ type: 'sse', url: 'https://mcp.example.com', headers: [{ name: 'X-B' }] }],
    });
    expect(draft.assets.find(({ kind }) => kind === 'tool')?.extensions).toMatchObject({
      'x-served-at': ['http://localhost:{port}/mcp'],
      'x-address': 'https://mcp.example.com',
      'x-headers': ['X-A', 'X-B'],
    });
    expect(linesOf(losses, 'kept')).toContain('address of the package → x-served-at of x');
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "packageArguments": what is given to packages is not read',
    ]);
  });

  it('can change where one of its packages can, and comes from where each of them lies', () => {
    const entry = (packages: readonly object[]) =>
      read('server.json', { name: 'io.example/x', packages, remotes: [] }).draft;
    const digest = { registryType: 'mcpb', identifier: 'https://github.com/o/r/x.mcpb', fileSha256: 'ab' };
    const image = { registryType: 'oci', identifier: 'ghcr.io/o/x:1.2.0' };
    const pinned = entry([{ registryType: 'npm', identifier: '@o/x', version: '1.2.0' }, image, digest]);
    expect(pinned.assets.find(({ kind }) => kind === 'tool')).toMatchObject({
      facts: { updates: ['pinned'] },
      extensions: {
        'x-package': '@o/x 1.2.0',
        'x-more-packages': ['ghcr.io/o/x:1.2.0', 'https://github.com/o/r/x.mcpb'],
      },
    });
    expect(linksOf(pinned).filter((link) => link.includes('deployed-from'))).toEqual([
      'x deployed-from github',
      'x deployed-from github-container-registry',
      'x deployed-from npm',
    ]);
    const moving = entry([{ registryType: 'npm', identifier: '@o/x' }, image]);
    expect(moving.assets.find(({ kind }) => kind === 'tool')!.facts).toEqual({ updates: ['automatic'] });
  });
});
