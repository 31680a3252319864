/**
 * From a foreign file to a model of version 1, with an account of what became of its parts.
 */
import { besides, isBeside } from '#importers/formats/besides';
import { detectSystem } from '#importers/systems/registry';
import { hasErrors, type Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { ImportReport, LossEntry, Outcome } from '#model/system-importer';
import { OUTCOMES } from '#model/system-importer';
import type { SystemModel } from '#model/system-model';
import { completeDraft } from '#systems/drafts/complete-draft';
import { writeDraft } from '#systems/drafts/write-draft';
import { readSystemModel } from '#systems/read-system-model';
import { MAX_TEXT_LENGTH } from '#systems/source-document';
import { vocabularyOf, type Workspace } from './analysis.ts';
import type { OpenedFiles } from './system-files.ts';

export interface ImportOptions {
  /** Id of the importer, where detection should not decide. */
  readonly from?: string;
  /** Takes kinds, people, trust, relations and ratings from words; true unless told. */
  readonly guess?: boolean;
  /** Name of the file that is written, for messages; absent: made of the system's id. */
  readonly writtenAs?: string;
}

export interface ImportedModel {
  readonly file: string;
  /** The model as YAML. */
  readonly text: string;
  readonly model: SystemModel;
  /** What the reader of models says of it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly report: ImportReport;
}

/**
 * @throws ThreatloomError as `detectSystem` and the importer do; IMPORT-007 where the model would be larger than one may be
 */
export function importSystem(
  workspace: Workspace,
  { files, losses }: OpenedFiles,
  { from, guess = true, writtenAs }: ImportOptions = {},
): ImportedModel {
  const { importer, format, input } = detectSystem(files, from);
  const imported = importer.read(input);
  const vocabulary = vocabularyOf(workspace);
  const completed = completeDraft(imported, {
    ...vocabulary,
    ...(guess && { guesses: workspace.libraries.flatMap(({ guesses = [] }) => guesses) }),
  });
  const aside = new Set(completed.losses.filter(isBeside).map(({ place }) => place.file));
  const read = input.filter(({ path }) => !aside.has(path));
  const named = read.map(({ path }) => path).join(', ');
  const text = writeDraft(completed, [
    `Imported from ${named.length > 100 ? `${read.length} files` : named} (${format.title}).`,
    'What follows "guessed" was worked out from words; what follows "decide" is for you to say.',
  ]);
  const file = writtenAs ?? `${completed.draft.id}.system.yaml`;
  if (text.length > MAX_TEXT_LENGTH) {
    throw new ThreatloomError('IMPORT-007', 'the model would be larger than a system model may be', {
      file: named,
      hint: `at most ${MAX_TEXT_LENGTH / 1024 / 1024} MiB; import its parts one by one`,
    });
  }
  const { model, diagnostics } = readSystemModel({ file, text }, vocabulary);
  if (model === undefined) {
    const [first] = diagnostics.filter((each) => hasErrors([each]));
    throw new Error(
      `the written model cannot be read: ${first?.code ?? ''} ${first?.message ?? ''} at ${first?.pointer ?? ''}`,
    );
  }
  const all = [...losses, ...besides(files, input, 'it is no part of this system'), ...completed.losses];
  return {
    file,
    text,
    model,
    diagnostics,
    report: {
      importer: importer.id,
      format,
      sources: read
        .filter(({ path }) => importer.isValue?.(path) !== true)
        .map(({ path, sha256 }) => ({ file: path, sha256 })),
      counts: countsOf(all),
      losses: all,
      diagnostics: completed.diagnostics,
    },
  };
}

function countsOf(losses: readonly LossEntry[]): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of losses) counts[outcome] += 1;
  return counts;
}
