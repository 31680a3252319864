/**
 * Programs of PyPI that tests hold our output against, each set of them in a virtual environment of its own that is made
 * once and kept beside this file.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VENVS = fileURLToPath(new URL('.venvs', import.meta.url));

/** Folder with `python` and the programs of the packages. */
export interface PythonPrograms {
  readonly bin: string;
}

/**
 * Undefined, with one line on standard error, where Python or the packages cannot be had; with `CI=true` that is an
 * error, since a check that silently does not run is none.
 *
 * @param requirements with exact versions, e.g. `['stix2-validator==3.3.2']`
 */
export async function pythonPrograms(requirements: readonly string[]): Promise<PythonPrograms | undefined> {
  const name = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 16);
  const venv = join(VENVS, name);
  const ready = join(venv, 'ready');
  mkdirSync(VENVS, { recursive: true });
  try {
    await alone(`${venv}.lock`, async () => {
      if (existsSync(ready)) return;
      rmSync(venv, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', venv]);
      const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
      await run(join(venv, 'bin', 'python'), [...pip, ...requirements]);
      writeFileSync(ready, `${requirements.join('\n')}\n`);
    });
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
    const line = `what needs ${requirements.join(', ')} does not run: ${why}`;
    if (process.env['CI'] === 'true') throw new Error(line, { cause: error });
    process.stderr.write(`${line}\n`);
    return undefined;
  }
  return { bin: join(venv, 'bin') };
}

/** One process at a time; a lock whose holder is gone is taken over. */
async function alone(lock: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      const handle = openSync(lock, 'wx');
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      else await wait(200);
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAbandoned(lock: string): boolean {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    // Just made, and not yet written.
    if (holder === 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
