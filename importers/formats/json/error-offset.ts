/** Brackets that may stand open at once; the publishers' files have fewer than ten. */
export const MAX_JSON_DEPTH = 1000;

/**
 * Where a text stops being JSON (RFC 8259) of at most `MAX_JSON_DEPTH`.
 *
 * V8 gives the position in some of its messages and not in others, and words them differently in each version; so
 * after `JSON.parse` has refused a text, this finds the place. O(n), no recursion.
 *
 * @returns offset of the first character that cannot stand where it stands, the text's length where it is cut
 *   short, or undefined where the text is JSON
 */
export function jsonErrorOffset(text: string): number | undefined {
  /** One entry for each open bracket: what closes it. */
  const open: ('}' | ']')[] = [];
  let expect: 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'after' = 'value';
  let at = 0;
  for (;;) {
    at = skipWhitespace(text, at);
    const character = text[at];
    if (character === undefined) return expect === 'after' && open.length === 0 ? undefined : at;
    if (expect === 'after') {
      const close = open.at(-1);
      if (close === undefined) return at;
      if (character === ',') expect = close === '}' ? 'key' : 'value';
      else if (character === close) open.pop();
      else return at;
      at += 1;
      continue;
    }
    if (character === open.at(-1) && (expect === 'value-or-close' || expect === 'key-or-close')) {
      open.pop();
      expect = 'after';
      at += 1;
      continue;
    }
    if (expect === 'key' || expect === 'key-or-close') {
      const key = scanString(text, at);
      if (!key.valid) return key.end;
      at = skipWhitespace(text, key.end);
      if (text[at] !== ':') return at;
      at += 1;
      expect = 'value';
      continue;
    }
    if (character === '{' || character === '[') {
      if (open.length === MAX_JSON_DEPTH) return at;
      open.push(character === '{' ? '}' : ']');
      expect = character === '{' ? 'key-or-close' : 'value-or-close';
      at += 1;
      continue;
    }
    const scan = character === '"' ? scanString(text, at) : scanScalar(text, at);
    if (!scan.valid) return scan.end;
    at = scan.end;
    expect = 'after';
  }
}

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ESCAPE = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

// Loops over characters, not sticky expressions: those keep a backtracking entry for each character of a long text.
function skipWhitespace(text: string, at: number): number {
  let end = at;
  while (end < text.length && ' \t\n\r'.includes(text[end]!)) end += 1;
  return end;
}

interface Scan {
  readonly valid: boolean;
  /** First character after the token, or the one that breaks it. */
  readonly end: number;
}

function scanString(text: string, at: number): Scan {
  if (text[at] !== '"') return { valid: false, end: at };
  let end = at + 1;
  while (end < text.length) {
    const character = text[end]!;
    if (character === '"') return { valid: true, end: end + 1 };
    if (character < ' ') return { valid: false, end };
    if (character === '\\') {
      const escape = ESCAPE.exec(text.slice(end + 1, end + 6));
      if (escape === null) return { valid: false, end: end + 1 };
      end += escape[0].length;
    }
    end += 1;
  }
  return { valid: false, end };
}

function scanScalar(text: string, at: number): Scan {
  let end = at;
  while (end < text.length && /[\w.+-]/.test(text[end]!)) end += 1;
  return SCALAR.test(text.slice(at, end)) ? { valid: true, end } : { valid: false, end: at };
}
