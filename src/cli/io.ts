import type { Readable, Writable } from 'node:stream';
import type { Locale } from '#messages/catalogue';

/** Where the command line reads from and writes to; the real process in production, captured text in tests. */
export interface ProcessIo {
  /** Data. */
  out(text: string): void;
  /** Talk: diagnostics, progress, summaries. */
  err(text: string): void;
  /** Standard output is a terminal: colours and widths make sense. */
  readonly terminal: boolean;
  /** Standard error is a terminal: progress may be redrawn. */
  readonly errTerminal: boolean;
  /** Columns of the terminal, or undefined. */
  readonly width: number | undefined;
  /** Where questions can be asked, if a person is there. */
  readonly interview?: { readonly input: Readable; readonly output: Writable };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Today, `2026-11-23`: when evidence and acceptances are fresh is decided by it. */
  readonly today: string;
}

/** What commands get: the process, and the language in which to speak. */
export interface Io extends ProcessIo {
  readonly locale: Locale;
}

export function processIo(): ProcessIo {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    terminal: process.stdout.isTTY,
    errTerminal: process.stderr.isTTY,
    width: process.stdout.columns,
    ...(process.stdin.isTTY &&
      process.stderr.isTTY && { interview: { input: process.stdin, output: process.stderr } }),
    env: process.env,
    cwd: process.cwd(),
    today: new Date().toISOString().slice(0, 10),
  };
}

/** `NO_COLOR` (any value but empty) turns colours off, `FORCE_COLOR` on; otherwise a terminal has them. */
export function wantsColour(io: ProcessIo): boolean {
  if (io.env['NO_COLOR'] !== undefined && io.env['NO_COLOR'] !== '') return false;
  if (io.env['FORCE_COLOR'] !== undefined && io.env['FORCE_COLOR'] !== '0') return true;
  return io.terminal;
}
