/**
 * The jars of a Neo4j server, resolved by Maven from Maven Central once and kept in `.server/`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = dirname(fileURLToPath(import.meta.url));
const pom = join(folder, 'pom.xml');

/** What a computer lacks to run Neo4j from its jars; the message is one line for people. */
export class ServerUnavailable extends Error {
  name = 'ServerUnavailable';
}

/** @returns {Promise<string>} the command that starts Java 17 or later */
export async function findJava() {
  const home = process.env['JAVA_HOME'];
  const candidates = home ? [join(home, 'bin', 'java'), 'java'] : ['java'];
  const found = [];
  for (const java of candidates) {
    try {
      const { stderr } = await run(java, ['-version']);
      const version = /version "(\d+)/.exec(stderr)?.[1];
      if (Number(version) >= 17) return java;
      found.push(version);
    } catch {
      // Not there: the next one may be.
    }
  }
  throw new ServerUnavailable(
    found.length > 0
      ? `Neo4j needs Java 17 or later, found Java ${found[0]}`
      : 'Java 17 or later is not on the PATH',
  );
}

/**
 * @param {AbortSignal} [signal] ends a download
 * @returns {Promise<string>} the folder with all jars
 */
export async function serverJars(signal) {
  const edition = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const jars = join(folder, '.server', edition);
  if (existsSync(jars)) return jars;
  mkdirSync(dirname(jars), { recursive: true });
  // Filled aside and renamed, so that an interrupted download is never taken for the whole.
  const aside = mkdtempSync(join(dirname(jars), 'download-'));
  try {
    await copyDependencies(aside, signal);
    try {
      renameSync(aside, jars);
    } catch (error) {
      if (!existsSync(jars)) throw error; // else another process was faster
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return jars;
}

async function copyDependencies(to, signal) {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies';
  const options = [`-DoutputDirectory=${to}`, '-DincludeScope=runtime', '-f', pom];
  try {
    await run('mvn', ['-B', '-q', goal, ...options], {
      timeout: 600_000,
      shell: process.platform === 'win32',
      ...(signal && { signal }),
    });
  } catch (error) {
    if (error.code === 'ENOENT') throw new ServerUnavailable('Maven (mvn) is not on the PATH');
    const output = `${error.stdout ?? ''}${error.stderr ?? ''}`;
    const why = output
      .split('\n')
      .find((line) => line.includes('[ERROR]'))
      ?.replace('[ERROR] ', '')
      .slice(0, 300);
    throw new ServerUnavailable(
      isUnreachable(output, error)
        ? `Maven Central cannot be reached, and its jars of Neo4j are not in the local repository yet (${why ?? 'no answer'})`
        : `Maven could not resolve the jars of Neo4j: ${why ?? error.message}`,
    );
  }
}

function isUnreachable(output, error) {
  return (
    error.killed === true ||
    /Unknown host|Could not transfer|Connect(ion)? (to .* )?(refused|timed out|reset)|Network is unreachable|in offline mode|transfer failed/i.test(
      output,
    )
  );
}
