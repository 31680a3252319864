import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addedFrameworks } from '#workspace/frameworks';
import { finishReplacing } from '#workspace/replace-files';
import type { BuiltCli } from './built-cli.ts';
import { buildCli } from './built-cli.ts';
import { atlasYaml } from './framework/workspace.ts';

/** Kills its own process with SIGKILL before the n-th change of a file's name or place. */
const KILLER = `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_BEFORE);
for (const name of ['writeFileSync', 'renameSync', 'rmSync']) {
  const { [name]: original } = fs;
  fs[name] = (...args) => {
    if (!(left -= 1)) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
}
syncBuiltinESMExports();
`;

describe.skipIf(process.platform === 'win32')(
  'a command that is killed with SIGKILL',
  { timeout: 120_000 },
  () => {
    let cli: BuiltCli;
    let folder: string;
    beforeAll(() => {
      cli = buildCli();
      writeFileSync(join(cli.main, '..', 'killer.mjs'), KILLER);
    });
    afterAll(() => {
      cli.dispose();
    });
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'threatloom-killed-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    const run = (args: readonly string[], killBefore = 0): NodeJS.Signals | number | null => {
      const { signal, status } = spawnSync(
        process.execPath,
        ['--import', join(cli.main, '..', 'killer.mjs'), cli.main, ...args],
        { cwd: folder, env: { PATH: process.env['PATH'], KILL_BEFORE: String(killBefore) } },
      );
      return signal ?? status;
    };
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const write = (name: string, text: string): void => {
      writeFileSync(join(folder, name), text);
    };

    it('leaves the lock and its records as they were, or as they should be, at each step of an addition of several files', () => {
      write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
      write('ATLAS-9.2.0.yaml', atlasYaml('9.2.0'));
      expect(run(['framework', 'add', 'ATLAS-9.1.0.yaml'])).toBe(0);
      const before = read('threatloom.lock');
      write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0').replace('Prose of a use.', 'Better prose.'));
      const add = ['framework', 'add', 'ATLAS-9.1.0.yaml', 'ATLAS-9.2.0.yaml'];
      const seen = new Set<string>();
      let step = 1;
      for (; run(add, step) === 'SIGKILL'; step++) {
        const lock = read('threatloom.lock');
        seen.add(lock);
        // Whichever lock is there, all that it names is there and whole; this throws where not.
        expect(addedFrameworks(folder).frameworks.length).toBe(lock === before ? 1 : 2);
      }
      const after = read('threatloom.lock');
      // Two records, the lock, each written and renamed, and old records that are swept.
      expect(step).toBe(8);
      expect([...seen]).toEqual([before, after]);
    });

    it('leaves all files of an upgrade as they were, or the next upgrade ends it', () => {
      const names = ['a.yaml', 'b.yaml', 'c.sssom.tsv'];
      const old = (): void => {
        write('a.yaml', "rules:\n  - owasp: ['LLM05:2025'] # a\n");
        write('b.yaml', "rules:\n  - owasp: ['LLM10:2025'] # b\n");
        write('c.sssom.tsv', 'subject_id\tobject_id\tobject_source_version\nx:1\towasp-llm:LLM03\t2025\n');
      };
      const state = (): string => names.map(read).join('\n---\n');
      old();
      const before = state();
      const upgrade = ['framework', 'upgrade', 'owasp-llm@2025', 'owasp-llm@2026', ...names];
      expect(run([...upgrade, '--write'])).toBe(0);
      const after = state();
      expect(after).toContain('LLM10:2026');
      const seen: string[] = [];
      for (let step = 1; ; step++) {
        old();
        const ended = run([...upgrade, '--write'], step);
        finishReplacing(folder);
        seen.push(state() === before ? 'before' : state() === after ? 'after' : 'between');
        if (ended !== 'SIGKILL') break;
      }
      expect(seen).toEqual([...Array<string>(5).fill('before'), ...Array<string>(5).fill('after')]);
      expect(readdirSync(folder).filter((name) => name.includes('new'))).toEqual([]);
    });
  },
);
