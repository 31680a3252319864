import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import type { Diagnostic, SourcePosition } from '#model/diagnostics';

/** A YAML value with its place in the file; exactly one of `map`, `list` and `scalar` is set, none for null. */
export interface Located {
  readonly position: SourcePosition;
  /** JSON pointer within its file. */
  readonly pointer: string;
  readonly map?: ReadonlyMap<string, LocatedEntry>;
  readonly list?: readonly Located[];
  readonly scalar?: string | number | boolean;
  /** Characters between `position` and the first character of a scalar's text: 1 for a quote, else 0. */
  readonly textOffset: number;
}

export interface LocatedEntry {
  readonly keyPosition: SourcePosition;
  readonly value: Located;
}

/** Deep enough for any library, shallow enough for any call stack. */
const MAX_DEPTH = 40;

/**
 * Parses YAML 1.2 and keeps where everything stands.
 * Syntax errors, repeated keys, aliases and keys that are no text become diagnostics (`LIB-001`); what could be read is returned.
 */
export function parseLocatedYaml(file: string, text: string, diagnostics: Diagnostic[]): Located | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = (message: string, offset: number, hint?: string): void => {
    const code = 'LIB-001';
    diagnostics.push({
      code,
      severity: 'error',
      message,
      ...at(offset),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  for (const error of document.errors) refuse(error.message.replace(/\.$/, ''), error.pos[0]);
  if (document.errors.length > 0 || document.contents === null) return undefined;

  const locate = (node: Node | null, offset: number, pointer: string, depth: number): Located => {
    const start = node?.range?.[0] ?? offset;
    const place = { position: at(start), pointer, textOffset: 0 };
    if (depth > MAX_DEPTH) {
      refuse(`nested deeper than ${MAX_DEPTH} levels`, start);
      return place;
    }
    if (isAlias(node)) {
      refuse('a library may not use YAML aliases', start, 'write the value out, or make it a view');
      return place;
    }
    if (isMap<Node, Node | null>(node)) {
      const map = new Map<string, LocatedEntry>();
      for (const { key, value } of node.items) {
        const keyStart = key.range?.[0] ?? start;
        if (!isScalar(key) || typeof key.value !== 'string') {
          refuse('this key is not text', keyStart, 'put it in quotes');
          continue;
        }
        const path = `${pointer}/${key.value.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        map.set(key.value, { keyPosition: at(keyStart), value: locate(value, keyStart, path, depth + 1) });
      }
      return { ...place, map };
    }
    if (isSeq<Node | null>(node)) {
      return {
        ...place,
        list: node.items.map((item, i) => locate(item, start, `${pointer}/${i}`, depth + 1)),
      };
    }
    if (isScalar(node)) {
      const { value, type } = node;
      const textOffset = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE' ? 1 : 0;
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
        return { ...place, scalar: value, textOffset };
      }
    }
    return place;
  };
  return locate(document.contents, 0, '', 0);
}

/** The plain value, as `JSON.parse` would give it. */
export function plainValue(node: Located): unknown {
  if (node.map) return Object.fromEntries([...node.map].map(([key, { value }]) => [key, plainValue(value)]));
  if (node.list) return node.list.map(plainValue);
  return node.scalar ?? null;
}
