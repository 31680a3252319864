import { nearestWord } from '#model/diagnostics';

/** Comparisons of one word with another that hints may take in one run; a tenth of a second or so. */
const MAX_COMPARISONS = 200_000;
/** A longer list of what is possible helps nobody. */
const MAX_LISTED = 16;

/** Gives "did you mean" hints, and stops doing so in a file that is wrong from top to bottom. */
export class DidYouMean {
  #left = MAX_COMPARISONS;

  /** The nearest known word; where none is near, the known words if they are few; else nothing. */
  hint(word: string, known: ReadonlySet<string> | readonly string[]): string | undefined {
    const count = 'size' in known ? known.size : known.length;
    if (count === 0 || count > this.#left) return undefined;
    this.#left -= count;
    const words = [...known];
    const nearest = nearestWord(word, words);
    if (nearest !== undefined) return `did you mean "${nearest}"?`;
    return words.length <= MAX_LISTED ? `one of ${words.join(', ')}` : undefined;
  }
}
