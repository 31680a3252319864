import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltCli } from './built-cli.ts';
import { buildCli } from './built-cli.ts';
import { exampleFolder } from './captured-io.ts';

describe.skipIf(process.platform === 'win32')('the command line as a process', { timeout: 60_000 }, () => {
  let cli: BuiltCli;
  const place = exampleFolder();
  const shell = (line: string, env: Record<string, string> = {}): [number | null, string, string] => {
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', line], {
      cwd: place.folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], NODE: process.execPath, MAIN: cli.main, ...env },
    });
    return [status, stdout, stderr];
  };
  const THREATLOOM = '"$NODE" "$MAIN"';
  const SYSTEM = 'examples/trading-model.system.yaml';

  beforeAll(() => {
    cli = buildCli();
  });
  afterAll(() => {
    cli.dispose();
    place.remove();
  });

  it('ends with the exit code and keeps data and talk apart', () => {
    const [status, stdout, stderr] = shell(`${THREATLOOM} validate ${SYSTEM}`);
    expect([status, stdout.slice(0, stdout.indexOf(';'))]).toEqual([0, `${SYSTEM}: valid`]);
    expect(stderr).not.toContain('valid');
    expect(shell(`${THREATLOOM} validate missing.yaml`)).toEqual([
      2,
      '',
      'error CLI-001: cannot read missing.yaml\n  there is no such file\n',
    ]);
    expect(shell(`${THREATLOOM} analyze ${SYSTEM} --quiet --fail-on low > /dev/null`)[0]).toBe(1);
    expect(shell(`${THREATLOOM} query frameworks-loaded`)[0]).toBe(4);
  });

  it('writes no colour into a pipe, and colour where it is forced', () => {
    const [, plain] = shell(`${THREATLOOM} analyze ${SYSTEM} --quiet`);
    const [, coloured] = shell(`${THREATLOOM} analyze ${SYSTEM} --quiet`, { FORCE_COLOR: '1' });
    const [, refused] = shell(`${THREATLOOM} analyze ${SYSTEM} --quiet`, { FORCE_COLOR: '1', NO_COLOR: '1' });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[1m');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
    expect(refused).toBe(plain);
  });

  it('takes it well when its reader has read enough', () => {
    const [status, stdout, stderr] = shell(
      `set -o pipefail; ${THREATLOOM} analyze ${SYSTEM} --quiet --format json | head -c 10 | wc -c`,
    );
    expect([status, stdout.trim(), stderr]).toEqual([0, '10', '']);
  });

  it('reads a model from a pipe', () => {
    const [status, stdout] = shell(`${THREATLOOM} validate <(cat ${SYSTEM})`);
    expect([status, /: valid; \d+ assets/.test(stdout)]).toEqual([0, true]);
  });

  it('leaves the old file when it cannot write all of the new one', () => {
    writeFileSync(join(place.folder, 'result.json'), 'the old result');
    // No file may grow beyond 4 KiB: the write breaks off in the middle of the result.
    const [status, , stderr] = shell(
      `trap '' XFSZ; ulimit -f 4; ${THREATLOOM} analyze ${SYSTEM} --quiet --format json -o result.json`,
    );
    expect([status, stderr.split('\n')[0]]).toEqual([2, 'error CLI-003: cannot write result.json']);
    expect(readFileSync(join(place.folder, 'result.json'), 'utf8')).toBe('the old result');
    expect(readdirSync(place.folder).filter((name) => name.includes('result'))).toEqual(['result.json']);
  });

  it('leaves the old file when it is killed while it writes the new one', () => {
    writeFileSync(join(place.folder, 'result.json'), 'the old result');
    // Loaded first: the first write stops halfway, and with it the process.
    const killer = join(place.folder, 'killer.mjs');
    writeFileSync(
      killer,
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       const { writeSync } = fs;
       fs.writeSync = (handle, bytes) => {
         writeSync(handle, bytes.subarray(0, bytes.length / 2));
         process.kill(process.pid, 'SIGKILL');
       };
       syncBuiltinESMExports();`,
    );
    const [status] = shell(
      `"$NODE" --import "${killer}" "$MAIN" analyze ${SYSTEM} --quiet --format json -o result.json; exit $?`,
    );
    expect(status).toBe(128 + 9);
    expect(readFileSync(join(place.folder, 'result.json'), 'utf8')).toBe('the old result');
    const beside = readdirSync(place.folder).filter((name) => name.startsWith('.result.json.'));
    expect(beside).toHaveLength(1);
  });

  it('shows a stack only with --debug', () => {
    expect(shell(`${THREATLOOM} analyze missing.yaml`)[2]).not.toMatch(/\n\s+at /);
    expect(shell(`${THREATLOOM} --debug analyze missing.yaml`)[2]).toMatch(/\n\s+at /);
  });
});
