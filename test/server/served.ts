/** The built command line as a server of its own, on a port of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import type { BuiltCli } from '../cli/built-cli.ts';

export interface Served {
  readonly port: number;
  readonly process: ChildProcess;
  /** Everything that was logged until now. */
  readonly log: () => string;
  /** @returns exit code, or the signal that ended it */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string | null>;
}

export const EXAMPLE = join(packageRoot(), 'examples', 'support-chatbot.system.yaml');

export async function serve(
  cli: BuiltCli,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const cwd = mkdtempSync(join(tmpdir(), 'threatloom-served-'));
  const child = spawn(
    process.execPath,
    [cli.main, 'serve', '--port', '0', '--as-of', '2026-11-23', ...args],
    {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<number | string | null>((resolve) => {
    // Not at `exit`: the last lines of its log may still be on their way then.
    child.once('close', (code, signal) => {
      rmSync(cwd, { recursive: true, force: true });
      resolve(code ?? signal);
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    const look = (): void => {
      const [, found] = /answers at http:\/\/\S+:(\d+)\n/.exec(out) ?? [];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout.on('data', look);
    void ended.then((code) => {
      reject(new Error(`the server ended with ${code} before it listened: ${log}`));
    });
  });
  return {
    port,
    process: child,
    log: () => log,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
