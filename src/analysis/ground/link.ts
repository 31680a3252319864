import { IntList } from './int-list.ts';

/** A binary relation between elements, in compressed rows both ways; rows are ascending and without repeats. */
export interface Link {
  readonly pairs: number;
  readonly forward: Rows;
  readonly backward: Rows;
}

export interface Rows {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/** Collects pairs and freezes them into a link. */
export class LinkBuilder {
  readonly #from = new IntList();
  readonly #to = new IntList();

  /** Adds a pair; one whose end is −1 (an id that the model does not have) is left out. */
  add(from: number, to: number): void {
    if (from === -1 || to === -1) return;
    this.#from.push(from);
    this.#to.push(to);
  }

  addLink(link: Link): void {
    const { start, items } = link.forward;
    for (let from = 0; from + 1 < start.length; from += 1) {
      for (let i = start[from]!; i < start[from + 1]!; i += 1) this.add(from, items[i]!);
    }
  }

  /** O(pairs · log of the longest row). */
  build(elementCount: number): Link {
    const forward = rowsOf(this.#from.values(), this.#to.values(), elementCount);
    const from = new Int32Array(forward.items.length);
    for (let row = 0; row < elementCount; row += 1)
      from.fill(row, forward.start[row], forward.start[row + 1]);
    return {
      pairs: forward.items.length,
      forward,
      backward: rowsOf(forward.items, from, elementCount),
    };
  }
}

export function reversed({ pairs, forward, backward }: Link): Link {
  return { pairs, forward: backward, backward: forward };
}

/** Whether the row of `from` has `to`; binary search. */
export function linked({ start, items }: Rows, from: number, to: number): boolean {
  let low = start[from]!;
  let high = start[from + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const item = items[middle]!;
    if (item === to) return true;
    if (item < to) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function rowsOf(keys: Int32Array, values: Int32Array, rowCount: number): Rows {
  const begin = new Int32Array(rowCount + 1);
  for (const key of keys) begin[key + 1]! += 1;
  for (let row = 0; row < rowCount; row += 1) begin[row + 1]! += begin[row]!;
  const fill = begin.slice(0, rowCount);
  const placed = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i += 1) {
    const row = keys[i]!;
    placed[fill[row]!] = values[i]!;
    fill[row]! += 1;
  }
  const start = new Int32Array(rowCount + 1);
  let end = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const from = begin[row]!;
    const to = begin[row + 1]!;
    if (to - from > 1) placed.subarray(from, to).sort();
    let last = -1;
    for (let i = from; i < to; i += 1) {
      const value = placed[i]!;
      if (value === last) continue;
      last = value;
      // Never ahead of i, so the rows can be packed where they stand.
      placed[end] = value;
      end += 1;
    }
    start[row + 1] = end;
  }
  return { start, items: placed.slice(0, end) };
}
