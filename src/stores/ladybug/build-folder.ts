/**
 * The folder of an embedded store: finished builds, and one small file that says which of them is the graph.
 *
 *     .threatloom/graph/
 *       current.json                   the manifest; replacing it by rename is the swap
 *       build-<digest>-<pid>-<time>/   graph.lbug, and `finished` once its process has no more to do with it
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EXIT, ThreatloomError } from '#model/errors';
import type { BuildSummary } from '../port.ts';

const MANIFEST = 'current.json';
const FINISHED = 'finished';
const BUILD = /^build-[0-9a-f]{12}-\d+-[0-9a-z]+$/;

export interface BuildManifest extends BuildSummary {
  /** Of this file's own layout. */
  readonly format: 1;
  /** Database file, relative to the folder. */
  readonly file: string;
  readonly bytes: number;
  /** Of the database file. */
  readonly sha256: string;
  /** Version of the engine that wrote it. */
  readonly engine: string;
  /** Digest of the graph schema that its tables have. */
  readonly schema: string;
}

/** @returns undefined where there is no graph yet; @throws ThreatloomError STORE-002 where the manifest is damaged */
export function readManifest(folder: string): BuildManifest | undefined {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw damaged(file, 'it is no JSON', cause);
  }
  if (!isManifest(content)) throw damaged(file, 'it is no manifest of this version');
  return content;
}

/** Changes whenever another build becomes the graph; cheap enough to ask before each query. */
export function manifestStamp(folder: string): string {
  const stat = statSync(join(folder, MANIFEST), { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

/** @returns absolute path of the folder for a new build */
export function startBuild(folder: string, digest: string): string {
  const name = `build-${digest.slice(0, 12)}-${process.pid}-${process.hrtime.bigint().toString(36)}`;
  const build = join(folder, name);
  mkdirSync(build, { recursive: true });
  return build;
}

/** Makes a finished build the graph: all of it on disk first, then one rename. */
export function publishBuild(folder: string, build: string, manifest: BuildManifest): void {
  syncToDisk(join(folder, manifest.file));
  syncToDisk(build);
  const beside = join(build, MANIFEST);
  writeFileSync(beside, `${JSON.stringify(manifest, undefined, 2)}\n`);
  syncToDisk(beside);
  renameSync(beside, join(folder, MANIFEST));
  syncToDisk(folder);
  writeFileSync(join(build, FINISHED), '');
}

/** Removes builds that are not the graph, unless a living process is at work on them. */
export function sweepBuilds(folder: string): void {
  const left = readdirSync(folder).filter((name) => BUILD.test(name) && !isUnderWay(join(folder, name)));
  // Asked after that: another process may have made one of them the graph until then, and never does so later.
  const manifest = readManifest(folder);
  const keep = manifest && dirname(manifest.file);
  for (const name of left) {
    if (name === keep) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // A reader in another process may hold it open (Windows); the next build sweeps it.
    }
  }
}

/** SHA-256 of a file, lower-case hex. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * Holds a build's file against its manifest, byte by byte. The engine opens torn and flipped files in many cases, and
 * crashes the process in some; so it gets none of them. A file of 20 MB takes some 20 ms.
 *
 * @returns absolute path of the database file
 * @throws ThreatloomError STORE-002
 */
export async function assertWhole(folder: string, manifest: BuildManifest): Promise<string> {
  const file = join(folder, manifest.file);
  const bytes = statSync(file, { throwIfNoEntry: false })?.size;
  if (bytes === undefined) throw damaged(file, 'the file is gone');
  if (bytes !== manifest.bytes) throw damaged(file, `it has ${bytes} bytes, not ${manifest.bytes}`);
  if ((await sha256OfFile(file)) !== manifest.sha256) throw damaged(file, 'its checksum does not match');
  return file;
}

/** The error for a store whose files are not what was written: it is rebuilt from the sources, never repaired. */
export function damaged(file: string, why: string, cause?: unknown): ThreatloomError {
  return new ThreatloomError('STORE-002', `the embedded graph is damaged: ${why}`, {
    file,
    exitCode: EXIT.storeUnavailable,
    hint: 'build it again from its sources: threatloom build',
    ...(cause !== undefined && { cause }),
  });
}

function isUnderWay(build: string): boolean {
  if (existsSync(join(build, FINISHED))) return false;
  const pid = Number(basename(build).split('-')[2]);
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function syncToDisk(path: string): void {
  // Windows has no way to sync a folder, and none to sync a file opened for reading.
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function isManifest(value: unknown): value is BuildManifest {
  if (typeof value !== 'object' || value === null) return false;
  const { format, file, bytes, sha256, engine, schema, digest, nodes, edges } = value as Record<
    string,
    unknown
  >;
  return (
    format === 1 &&
    typeof file === 'string' &&
    BUILD.test(dirname(file)) &&
    typeof bytes === 'number' &&
    [sha256, engine, schema, digest].every((text) => typeof text === 'string') &&
    [nodes, edges].every(
      (counts) =>
        typeof counts === 'object' &&
        counts !== null &&
        Object.values(counts).every((count) => typeof count === 'number'),
    )
  );
}
