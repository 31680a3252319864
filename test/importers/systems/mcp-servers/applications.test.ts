import { describe, expect, it } from 'vitest';
import { mcpServers } from '../../../../importers/systems/mcp-servers/index.ts';
import { secretsInArguments } from '../../../../importers/formats/argument-secrets.ts';
import { shownAddress } from '../../../../importers/systems/mcp-servers/secrets.ts';
import { kindsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';
import { REGISTRY_ENTRY } from './published-server.ts';

const read = (path: string, content: unknown) => {
  const input = [systemFile(path, JSON.stringify(content))];
  expect(mcpServers.detect(input)).toBe('mcp-servers-json');
  return mcpServers.read(input);
};
const tools = ({ draft }: ReturnType<typeof read>) =>
  draft.assets.flatMap(({ id, kind, extensions }) => (kind === 'tool' ? [[id, extensions]] : []));

describe('lists of other applications', () => {
  it('Zed has variables with the command', () => {
    const imported = read('zed/settings.json', {
      theme: 'x',
      context_servers: {
        notes: {
          command: { path: 'npx', args: ['-y', 'notes-mcp'], env: { NOTES_TOKEN: 'hunter2', MODE: 'x' } },
        },
      },
    });
    expect(tools(imported)).toEqual([
      ['notes', { 'x-command': 'npx', 'x-package': 'notes-mcp', 'x-environment': ['NOTES_TOKEN', 'MODE'] }],
    ]);
    expect(linksOf(imported.draft)).toContain('notes credentials-in secrets-in-the-settings-of-zed');
  });

  it('OpenCode has a command as a list, and its own word for variables', () => {
    const imported = read('opencode.json', {
      mcp: {
        a: {
          type: 'local',
          command: ['npx', '-y', 'a-mcp'],
          environment: { A_KEY: 'x', LOG: 'y' },
          enabled: true,
        },
        b: { type: 'remote', url: 'https://b.example.com/mcp', enabled: false },
      },
    });
    expect(tools(imported)).toEqual([
      ['a', { 'x-command': 'npx', 'x-package': 'a-mcp', 'x-environment': ['A_KEY', 'LOG'] }],
      ['b', { 'x-disabled': true, 'x-address': 'https://b.example.com/mcp' }],
    ]);
  });

  it('Amp has one key with a point, others have none at all', () => {
    expect(kindsOf(read('settings.json', { 'amp.mcpServers': { a: { command: 'a' } } }).draft)[1]).toBe(
      'a: tool',
    );
    expect(kindsOf(read('cline.json', { a: { command: 'uvx', args: ['a'] } }).draft).slice(0, 2)).toEqual([
      'cline: agent',
      'a: tool',
    ]);
    const tasks = systemFile('tasks.json', JSON.stringify({ tasks: [{ command: 'x', args: ['y'] }] }));
    expect(mcpServers.detect([tasks])).toBeUndefined();
  });

  it('GitHub’s agent names the tools that it may use', () => {
    const { draft, losses } = read('mcp-config.json', {
      mcpServers: { a: { type: 'local', command: 'a', args: [], tools: ['find', 'read'] } },
    });
    expect(draft.assets.find(({ id }) => id === 'a')!.extensions).toMatchObject({
      'x-tools': ['find', 'read'],
    });
    expect(linesOf(losses, 'not-read')).toEqual([]);
  });

  it('Gemini calls a server that is trusted without asking', () => {
    const { draft } = read('.gemini/settings.json', { mcpServers: { a: { command: 'a', trust: true } } });
    expect(draft.assets.find(({ id }) => id === 'a')!.facts).toEqual({ approval: ['none'] });
  });
});

describe('what a server is given', () => {
  const imported = read('mcp.json', {
    mcpServers: {
      bridge: {
        command: 'npx',
        args: ['-y', 'mcp-remote', 'https://far.example.com/sse', '--header', 'X-Api-Key: hunter2'],
      },
      built: { command: 'uvx', args: ['--from', 'git+https://github.com/o/r', 'tool'] },
      data: {
        command: 'uvx',
        args: ['db-mcp', 'postgresql://me:hunter2@db.example.com/x', '--token', 'hunter2'],
      },
      later: { command: 'npx', args: ['later-mcp', '--api-key', '${API_KEY}', 'postgresql://localhost/x'] },
    },
  });
  const { draft, losses } = imported;

  it('is another server behind a bridge, a repository, or a database', () => {
    expect(draft.assets.find(({ id }) => id === 'bridge')!.facts).toEqual({
      'description-from': ['remote'],
      provider: ['third-party'],
      updates: ['automatic'],
    });
    expect(linksOf(draft).filter((link) => / (?:acts-on|deployed-from|credentials-in) /.test(link))).toEqual([
      'bridge credentials-in secrets-in-the-settings-of-mcp-host',
      'bridge deployed-from npm',
      'built deployed-from github',
      'data acts-on postgresql-at-db-example-com',
      'data credentials-in secrets-in-the-settings-of-mcp-host',
      'data deployed-from pypi',
      'later acts-on postgresql-at-localhost',
      'later deployed-from npm',
    ]);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it('marks what was worked out', () => {
    expect(draft.assets.find(({ id }) => id === 'built')!.guessed).toEqual({
      updates: 'without a version the newest is fetched at the start',
    });
    expect(draft.assets.find(({ id }) => id === 'postgresql-at-db-example-com')!.guessed).toEqual({
      '': 'it is given its address',
    });
  });

  it.each([
    [['--api-key', 'abc'], ['api-key']],
    [['--api-key=abc'], ['api-key']],
    [['--api-key', '$KEY', '--token', '--verbose'], []],
    [['run', '-e', 'TOKEN=abc', '-e', 'TOKEN2', 'image'], ['TOKEN']],
    [['-H', 'Authorization: Bearer abc'], ['Authorization']],
    [['https://x.example.com/?api_key=abc&b=c'], ['api_key']],
    [['https://x.example.com/?api_key=${KEY}'], []],
    [['/home/me', 'plain', 'a=b'], []],
  ])('%j', (args, names) => {
    expect(secretsInArguments(args)).toEqual(names);
  });
});

describe('an address', () => {
  it.each([
    ['https://me:pw@host.example.com/mcp?key=x#y', 'https://host.example.com/mcp', false],
    ['https://host.example.com/mcp/sk-ak-1234567890/sse', 'https://host.example.com/mcp/…/sse', true],
    [
      'https://host.example.com/0b6f2a4e-1111-4222-8333-0123456789ab/mcp',
      'https://host.example.com/…/mcp',
      true,
    ],
    ['https://host.example.com/u/a1B2c3D4e5F6g7H8i9J0k1L2', 'https://host.example.com/u/…', true],
    ['https://host.example.com/projects-of-everybody-else/v2', undefined, false],
    ['http://localhost:8000/mcp', undefined, false],
    ['${input:MCP_URL}', undefined, false],
  ])('%s is shown without what opens it', (address, text = address, isShortened) => {
    expect(shownAddress(address)).toEqual({ text, isShortened });
  });
});

describe('a server of the MCP registry', () => {
  it('is a tool with where it comes from, who publishes it and what it asks for', () => {
    const input = [systemFile('server.json', REGISTRY_ENTRY)];
    expect(mcpServers.detect(input)).toBe('mcp-registry-json');
    const { draft, losses } = mcpServers.read(input);
    expect(draft.name).toBe('weather');
    expect(kindsOf(draft)).toEqual(['mcp-host: agent', 'weather: tool', 'npm: package-registry']);
    expect(draft.assets[1]).toMatchObject({
      description: 'Tells the weather.',
      facts: { updates: ['pinned'], 'description-from': ['remote'], provider: ['third-party'] },
      extensions: {
        'x-package': '@someone/weather 1.2.0',
        'x-environment': ['WEATHER_KEY', 'UNIT'],
        'x-address': 'https://weather.example.com/sse',
        'x-headers': ['X-Key'],
      },
    });
    expect(draft.actors).toMatchObject([{ name: 'io.github.someone', supplies: ['weather'] }]);
    expect(linesOf(losses, 'not-read')).toEqual(['property "extra": a system model has no place for it']);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });
});
