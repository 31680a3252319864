import { ThreatloomError } from '#model/errors';
import { CLAUSES, KEYWORDS, REFUSED } from './vocabulary.ts';
import type { Token } from './tokens.ts';

/** Deeper nesting than any query needs, and far from where the parser would run out of stack. */
const DEEPEST = 100;

/** Where a parser stands in a list of tokens. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The token after the next `ahead` ones; the last stands for all beyond it. */
  peek(ahead: number): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  /** End of the token before this one, as an offset into the text. */
  get lastEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  atWord(...words: readonly string[]): boolean {
    return words.every((word, ahead) => isWord(this.peek(ahead), word));
  }

  atSymbol(...symbols: readonly string[]): boolean {
    return symbols.every((symbol, ahead) => {
      const token = this.peek(ahead);
      return token.kind === 'symbol' && token.text === symbol;
    });
  }

  takeWord(...words: readonly string[]): boolean {
    const found = this.atWord(...words);
    if (found) this.#at += words.length;
    return found;
  }

  takeSymbol(symbol: string): boolean {
    const found = this.atSymbol(symbol);
    if (found) this.#at++;
    return found;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word);
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(`"${symbol}"`);
  }

  /** Name of a variable: not a word of the language, unless in backticks. */
  expectVariable(what: string): string {
    if (!this.atVariable()) throw this.unexpected(what);
    return this.next().text;
  }

  atVariable(): boolean {
    const { kind, text } = this.token;
    if (kind === 'quoted') return true;
    return kind === 'word' && !KEYWORDS.has(text.toUpperCase()) && !REFUSED.has(text.toUpperCase());
  }

  /** Name of a label, type or property: any word, since its place tells it from a word of the language. */
  expectName(what: string): string {
    const { kind } = this.token;
    if (kind !== 'word' && kind !== 'quoted') throw this.unexpected(what);
    return this.next().text;
  }

  nested<T>(parse: () => T): T {
    if (++this.#depth > DEEPEST) throw this.error(`the query is nested deeper than ${DEEPEST} levels`);
    const result = parse();
    this.#depth--;
    return result;
  }

  unexpected(expected: string): ThreatloomError {
    const { kind, text } = this.token;
    if (kind === 'word' && REFUSED.has(text.toUpperCase())) {
      return this.error(`"${text}" is not allowed: a query may only read`, `allowed are ${CLAUSES}`);
    }
    if (kind === 'symbol' && text === ';') return this.error('";" is not allowed: one statement at a time');
    const found = kind === 'end' ? text : `"${text}"`;
    return this.error(`expected ${expected}, found ${found}`);
  }

  error(message: string, hint?: string, at: Token = this.token): ThreatloomError {
    const { line, column } = at;
    return new ThreatloomError('CYPHER-002', message, { line, column, ...(hint !== undefined && { hint }) });
  }
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word;
}
