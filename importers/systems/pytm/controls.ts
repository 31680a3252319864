import type { DraftSafeguard, SourcePlace } from '#model/draft-system';
import type { DraftIds } from '../../formats/draft-ids.ts';
import type { TreeNode } from '../../formats/tree-node.ts';

/** Controls that are facts of ours on flows and stores. */
const FACTS = new Set(['isEncrypted', 'isEncryptedAtRest', 'authenticatesSource']);

/** Controls that elements say they have: one safeguard each, on all that have it. */
export class Controls {
  readonly #on = new Map<string, { readonly ids: string[]; readonly place: SourcePlace }>();

  /** @returns the controls that are true; newer files have them apart, older ones among the properties */
  of(node: TreeNode, id: string): ReadonlySet<string> {
    const controls = node.at('controls');
    const has = new Set<string>();
    for (const [key, { value }] of controls?.entries() ?? []) {
      controls!.tell(key);
      if (value === true || (typeof value === 'string' && value !== '')) has.add(key);
      if (value === true && !FACTS.has(key)) this.add(key, id, controls!);
      if (typeof value === 'string' && value !== '') {
        controls!.account.notRead(
          `${controls!.pointer}/${key}`,
          `control "${key}"`,
          'it says which, not whether it works',
        );
      }
    }
    return has;
  }

  /** @param control its name in pytm: `sanitizesInput` */
  add(control: string, id: string, { place }: TreeNode): void {
    const known = this.#on.get(control);
    if (known === undefined) this.#on.set(control, { ids: [id], place });
    else known.ids.push(id);
  }

  safeguards(ids: DraftIds): DraftSafeguard[] {
    return [...this.#on].map(([control, { ids: on, place }]) => ({
      id: ids.make(control, 'control'),
      // `sanitizesInput` → `Sanitizes input`
      name: control
        .replaceAll(/(?<=[a-z])([A-Z])/g, ' $1')
        .toLowerCase()
        .replace(/^./, (letter) => letter.toUpperCase()),
      place,
      on: [...new Set(on)],
      implements: [],
      status: 'in-place' as const,
    }));
  }
}
