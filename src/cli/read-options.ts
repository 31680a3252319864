import { Option } from 'commander';
import { resolve } from 'node:path';
import { ThreatloomError } from '#model/errors';
import type { QueryLimits } from '#stores/port';
import type { Io } from './io.ts';
import { ROW_FORMATS } from './result-rows.ts';
import type { RowFormat } from './result-rows.ts';

export interface ReadOptions {
  readonly store?: string;
  readonly format: RowFormat;
  readonly maxRows: string;
  readonly timeout: string;
  readonly output?: string;
}

/** Options are objects that a command owns, so each command takes a new one. */
export const STORE_OPTION = (): Option =>
  new Option(
    '--store <uri>',
    'bolt://… or neo4j://… (user and password from NEO4J_USER and NEO4J_PASSWORD); without it the embedded store',
  );

export const ROW_FORMAT_OPTION = (): Option =>
  new Option('--format <format>', 'how to print').choices(ROW_FORMATS).default('table');

export const OUTPUT_OPTION = (): Option => new Option('-o, --output <file>', 'write to a file');

export const STRICT_OPTION = (): Option =>
  new Option('--strict', 'profile keys that no library knows are errors');

export const LIBRARY_OPTION = (): Option =>
  new Option('--library <folder>', 'a library of your own; repeat for more').argParser(
    (folder: string, before: readonly string[] | undefined) => [...(before ?? []), folder],
  );

/** What `--library` was given, as absolute paths. */
export function libraryFolders(io: Io, folders: readonly string[] = []): readonly string[] {
  return folders.map((folder) => resolve(io.cwd, folder));
}

/** @throws ThreatloomError CLI-006 where a limit is no positive number */
export function limitsOf({ maxRows, timeout }: Pick<ReadOptions, 'maxRows' | 'timeout'>): QueryLimits {
  return { maxRows: wholeNumber('--max-rows', maxRows), timeoutMs: seconds('--timeout', timeout) * 1000 };
}

/** @throws ThreatloomError CLI-006 where it is none from 1 on */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ThreatloomError('CLI-006', `${option} wants a whole number above 0, not "${text}"`);
}

/** A day at most, which timers can still hold. */
function seconds(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value;
  throw new ThreatloomError('CLI-006', `${option} wants a number of seconds up to 86400, not "${text}"`);
}
