/**
 * Runs one Neo4j server from its jars, until told to stop.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerUnavailable, findJava, serverJars } from './jars.mjs';
import { prepareHome } from './home.mjs';

/**
 * @param {{ home?: string, port?: number, signal?: AbortSignal }} options `home` is kept for the next time; without one,
 *   the data lies in a temporary folder and goes with the server. Without `port`, a free one. `signal` ends the start.
 * @returns {Promise<{ uri: string, user: string, password: string, home: string, pid: number,
 *   exited: Promise<unknown>, stop: () => Promise<void>, kill: () => void }>}
 * @throws ServerUnavailable where Java, Maven or Maven Central is missing, or the server does not come up
 */
export async function startServer({ home: kept, port: wanted, signal } = {}) {
  const java = await findJava();
  const jars = await serverJars(signal);
  const port = wanted ?? (await freePort());
  const home = kept ?? mkdtempSync(join(tmpdir(), 'threatloom-neo4j-'));
  const password = prepareHome(home, port);
  const child = spawn(java, javaArguments(jars, home), {
    cwd: home,
    // The server is configured by its home alone; variables such as NEO4J_PASSWORD are not for it.
    env: withoutNeo4j(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  const collect = (chunk) => (output = (output + chunk).slice(-4000));
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);

  const removeTemporary = () => {
    if (kept === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  const kill = () => {
    child.kill('SIGKILL');
    removeTemporary();
  };
  const stop = async () => {
    // Data that is thrown away needs no checkpoint.
    child.kill(kept === undefined ? 'SIGKILL' : 'SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exited;
    clearTimeout(late);
    removeTemporary();
  };

  const log = join(home, 'logs', 'neo4j.log');
  const before = read(log).length;
  for (let waited = 0; !read(log).slice(before).includes('Started.'); waited += 100) {
    if (child.exitCode !== null || child.signalCode !== null || signal?.aborted || waited > 130_000) {
      const told = reasons(`${read(log).slice(before)}${output}`);
      await stop();
      throw new ServerUnavailable(`the Neo4j server did not start: ${told}`);
    }
    await sleep(100);
  }
  return {
    uri: `bolt://127.0.0.1:${port}`,
    user: 'neo4j',
    password,
    home,
    pid: child.pid,
    exited,
    stop,
    kill,
  };
}

function javaArguments(jars, home) {
  return [
    '-Xms128m',
    '-Xmx512m',
    '-XX:+UseSerialGC',
    // As in the server's own start script.
    '--add-opens=java.base/java.nio=ALL-UNNAMED',
    '--add-opens=java.base/java.io=ALL-UNNAMED',
    '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
    '-Dio.netty.tryReflectionSetAccessible=true',
    '-Dlog4j2.disable.jmx=true',
    '-cp',
    join(jars, '*'),
    'org.neo4j.server.CommunityEntryPoint',
    `--home-dir=${home}`,
    `--config-dir=${join(home, 'conf')}`,
  ];
}

/** The lines that say why, out of a log with stack traces. */
function reasons(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+(at|\.\.\.) /.test(line));
  const errors = lines.filter((line) => /ERROR|Caused by|Exception|Unrecognized/.test(line));
  return (errors.length > 0 ? errors : lines).slice(-5).join(' | ');
}

function withoutNeo4j(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('NEO4J_')));
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Not one of those that a system gives to who connects somewhere: one of them might be taken before the server has it. */
async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer();
    const free = await new Promise((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
