/** A growing list of 32-bit integers; a million of them take four megabytes, not the forty of boxed numbers. */
export class IntList {
  #items: Int32Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 64) {
    this.#items = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#items.length) {
      const grown = new Int32Array(this.#items.length * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.#length] = value;
    this.#length += 1;
  }

  get(index: number): number {
    return this.#items[index]!;
  }

  /** What was pushed; a view of the list's own memory, valid until the next push. */
  values(): Int32Array<ArrayBuffer> {
    return this.#items.subarray(0, this.#length);
  }
}
