import { DraftIds, readableId } from './draft-ids.ts';
import type { TreeNode } from './tree-node.ts';

/**
 * Ids of a foreign file and what they are called in the draft. All elements are named first, so that they may refer to
 * each other in any order.
 */
export class ForeignIds {
  readonly #ids: DraftIds;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #code: string;

  /**
   * @param code of the diagnostic for an id that comes twice
   * @param ids shared by parts of a file that each have ids of their own
   */
  constructor(code: string, ids = new DraftIds()) {
    this.#code = code;
    this.#ids = ids;
  }

  /**
   * Names an element: by its foreign id where people chose that, else by its name.
   *
   * @param what for the diagnostic: `component`
   * @param fallback kebab-case, where nothing is left of either
   */
  name(
    node: TreeNode,
    foreign: string | undefined,
    name: string | undefined,
    what: string,
    fallback = what,
  ): string {
    const id = this.#ids.make(readableId(foreign, name), fallback);
    this.#taken.add(id);
    if (foreign === undefined) return id;
    if (this.#names.has(foreign)) {
      node.account.warn(node.pointer, `the id of this ${what}, "${foreign}", comes twice`, {
        code: this.#code,
        hint: `what refers to it means the first; this one is called "${id}"`,
      });
    } else {
      this.#names.set(foreign, id);
    }
    return id;
  }

  /** Says that an element is one that has an id of the draft already. */
  same(foreign: string | undefined, id: string): void {
    this.#taken.add(id);
    if (foreign !== undefined && !this.#names.has(foreign)) this.#names.set(foreign, id);
  }

  has(foreign: string): boolean {
    return this.#names.has(foreign);
  }

  /** What the draft calls it; an id that the file does not have stays as it is, and is reported where the draft is read. */
  resolve(foreign: string): string {
    const known = this.#names.get(foreign);
    if (known !== undefined) return known;
    // Another element may be called so by its name, and is not meant.
    return this.#taken.has(foreign) ? `${foreign} (undefined)` : foreign;
  }
}
