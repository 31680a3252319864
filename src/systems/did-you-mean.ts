import { nearestWord } from '#model/diagnostics';

/** Comparisons of one word with another that hints may take in one run; a tenth of a second or so. */
const MAX_COMPARISONS = 200_000;
/** A longer list of what is possible helps nobody. */
const MAX_LISTED = 16;

/** Gives "did you mean" hints, and stops doing so in a file that is wrong from top to bottom. */
export class DidYouMean {
  #left = MAX_COMPARISONS;

  /** The nearest known word; where none is near, the known words if they are few; else nothing. */
  hint(word: string, known: Iterable<string> | (() => Iterable<string>)): string | undefined {
    if (this.#left <= 0) return undefined;
    const words = [...new Set(typeof known === 'function' ? known() : known)];
    this.#left -= words.length + 1;
    if (this.#left <= 0 || words.length === 0) return undefined;
    const nearest = nearestWord(word, words);
    if (nearest !== undefined) return `did you mean "${nearest}"?`;
    return words.length <= MAX_LISTED ? `one of ${words.join(', ')}` : undefined;
  }
}
