import { Lexer, Parser, type CST, type LineCounter } from 'yaml';

/** Words and marks; the largest known file has 75,000. A tree of these takes some hundred megabytes. */
export const MAX_LEXEMES = 500_000;

/** Faults that are looked for; each costs as much as a hundred words. */
const MAX_FAULTS = 1000;

/** What goes over a limit, and where, 1-based. */
export interface OverLimit {
  readonly limit: 'depth' | 'lexemes';
  readonly line: number;
  readonly column: number;
}

/**
 * The tokens of a YAML text, up to where it is nested too deeply, holds too much, or has had faults enough.
 *
 * @param maxDepth nodes within nodes; the composer calls itself for each
 * @param refuse is called once where a limit is passed, and may throw; no token comes after it
 */
export function* boundedTokens(
  text: string,
  lines: LineCounter,
  maxDepth: number,
  refuse: (over: OverLimit) => void,
): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let [lexemes, faults] = [0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') faults += 1;
      yield token;
    }
    lexemes += 1;
    const isTooDeep = parser.stack.length > maxDepth;
    if (isTooDeep || lexemes > MAX_LEXEMES) {
      const { line, col } = lines.linePos(parser.offset);
      refuse({ limit: isTooDeep ? 'depth' : 'lexemes', line, column: col });
      return;
    }
    if (faults > MAX_FAULTS) return;
  }
  yield* parser.end();
}
