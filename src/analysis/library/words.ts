/** The words of one condition or fact, with their places; the whole lexical grammar of the rule language. */
export interface Word {
  readonly text: string;
  /** 0-based, within the text. */
  readonly offset: number;
}

/** What is wrong in a condition or fact, with its 0-based place; turned into a diagnostic by the loader. */
export class PhraseError extends Error {
  override readonly name = 'PhraseError';
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(message: string, offset: number, hint?: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

/**
 * @example words('x.effects has send|money') // x . effects has send | money
 * @throws PhraseError at the first character that cannot stand in a phrase
 */
export function words(phrase: string): Word[] {
  const found: Word[] = [];
  const token = /\s*(?:([A-Za-z0-9][A-Za-z0-9_-]*)|([.|]))/y;
  let end = 0;
  while (end < phrase.trimEnd().length) {
    token.lastIndex = end;
    const match = token.exec(phrase);
    if (match === null) {
      const offset = end + (phrase.slice(end).length - phrase.slice(end).trimStart().length);
      throw new PhraseError(`"${phrase[offset]!}" cannot stand here`, offset);
    }
    const text = match[1] ?? match[2]!;
    found.push({ text, offset: token.lastIndex - text.length });
    end = token.lastIndex;
  }
  return found;
}

/** Reads words from left to right. */
export class WordReader {
  readonly #words: readonly Word[];
  readonly #end: number;
  #next = 0;

  constructor(phrase: string) {
    this.#words = words(phrase);
    this.#end = phrase.length;
  }

  get offset(): number {
    return this.#words[this.#next]?.offset ?? this.#end;
  }

  peek(): string | undefined {
    return this.#words[this.#next]?.text;
  }

  /** Takes the next word if it is this one. */
  accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#next += 1;
    return true;
  }

  /** Takes a word that is no punctuation. */
  word(what: string): Word {
    const word = this.#words[this.#next];
    if (word === undefined) throw new PhraseError(`${what} is missing at the end`, this.#end);
    if (word.text === '.' || word.text === '|') {
      throw new PhraseError(`expected ${what}, not "${word.text}"`, word.offset);
    }
    this.#next += 1;
    return word;
  }

  /** `a|b|c` */
  alternatives(what: string): Word[] {
    const found = [this.word(what)];
    while (this.accept('|')) found.push(this.word(what));
    return found;
  }

  end(): void {
    const word = this.#words[this.#next];
    if (word !== undefined) throw new PhraseError(`"${word.text}" is too much here`, word.offset);
  }
}
