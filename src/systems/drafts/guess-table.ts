import { HINTS, type ActorGuess, type CarriesGuess, type Guess, type Hint } from '#model/guesses';
import type { KindGuess, RelationGuess, TrustGuess, ValueGuess } from '#model/guesses';
import type { DraftAsset } from '#model/draft-system';
import { listUnder } from '#model/list-under';
import { joined, wordRuns, wordsOfParts } from './words.ts';

/** An entry that matched, and what it matched. */
export interface Match<G> {
  readonly guess: G;
  readonly hint: Hint;
  /** As it is written in the entry. */
  readonly words: string;
}

interface Candidate<G> extends Match<G> {
  readonly letters: number;
  readonly end: number;
  /** The word before. */
  readonly before: string | undefined;
  /** Words of the text. */
  readonly of: number;
  /** Nothing else stands in the text, or after its last `/`. */
  readonly isWhole: boolean;
  /** It stands before the last `/` of an image, and so says who made it. */
  readonly isOwner: boolean;
}

/** Looks up entries by their words. Building takes time linear in the entries, a lookup in the length of the texts. */
class WordTable<G extends { readonly words?: readonly string[] }> {
  readonly #byLetters = new Map<string, (readonly [G, string])[]>();

  constructor(guesses: readonly G[]) {
    for (const guess of guesses) {
      for (const words of guess.words ?? []) {
        const letters = joined(words);
        listUnder(this.#byLetters, letters).push([guess, words]);
      }
    }
  }

  *matches(hint: Hint, text: string): Generator<Candidate<G>> {
    const parts = wordsOfParts(text);
    const words = parts.flat();
    const whole = joined(text.slice(text.lastIndexOf('/') + 1)).length;
    const owned =
      hint === 'image' ? wordsOfParts(text.slice(0, Math.max(text.lastIndexOf('/'), 0))).flat().length : 0;
    let first = 0;
    for (const part of parts) {
      for (const { letters, start, end } of wordRuns(part)) {
        for (const [guess, written] of this.#byLetters.get(letters) ?? []) {
          const last = first + end;
          // Tags group things, and seldom say what one of them is.
          const isWhole = hint !== 'tag' && last === words.length && letters.length >= whole - 1;
          const before = words[first + start - 1];
          yield {
            guess,
            hint,
            words: written,
            before,
            letters: letters.length,
            end: last,
            of: words.length,
            isWhole,
            isOwner: last <= owned,
          };
        }
      }
      first += part.length;
    }
  }
}

/** Names of people are looked at this far. */
const MAX_ROLES = 200;

const NEGATIONS: ReadonlySet<string> = new Set(['no', 'not', 'without', 'non']);

/** What is known of an element, hint by hint. */
export type Texts = Readonly<Partial<Record<Hint, readonly string[]>>>;

/** Tables of lists that were asked for before: the libraries of a workspace serve all of its imports. */
const TABLES = new WeakMap<readonly Guess[], GuessTable>();

export class GuessTable {
  readonly #kinds: WordTable<KindGuess>;
  readonly #actors: WordTable<ActorGuess>;
  readonly #trust: WordTable<TrustGuess>;
  readonly #carries: WordTable<CarriesGuess>;
  readonly #libraries: readonly string[];
  readonly carriesByEnds: readonly CarriesGuess[];
  readonly relations: readonly RelationGuess[];
  readonly values: readonly ValueGuess[];

  static of(guesses: readonly Guess[]): GuessTable {
    const table = TABLES.get(guesses) ?? new GuessTable(guesses);
    TABLES.set(guesses, table);
    return table;
  }

  /** @param guesses of all libraries, in the order of loading; where two match as well, the later library's is taken */
  constructor(guesses: readonly Guess[]) {
    const of = <K extends Guess['gives']>(gives: K) =>
      guesses.filter((guess): guess is Extract<Guess, { gives: K }> => guess.gives === gives);
    this.#libraries = [...new Set(guesses.map(({ library }) => library))];
    this.#kinds = new WordTable(of('kind'));
    this.#actors = new WordTable(of('actor'));
    this.#trust = new WordTable(of('trust'));
    this.#carries = new WordTable(of('carries'));
    this.carriesByEnds = of('carries').filter(({ words }) => words === undefined);
    this.relations = of('relation');
    this.values = of('value');
  }

  /**
   * The most particular entry: one for a particular thing before a general one, then one that is all of a text but a tag, then the
   * one with more letters, then by where it stands (name, remark, image, technology, tag, type), then the one nearer to the end of the text, where the
   * main word of an English name is.
   *
   * @param accepts which kinds may be guessed
   */
  kind(
    texts: Texts,
    element: DraftAsset['fallback'],
    accepts: (kind: string) => boolean = () => true,
  ): Match<KindGuess> | undefined {
    const allowed = (guess: KindGuess, hint: Hint): boolean =>
      accepts(guess.kind) &&
      (guess.hints?.includes(hint) ?? true) &&
      (guess.elements?.includes(element) ?? true);
    return this.#best(
      candidates(this.#kinds, texts).filter(({ guess, hint }) => allowed(guess, hint)),
      ({ general }) => (general ? 1 : 0),
    );
  }

  /**
   * A role of people that the name ends with. What its own format does not call external is a person only where the
   * whole name says so: `User` is one, `API user` may be an account. Of several roles, `Users/Attackers`, all have to be
   * known; the first is taken.
   */
  actor(name: string, element: DraftAsset['fallback']): Match<ActorGuess> | undefined {
    const plain = name.slice(0, MAX_ROLES).replaceAll(/\([^)]*\)/g, ' ');
    const roles = plain.split(/[/,&+]|\band\b|\bor\b/);
    if (roles.length === 1) return this.#role(plain, element);
    const found = roles.map((role) => this.#role(role, element));
    return found.every((match) => match !== undefined) ? found[0] : this.#role(plain, element);
  }

  #role(plain: string, element: DraftAsset['fallback']): Match<ActorGuess> | undefined {
    const found = [...this.#actors.matches('name', plain)].filter(
      ({ end, of, words, guess: { elements = [element] } }) =>
        end === of &&
        elements.includes(element) &&
        (element === 'external' || joined(words).length >= joined(plain).length - 1),
    );
    return this.#best(found);
  }

  trust(name: string): Match<TrustGuess> | undefined {
    return this.#best([...this.#trust.matches('name', name)]);
  }

  /** `no auth` carries no credentials. */
  carries(name: string): Match<CarriesGuess> | undefined {
    const found = [...this.#carries.matches('name', name)];
    return this.#best(found.filter(({ before = '' }) => !NEGATIONS.has(before)));
  }

  #best<G extends Guess>(
    found: readonly Candidate<G>[],
    rank: (guess: G) => number = () => 0,
  ): Match<G> | undefined {
    const library = ({ guess }: Candidate<G>): number => this.#libraries.indexOf(guess.library);
    return found.toSorted(
      (a, b) =>
        rank(a.guess) - rank(b.guess) ||
        Number(a.isOwner) - Number(b.isOwner) ||
        Number(b.isWhole) - Number(a.isWhole) ||
        b.letters - a.letters ||
        HINTS.indexOf(a.hint) - HINTS.indexOf(b.hint) ||
        library(b) - library(a) ||
        b.end - a.end,
    )[0];
  }
}

function candidates<G extends Guess & { readonly words: readonly string[] }>(
  table: WordTable<G>,
  texts: Texts,
): Candidate<G>[] {
  return HINTS.flatMap((hint) => (texts[hint] ?? []).flatMap((text) => [...table.matches(hint, text)]));
}
