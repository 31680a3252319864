/** What diagrams of one model have in common. */
import type { ForeignIds } from '#importers/formats/foreign-ids';
import { listUnder } from '#model/list-under';
import { readDescription } from './carried-text.ts';
import type { Cell } from './cells.ts';
import type { NamedCell } from './named-cell.ts';

interface Known {
  readonly id: string;
  /** Title of the diagram that has it. */
  readonly diagram: string;
}

/** Which of the things that an earlier diagram has are drawn again: those of one name, of which each diagram has one. */
export class Earlier {
  /** Sort and name → the one thing that has it; `undefined` where several have it. */
  readonly #things = new Map<string, Known | undefined>();
  /** Ends and name of flows → id. */
  readonly #flows = new Map<string, string>();

  /** The cells of a diagram that show a thing of an earlier one. */
  again(cells: readonly Cell[]): ReadonlyMap<Cell, Known> {
    const found = new Map<Cell, Known>();
    for (const [signature, [cell, ...others]] of bySignature(cells, (each) => each)) {
      const known = this.#things.get(signature);
      if (cell !== undefined && others.length === 0 && known !== undefined) found.set(cell, known);
    }
    return found;
  }

  /** Flows of a diagram; those that go between the same things under the same name have the id of the earlier one. */
  flows(flows: readonly NamedCell[], ids: ForeignIds): readonly NamedCell[] {
    const named = flows.map((flow): readonly [string, NamedCell] => {
      const { from, to, name } = flow.cell;
      const signature = JSON.stringify([ids.resolve(from!), ids.resolve(to!), name?.toLowerCase()]);
      const id = this.#flows.get(signature);
      return [signature, id === undefined ? flow : { ...flow, id, again: true }];
    });
    for (const [signature, { id }] of named) if (!this.#flows.has(signature)) this.#flows.set(signature, id);
    return named.map(([, flow]) => flow);
  }

  /** Keeps what a diagram has for those that follow. */
  keep(things: readonly NamedCell[], diagram: string): void {
    for (const [signature, [thing, ...others]] of bySignature(things, ({ cell }) => cell)) {
      const isOne = thing !== undefined && others.length === 0;
      if (isOne && this.#things.has(signature)) continue;
      this.#things.set(signature, isOne ? { id: thing.id, diagram } : undefined);
    }
  }
}

/** Names of flows, curves and texts say nothing; what an export of ours wrote has an id of its own. */
function bySignature<T>(all: readonly T[], cellOf: (each: T) => Cell): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    const { sort, name, data } = cellOf(each);
    if (name === undefined || ['flow', 'curve', 'text'].includes(sort)) continue;
    if (readDescription(data).carried !== undefined) continue;
    const signature = `${sort === 'box' ? 'zone' : 'thing'} ${name.toLowerCase()}`;
    listUnder(found, signature).push(each);
  }
  return found;
}
