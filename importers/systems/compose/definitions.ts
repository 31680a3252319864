/** What files say of a service, and what it takes over from others. */
import { listUnder } from '#model/list-under';
import type { TreeNode } from '../../formats/tree-node.ts';
import { means } from './paths.ts';

/** How far `extends` is followed. */
const MAX_EXTENDS = 10;

export class Definitions {
  readonly #definitions = new Map<string, TreeNode[]>();

  constructor(roots: readonly TreeNode[]) {
    for (const root of roots) {
      for (const [name, node] of root.entriesOf('services')) {
        if (node.expectObject()) listUnder(this.#definitions, name).push(node);
      }
    }
  }

  /** Services by name, each with what the files say of it in their order. */
  entries(): IterableIterator<[string, readonly TreeNode[]]> {
    return this.#definitions.entries();
  }

  /** What a service takes over from others, then what is said of itself. */
  layersOf(name: string, own: readonly TreeNode[]): readonly TreeNode[] {
    return [...this.#extended(own, new Set([name])), ...own];
  }

  /** From another file only where that file is given too. */
  #extended(layers: readonly TreeNode[], seen: ReadonlySet<string>): TreeNode[] {
    return layers.flatMap((layer) => {
      const holder = layer.any('extends');
      const name =
        holder === undefined ? undefined : holder.isObject ? holder.text('service') : layer.text('extends');
      if (holder === undefined || name === undefined) return [];
      const file = holder.isObject ? holder.text('file') : undefined;
      const base = this.#definitions
        .get(name)
        ?.filter(({ account }) => file === undefined || means(layer.account.file, file, account.file));
      if (base === undefined || base.length === 0) {
        const where = file === undefined ? '' : ` of ${file}`;
        layer.account.warn(
          holder.pointer,
          `the service "${name}"${where} that this one extends is nowhere here`,
          { code: 'COMPOSE-004', hint: 'give its file too' },
        );
        layer.account.notRead(holder.pointer, `what it extends: "${name}"`, 'it is nowhere here');
        return [];
      }
      if (seen.has(name) || seen.size > MAX_EXTENDS) {
        if (file === undefined)
          layer.account.warn(holder.pointer, `services extend each other in a circle: "${name}"`, {
            code: 'COMPOSE-005',
          });
        return [];
      }
      return [...this.#extended(base, new Set([...seen, name])), ...base];
    });
  }
}
