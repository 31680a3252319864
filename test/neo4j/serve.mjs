/**
 * Neo4j without Docker: `node test/neo4j/serve.mjs [--home FOLDER] [--port N]`.
 *
 * Started by hand, it tells the address and where the password is, and stops on Ctrl-C. Started as a child process
 * with a message channel, it sends `{ uri, user, password }` or `{ unavailable }` instead and stops when its parent is
 * gone, however the parent went.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ServerUnavailable } from './jars.mjs';
import { startServer } from './server.mjs';

const { values } = parseArgs({ options: { home: { type: 'string' }, port: { type: 'string' } } });
const isChild = process.send !== undefined;

if (!isChild)
  console.error('Starting Neo4j 5.26; the first time, its jars (120 MB) are downloaded from Maven Central.');

const stopRequested = new AbortController();
const requestStop = () => {
  stopRequested.abort();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, requestStop);
if (isChild) process.on('disconnect', requestStop);

let server;
try {
  server = await startServer({
    signal: stopRequested.signal,
    ...(values.home !== undefined && { home: resolve(values.home) }),
    ...(values.port !== undefined && { port: Number(values.port) }),
  });
} catch (error) {
  if (stopRequested.signal.aborted) process.exit(0);
  if (!(error instanceof ServerUnavailable)) throw error;
  if (process.connected) process.send({ unavailable: error.message });
  else console.error(error.message);
  process.exit(4);
}

let stopping = false;
const stop = async () => {
  stopping = true;
  await server.stop();
  process.exit(0);
};
process.on('exit', server.kill);
void server.exited.then(() => {
  if (!stopping) process.exit(4);
});
stopRequested.signal.addEventListener('abort', stop);
if (stopRequested.signal.aborted) await stop();

const { uri, user, password, home } = server;
if (isChild) {
  process.send({ uri, user, password });
} else {
  const settings = join(home, 'settings.env');
  writeFileSync(
    settings,
    `export NEO4J_URI=${uri}\nexport NEO4J_USER=${user}\nexport NEO4J_PASSWORD=${quoted(password)}\n`,
    {
      mode: 0o600,
    },
  );
  console.log(uri);
  console.error(`User ${user}; to use it in another terminal: . ${settings}\nCtrl-C stops it.`);
}

function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
