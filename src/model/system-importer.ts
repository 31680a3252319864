/**
 * What every importer of foreign system models is: bytes in, a draft and an account of it out. No I/O, no clock, no
 * network, so the same bytes always give the same draft.
 */
import type { Diagnostic } from './diagnostics.ts';
import type { DraftSystem, SourcePlace } from './draft-system.ts';
import type { ImportFile } from './framework-importer.ts';

export interface SystemFile extends ImportFile {
  /** Below the folder that was given, with `/`: `mlruns/0/meta.yaml`; of a single file its name. */
  readonly path: string;
  /** Found in a folder that was given, and not named itself. */
  readonly found?: true;
}

export interface SystemFormat {
  /** E.g. `threat-dragon-v2`; unique within its importer. */
  readonly id: string;
  /** What it is, for people: `OWASP Threat Dragon, version 2`. */
  readonly title: string;
}

/**
 * What became of one part of the foreign file.
 *
 * - `read`: it is in the model, as said
 * - `guessed`: it is in the model, but somebody should look at it
 * - `kept`: it is in the model under an `x-*` key, and no rule reads it
 * - `not-read`: it is not in the model
 */
export const OUTCOMES = ['read', 'guessed', 'kept', 'not-read'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One line of a loss report. */
export interface LossEntry {
  readonly place: SourcePlace;
  /** What stands there, in the words of its format: `process "Web server"`, `property "isRepositoryEncrypted"`. */
  readonly what: string;
  readonly outcome: Outcome;
  /** What it became: `asset web-server`; absent where nothing. */
  readonly became?: string;
  /** Why it was guessed, kept or not read. */
  readonly why?: string;
}

export interface ImportedSystem {
  readonly draft: DraftSystem;
  /** In order of the file. */
  readonly losses: readonly LossEntry[];
  /** What is wrong or doubtful in the foreign file: undefined references, parts of unknown versions. Never an error alone. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SystemImporter {
  /** Name of its folder. */
  readonly id: string;
  readonly formats: readonly SystemFormat[];
  /**
   * Whether these files are its own, judged by content, cheaply.
   *
   * @returns the id of one of `formats`, or undefined; never throws
   */
  detect(input: readonly SystemFile[]): string | undefined;
  /**
   * Whether a file is nothing but values, which may be secrets: no digest of it is told, since whoever has the digest of a
   * short secret finds the secret.
   *
   * @param path as in the input
   */
  isValue?(path: string): boolean;
  /**
   * Reads one system.
   *
   * @throws ThreatloomError (exit code 2), with the place, where there is nothing to go on with
   */
  read(input: readonly SystemFile[]): ImportedSystem;
}

/** An import, told to the person who asked for it. */
export interface ImportReport {
  /** Id of the importer. */
  readonly importer: string;
  readonly format: SystemFormat;
  readonly sources: readonly { readonly file: string; readonly sha256: string }[];
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly losses: readonly LossEntry[];
  /** Of the foreign file. */
  readonly diagnostics: readonly Diagnostic[];
}
