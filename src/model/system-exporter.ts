/** What every export of a system model to another tool's format is: a model in, a text out. No I/O, no clock. */
import type { SystemModel } from './system-model.ts';

export interface ExportedSystem {
  readonly text: string;
  /** What the format has no place for, one line each, e.g. `2 accepted risks`. */
  readonly leftOut: readonly string[];
}

export interface SystemExporter {
  /** Name of its folder; for `--to`. */
  readonly id: string;
  /** What it is, for people. */
  readonly title: string;
  write(model: SystemModel): ExportedSystem;
}
