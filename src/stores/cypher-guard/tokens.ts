/**
 * Cypher text → tokens. Stricter than either engine on purpose: what the two could read differently is refused, so that
 * no text means one thing to the guard and another to the store.
 */
import { ThreatloomError } from '#model/errors';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; for `quoted` and `parameter` the name alone. */
  readonly text: string;
  readonly offset: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

const LONGEST_QUERY = 100_000;

/**
 * In this order: white space and comments, then names, parameters, numbers, strings, symbols.
 * Comments end at the first of CR and LF; names without backticks are ASCII; escapes are those that both engines know,
 * and none that Neo4j would turn into a quote before it reads the text (`\\u0027`, wherever it stands).
 */
const PATTERNS: readonly { readonly kind: TokenKind | 'blank'; readonly pattern: RegExp }[] = [
  { kind: 'blank', pattern: /[ \t\r\n]+|\/\/[^\r\n]*|\/\*[^]*?\*\//y },
  { kind: 'word', pattern: /[A-Za-z_][A-Za-z0-9_]*/y },
  { kind: 'quoted', pattern: /`[^`\\\p{Cc}]+`(?!`)/uy },
  { kind: 'parameter', pattern: /\$[A-Za-z_][A-Za-z0-9_]*/y },
  { kind: 'number', pattern: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z0-9_])/y },
  {
    kind: 'string',
    pattern: /'(?:[^'\\\0]|\\[nrt'"]|\\\\(?![uU]))*'|"(?:[^"\\\0]|\\[nrt'"]|\\\\(?![uU]))*"/y,
  },
  { kind: 'symbol', pattern: /<>|<=|>=|=~|\.\.|[()[\]{}.,:;|=<>+\-*/%^]/y },
];

/**
 * @returns the tokens, an `end` token last, and the text with its comments blanked out (same lines and columns)
 * @throws ThreatloomError CYPHER-001 at the first character that starts no token
 */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly code: string } {
  if (text.length > LONGEST_QUERY) {
    throw new ThreatloomError('CYPHER-001', `the query is longer than ${LONGEST_QUERY} characters`);
  }
  const tokens: Token[] = [];
  const code: string[] = [];
  let line = 1;
  let lineStart = 0;
  for (let offset = 0; offset < text.length;) {
    const position = { line, column: offset - lineStart + 1 };
    const match = matchAt(text, offset);
    if (match === undefined) throw unreadable(text, offset, position);
    const { kind, found } = match;
    const end = offset + found.length;
    if (kind === 'blank') {
      code.push(found.replace(/[^\r\n]/g, ' '));
    } else {
      code.push(found);
      const name = kind === 'quoted' ? found.slice(1, -1) : kind === 'parameter' ? found.slice(1) : found;
      tokens.push({ kind, text: name, offset, end, ...position });
    }
    for (let newline = text.indexOf('\n', offset); newline !== -1 && newline < end;) {
      line++;
      lineStart = newline + 1;
      newline = text.indexOf('\n', lineStart);
    }
    offset = end;
  }
  const end = { line, column: text.length - lineStart + 1 };
  tokens.push({ kind: 'end', text: 'end of the query', offset: text.length, end: text.length, ...end });
  return { tokens, code: code.join('') };
}

function matchAt(text: string, offset: number): { kind: TokenKind | 'blank'; found: string } | undefined {
  for (const { kind, pattern } of PATTERNS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    // A slash that opens a comment which never closes must not pass as a division.
    if (found !== undefined && !(kind === 'symbol' && text.startsWith('/*', offset))) return { kind, found };
  }
  return undefined;
}

function unreadable(
  text: string,
  offset: number,
  position: { line: number; column: number },
): ThreatloomError {
  const character = String.fromCodePoint(text.codePointAt(offset)!);
  const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const cases: Record<string, readonly [message: string, hint?: string]> = {
    "'": ['the string does not end, or holds an escape other than \\\\ \\\' \\" \\n \\r \\t', HINT_ESCAPE],
    '"': ['the string does not end, or holds an escape other than \\\\ \\\' \\" \\n \\r \\t', HINT_ESCAPE],
    '`': ['the name in backticks does not end, or holds a backtick, a backslash or a control character'],
    '/': ['the comment does not end'],
    $: ['a parameter is a "$" with a name of letters, digits and "_" after it'],
  };
  const [message, hint] = cases[character] ?? [`the character ${code} cannot stand here`];
  return new ThreatloomError('CYPHER-001', message, { ...position, ...(hint !== undefined && { hint }) });
}

const HINT_ESCAPE = 'write other characters as they are, or pass the value as a parameter';
