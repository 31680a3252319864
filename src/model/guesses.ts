/**
 * What foreign elements may be, by the words that stand at them: the entries of `guesses` in a library
 * (docs/importing.md). Every guess is marked where it is used, and all of them can be turned off.
 */
import type { SourcePosition } from './diagnostics.ts';
import type { DraftAsset } from './draft-system.ts';
import type { AttackerKind, Carried, Level, Relation, ValueFact } from './system-model.ts';

/**
 * Where a word may stand, in the order in which one of two equally good matches is taken. A `remark` is what stands in
 * brackets, or below the first line, of a name: `Database (PostgreSQL)`.
 */
export const HINTS = ['name', 'remark', 'image', 'technology', 'tag', 'type'] as const;
export type Hint = (typeof HINTS)[number];

/** What an element is in its own format, where nothing better is known. */
export const FALLBACKS = [
  'process',
  'store',
  'external',
] as const satisfies readonly DraftAsset['fallback'][];

interface Entry {
  readonly library: string;
  readonly position: SourcePosition;
}

interface Worded extends Entry {
  /** As written, e.g. `vector database`; `wordRuns` of `src/systems/drafts/words.ts` says what they match. */
  readonly words: readonly string[];
}

interface OfElements extends Worded {
  /** What the element must be in its own format; absent: any of them. */
  readonly elements?: readonly DraftAsset['fallback'][];
}

export interface KindGuess extends OfElements {
  readonly gives: 'kind';
  readonly kind: string;
  /** Facts that come with it, e.g. `provider: third-party` for a vendor's API. */
  readonly facts: Readonly<Partial<Record<ValueFact, readonly string[]>>>;
  /** Where its words may stand; absent: anywhere. */
  readonly hints?: readonly Hint[];
  /** Said of many things (`database`, `service`): taken only where no particular word stands. */
  readonly general: boolean;
}

/** Roles of people; an external element with such a name is an actor. */
export interface ActorGuess extends OfElements {
  readonly gives: 'actor';
  readonly attacker: AttackerKind;
}

/** How far a zone is trusted, 0..5. */
export interface TrustGuess extends Worded {
  readonly gives: 'trust';
  readonly trust: number;
}

/** What a flow carries, by the words of its name or by the kinds at its ends (`actor` is any actor). */
export interface CarriesGuess extends Entry {
  readonly gives: 'carries';
  readonly carries: readonly Carried[];
  readonly words?: readonly string[];
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

/** A relation that a flow between these kinds suggests, whichever way the data goes. */
export interface RelationGuess extends Entry {
  readonly gives: 'relation';
  readonly relation: Relation;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What the loss of an asset of these kinds would mean, where a model rates nothing at all. */
export interface ValueGuess extends Entry {
  readonly gives: 'value';
  readonly value: Readonly<Partial<Record<'confidentiality' | 'integrity' | 'availability', Level>>>;
  readonly kinds: readonly string[];
}

export type Guess = KindGuess | ActorGuess | TrustGuess | CarriesGuess | RelationGuess | ValueGuess;
