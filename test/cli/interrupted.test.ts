import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltCli } from './built-cli.ts';
import { buildCli } from './built-cli.ts';
import { exampleFolder } from './captured-io.ts';

describe.skipIf(process.platform === 'win32')('a command that is interrupted', { timeout: 60_000 }, () => {
  let cli: BuiltCli;
  const place = exampleFolder();
  beforeAll(() => {
    cli = buildCli();
  });
  afterAll(() => {
    cli.dispose();
    place.remove();
  });

  it('ends at once with 130, says nothing and leaves the old file', () => {
    writeFileSync(join(place.folder, 'advice.json'), 'the old advice');
    // Loaded first: the search for controls looks at the clock, and finds that somebody has pressed Ctrl-C.
    const interrupter = join(place.folder, 'interrupter.mjs');
    writeFileSync(
      interrupter,
      `const { now } = Date;
       let calls = 0;
       Date.now = () => {
         if ((calls += 1) === 6) process.kill(process.pid, 'SIGINT');
         return now();
       };`,
    );
    const line =
      '"$NODE" --import "$INTERRUPTER" "$MAIN" controls examples/support-chatbot.system.yaml --quiet --format json -o advice.json; exit $?';
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', line], {
      cwd: place.folder,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        NODE: process.execPath,
        MAIN: cli.main,
        INTERRUPTER: interrupter,
      },
    });
    expect([status, stdout, stderr.trim()]).toEqual([130, '', '']);
    expect(readFileSync(join(place.folder, 'advice.json'), 'utf8')).toBe('the old advice');
    expect(readdirSync(place.folder).filter((name) => name.includes('advice'))).toEqual(['advice.json']);
  });
});
