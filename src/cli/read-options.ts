import { Option } from 'commander';
import { ThreatloomError } from '#model/errors';
import type { QueryLimits } from '#stores/port';

export interface ReadOptions {
  readonly store?: string;
  readonly format: string;
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

/** @throws ThreatloomError CLI-006 where a limit is no positive number */
export function limitsOf({ maxRows, timeout }: Pick<ReadOptions, 'maxRows' | 'timeout'>): QueryLimits {
  return { maxRows: positive('--max-rows', maxRows), timeoutMs: positive('--timeout', timeout) * 1000 };
}

export function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new ThreatloomError('CLI-006', `${option} wants a number above 0, not "${text}"`);
}
