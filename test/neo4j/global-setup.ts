/**
 * One Neo4j for all suites of a run, started when the first suite asks for it and lent to one suite at a time, since a
 * load replaces what the database holds.
 *
 * Suites run in processes of their own, so they ask over a loopback connection: a suite has the database for as long as
 * its connection stands, and loses it with its process at the latest.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { Neo4jAccess, RunningNeo4j } from './sources.ts';
import { startNeo4j } from './sources.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where suites ask for a Neo4j, and the word that shows they belong to this run. */
    neo4jDesk: { readonly port: number; readonly word: string };
  }
}

/** What the desk answers, as one line of JSON. */
export type Lent = Neo4jAccess | { readonly unavailable: string };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const word = randomBytes(16).toString('hex');
  let running: Promise<RunningNeo4j> | undefined;
  let turn: Promise<void> = Promise.resolve();
  let told = false;

  const lend = async (socket: Socket): Promise<void> => {
    const closed = once(socket, 'close');
    let answer: Lent;
    try {
      answer = (await (running ??= startNeo4j())).access;
    } catch (error) {
      answer = { unavailable: error instanceof Error ? error.message : String(error) };
      if (!told) process.stderr.write(`Neo4j suites do not run: ${answer.unavailable}\n`);
      told = true;
    }
    if (socket.destroyed) return;
    socket.write(`${JSON.stringify(answer)}\n`);
    await closed;
  };

  const desk = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').once('data', (said: string) => {
      if (said.trim() === word) turn = turn.then(() => lend(socket));
      else socket.destroy();
    });
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('neo4jDesk', { port: (desk.address() as AddressInfo).port, word });

  return async () => {
    desk.close();
    const server = await running?.catch(() => undefined);
    await server?.stop();
  };
}
