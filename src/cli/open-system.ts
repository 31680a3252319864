import { Option } from 'commander';
import type { Command } from 'commander';
import type { OnProgress } from '#analysis/result/paths';
import { hasErrors } from '#model/diagnostics';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import type { PageLook } from '#reports/text/look';
import type { Locale } from '#messages/catalogue';
import type { Workspace } from '#workspace/analysis';
import type { Io } from './io.ts';
import { wantsColour } from './io.ts';
import { modelDiagnosticsText } from './present-diagnostics.ts';
import { ProgressLine } from './progress-line.ts';
import { LIBRARY_OPTION, OUTPUT_OPTION, STRICT_OPTION, libraryFolders } from './read-options.ts';

/** What every command that answers about one system takes. */
export interface SystemOptions {
  readonly format?: string;
  readonly output?: string;
  readonly library?: readonly string[];
  readonly quiet?: boolean;
  readonly strict?: boolean;
  readonly asOf?: string;
}

/** A model without errors, with what its answers need. */
export interface OpenSystem {
  readonly workspace: Workspace;
  readonly model: SystemModel;
  readonly diagnostics: readonly Diagnostic[];
  readonly folder: string;
  readonly today: string;
}

/** Options that all commands on one system share, after those of their own. */
export function addSystemOptions(command: Command): Command {
  return command
    .addOption(OUTPUT_OPTION())
    .addOption(LIBRARY_OPTION())
    .option('--quiet', 'no warnings and no progress')
    .addOption(STRICT_OPTION())
    .addOption(AS_OF_OPTION());
}

export const AS_OF_OPTION = (): Option =>
  new Option('--as-of <date>', 'judge evidence and acceptances as of this day, e.g. 2026-11-23');

/** An option that may be repeated and takes several values at once. */
export function listOption(flags: string, description: string): Option {
  return new Option(flags, description).default([], 'none');
}

/**
 * Reads a system model; its warnings go to standard error.
 *
 * @param packs shipped frameworks to load that answers are not built on unless asked for
 * @throws ThreatloomError CLI-001, CLI-002 where the file cannot be read, CLI-007 where it has errors, CLI-008 for a day that is none
 */
export async function openSystem(
  io: Io,
  file: string,
  options: SystemOptions,
  packs: readonly string[] = [],
): Promise<OpenSystem> {
  const today = options.asOf === undefined ? io.today : isoDate(options.asOf);
  const { openWorkspace, readSystem } = await import('#workspace/analysis');
  const workspace = openWorkspace(
    libraryFolders(io, options.library),
    io.cwd,
    sentenceLocale(io, options),
    packs,
  );
  const { model, diagnostics, folder } = readSystem(workspace, file, io.cwd, options.strict);
  if (model === undefined || hasErrors(diagnostics)) {
    throw new ThreatloomError('CLI-007', `${file} is no valid system model`, { file, diagnostics });
  }
  if (options.quiet !== true) io.err(modelDiagnosticsText(diagnostics, wantsColour(io)));
  return { workspace, model, diagnostics, folder, today };
}

/** What a program reads is in no language of its reader's: JSON and tables always say the same. */
function sentenceLocale({ locale }: Io, { format }: Pick<SystemOptions, 'format'>): Locale | undefined {
  return format === 'json' || format === 'csv' ? undefined : locale;
}

/** Runs work that tells how far it is; shown where it takes more than half a second, on a terminal, and not with `--quiet`. */
export function withProgress<T>(io: Io, { quiet }: SystemOptions, work: (onProgress: OnProgress) => T): T {
  const line = new ProgressLine(io, quiet === true ? undefined : 'goals', { quietFor: 500 });
  try {
    return work((progress) => {
      line.show(progress);
    });
  } finally {
    line.done();
  }
}

/** How text is to look: coloured on terminals only, as wide as they are, in the reader's language. */
export async function textLook(io: Io, { output }: Pick<SystemOptions, 'output'>): Promise<PageLook> {
  const { openTranslator } = await import('#messages/read-messages');
  return {
    colour: wantsColour(io) && output === undefined,
    width: Math.max(72, io.width ?? 110),
    t: openTranslator(io.locale, ['report', 'terms']),
  };
}

/** A day that the calendar has: the engine would take 30 February for 2 March. */
export function isoDate(text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  const there = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime());
  if (there && day.toISOString().startsWith(text)) return text;
  throw new ThreatloomError('CLI-008', `"${text}" is no date`, { hint: 'write --as-of 2026-11-23' });
}
