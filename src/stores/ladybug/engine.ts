/**
 * LadybugDB, loaded when first needed: its native module costs tens of milliseconds that a run without a store need not pay.
 *
 * The types below say what we use of `@ladybugdb/core`; its own declarations are not found by way of its `import` entry.
 */
import { createRequire } from 'node:module';
import { ThreatloomError, EXIT } from '#model/errors';

export type EngineValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | readonly EngineValue[]
  | { readonly [key: string]: EngineValue };

export interface EngineResult {
  getNumTuples(): number;
  getAll(): Promise<Record<string, EngineValue>[]>;
  getNextSync(): Record<string, EngineValue> | null;
  getColumnNames(): Promise<string[]>;
  getColumnDataTypes(): Promise<string[]>;
  close(): void;
}

export interface EngineStatement {
  isSuccess(): boolean;
  getErrorMessage(): string;
}

export interface EngineConnection {
  init(): Promise<void>;
  query(statement: string): Promise<EngineResult | EngineResult[]>;
  prepare(statement: string): Promise<EngineStatement>;
  execute(
    statement: EngineStatement,
    parameters: Readonly<Record<string, EngineValue>>,
  ): Promise<EngineResult | EngineResult[]>;
  setQueryTimeout(milliseconds: number): void;
  close(): Promise<void>;
}

export interface EngineDatabase {
  init(): Promise<void>;
  close(): Promise<void>;
}

interface Engine {
  readonly VERSION: string;
  readonly Database: new (
    path: string,
    bufferBytes: number,
    compress: boolean,
    readOnly: boolean,
    largestBytes: number,
    checkpointByItself: boolean,
  ) => EngineDatabase;
  readonly Connection: new (database: EngineDatabase, threads: number) => EngineConnection;
}

/** Address space, not memory: the engine reserves it at once, and its own default of 8 TiB fails under `ulimit -v`. */
const LARGEST_FILE_BYTES = 2 ** 36;
const READ_BUFFER_BYTES = 2 ** 30;
const LOAD_BUFFER_BYTES = 2 ** 32;
const THREADS = 2;

/** Not `import`: where the native module is not there, that ends the process even though its rejection is handled. */
const require = createRequire(import.meta.url);

function engine(): Engine {
  try {
    return require('@ladybugdb/core') as Engine;
  } catch (cause) {
    throw new ThreatloomError('STORE-006', 'the embedded store cannot be started on this machine', {
      cause,
      exitCode: EXIT.storeUnavailable,
      hint: 'if packages were installed without their scripts: npm rebuild @ladybugdb/core. Its prebuilt binaries cover Linux and macOS on x64 and arm64, and Windows on x64; elsewhere use --store with Neo4j',
    });
  }
}

/** Opens a database file for readers; nothing is replayed or repaired, since a finished build has no log. */
export async function openForReading(file: string): Promise<EngineDatabase> {
  const { Database } = engine();
  const database = new Database(file, READ_BUFFER_BYTES, true, true, LARGEST_FILE_BYTES, false);
  await database.init();
  return database;
}

/** Creates a database file. Checkpoints only when told: one for each table would cost most of a small build's time. */
export async function openForLoading(file: string): Promise<EngineDatabase> {
  const { Database } = engine();
  const database = new Database(file, LOAD_BUFFER_BYTES, true, false, LARGEST_FILE_BYTES, false);
  await database.init();
  return database;
}

export async function connect(database: EngineDatabase): Promise<EngineConnection> {
  const { Connection } = engine();
  const connection = new Connection(database, THREADS);
  await connection.init();
  return connection;
}

/** Runs a statement of our own making and gives its rows. */
export async function run(
  connection: EngineConnection,
  statement: string,
): Promise<Record<string, EngineValue>[]> {
  const result = single(await connection.query(statement));
  try {
    return await result.getAll();
  } finally {
    result.close();
  }
}

export function single(result: EngineResult | EngineResult[]): EngineResult {
  if (!Array.isArray(result)) return result;
  if (result.length !== 1) throw new Error(`one statement gave ${result.length} results`);
  return result[0]!;
}
