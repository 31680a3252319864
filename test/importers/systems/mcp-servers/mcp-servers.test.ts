import { describe, expect, it } from 'vitest';
import { startedPackage } from '../../../../importers/formats/run-command.ts';
import { mcpServers } from '../../../../importers/systems/mcp-servers/index.ts';
import { kindsOf, linesOf, linksOf, refusalOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { systemFile } from '../system-files.ts';
import { REGISTRY_ENTRY } from './published-server.ts';
import { CODEX, LIBRECHAT } from './settings-files.ts';

const DESKTOP = `{
  "mcpServers": {
    "filesystem": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/me/Documents"]
    },
    "github": {
      "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server:v0.9.0"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "hunter2", "LOG_LEVEL": "info" },
      "autoApprove": ["search_code"]
    },
    "postgres": { "command": "uvx", "args": ["postgres-mcp==0.3.0", "postgresql://me:hunter2@db/x"], "disabled": true },
    "search": {
      "type": "http",
      "url": "https://mcp.search.example/v1?key=hunter2",
      "headers": { "Authorization": "Bearer \${SEARCH_TOKEN}" }
    },
    "broken": { "note": "hunter2" }
  }
}`;

const VS_CODE = `{
  // asked for once
  "inputs": [{ "type": "promptString", "id": "key", "password": true }],
  "servers": {
    "memory": { "type": "stdio", "command": "npx", "args": ["-y", "server-memory@1.2.3"], "env": { "API_KEY": "\${input:key}" }, },
    "plain": { "url": "http://localhost:8080/mcp" },
  },
}`;

describe('lists of MCP servers', () => {
  const { draft, losses, diagnostics } = mcpServers.read([systemFile('claude_desktop_config.json', DESKTOP)]);
  const facts = Object.fromEntries(draft.assets.map((asset) => [asset.id, asset.facts]));

  it('are an agent that calls tools', () => {
    expect(kindsOf(draft)).toEqual([
      'claude-desktop: agent',
      'filesystem: tool',
      'machine-of-claude-desktop: workstation',
      'npm: package-registry',
      'github: tool',
      'github-container-registry: container-registry',
      'secrets-in-the-settings-of-claude-desktop: secret-store',
      'postgres: tool',
      'postgresql-at-db: ?',
      'pypi: package-registry',
      'search: tool',
      'broken: tool',
    ]);
    expect(linksOf(draft).filter((link) => / (?:calls|deployed-from|credentials-in) /.test(link))).toEqual([
      'claude-desktop calls broken',
      'claude-desktop calls filesystem',
      'claude-desktop calls github',
      'claude-desktop calls search',
      'filesystem deployed-from npm',
      'github credentials-in secrets-in-the-settings-of-claude-desktop',
      'github deployed-from github-container-registry',
      'postgres credentials-in secrets-in-the-settings-of-claude-desktop',
      'postgres deployed-from pypi',
      'search credentials-in secrets-in-the-settings-of-claude-desktop',
    ]);
    expect([facts['filesystem'], facts['github'], facts['postgres'], facts['search']]).toEqual([
      { updates: ['automatic'] },
      { approval: ['none'] },
      { updates: ['pinned'] },
      { 'description-from': ['remote'], provider: ['third-party'] },
    ]);
    expect(draft.flows.find(({ to }) => to === 'search')).toMatchObject({
      encrypted: true,
      authenticated: true,
      carries: ['tool-call'],
    });
    expect(draft.assets.find(({ id }) => id === 'filesystem')?.extensions).toEqual({
      'x-command': 'npx',
      'x-paths': ['/home/me/Documents'],
      'x-package': '@modelcontextprotocol/server-filesystem',
    });
  });

  it('give no value of a variable, header or argument away', () => {
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
    expect(draft.assets.find(({ id }) => id === 'github')?.extensions).toMatchObject({
      'x-environment': ['GITHUB_PERSONAL_ACCESS_TOKEN', 'LOG_LEVEL'],
      'x-unasked': ['search_code'],
    });
    expect(draft.assets.find(({ kind }) => kind === 'secret-store')).toMatchObject({
      facts: { protection: ['plain'] },
      extensions: { 'x-secrets': ['GITHUB_PERSONAL_ACCESS_TOKEN', 'address', 'key'] },
    });
  });

  it('report what is no server and what is not read', () => {
    expect(diagnostics.map(({ code, line, pointer }) => [code, line, pointer])).toEqual([
      ['MCPS-003', 19, '/mcpServers/broken'],
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['property "note": a system model has no place for it']);
  });

  it('may have comments and last commas, as editors write them', () => {
    const input = [systemFile('.vscode/mcp.json', VS_CODE)];
    expect(mcpServers.detect(input)).toBe('mcp-servers-json');
    const read = mcpServers.read(input);
    expect(kindsOf(read.draft)).toEqual([
      'vs-code: agent',
      'memory: tool',
      'machine-of-vs-code: workstation',
      'npm: package-registry',
      'plain: tool',
    ]);
    expect(read.draft.assets.find(({ id }) => id === 'memory')?.facts).toEqual({ updates: ['pinned'] });
    expect(read.losses.find(({ what }) => what === 'MCP server "plain"')?.place.line).toBe(6);
  });

  it('refer to inputs that have to be there', () => {
    const servers = { a: { command: 'a', env: { KEY: '${input:key}', OTHER: '${input:other}' } } };
    const text = JSON.stringify({ inputs: [{ id: 'key' }], servers }, null, 1);
    const { diagnostics, losses } = mcpServers.read([systemFile('.vscode/mcp.json', text)]);
    expect(diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`)).toEqual([
      'MCPS-004 8 the input "other" that the MCP server "a" refers to is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "inputs": what an editor asks for is a secret or a setting',
      'input "other": it is nowhere here',
    ]);
  });

  it.each([
    ['{"mcpServers": []}', 'MCPS-001', 1],
    ['{"mcpServers": {"a": {"command": "npx",\n"args": [}}}', 'INPUT-005', 2],
  ])('refuses %j', (text, code, line) => {
    expect(refusalOf(mcpServers, [systemFile('mcp.json', text)])).toMatchObject({
      code,
      line,
      file: 'mcp.json',
    });
  });

  describeMutations(mcpServers, {
    'mcp-servers-json': [systemFile('claude_desktop_config.json', DESKTOP)],
    'mcp-servers-yaml': [systemFile('librechat.yaml', LIBRECHAT)],
    'mcp-servers-toml': [systemFile('config.toml', CODEX)],
    'mcp-registry-json': [systemFile('server.json', REGISTRY_ENTRY)],
  });
});

describe('what a command starts', () => {
  it.each([
    ['npx', ['-y', '@scope/server@1.2.0', '/data'], { type: 'npm', name: '@scope/server', version: '1.2.0' }],
    ['npx.cmd', ['server@latest'], { type: 'npm', name: 'server' }],
    ['cmd', ['/c', 'npx', '-y', 'server'], { type: 'npm', name: 'server' }],
    ['pnpm', ['dlx', 'server'], { type: 'npm', name: 'server' }],
    ['uvx', ['--from', 'git+https://x/y', 'tool'], { type: 'git', name: 'x/y' }],
    ['npx', ['-y', 'https://x.example/mcp/preview'], { type: 'git', name: 'x.example/mcp/preview' }],
    [
      'uvx',
      ['--from', 'git+https://github.com/o/r.git@v1', 'tool'],
      { type: 'github', name: 'o/r', version: 'v1' },
    ],
    ['npx', ['-y', 'github:o/r#main'], { type: 'github', name: 'o/r', version: 'main' }],
    ['uvx', ['--from', 'mcp-tools==1.0', 'tool'], { type: 'pypi', name: 'mcp-tools', version: '1.0' }],
    ['uv', ['tool', 'run', 'server'], { type: 'pypi', name: 'server' }],
    ['uv', ['run', 'server.py'], undefined],
    [
      '/usr/bin/docker',
      ['run', '--rm', '-e', 'A=b', '-v', '/a:/b', 'mcp/time'],
      { type: 'docker', name: 'mcp/time', registry: 'docker.io' },
    ],
    [
      'docker',
      ['run', 'quay.io:443/o/app@sha256:ab'],
      { type: 'docker', name: 'o/app', version: 'sha256:ab', registry: 'quay.io:443' },
    ],
    ['docker', ['compose', 'up'], undefined],
    ['node', ['/srv/server.js'], undefined],
    ['python', ['-m', 'server'], undefined],
    ['npx', [], undefined],
  ])('%s %j', (command, args, started) => {
    expect(startedPackage(command, args)).toEqual(started);
  });
});
