import { compareText } from '#model/diagnostics';

/** Sorted lists of distinct ids by key. */
export class GroupedIds {
  readonly #sets = new Map<string, Set<string>>();

  add(key: string, id: string): void {
    const set = this.#sets.get(key);
    if (set === undefined) this.#sets.set(key, new Set([id]));
    else set.add(id);
  }

  of(key: string): readonly string[] {
    return [...(this.#sets.get(key) ?? [])].sort(compareText);
  }

  lists(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#sets.keys()].map((key) => [key, this.of(key)]));
  }
}
