/**
 * Words of names, images and types, and whether an entry's words stand among them. Whole words only: `storage` holds no
 * `rag`, and `Vector DB`, `vector-db`, `VectorDB` and `vectordb` are the same.
 */

/** Names are looked at this far. */
const MAX_TEXT = 400;
/** Scripts that are written without gaps, next to those with: `Redis缓存`. */
const SCRIPTS_MEET =
  /(?<=[\p{sc=Latin}\p{N}])(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}])|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}])(?=[\p{sc=Latin}\p{N}])/gu;
/** Letters of the longest run that is looked up. */
const MAX_RUN = 40;

/** What no word of several goes across: `agent, memory` is no agent memory. */
const APART = /[,;|()[\]{}]+/;

/** The words of a text by its parts, which no words of an entry go across. */
export function wordsOfParts(text: string): string[][] {
  return text.slice(0, MAX_TEXT).split(APART).map(wordsOf);
}

/** `RAGService (v2)` → `rag`, `service`, `v2`; `CIDs` is one word; letters and digits of any script, without accents. */
export function wordsOf(text: string): string[] {
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Lu})(?!\p{Lu}s(?!\p{L}))(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(SCRIPTS_MEET, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The form in which words of entries and of names are compared: `Vector database` → `vectordatabase`. */
export function joined(words: string): string {
  return wordsOf(words).join('');
}

export interface WordRun {
  /** Neighbouring words without what is between them. */
  readonly letters: string;
  /** Index of its first word, and of the one after its last. */
  readonly start: number;
  readonly end: number;
}

/**
 * All runs of neighbouring words, each also without an `s` at its end.
 *
 * @example wordRuns(['vector', 'dbs']) // vector, vectordbs, vectordb, dbs, db
 */
export function* wordRuns(words: readonly string[]): Generator<WordRun> {
  for (let start = 0; start < words.length; start++) {
    let letters = '';
    for (let end = start + 1; end <= words.length; end++) {
      letters += words[end - 1]!;
      if (letters.length > MAX_RUN) break;
      yield { letters, start, end };
      if (letters.endsWith('s') && letters.length > 3) yield { letters: letters.slice(0, -1), start, end };
    }
  }
}
