/** Values of a parsed TOML document, and where each of them stands. */
import type { AST } from 'toml-eslint-parser';
import { escapePointer } from '../fields.ts';

/** Values within values; settings have fewer than ten. */
const MAX_DEPTH = 200;

type Container = Record<string | number, unknown>;
interface Place {
  readonly line: number;
  readonly column: number;
}

/** O(n) in the size of the document. */
export class TomlTree {
  readonly value: Container = emptyTable();
  readonly #places = new Map<string, Place>();
  readonly #tooDeep: (depth: number) => Error;

  /** @param tooDeep makes what is thrown for a document that is nested more deeply than is read */
  constructor({ body: [top] }: AST.TOMLProgram, tooDeep: (depth: number) => Error) {
    this.#tooDeep = tooDeep;
    for (const part of top.body) {
      if (part.type === 'TOMLKeyValue') this.#put(this.value, '', part, 0);
      else this.#table(part);
    }
  }

  /** Of a value or of its nearest parent that is there: where its key stands, or itself in an array. 1-based. */
  locate(pointer: string): Place {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const place = this.#places.get(at);
      if (place !== undefined) return place;
    }
    return { line: 1, column: 1 };
  }

  #table({ resolvedKey, key, body }: AST.TOMLTable): void {
    const last = resolvedKey.at(-1);
    if (last === undefined) return;
    const [table, pointer] = this.#open(this.value, '', resolvedKey, key);
    for (const entry of body) this.#put(table, pointer, entry, resolvedKey.length);
  }

  #put(into: Container, pointer: string, { key, value }: AST.TOMLKeyValue, depth: number): void {
    const names = key.keys.map(nameOf);
    const [holder, above] = this.#open(into, pointer, names.slice(0, -1), key);
    const name = names.at(-1)!;
    const below = `${above}/${escapePointer(name)}`;
    this.#place(below, key);
    holder[name] = this.#valueOf(value, below, depth + names.length);
  }

  /** The table at the end of these keys, made where it is not there yet, with its pointer. */
  #open(
    from: Container,
    pointer: string,
    keys: readonly (string | number)[],
    node: AST.TOMLKey,
  ): [Container, string] {
    if (keys.length > MAX_DEPTH) throw this.#tooDeep(MAX_DEPTH);
    let [at, above] = [from, pointer];
    for (const [index, key] of keys.entries()) {
      above += `/${escapePointer(String(key))}`;
      this.#place(above, node);
      at[key] ??= typeof keys[index + 1] === 'number' ? [] : emptyTable();
      at = at[key] as Container;
    }
    return [at, above];
  }

  #valueOf(node: AST.TOMLContentNode, pointer: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.#tooDeep(MAX_DEPTH);
    if (node.type === 'TOMLValue') return scalarOf(node);
    if (node.type === 'TOMLArray') {
      return node.elements.map((element, index) => {
        this.#place(`${pointer}/${index}`, element);
        return this.#valueOf(element, `${pointer}/${index}`, depth + 1);
      });
    }
    const table = emptyTable();
    for (const entry of node.body) this.#put(table, pointer, entry, depth + 1);
    return table;
  }

  #place(pointer: string, { loc: { start } }: AST.TOMLNode): void {
    if (!this.#places.has(pointer)) this.#places.set(pointer, { line: start.line, column: start.column + 1 });
  }
}

/** Without a prototype, so that a key may have any name. */
function emptyTable(): Container {
  return Object.create(null) as Container;
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

/** What JSON has no number for stays as it is written: dates, infinities, integers beyond 2^53. */
function scalarOf(node: AST.TOMLValue): string | number | boolean {
  if (node.kind === 'string' || node.kind === 'boolean') return node.value;
  if (node.kind === 'float') return Number.isFinite(node.value) ? node.value : node.number;
  if (node.kind === 'integer') return Number.isSafeInteger(node.value) ? node.value : node.number;
  return node.datetime;
}
