import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { ThreatloomError } from '#model/errors';
import type { LogLevel } from '#server/log';
import type { Token } from '#server/tokens';
import type { GraphStore } from '#stores/port';
import type { AddCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { AS_OF_OPTION, isoDate, listOption } from '../open-system.ts';
import { LIBRARY_OPTION, STORE_OPTION, libraryFolders, limitsOf, wholeNumber } from '../read-options.ts';

interface ServeOptions {
  readonly store?: string;
  readonly library?: readonly string[];
  readonly asOf?: string;
  readonly host: string;
  readonly port: string;
  readonly tokens?: string;
  readonly allowHost: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly introspection?: boolean;
  readonly build: boolean;
  readonly threads?: string;
  readonly maxRows: string;
  readonly timeout: string;
  readonly receiveTimeout: string;
  readonly rate: string;
  readonly cache: string;
  readonly logLevel: LogLevel;
}

export const addServe: AddCommand = (program, { io }) => {
  program
    .command('serve')
    .description('answer GraphQL and Cypher over HTTP, and show the page')
    .argument('[systems...]', 'system models, NAME.system.yaml')
    .addOption(STORE_OPTION())
    .option('--no-build', 'ask the graph that is there, instead of building it from the systems first')
    .option(
      '--host <address>',
      'where to listen; any other than this machine itself needs tokens',
      '127.0.0.1',
    )
    .option('--port <n>', 'on which port; 0 for any that is free', '4000')
    .option(
      '--tokens <file>',
      'who may ask what: a line ROLE SHA256 NAME for each token; or in THREATLOOM_TOKENS',
    )
    .addOption(listOption('--allow-host <name...>', 'names under which it may be asked, beside localhost'))
    .addOption(
      listOption('--allow-origin <origin...>', 'pages elsewhere that may ask, https://board.example'),
    )
    .option('--introspection', 'show the GraphQL schema to everyone, not only to admins')
    .addOption(LIBRARY_OPTION())
    .addOption(AS_OF_OPTION())
    .option(
      '--threads <n>',
      'threads that compute paths and what-if; one fewer than the machine has, 4 at most',
    )
    .option('--max-rows <n>', 'most rows of one query', '10000')
    .option('--timeout <seconds>', 'longest time for an answer', '30')
    .option('--receive-timeout <seconds>', 'longest time for a request to arrive', '10')
    .option('--rate <n>', 'requests a second of one token', '50')
    .option('--cache <mib>', 'memory for answers that may be asked again; 0 for none', '32')
    .addOption(
      new Option('--log-level <level>', 'what to log, as JSON on standard error')
        .choices(['silent', 'error', 'warn', 'info', 'debug'])
        .default('info'),
    )
    .action(async (files: readonly string[], options: ServeOptions) => serve(io, files, options));
};

async function serve(io: Io, files: readonly string[], options: ServeOptions): Promise<void> {
  const port = options.port === '0' ? 0 : wholeNumber('--port', options.port);
  const limits = {
    rows: wholeNumber('--max-rows', options.maxRows),
    answerMs: limitsOf(options).timeoutMs!,
    receiveMs: limitsOf({ ...options, timeout: options.receiveTimeout }).timeoutMs!,
    requestsPerSecond: wholeNumber('--rate', options.rate),
    cacheBytes: options.cache === '0' ? 0 : wholeNumber('--cache', options.cache) * 1024 * 1024,
  };
  const tokens = await tokensOf(io, options);
  const { availableParallelism } = await import('node:os');
  const { default: pino } = await import('pino');
  const { startServer } = await import('#server/serve');
  const { fillStore } = await import('#workers/fill-store');
  const { Systems } = await import('#workers/systems');
  const { openStore } = await import('#workspace/store');
  const systems = await Systems.open({
    files,
    libraryFolders: libraryFolders(io, options.library),
    cwd: io.cwd,
    today: options.asOf === undefined ? io.today : isoDate(options.asOf),
    threads:
      options.threads === undefined
        ? Math.min(4, Math.max(1, availableParallelism() - 1))
        : wholeNumber('--threads', options.threads),
  });
  let store: GraphStore | undefined;
  try {
    store = await openStore(options.store, io.cwd, io.env);
    if (options.build) await fillStore(store, systems);
    const logTo = pino.destination({ dest: 2, sync: false });
    const server = await startServer({
      host: options.host,
      port,
      systems,
      store,
      tokens,
      introspection: options.introspection === true,
      allowHosts: options.allowHost,
      allowOrigins: options.allowOrigin,
      limits,
      logLevel: options.logLevel,
      logTo,
    });
    io.out(`threatloom answers at ${server.url}\n`);
    await told('SIGTERM', 'SIGINT');
    await server.stop();
    logTo.flushSync();
  } finally {
    await systems.close();
    await store?.close();
  }
}

/** @throws ThreatloomError SERVE-001, SERVE-002, CLI-001 */
async function tokensOf(io: Io, { tokens: file, host }: ServeOptions): Promise<readonly Token[]> {
  const { assertGuarded, readTokens } = await import('#server/tokens');
  const listed = io.env['THREATLOOM_TOKENS'];
  const tokens =
    file !== undefined
      ? readTokens(textOf(io, file), file)
      : listed === undefined
        ? []
        : readTokens(listed, 'THREATLOOM_TOKENS');
  // Before anything is read or built for nothing.
  assertGuarded(host, tokens);
  return tokens;
}

function textOf(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (cause) {
    throw new ThreatloomError('CLI-001', `cannot read ${file}`, { file, cause });
  }
}

/** Resolves at the first of these signals; the next one ends the process at once, as signals do. */
function told(...signals: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    const listener = (): void => {
      for (const signal of signals) process.off(signal, listener);
      resolve();
    };
    for (const signal of signals) process.on(signal, listener);
  });
}
