import { TextLines } from '#model/text-lines';
import type { Path, Place } from './findings.ts';

interface Offsets {
  /** Keys of a mapping, in the order written; absent for a list. */
  readonly names?: string[];
  readonly keys: number[];
  readonly values: number[];
}

/** Where the entries of parsed mappings and lists stand in their text. */
export class TextPlaces {
  readonly #lines: TextLines;
  readonly #offsets = new WeakMap<object, Offsets>();
  readonly #indexes = new WeakMap<object, ReadonlyMap<string, number>>();

  constructor(text: string) {
    this.#lines = new TextLines(text);
  }

  addMapping(mapping: object): Required<Offsets> {
    const offsets = { names: [], keys: [], values: [] };
    this.#offsets.set(mapping, offsets);
    return offsets;
  }

  addList(list: object): Offsets {
    const values: number[] = [];
    const offsets = { keys: values, values };
    this.#offsets.set(list, offsets);
    return offsets;
  }

  /** The place of what a path names in a document, or of its nearest ancestor that is there. */
  locate(document: unknown, start: number, path: Path, part: 'key' | 'value'): Place {
    let value = document;
    let offset = start;
    for (const [depth, step] of path.entries()) {
      if (value === null || typeof value !== 'object') break;
      const offsets = this.#offsets.get(value);
      const index =
        offsets &&
        (offsets.names === undefined ? Number(step) : this.#indexOf(value, offsets.names, String(step)));
      const isKey = depth < path.length - 1 || part === 'key';
      const found = index === undefined ? undefined : (isKey ? offsets?.keys : offsets?.values)?.[index];
      if (found === undefined) break;
      offset = found;
      value = (value as Record<string | number, unknown>)[step];
    }
    return this.#lines.placeOf(offset);
  }

  #indexOf(mapping: object, names: readonly string[], name: string): number | undefined {
    let indexes = this.#indexes.get(mapping);
    if (indexes === undefined) {
      indexes = new Map(names.map((each, index) => [each, index]));
      this.#indexes.set(mapping, indexes);
    }
    return indexes.get(name);
  }
}
