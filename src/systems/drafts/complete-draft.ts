/**
 * From what an importer read to what a model of version 1 may say: ids settled, words guessed at, defaults filled in,
 * and everything of it marked.
 */
import { ASSET_KINDS } from '#model/asset-kinds';
import type { LibraryKind } from '#model/attack-library';
import type { Diagnostic } from '#model/diagnostics';
import type { DraftAsset, DraftElement, DraftSystem, DraftZone } from '#model/draft-system';
import { HOW_TRUSTED, WHOLE } from '#model/draft-system';
import type { Guess } from '#model/guesses';
import { kindAncestors } from '#model/kind-ancestors';
import type { ImportedSystem, LossEntry } from '#model/system-importer';
import { DraftNotes } from './draft-notes.ts';
import { guessElements } from './guess-elements.ts';
import { guessLinks } from './guess-links.ts';
import { GuessTable } from './guess-table.ts';
import { guessAnyone, guessValues } from './guess-worth.ts';
import { settleIds } from './settle-ids.ts';
import { settleReferences } from './settle-references.ts';
import { settleValues } from './settle-values.ts';

export interface CompletionOptions {
  /** Kinds that libraries add. */
  readonly kinds?: readonly LibraryKind[];
  /** Absent: control ids are taken as they are. */
  readonly controlIds?: Iterable<string>;
  /** Absent: technique ids are taken as they are. */
  readonly techniqueIds?: Iterable<string>;
  /** Of all loaded libraries; absent: nothing is guessed. */
  readonly guesses?: readonly Guess[];
}

export interface CompletedDraft {
  /** Every asset has a kind, every outermost zone its trust; all ids that it names are there. */
  readonly draft: DraftSystem;
  /** JSON pointer into the model that is written → why it says so. */
  readonly guessed: ReadonlyMap<string, string>;
  /** The importer's, then one line for each guess and each thing kept aside. */
  readonly losses: readonly LossEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Trust of a zone that says nothing: the middle, so that it is neither the outside nor the inmost. */
const UNKNOWN_TRUST = 3;

/**
 * Takes time and memory linear in the draft.
 *
 * @example completeDraft(importer.read(files), { guesses: libraries.flatMap(({ guesses = [] }) => guesses) })
 */
export function completeDraft(imported: ImportedSystem, options: CompletionOptions = {}): CompletedDraft {
  const notes = new DraftNotes();
  const { kinds = [], controlIds, techniqueIds, guesses } = options;
  const ancestors = kindAncestors(kinds);
  const classes = new Map<string, string>([
    ...ASSET_KINDS,
    ...kinds.map((kind) => [kind.id, kind.class] as const),
  ]);
  const vocabulary = {
    kinds: new Set(classes.keys()),
    ...(controlIds !== undefined && { controlIds: new Set(controlIds) }),
    ...(techniqueIds !== undefined && { techniqueIds: new Set(techniqueIds) }),
  };
  const table = guesses === undefined ? undefined : GuessTable.of(guesses);
  let draft = settleValues(settleIds(imported.draft, notes), vocabulary, notes);
  if (table !== undefined) draft = guessElements(draft, table, classes, notes);
  draft = settleReferences(draft, notes);
  if (table !== undefined) {
    draft = guessLinks(draft, table, ancestors, notes);
    draft = guessValues(draft, table.values, ancestors, notes);
    draft = guessAnyone(draft, notes);
  }
  markGuesses(draft, notes);
  return {
    draft: { ...draft, zones: draft.zones.map(withTrust), assets: draft.assets.map(withKind) },
    guessed: notes.guessed,
    losses: notes.accountFor(imported.losses),
    diagnostics: [...imported.diagnostics, ...notes.diagnostics],
  };
}

/** What the importer has worked out is in its loss report already. */
function markGuesses(
  { zones, actors, assets, flows, safeguards, goals }: DraftSystem,
  notes: DraftNotes,
): void {
  const mark = (pointer: string, { guessed = {} }: Pick<DraftElement, 'guessed'>): void => {
    for (const [key, why] of Object.entries(guessed)) {
      const path = key === WHOLE ? pointer : `${pointer}/${key}`;
      if (!notes.guessed.has(path)) notes.guessed.set(path, why);
    }
  };
  for (const [section, elements] of Object.entries({ zones, actors, assets, safeguards, goals })) {
    for (const element of elements) mark(`/${section}/${element.id}`, element);
  }
  flows.forEach((flow, index) => {
    mark(`/flows/${index}`, flow);
  });
}

function withTrust(zone: DraftZone): DraftZone {
  if (zone.trust !== undefined || zone.in !== undefined) return zone;
  const ask = new Set([...(zone.ask ?? []), HOW_TRUSTED]);
  return { ...zone, trust: UNKNOWN_TRUST, ask: [...ask] };
}

function withKind(asset: DraftAsset): DraftAsset {
  if (asset.kind !== undefined) return asset;
  return { ...asset, kind: asset.fallback, ask: [...(asset.ask ?? []), 'what kind of thing is it?'] };
}
