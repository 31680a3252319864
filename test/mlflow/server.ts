/**
 * A real MLflow from PyPI: a server on the loopback interface and an `mlruns` folder, both with the same small model.
 * The stores are made anew for each run.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const REQUIREMENTS = readFileSync(join(HERE, 'requirements.txt'), 'utf8').trim().split('\n');

export interface RunningMlflow {
  readonly address: string;
  /** Path of the `mlruns` folder. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** @param python of an environment that has `REQUIREMENTS` */
export async function startMlflow(python: string): Promise<RunningMlflow> {
  const home = mkdtempSync(join(tmpdir(), 'threatloom-mlflow-'));
  const store = `sqlite:///${join(home, 'mlflow.db')}`;
  const folder = join(home, 'mlruns');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    MLFLOW_ALLOW_FILE_STORE: 'true',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    GIT_PYTHON_REFRESH: 'quiet',
  };
  const seeded = spawnSync(
    python,
    [join(HERE, 'seed.py'), `file://${folder}`, `${store},file://${join(home, 'artifacts')}`],
    { cwd: home, env, encoding: 'utf8', timeout: 120_000 },
  );
  if (seeded.status !== 0) throw new Error(`MLflow cannot be filled: ${seeded.stderr.slice(-2000)}`);
  const args = [
    '-m',
    'mlflow',
    'server',
    '--backend-store-uri',
    store,
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--workers',
    '1',
  ];
  // A group of its own, since the server starts others and leaves them when it is stopped.
  const server = spawn(python, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const said: string[] = [];
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const stop = async (): Promise<void> => {
    await end(server);
    rmSync(home, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) break;
    // It takes a free port, says which, and answers from then on.
    const [, address] = /Uvicorn running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said.join('')) ?? [];
    if (address !== undefined) return { address, folder, stop };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error(`MLflow does not start: ${said.join('').slice(-2000)}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const ended = once(server, 'exit');
  process.kill(-server.pid, 'SIGTERM');
  const timer = setTimeout(() => {
    process.kill(-server.pid!, 'SIGKILL');
  }, 5000);
  await ended;
  clearTimeout(timer);
}
