/** The command line in a folder of its own, with what it says kept apart. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessIo } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';
import { packageRoot } from '#packaging/package-root';

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The day on which all these tests take place. */
export const TODAY = '2026-11-23';

/** An empty folder but for `examples/`, as in the package. */
export function exampleFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'threatloom-cli-'));
  cpSync(join(packageRoot(), 'examples'), join(folder, 'examples'), { recursive: true });
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one command line as a pipe would see it, unless `io` says otherwise. */
export async function threatloom(
  cwd: string,
  args: readonly string[],
  io: Partial<ProcessIo> = {},
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const exitCode = await run(args, {
    out: (text) => (said.stdout += text),
    err: (text) => (said.stderr += text),
    terminal: false,
    errTerminal: false,
    width: undefined,
    env: {},
    cwd,
    today: TODAY,
    ...io,
  });
  return { exitCode, ...said };
}
