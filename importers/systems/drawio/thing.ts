import type { Box } from '../../formats/boxes.ts';
import type { Cell } from './cells.ts';

/** A box of the drawing that stands for something. */
export interface Thing {
  readonly cell: Cell;
  readonly box: Box;
  label: string;
  within?: Thing;
  /** Others are drawn in it. */
  holdsOthers: boolean;
  /** A parent of one of them, not only around it. */
  isParent: boolean;
  /** An arrow goes to it, or to a part of it. */
  joined: boolean;
  /** Its label stands beside it, and is taken for its own. */
  namedBy?: 'under' | 'above';
  /** Where that label stands. */
  caption?: Box;
}

export function thingOf(cell: Cell, box: Box, label = '', joined = false): Thing {
  return { cell, box, label, joined, holdsOthers: false, isParent: false };
}
