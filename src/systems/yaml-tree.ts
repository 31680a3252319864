/**
 * A YAML text as a tree that knows where everything stands, and that tree's plain value.
 */
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { boundedTokens, MAX_LEXEMES } from '#importers/formats/yaml/bounded-tokens';
import type { Findings, Path, Place } from './findings.ts';
import { TEXT_KEYS } from './structure.ts';

/** Deep enough for anything that `x-*` keys hold, and far from what would overflow the stack. */
const MAX_DEPTH = 100;
/** Values that aliases may repeat, all together; a model has a handful, an alias bomb has billions. */
const MAX_REPEATED = 100_000;
/** One fault in a text often brings a tail of others that mean nothing by themselves. */
const MAX_SYNTAX_ERRORS = 10;

const SYNTAX_HINTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BLOCK_AS_IMPLICIT_KEY: 'put text that holds ": " in quotes, and begin nested keys on a line of their own',
  BAD_INDENT: 'is a bracket not closed, or a line not indented like those beside it?',
  MULTILINE_IMPLICIT_KEY: 'is a colon missing, or a quote not closed?',
  MISSING_CHAR: 'is a quote, a bracket or a comma missing?',
  BAD_SCALAR_START: 'put the text in quotes',
  TAG_RESOLVE_FAILED: 'a system model uses no tags',
};

type Contents = Document.Parsed;

export class YamlTree {
  readonly #lines: LineCounter;
  readonly #document: Contents;
  readonly #entries = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new WeakMap<Node, Node>();
  #repeated = 0;

  /** Undefined where the text is nested too deeply or holds too much; then that is in the findings. */
  static parse(text: string, findings: Findings): YamlTree | undefined {
    const lines = new LineCounter();
    const documents = [...compose(text, lines, findings)];
    const [first, second] = documents;
    if (first === undefined) return undefined;
    const tree = new YamlTree(first, lines);
    tree.#reportSyntax(findings, second);
    return tree;
  }

  private constructor(document: Contents, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** Where the first syntax error stands; what comes after it may have been misread. */
  get firstError(): Place | undefined {
    const errors = [...this.#document.errors, ...this.#document.warnings];
    const first = errors.reduce((least, { pos }) => Math.min(least, pos[0]), Infinity);
    return first === Infinity ? undefined : this.#place(first);
  }

  /** The document as objects without prototype, arrays and scalars. Faulty keys are reported and left out. */
  toValue(findings: Findings): unknown {
    return this.#value(this.#document.contents, [], findings, 0, false);
  }

  /** The place of what a path names, or of its nearest ancestor that is there. */
  locate(path: Path, part: 'key' | 'value'): Place {
    let node: unknown = this.#document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const [index, step] of path.entries()) {
      node = isAlias(node) ? this.#targets.get(node) : node;
      if (isMap(node)) {
        const pair = this.#entriesOf(node).get(String(step));
        if (pair === undefined) break;
        const last = index === path.length - 1;
        offset =
          (last && part === 'value' ? offsetOf(pair.value) : undefined) ?? offsetOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = offsetOf(node) ?? offset;
      } else break;
    }
    return this.#place(offset);
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    // The counter knows no line before the first token of an empty text.
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #reportSyntax(findings: Findings, second: Contents | undefined): void {
    const errors = [...this.#document.errors, ...this.#document.warnings];
    for (const error of errors.slice(0, MAX_SYNTAX_ERRORS)) {
      const more = errors.length - MAX_SYNTAX_ERRORS;
      const isLast = more > 0 && error === errors[MAX_SYNTAX_ERRORS - 1];
      findings.add('SYS-001', [], error.message + (isLast ? ` (and ${more} more after it)` : ''), {
        place: this.#place(error.pos[0]),
        hint: SYNTAX_HINTS[error.code],
      });
    }
    if (second !== undefined) {
      findings.add('SYS-001', [], 'the file holds more than one YAML document', {
        place: this.#place(second.range[0]),
        hint: 'one file describes one system',
      });
    }
  }

  #value(node: unknown, path: Path, findings: Findings, depth: number, repeated: boolean): unknown {
    if (repeated) {
      // An anchor inside itself never ends, so it goes over the limit as soon as it is too deep.
      this.#repeated += depth > 2 * MAX_DEPTH ? MAX_REPEATED : 1;
      if (this.#repeated > MAX_REPEATED) return undefined;
    }
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) {
        findings.add('SYS-001', path, `the alias *${node.source} names no anchor before it`, {
          place: this.#place(offsetOf(node) ?? 0),
          hint: 'put text that begins with * in quotes',
        });
        return undefined;
      }
      this.#targets.set(node, target);
      const wasRefused = this.#repeated > MAX_REPEATED;
      const value = this.#value(target, path, findings, depth + 1, true);
      if (this.#repeated > MAX_REPEATED && !wasRefused && !repeated) {
        findings.add('SYS-005', path, `following the alias *${node.source} would repeat too much`, {
          place: this.#place(offsetOf(node) ?? 0),
          hint: `aliases may repeat ${MAX_REPEATED} values in all`,
        });
      }
      return value;
    }
    if (isMap(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      const object = Object.create(null) as Record<string, unknown>;
      if (!this.#entries.has(node)) this.#entries.set(node, this.#readKeys(node, path, findings));
      for (const [key, pair] of this.#entriesOf(node)) {
        object[key] = TEXT_KEYS.has(key)
          ? (writtenText(pair.value) ??
            this.#value(pair.value, [...path, key], findings, depth + 1, repeated))
          : this.#value(pair.value, [...path, key], findings, depth + 1, repeated);
      }
      return object;
    }
    if (isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      return node.items.map((item, index) =>
        this.#value(item, [...path, index], findings, depth + 1, repeated),
      );
    }
    if (!isScalar(node)) return null;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node.value;
  }

  #entriesOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    return this.#entries.get(map) ?? new Map();
  }

  #readKeys(map: YAMLMap, path: Path, findings: Findings): ReadonlyMap<string, Pair> {
    const entries = new Map<string, Pair>();
    const misread: Pair[] = [];
    for (const pair of map.items) {
      const place = this.#place(offsetOf(pair.key) ?? offsetOf(map) ?? 0);
      const key = isScalar(pair.key) ? pair.key.value : undefined;
      const text = typeof key === 'string' ? key : isScalar(pair.key) ? (pair.key.source ?? '') : '';
      if (key === true || text === 'true') {
        misread.push(pair);
        findings.add('SYS-011', [...path, 'true'], 'a key is the truth value true', {
          place,
          hint: 'a YAML 1.1 tool wrote "on" as true; write on',
        });
      } else if (text === '__proto__' || text === '') {
        findings.add('SYS-011', path, `a key ${text === '' ? 'is no text' : `may not be "${text}"`}`, {
          place,
        });
      } else if (entries.has(text)) {
        findings.add('SYS-010', [...path, text], `"${text}" is there twice in the same mapping`, {
          place,
          hint: `the first is in line ${this.#place(offsetOf(entries.get(text)?.key) ?? 0).line}`,
        });
      } else {
        if (typeof key !== 'string') {
          findings.add('SYS-011', [...path, text], `the key ${text} is not text`, {
            place,
            hint: `write "${text}"`,
          });
        }
        entries.set(text, pair);
      }
    }
    // Read as what was meant, so that "on" is not reported as missing too.
    for (const pair of misread) if (!entries.has('on')) entries.set('on', pair);
    return entries;
  }
}

/** Composes documents; stops with a finding where brackets or indentation nest too deeply, or the text holds too much. */
function* compose(text: string, lines: LineCounter, findings: Findings): Generator<Contents> {
  const state = { isRefused: false };
  const tokens = boundedTokens(text, lines, MAX_DEPTH, ({ limit, ...place }) => {
    state.isRefused = true;
    const [code, message] =
      limit === 'depth'
        ? (['SYS-004', `the file is nested more than ${MAX_DEPTH} deep`] as const)
        : ([
            'SYS-003',
            `the file holds more than ${MAX_LEXEMES} words and marks, and is no plain YAML`,
          ] as const);
    findings.add(code, [], message, { place, hint: 'is this the right file?' });
  });
  // Own check of keys instead of the library's, which compares every key with every other.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens, true, text.length)) {
    if (state.isRefused) return;
    yield document;
  }
}

function offsetOf(node: unknown): number | undefined {
  return (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range?.[0];
}

/** Plain digits as they are written: `2026.10` is a version, not the number 2026.1. */
function writtenText(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'number' ? node.source : undefined;
}
