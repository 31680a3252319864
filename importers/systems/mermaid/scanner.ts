import { BRACKETS } from './shapes.ts';

/** Longest text in brackets or on a link. */
const MAX_LABEL = 4000;

/** Letters of a node's id; `-` and `=` only where they start no link. */
const ID = /(?:[\w!#$%'*+.?/\\\u0080-\u{10ffff}]|&(?=[^\s&])|-(?![->.])|=(?!=))+/uy;

export interface Link {
  readonly label?: string;
  readonly direction: 'forward' | 'backward' | 'both' | 'none' | 'hidden';
}

export interface Shape {
  readonly label?: string;
  readonly shape?: string;
  readonly icon?: string;
}

/** Walks over the text of a flowchart; nothing goes back, and no search goes further than a label may be long. */
export class Scanner {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** Takes what a sticky expression matches here. */
  take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text);
    if (match === null) return undefined;
    this.at = expression.lastIndex;
    return match;
  }

  /** Passes over blanks, comments and ends of statements. */
  skipBetween(): void {
    while (this.take(/(?:[\s;\uFEFF]+|%%\{[\s\S]{0,20000}?\}%%|%%[^\n]*)/y) !== undefined);
  }

  /** Whether a statement ends here; a comment may follow it. */
  get atEnd(): boolean {
    const rest = /[ \t\r]*(?:%%[^\n]*)?(?=$|[\n;])/y;
    rest.lastIndex = this.at;
    return rest.test(this.text);
  }

  /** The rest of the statement, taken. */
  rest(): string {
    const start = this.at;
    let quoted = false;
    while (!this.done) {
      const character = this.text[this.at]!;
      if (character === '"') quoted = !quoted;
      if (character === '\n' || (character === ';' && !quoted)) break;
      this.at += 1;
    }
    return this.text.slice(start, this.at).trim();
  }

  id(): string | undefined {
    return this.take(ID)?.[0];
  }

  /** Brackets with a label, or `@{ … }`; undefined where there are none, false where they do not close. */
  shape(): Shape | false | undefined {
    if (this.text.startsWith('@{', this.at)) return this.#properties();
    const bracket = BRACKETS.find(({ open }) => this.text.startsWith(open, this.at));
    if (bracket === undefined) return undefined;
    const { open, close, shape } = bracket;
    const start = this.at + open.length;
    const end = this.#closing(start, open, close);
    if (end === undefined) return false;
    const label = this.text.slice(start, end.at);
    this.at = end.at + end.length;
    // `[|key:value|text]` carries properties before its text.
    return { label: open === '[' ? label.replace(/^\|[^|]*\|/, '') : label, shape };
  }

  link(): Link | undefined {
    const whole =
      this.take(/\s*([xo<]?)--+([-xo>])/y) ??
      this.take(/\s*([xo<]?)==+([=xo>])/y) ??
      this.take(/\s*([xo<]?)-?\.+-([xo>]?)/y);
    if (whole !== undefined) return this.#withLabel(whole[1]!, whole[2]!);
    if (this.take(/\s*~~~+\s*/y) !== undefined) return { direction: 'hidden' };
    for (const [start, end] of [
      [/\s*([xo<]?)--(?!-)/y, /--+([-xo>])/g],
      [/\s*([xo<]?)==(?!=)/y, /==+([=xo>])/g],
      [/\s*([xo<]?)-\./y, /\.+-([xo>]?)/g],
    ] as const) {
      const back = this.at;
      const opened = this.take(start);
      if (opened === undefined) continue;
      const text = this.#labelUntil(end);
      if (text !== undefined) return this.#withLabel(opened[1]!, text.arrow, text.label);
      this.at = back;
    }
    return undefined;
  }

  /** A label between here and the end of a link, which is taken too. */
  #labelUntil(end: RegExp): { readonly label: string; readonly arrow: string } | undefined {
    const from = this.at;
    const blank = /^\s*/.exec(this.text.slice(from, from + 100))![0].length;
    let searchFrom = from;
    if (this.text[from + blank] === '"') {
      const close = this.text.indexOf('"', from + blank + 1);
      if (close >= 0 && close - from < MAX_LABEL) searchFrom = close + 1;
    }
    const window = this.text.slice(searchFrom, from + MAX_LABEL);
    end.lastIndex = 0;
    const match = end.exec(window);
    if (match === null || window.slice(0, match.index).includes('\n\n')) return undefined;
    this.at = searchFrom + match.index + match[0].length;
    return { label: this.text.slice(from, searchFrom + match.index), arrow: match[1]! };
  }

  #withLabel(start: string, end: string, before?: string): Link {
    const bar = this.take(/[ \t]*\|("[^"]{0,4000}"|[^|]{0,4000})\|/y)?.[1];
    this.take(/\s*/y);
    const label = bar ?? before;
    const arrow = end !== '' && !'-='.includes(end);
    const direction =
      start === '' ? (arrow ? 'forward' : 'none') : arrow ? 'both' : start === '<' ? 'backward' : 'none';
    return { direction, ...(label === undefined ? {} : { label }) };
  }

  /** Where the text that starts here is closed. */
  #closing(
    start: number,
    open: string,
    close: readonly string[],
  ): { at: number; length: number } | undefined {
    const limit = Math.min(this.text.length, start + MAX_LABEL);
    const first = start + /^\s*/.exec(this.text.slice(start, start + 100))![0].length;
    let at = start;
    if (this.text[first] === '"') {
      const end = this.text.indexOf('"', first + 1);
      if (end >= 0 && end < limit) at = end + 1;
    }
    // Brackets of the same sort inside an unquoted text are part of it.
    const inner = open.length === 1 && open !== '>' ? open : undefined;
    let depth = 0;
    for (; at < limit; at++) {
      if (inner !== undefined && this.text[at] === inner) depth += 1;
      const found = close.find((end) => this.text.startsWith(end, at));
      if (found === undefined) continue;
      if (depth === 0) return { at, length: found.length };
      depth -= 1;
    }
    return undefined;
  }

  /** `@{ shape: cyl, label: "Orders" }` */
  #properties(): Shape | false {
    const end = this.#closing(this.at + 2, '@', ['}']);
    if (end === undefined) return false;
    const inner = this.text.slice(this.at + 2, end.at);
    // A `}` in a quoted label is no end.
    const quotes = inner.split('"').length - 1;
    const close = quotes % 2 === 0 ? end.at : this.text.indexOf('}', this.text.indexOf('"', end.at));
    if (close < end.at || close - this.at > MAX_LABEL) return false;
    const body = this.text.slice(this.at + 2, close);
    this.at = close + 1;
    const of = (key: string): string | undefined =>
      new RegExp(`(?:^|[\\s,{])${key}\\s*:\\s*("[^"]*"|'[^']*'|[^,\\n}]+)`).exec(body)?.[1]?.trim();
    const plain = (value: string | undefined): string | undefined => value?.replace(/^["'](.*)["']$/s, '$1');
    const [label, shape, icon] = [of('label'), plain(of('shape')), plain(of('icon'))];
    return {
      ...(label === undefined ? {} : { label: plain(label)! }),
      ...(shape === undefined ? {} : { shape: shape.toLowerCase() }),
      ...(icon === undefined ? {} : { icon }),
    };
  }
}
