// Look-ups over HTTP by 32 connections: the real server on the real embedded store beside a bare GraphQL Yoga that answers from a map;
// the same while a path search on 10^5 edges runs in a worker thread; and how soon attacks are refused.
//
//   npm run build && node test/bench/server/bench.mjs [--seconds N]
//
// Answers of both are compared before anything is measured, and looked at while it is; a difference ends with exit code 1.
// Client and server share the machine. The event loop's delay is what the server itself measures, in steps of 10 ms.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { table } from '../processes.mjs';
import { clusteredSystem } from '../systems.mjs';
import { load } from './load.mjs';
import { refusals } from './refusals.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const seconds = Number(values.seconds);
/** Its attack graph has some 10^5 edges. */
const ASSETS = 2000;
const CONNECTIONS = 32;
const LOOK_UP = 'query Q($id: String!) { techniques(where: { id: { eq: $id } }) { id name } }';

const folder = mkdtempSync(join(tmpdir(), 'bench-server-'));
const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const started = [];

function start(args, pattern) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      const found = pattern.exec(out);
      if (found !== null) resolve({ child, port: Number(found[1]) });
    });
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  });
}

async function ask(port, path, body) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

function lookUp(id) {
  const body = JSON.stringify({ query: LOOK_UP, variables: { id } });
  return `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** In milliseconds, since it was last asked for. */
async function eventLoopDelay(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)[1]) * 1000;
}

function check(expected) {
  return (status, body) => {
    const [first] = JSON.parse(body).data.techniques;
    if (status !== 200 || expected[first.id]?.[0].name !== first.name)
      throw new Error(`answered ${status} ${body}`);
  };
}

const serve = (...more) =>
  start(
    [main, 'serve', join(folder, 'big.system.yaml'), '--port', '0', '--timeout', '600', ...more],
    /:(\d+)\n/,
  );

try {
  writeFileSync(join(folder, 'big.system.yaml'), JSON.stringify(clusteredSystem(ASSETS)));
  const plain = await serve('--cache', '0');
  const { rows } = await ask(plain.port, '/cypher', {
    query:
      "MATCH (t:Technique)-[:IN_FRAMEWORK]->(f:Framework {id: 'atlas'}) RETURN DISTINCT t.id AS id, t.name AS name ORDER BY id",
  });
  const expected = {};
  for (const [id, name] of rows) (expected[id] ??= []).push({ id, name });
  const ids = Object.keys(expected);
  writeFileSync(join(folder, 'techniques.json'), JSON.stringify(expected));
  const bare = await start(
    [fileURLToPath(new URL('bare-yoga.mjs', import.meta.url)), 'techniques.json'],
    /^(\d+)\n/,
  );
  for (const id of ids) {
    const body = { query: LOOK_UP, variables: { id } };
    const [ours, theirs] = await Promise.all([
      ask(plain.port, '/graphql', body),
      ask(bare.port, '/graphql', body),
    ]);
    if (JSON.stringify(ours.data.techniques[0]) !== JSON.stringify(theirs.data.techniques[0])) {
      throw new Error(`${id}: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`);
    }
  }
  process.stdout.write(`${ids.length} look-ups, the same answers\n\n`);

  const requests = ids.map(lookUp);
  const measured = [];
  const measure = async (name, { port }, delay) => {
    await load({ port, requests, connections: CONNECTIONS, seconds: 1, check: check(expected) });
    if (delay) await eventLoopDelay(port);
    const { perSecond, p50, p99 } = await load({
      port,
      requests,
      connections: CONNECTIONS,
      seconds,
      check: check(expected),
    });
    const figures = [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1)];
    measured.push([name, ...figures, delay ? (await eventLoopDelay(port)).toFixed(1) : '']);
  };
  await measure('bare GraphQL Yoga, from a map', bare, false);
  await measure('threatloom serve, every answer from the store', plain, true);

  let searches = 0;
  let goOn = true;
  const searching = (async () => {
    while (goOn) {
      const avoid = [`llm-${searches}`];
      const query =
        'query P($system: ID!, $question: PathQuestion) { analysis(system: $system) { paths(question: $question) { rank } } }';
      const variables = { system: `clusters-${ASSETS}`, question: { avoid, k: 10 } };
      const { errors } = await ask(plain.port, '/graphql', { query, variables });
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      searches += 1;
    }
  })();
  await measure('the same, while paths are searched for in a thread', plain, true);
  goOn = false;
  await searching;
  const cached = await serve();
  await measure('threatloom serve as it is: answers of a build are kept', cached, true);
  process.stdout.write(
    `${table(['32 connections', 'requests/s', 'p50 ms', 'p99 ms', 'event loop p99 ms'], measured)}\n${searches} path searches meanwhile\n\n`,
  );
  process.stdout.write(
    `${table(['attack', 'status', 'code', 'median ms', 'most ms'], await refusals(plain.port))}\n`,
  );
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const child of started) {
    child.removeAllListeners('exit');
    child.kill();
  }
  await Promise.all(
    started.map((child) => child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))),
  );
  rmSync(folder, { recursive: true, force: true });
}
