import { isNameless } from '#importers/formats/carried';
import type { DraftElement } from '#model/draft-system';
import type { Description } from './carried-text.ts';
import type { Cell } from './cells.ts';

export interface NamedCell {
  readonly cell: Cell;
  /** Id of the draft. */
  readonly id: string;
  /** An earlier diagram has it. */
  readonly again?: boolean;
}

export function textsOf(
  { node, name }: Cell,
  { text, carried }: Description,
): Pick<DraftElement, 'place' | 'name' | 'description'> {
  return {
    place: node.place,
    ...(name !== undefined && !isNameless(carried) && { name }),
    ...(text !== undefined && { description: text }),
  };
}

/** For a line of the report. */
export function lineOf(name: string | undefined): string {
  return (name ?? '').slice(0, 100);
}
