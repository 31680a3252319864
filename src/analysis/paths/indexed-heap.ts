/**
 * A binary min-heap of small whole numbers, each with a key, on typed arrays that grow with the largest number.
 *
 * Items with equal keys come out in ascending number, so that an algorithm built on it has one answer only.
 * `push` of an item already in the heap moves it. O(log n) for push and pop; clearing costs as much as what is left in it.
 */
export class IndexedHeap {
  #items: Int32Array;
  #keys: Float64Array;
  /** Place of an item in the heap plus one; 0 where it is not in it. */
  #place: Int32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#items = new Int32Array(capacity);
    this.#keys = new Float64Array(capacity);
    this.#place = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** The smallest key; Infinity where the heap is empty. */
  get minKey(): number {
    return this.#size === 0 ? Infinity : this.#keys[this.#items[0]!]!;
  }

  push(item: number, key: number): void {
    if (item >= this.#items.length) this.#grow(item + 1);
    const old = this.#place[item]!;
    const before = this.#keys[item]!;
    this.#keys[item] = key;
    if (old === 0) {
      this.#size += 1;
      this.#rise(item, key, this.#size - 1);
    } else if (key <= before) {
      this.#rise(item, key, old - 1);
    } else {
      this.#sink(item, key, old - 1);
    }
  }

  /** Takes out the item with the smallest key; −1 where the heap is empty. */
  pop(): number {
    if (this.#size === 0) return -1;
    const top = this.#items[0]!;
    this.#place[top] = 0;
    this.#size -= 1;
    if (this.#size > 0) {
      const last = this.#items[this.#size]!;
      this.#sink(last, this.#keys[last]!, 0);
    }
    return top;
  }

  clear(): void {
    for (let at = 0; at < this.#size; at += 1) this.#place[this.#items[at]!] = 0;
    this.#size = 0;
  }

  #grow(least: number): void {
    const capacity = Math.max(least, 2 * this.#items.length);
    const items = new Int32Array(capacity);
    const keys = new Float64Array(capacity);
    const place = new Int32Array(capacity);
    items.set(this.#items);
    keys.set(this.#keys);
    place.set(this.#place);
    this.#items = items;
    this.#keys = keys;
    this.#place = place;
  }

  #rise(item: number, key: number, from: number): void {
    const items = this.#items;
    const keys = this.#keys;
    const place = this.#place;
    let at = from;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = items[up]!;
      const aboveKey = keys[above]!;
      if (aboveKey < key || (aboveKey === key && above < item)) break;
      items[at] = above;
      place[above] = at + 1;
      at = up;
    }
    items[at] = item;
    place[item] = at + 1;
  }

  #sink(item: number, key: number, from: number): void {
    const items = this.#items;
    const keys = this.#keys;
    const place = this.#place;
    const size = this.#size;
    let at = from;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= size) break;
      let below = items[down]!;
      let belowKey = keys[below]!;
      if (down + 1 < size) {
        const right = items[down + 1]!;
        const rightKey = keys[right]!;
        if (rightKey < belowKey || (rightKey === belowKey && right < below)) {
          down += 1;
          below = right;
          belowKey = rightKey;
        }
      }
      if (key < belowKey || (key === belowKey && item < below)) break;
      items[at] = below;
      place[below] = at + 1;
      at = down;
    }
    items[at] = item;
    place[item] = at + 1;
  }
}
