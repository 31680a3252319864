import type { Command } from 'commander';
import type { Io } from './io.ts';

export interface CommandContext {
  readonly io: Io;
  /** A command that has findings sets the exit code here; errors are thrown. */
  readonly outcome: { exitCode: number };
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;
