import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareHome } from './home.mjs';

describe('the home of a Neo4j for tests', () => {
  let home: string;
  beforeEach(() => {
    vi.stubEnv('NEO4J_PASSWORD', undefined);
    home = mkdtempSync(join(tmpdir(), 'threatloom-home-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  it('listens on the loopback interface only and reports nothing', () => {
    prepareHome(home, 17687);
    const lines = readFileSync(join(home, 'conf', 'neo4j.conf'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.filter((line) => line.includes('_address='))).toEqual([
      'server.bolt.listen_address=127.0.0.1:17687',
      'server.bolt.advertised_address=127.0.0.1:17687',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'server.http.enabled=false',
        'server.https.enabled=false',
        'dbms.usage_report.enabled=false',
      ]),
    );
    expect(lines.filter((line) => line.includes('auth_enabled'))).toEqual([]);
  });

  it('keeps its password to its owner, and out of what the server reads', () => {
    const password = prepareHome(home, 1);
    const users = readFileSync(join(home, 'data', 'dbms', 'auth.ini'), 'utf8');
    expect(users).toMatch(/^neo4j:SHA-256,[0-9a-f]{64},[0-9a-f]{64},1024:\n$/);
    expect(users).not.toContain(password);
    expect(password.length).toBeGreaterThanOrEqual(24);
    expect(statSync(join(home, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'data', 'dbms', 'auth.ini')).mode & 0o777).toBe(0o600);
    expect(prepareHome(home, 2)).toBe(password);
    rmSync(join(home, 'password'));
    expect(prepareHome(home, 3)).not.toBe(password);
  });
});
