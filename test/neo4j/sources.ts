/**
 * Where a Neo4j for the tests comes from: a server named by `NEO4J_URI`, a container where a Docker engine answers, or
 * the public jars.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Neo4jAccess {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Absent: the user's home database. */
  readonly database?: string;
}

export interface RunningNeo4j {
  readonly access: Neo4jAccess;
  stop(): Promise<void>;
}

/** @throws Error whose message is one line that says why there is no Neo4j to be had */
export async function startNeo4j(): Promise<RunningNeo4j> {
  const named = process.env['NEO4J_URI'];
  if (named !== undefined && named !== '')
    return { access: accessFromEnvironment(named), stop: () => Promise.resolve() };
  if (await dockerAnswers()) {
    try {
      return await startContainer();
    } catch (error) {
      // An engine without the image and without a network: the jars may still be at hand.
      process.stderr.write(`Neo4j in a container: ${firstLine(error)}; trying its jars\n`);
    }
  }
  return startFromJars();
}

function accessFromEnvironment(uri: string): Neo4jAccess {
  const { NEO4J_USER: user = 'neo4j', NEO4J_PASSWORD: password = '', NEO4J_DATABASE: database } = process.env;
  return { uri, user, password, ...(database !== undefined && { database }) };
}

/** Asks the engine's own socket; a second is plenty on the same computer. */
async function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const where = host.startsWith('unix://')
    ? { socketPath: host.slice('unix://'.length) }
    : { host: new URL(host).hostname, port: new URL(host).port };
  return new Promise((resolve) => {
    const probe = request({ ...where, path: '/_ping', timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.on('timeout', () => probe.destroy(new Error('no answer')));
    probe.on('error', () => {
      resolve(false);
    });
    probe.end();
  });
}

async function startContainer(): Promise<RunningNeo4j> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = randomBytes(18).toString('base64url');
  const container = await new GenericContainer('neo4j:5.26-community')
    .withEnvironment({
      NEO4J_AUTH: `neo4j/${password}`,
      NEO4J_server_memory_heap_max__size: '512m',
      NEO4J_server_memory_pagecache_size: '64m',
      NEO4J_dbms_usage__report_enabled: 'false',
    })
    .withExposedPorts(7687)
    .withWaitStrategy(Wait.forLogMessage('Started.'))
    .withStartupTimeout(120_000)
    .start();
  const uri = `bolt://${container.getHost()}:${container.getMappedPort(7687)}`;
  return {
    access: { uri, user: 'neo4j', password },
    stop: async () => {
      await container.stop();
    },
  };
}

/** In a process of its own, which goes when this one goes, even if this one is killed. */
async function startFromJars(): Promise<RunningNeo4j> {
  const script = fileURLToPath(new URL('serve.mjs', import.meta.url));
  const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const answer = await new Promise<Neo4jAccess | { unavailable: string }>((resolve) => {
    child.once('message', (message) => {
      resolve(message as Neo4jAccess | { unavailable: string });
    });
    void exited.then(() => {
      resolve({ unavailable: 'the Neo4j server ended while it was starting' });
    });
  });
  if ('unavailable' in answer) throw new Error(answer.unavailable);
  return {
    access: answer,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
