/**
 * A quick reader of the YAML that people write in system models: block mappings and lists, flow
 * collections, words, quoted text without escapes, comments. It declines everything else (anchors, tags, block text, text over
 * several lines, tabs, faults of any kind), and then the full parser reads the file: what this one accepts, it reads as
 * the full one does, which a test holds over mutated files.
 *
 * Why it is there: the full parser takes some 0.45 s for a model of 1,000 assets and 2,000 flows, and 0.1 KB of tree for each
 * character; this one a tenth of either.
 */

import type { Locate } from './findings.ts';
import { TextPlaces } from './text-places.ts';

class Declined extends Error {}

const DECLINED = new Declined();
/** As deep as a model goes, and some more for what `x-*` keys hold. */
const MAX_DEPTH = 50;
/** The longest key that YAML allows without a question mark before it is 1,024 characters, quotes included. */
const MAX_KEY = 1000;

const KEY = /(?:([A-Za-z_][\w.-]*)|"([^"\\\n]*)"|'([^'\n]*)'):(?=[ \n]|$)/y;
/** In flow collections a value may follow a quoted key at once, as in JSON. */
const FLOW_KEY = /(?:([A-Za-z_][\w.-]*):(?=[ \n])|"([^"\\\n]*)":|'([^'\n]*)':)/y;
const BLOCK_TEXT = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s]))[^\n]*/y;
const FLOW_TEXT = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=\d))[^,[\]{}\n#:]*/y;
const QUOTED = /"([^"\\\n]*)"|'([^'\n]*)'/y;
const REST_OF_LINE = /(?: *| +#[^\n]*)(?:\n|$)/y;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
/** Whatever the core schema might read as a number, and a good deal more. */
const NUMERIC = /^[-+]?(?:\.?\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|0[xob][\da-fA-F]+|\.(?:inf|nan))$/i;
const RESERVED = /^(?:~|null|true|false)$/i;

export interface PlainDocument {
  /** Its mappings have no prototype. */
  readonly value: unknown;
  readonly locate: Locate;
}

/**
 * @param textKeys keys whose digits are text; a number under one of them is left to the full parser
 * @returns undefined where the text is left to the full parser
 */
export function readPlainYaml(text: string, textKeys: ReadonlySet<string>): PlainDocument | undefined {
  if (/[\t\r\u0085\u2028\u2029\ufeff]|^(?:---|\.\.\.|%)/m.test(text)) return undefined;
  try {
    return new PlainReader(text, textKeys).document();
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

class PlainReader {
  readonly #text: string;
  readonly #textKeys: ReadonlySet<string>;
  readonly #places: TextPlaces;
  #at = 0;
  /** Where the value that was read last begins. */
  #valueAt = 0;

  constructor(text: string, textKeys: ReadonlySet<string>) {
    this.#text = text;
    this.#textKeys = textKeys;
    this.#places = new TextPlaces(text);
  }

  document(): PlainDocument {
    if (this.#nextIndent() !== 0) throw DECLINED;
    const start = this.#at;
    const value = this.#text[this.#at] === '{' ? this.#rootFlow() : this.#block(0, 0);
    if (this.#nextIndent() !== -1) throw DECLINED;
    return { value, locate: (path, part) => this.#places.locate(value, start, path, part) };
  }

  /** JSON, or YAML that looks like it. */
  #rootFlow(): unknown {
    const value = this.#flowMapping(-1, 0);
    this.#match(REST_OF_LINE);
    return value;
  }

  /** A mapping or list whose entries begin in this column; the reader stands at the first of them. */
  #block(indent: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw DECLINED;
    return this.#isDash() ? this.#list(indent, depth) : this.#mapping(indent, depth);
  }

  #mapping(indent: number, depth: number): unknown {
    const mapping = Object.create(null) as Record<string, unknown>;
    const offsets = this.#places.addMapping(mapping);
    const start = this.#at;
    for (;;) {
      offsets.keys.push(this.#at);
      const key = this.#key(mapping, KEY);
      mapping[key] = this.#entryValue(indent, depth, true, key);
      offsets.names.push(key);
      offsets.values.push(this.#valueAt);
      this.#valueAt = start;
      const next = this.#nextIndent();
      if (next < indent) return mapping;
      if (next > indent || this.#isDash()) throw DECLINED;
      this.#at += indent;
    }
  }

  #list(indent: number, depth: number): unknown {
    const list: unknown[] = [];
    const offsets = this.#places.addList(list);
    const start = this.#at;
    for (;;) {
      const dash = this.#at;
      this.#at += 1;
      list.push(this.#item(indent, dash, depth));
      offsets.values.push(this.#valueAt);
      this.#valueAt = start;
      const next = this.#nextIndent();
      if (next < indent) return list;
      if (next > indent) throw DECLINED;
      // In the column of the key above it a list ends where the next key begins.
      if (this.#text[this.#at + indent] !== '-') return list;
      this.#at += indent;
      if (!this.#isDash()) throw DECLINED;
    }
  }

  #item(indent: number, dash: number, depth: number): unknown {
    const start = this.#at;
    this.#at = this.#afterSpaces();
    KEY.lastIndex = this.#at;
    if (this.#isDash() || KEY.test(this.#text)) return this.#block(indent + this.#at - dash, depth + 1);
    this.#at = start;
    return this.#entryValue(indent, depth, false, '');
  }

  /** What stands after `key:` or `-`: on the same line, or on the lines below. */
  #entryValue(indent: number, depth: number, mayDash: boolean, key: string): unknown {
    const start = this.#afterSpaces();
    this.#valueAt = start;
    REST_OF_LINE.lastIndex = this.#at;
    if (REST_OF_LINE.test(this.#text)) {
      this.#at = REST_OF_LINE.lastIndex;
      const next = this.#nextIndent();
      const isList = mayDash && next === indent && this.#text[this.#at + next] === '-';
      if (next <= indent && !isList) return null;
      this.#at += next;
      if (isList && !this.#isDash()) throw DECLINED;
      const char = this.#text[this.#at];
      if (char !== '{' && char !== '[') return this.#block(next, depth + 1);
    } else {
      if (this.#text[this.#at] !== ' ') throw DECLINED;
      this.#at = start;
    }
    const value = this.#inline(indent, depth, BLOCK_TEXT, key);
    this.#match(REST_OF_LINE);
    // Deeper lines would go on with the text.
    if (this.#nextIndent() > indent) throw DECLINED;
    return value;
  }

  #inline(indent: number, depth: number, textPattern: RegExp, key: string): unknown {
    const char = this.#text[this.#at];
    this.#valueAt = this.#at;
    if (char === '{') return this.#flowMapping(indent, depth + 1);
    if (char === '[') return this.#flowList(indent, depth + 1, key);
    if (char === '"' || char === "'") {
      const quoted = this.#match(QUOTED);
      return quoted[1] ?? quoted[2];
    }
    const start = this.#at;
    let [text] = this.#match(textPattern);
    if (textPattern === BLOCK_TEXT) {
      const comment = text.indexOf(' #');
      if (comment !== -1) text = text.slice(0, comment);
      if (/: |:$/.test(text)) throw DECLINED;
    }
    text = text.replace(/(?<! ) +$/, '');
    this.#at = start + text.length;
    return this.#scalar(text, key);
  }

  #flowMapping(indent: number, depth: number): unknown {
    const mapping = Object.create(null) as Record<string, unknown>;
    const offsets = this.#places.addMapping(mapping);
    this.#flow('}', indent, depth, () => {
      offsets.keys.push(this.#at);
      const key = this.#key(mapping, FLOW_KEY);
      this.#skipInFlow(indent);
      mapping[key] = this.#inline(indent, depth, FLOW_TEXT, key);
      offsets.names.push(key);
      offsets.values.push(this.#valueAt);
    });
    return mapping;
  }

  #flowList(indent: number, depth: number, key: string): unknown {
    const list: unknown[] = [];
    const offsets = this.#places.addList(list);
    this.#flow(']', indent, depth, () => {
      list.push(this.#inline(indent, depth, FLOW_TEXT, key));
      offsets.values.push(this.#valueAt);
    });
    return list;
  }

  #flow(end: string, indent: number, depth: number, readEntry: () => void): void {
    if (depth > MAX_DEPTH) throw DECLINED;
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#skipInFlow(indent);
      if (this.#text[this.#at] === end) break;
      readEntry();
      this.#skipInFlow(indent);
      if (this.#text[this.#at] === end) break;
      if (this.#text[this.#at] !== ',') throw DECLINED;
      this.#at += 1;
    }
    this.#at += 1;
    this.#valueAt = start;
  }

  /** Spaces and line ends; each line of a flow collection is indented more than what it belongs to. */
  #skipInFlow(indent: number): void {
    let column = -1;
    for (; ; this.#at++) {
      const char = this.#text[this.#at];
      if (char === '\n') column = 0;
      else if (char !== ' ') break;
      else if (column !== -1) column++;
    }
    if (column !== -1 && column <= indent) throw DECLINED;
  }

  #key(mapping: Record<string, unknown>, pattern: RegExp): string {
    const [, plain, double, single] = this.#match(pattern);
    const key = plain ?? double ?? single ?? '';
    if (key === '' || key.length > MAX_KEY || key === '__proto__' || RESERVED.test(key) || key in mapping)
      throw DECLINED;
    return key;
  }

  #scalar(text: string, key: string): unknown {
    if (RESERVED.test(text)) {
      if (text === 'true') return true;
      if (text === 'false') return false;
      throw DECLINED;
    }
    if (!NUMERIC.test(text)) return text;
    if (!NUMBER.test(text) || this.#textKeys.has(key) || text.startsWith('-0')) throw DECLINED;
    return Number(text);
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) throw DECLINED;
    this.#at = pattern.lastIndex;
    return match;
  }

  #afterSpaces(): number {
    let at = this.#at;
    while (this.#text[at] === ' ') at++;
    return at;
  }

  #isDash(): boolean {
    const after = this.#text[this.#at + 1];
    return this.#text[this.#at] === '-' && (after === ' ' || after === '\n' || after === undefined);
  }

  /** Passes over blank lines and comments; gives the next line's indentation, -1 at the end, and stands at its start. */
  #nextIndent(): number {
    for (;;) {
      let at = this.#at;
      while (this.#text[at] === ' ') at++;
      const char = this.#text[at];
      if (char === undefined) return -1;
      if (char !== '\n' && char !== '#') return at - this.#at;
      const end = this.#text.indexOf('\n', at);
      this.#at = end === -1 ? this.#text.length : end + 1;
    }
  }
}
