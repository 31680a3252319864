import { TextLines } from '#model/text-lines';
import { pointerSteps } from '../tree-document.ts';

interface Place {
  /** Of the key, in an object; of the value, in a list. */
  readonly at: number;
  readonly value: number;
}

/**
 * Where the values of a JSON text stand, looked up when asked for: each object or list on the way to a value is
 * scanned once, and its parts remembered. O(length of what was opened), no recursion.
 *
 * The text has to be JSON; of anything else the places mean nothing.
 */
export class JsonPlaces {
  readonly #text: string;
  readonly #parts = new Map<number, ReadonlyMap<string, Place>>();
  readonly #lines: TextLines;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new TextLines(text);
  }

  /** Of an entry of an object the place of its key; of what is not there that of its nearest parent. */
  locate(pointer: string): { readonly line: number; readonly column: number } {
    let place: Place = { at: this.#skipBlank(0), value: this.#skipBlank(0) };
    for (const step of pointerSteps(pointer)) {
      const next = this.#partsOf(place.value).get(step);
      if (next === undefined) break;
      place = next;
    }
    return this.#lines.placeOf(place.at);
  }

  #partsOf(offset: number): ReadonlyMap<string, Place> {
    const known = this.#parts.get(offset);
    if (known !== undefined) return known;
    const parts = new Map<string, Place>();
    const open = this.#text[offset];
    if (open === '{' || open === '[') {
      let at = this.#skipBlank(offset + 1);
      while (at < this.#text.length && this.#text[at] !== '}' && this.#text[at] !== ']') {
        const start = at;
        let key = String(parts.size);
        if (open === '{') {
          const end = endOfString(this.#text, at);
          key = JSON.parse(this.#text.slice(at, end)) as string;
          at = this.#skipBlank(this.#skipBlank(end) + 1);
        }
        parts.set(key, { at: start, value: at });
        at = this.#skipBlank(this.#skipValue(at));
        if (this.#text[at] === ',') at = this.#skipBlank(at + 1);
      }
    }
    this.#parts.set(offset, parts);
    return parts;
  }

  #skipBlank(from: number): number {
    let at = from;
    while (at < this.#text.length && this.#text.charCodeAt(at) <= 0x20) at += 1;
    return at;
  }

  #skipValue(from: number): number {
    let depth = 0;
    let at = from;
    while (at < this.#text.length) {
      const character = this.#text[at]!;
      if (character === '"') at = endOfString(this.#text, at) - 1;
      else if (character === '{' || character === '[') depth += 1;
      else if (character === '}' || character === ']') depth -= 1;
      else if (depth === 0 && character === ',') return at;
      if (depth < 0) return at;
      at += 1;
      if (depth === 0 && '"}]'.includes(character)) return at;
    }
    return at;
  }
}

/** Where a string that begins at `from` is over. */
export function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
