/**
 * Texts that stand beside a picture without one: so it is drawn where a picture has no room for a text. Most stand under
 * it; some above, as titles of frames do too.
 */
import { smallestAround, type Box } from '../../formats/boxes.ts';
import type { Cell, Cells } from './cells.ts';
import { thingOf, type Thing } from './thing.ts';

/** How far under a picture its text stands, and above it, where titles of other things stand as well. */
const UNDER = 30;
const ABOVE = 10;

export interface Naming {
  readonly cells: Cells;
  /** By the id of their cells; pictures that are named are added. */
  readonly things: Map<string, Thing>;
  /** What is taken for decoration so far; pictures that are named are taken out. */
  readonly decoration: Cell[];
  /** Part → the cell that it is a part of, for arrows: texts that arrows go to are added. */
  readonly partOf: Map<string, string>;
}

/**
 * Names pictures by the texts under them, then those that are left by the texts above. A text that an arrow goes to
 * is its picture too. A text within a box without one that arrows go to is that box's own, and is left.
 *
 * @returns the free texts that are left
 */
export function namePictures(naming: Naming, texts: readonly Cell[]): readonly Cell[] {
  const { things, cells } = naming;
  const isPicture = ({ style }: Cell): boolean => style.types.length > 0 || style.isPerson;
  const boxes = [...things.values()].filter(
    ({ label, cell, joined }) => label === '' && joined && !isPicture(cell),
  );
  const pictures = namelessOf(naming, (cell) => isPicture(cell) && !cell.style.isContainer);
  const joinedTexts = [...things.values()].filter(({ cell }) => cell.style.isText).map(({ cell }) => cell);
  let left: readonly Cell[] = [...texts, ...joinedTexts].filter((text) => {
    const box = cells.boxOf(text);
    return box !== undefined && text.label !== '' && smallestAround(boxes, box) === undefined;
  });
  const named = new Set<Cell>();
  for (const where of ['under', 'above'] as const) {
    left = left.filter((text) => {
      const picture = pictures.find((each) => isBeside(each, cells.boxOf(text)!, where));
      if (picture === undefined) return true;
      name(naming, picture, text, where);
      named.add(text);
      return false;
    });
  }
  return texts.filter((text) => !named.has(text));
}

/** Names frames that have no text in them by the ones right above. */
export function nameFrames(naming: Naming, texts: readonly Cell[]): readonly Cell[] {
  const frames = namelessOf(naming, ({ style }) => style.isContainer && !style.isGroup);
  return texts.filter((text) => {
    const box = naming.cells.boxOf(text);
    const frame =
      box === undefined || text.label === ''
        ? undefined
        : frames.find((each) => isBeside(each, box, 'above'));
    if (frame === undefined) return true;
    name(naming, frame, text, 'above');
    return false;
  });
}

function namelessOf({ cells, things, decoration }: Naming, isOne: (cell: Cell) => boolean): readonly Thing[] {
  const drawn = decoration.flatMap((cell) => {
    const box = cells.boxOf(cell);
    return box === undefined ? [] : [thingOf(cell, box)];
  });
  return [...things.values(), ...drawn].filter(({ label, cell }) => label === '' && isOne(cell));
}

/** Whether a text stands so that a thing without a label may be called by it. */
function isBeside({ label, box }: Thing, text: Box, where: 'under' | 'above'): boolean {
  const middle = text.x + text.width / 2;
  if (label !== '' || middle < box.x || middle > box.x + box.width) return false;
  return where === 'under'
    ? Math.abs(text.y - (box.y + box.height)) <= UNDER
    : Math.abs(box.y - (text.y + text.height)) <= ABOVE;
}

function name(
  { cells, things, decoration, partOf }: Naming,
  thing: Thing,
  text: Cell,
  by: 'under' | 'above',
): void {
  thing.label = text.label;
  thing.namedBy = by;
  const box = cells.boxOf(text);
  if (box !== undefined) thing.caption = box;
  things.set(thing.cell.id, thing);
  const at = decoration.indexOf(thing.cell);
  if (at >= 0) decoration.splice(at, 1);
  if (!things.delete(text.id)) return;
  thing.joined = true;
  partOf.set(text.id, thing.cell.id);
}
