import type { GraphStore } from '#stores/port';

/** Milliseconds for which the store is not asked again. */
const FRESH_MS = 1_000;

/** Which build a store holds, looked up at most once a second: a new one is seen that much later. */
export class BuildWatch {
  readonly #store: GraphStore;
  #asked = -Infinity;
  #stamp: Promise<string | undefined> = Promise.resolve(undefined);

  constructor(store: GraphStore) {
    this.#store = store;
  }

  /**
   * Undefined where there is no build, or the store does not say.
   *
   * @param now ask the store, however lately it was asked
   */
  stamp(now = false): Promise<string | undefined> {
    const time = performance.now();
    if (now || time - this.#asked >= FRESH_MS) {
      this.#asked = time;
      this.#stamp = this.#store.summary().then(
        (summary) => summary?.digest,
        () => undefined,
      );
    }
    return this.#stamp;
  }
}
