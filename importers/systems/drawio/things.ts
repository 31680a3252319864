/**
 * What of a page stands for something: which cells are boxes, which of them hold others, and what is only decoration.
 */
import { listUnder } from '#model/list-under';
import { areaOf, centreOf, holds, touchesEdge, smallestAround, type Box } from '../../formats/boxes.ts';
import { nameFrames, namePictures, type Naming } from './captions.ts';
import type { Cell, Cells } from './cells.ts';
import { thingOf, type Thing } from './thing.ts';

export interface Things {
  readonly things: readonly Thing[];
  /** The thing that an edge to this cell means. */
  at(id: string | undefined): Thing | undefined;
  /** Free texts that are the label of nothing. */
  readonly texts: readonly Cell[];
  /** Remarks that no arrow touches. */
  readonly notes: readonly Cell[];
  /** Numbers of steps that a text explains: `1` in a circle. */
  readonly steps: readonly Cell[];
  readonly decoration: readonly Cell[];
}

/** O(boxes²) in the worst case, with a small constant; `MAX_BOXES` bounds it. */
export function thingsOf(cells: Cells): Things {
  const vertices = [...cells.all()].filter(
    (cell) => cell.kind === 'vertex' && cells.isVisible(cell) && cells.get(cell.parent)?.kind !== 'edge',
  );
  const edges = [...cells.all()].filter((cell) => cell.kind === 'edge' && cells.isVisible(cell));
  const joined = new Set(edges.flatMap(({ source, target }) => [source, target]));
  const children = childrenOf(vertices);
  const partOf = partsOfTables(children, vertices);
  const faces = facesOfCards(children, vertices, partOf);
  for (const [part, table] of partOf) if (joined.has(part)) joined.add(table);

  const things = new Map<string, Thing>();
  const texts: Cell[] = [];
  const wordless: Cell[] = [];
  const notes: Cell[] = [];
  const steps: Cell[] = [];
  const decoration: Cell[] = [];
  for (const vertex of vertices) {
    const cell = faces.get(vertex.id) ?? vertex;
    const box = cells.boxOf(cell);
    if (partOf.has(cell.id)) continue;
    const isJoined = joined.has(cell.id);
    if (box === undefined) decoration.push(cell);
    else if (cell.style.isText && !isJoined) (WORDS.test(cell.label) ? texts : wordless).push(cell);
    else if (cell.style.isNote && !isJoined) notes.push(cell);
    else if (!isJoined && isStep(cell, box) && !children.has(cell.id)) steps.push(cell);
    // A stick figure without a name is still a person, and a box that others were put into still a frame.
    else if (cell.label === '' && !isJoined && !cell.style.isPerson && !isFrame(cell, children)) {
      decoration.push(cell);
    } else {
      things.set(cell.id, thingOf(cell, box, cell.label, isJoined));
    }
  }
  const naming: Naming = { cells, things, decoration, partOf };
  const free = nameByTexts(cells, things, namePictures(naming, texts), decoration);
  addIcons(cells, things, decoration);
  const left = nameFrames(naming, free);
  nest(cells, things);
  return {
    things: [...things.values()],
    at: (id) => (id === undefined ? undefined : things.get(partOf.get(id) ?? id)),
    texts: [...left, ...wordless],
    notes,
    steps,
    decoration,
  };
}

/** Pictographs alone name nothing. */
const WORDS = /[\p{L}\p{N}]/u;

const STEP = /^\(?\d{1,2}[a-z]?[.)]?$|^[\u2460-\u2473\u2776-\u277f]$/i;
/** Longest side of what numbers a step. */
const MAX_STEP = 60;

function isStep({ label, style }: Cell, { width, height }: Box): boolean {
  return STEP.test(label) && !style.isContainer && Math.max(width, height) <= MAX_STEP;
}

function childrenOf(vertices: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const children = new Map<string, Cell[]>();
  for (const cell of vertices) {
    if (cell.parent !== undefined) listUnder(children, cell.parent).push(cell);
  }
  return children;
}

/** Groups only hold together what is drawn. */
function isFrame({ id, style }: Cell, children: ReadonlyMap<string, readonly Cell[]>): boolean {
  return !style.isGroup && (children.get(id)?.filter(({ label }) => label !== '').length ?? 0) > 1;
}

/** Row → table, where all that a table or class holds are rows. */
function partsOfTables(
  children: ReadonlyMap<string, readonly Cell[]>,
  vertices: readonly Cell[],
): Map<string, string> {
  const partOf = new Map<string, string>();
  for (const table of vertices) {
    if (partOf.has(table.id)) continue;
    const rows = children.get(table.id) ?? [];
    const isTable = table.style.isTable || (table.style.isStack && rows.every(({ style }) => style.isRow));
    if (!isTable) continue;
    const open = [...rows];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      if (partOf.has(row.id) || row.id === table.id) continue;
      partOf.set(row.id, table.id);
      open.push(...(children.get(row.id) ?? []));
    }
  }
  return partOf;
}

/**
 * Cards of the libraries of clouds are a box without a text, and a cell in it that is its picture and its text.
 *
 * @param partOf the cells in them are added
 * @returns cards as one cell, by their ids
 */
function facesOfCards(
  children: ReadonlyMap<string, readonly Cell[]>,
  vertices: readonly Cell[],
  partOf: Map<string, string>,
): ReadonlyMap<string, Cell> {
  const faces = new Map<string, Cell>();
  for (const card of vertices) {
    const [face, ...others] = (children.get(card.id) ?? []).filter(({ style }) => style.isPart);
    const isCard = card.label === '' && !card.style.isContainer && !partOf.has(card.id);
    if (!isCard || face === undefined || face.label === '' || others.length > 0) continue;
    partOf.set(face.id, card.id);
    const { id, parent, geometry, relative, place } = card;
    const properties = new Map([...face.properties, ...card.properties]);
    faces.set(id, { ...face, id, parent, geometry, relative, place, properties });
  }
  return faces;
}

/**
 * A text in a box without one is its label; so is one in a joined group, whose parts are drawn one by one. One amid
 * what lies in a frame tells of that, and is no title.
 *
 * @returns the texts that are left
 */
function nameByTexts(
  cells: Cells,
  things: Map<string, Thing>,
  texts: readonly Cell[],
  decoration: Cell[],
): readonly Cell[] {
  const nameless = [...things.values()].filter(({ label }) => label === '');
  const boxes = decoration.flatMap((cell) => {
    const box = cells.boxOf(cell);
    return box === undefined ? [] : [thingOf(cell, box)];
  });
  const named = [...things.values()].filter(({ label }) => label !== '');
  const taken = new Set<Thing>();
  return texts.filter((text) => {
    const box = cells.boxOf(text);
    if (box === undefined || text.label === '') return true;
    const parent = nameless.find(({ cell }) => cell.id === text.parent);
    const around = parent ?? smallestAround([...nameless, ...boxes], box);
    if (around === undefined || (taken.has(around) && around.label !== '')) return true;
    if (around !== parent && isAmid(box, around, named)) return true;
    around.label = text.label;
    taken.add(around);
    if (!things.has(around.cell.id)) {
      things.set(around.cell.id, around);
      decoration.splice(decoration.indexOf(around.cell), 1);
    }
    return false;
  });
}

/** Whether what lies in a frame starts both above and below a text in it. */
function isAmid(text: Box, frame: Thing, named: readonly Thing[]): boolean {
  const inside = named.filter(
    (thing) => areaOf(thing.box) < areaOf(frame.box) && holds(frame.box, centreOf(thing.box)),
  );
  return inside.some(({ box }) => box.y < text.y) && inside.some(({ box }) => box.y > text.y);
}

/**
 * A picture without a text is a thing of its own, called after what it shows; in a box with a text that is no frame it
 * only decorates that box.
 */
function addIcons(cells: Cells, things: Map<string, Thing>, decoration: Cell[]): void {
  const boxes = [...things.values()];
  const occupied = new Set(boxes.map(({ box }) => smallestAround(boxes, box)));
  for (const cell of [...decoration]) {
    const box = cells.boxOf(cell);
    if (box === undefined || cell.style.types.length === 0) continue;
    const around = smallestAround(boxes, box);
    const isFrame =
      around === undefined ||
      around.cell.style.isContainer ||
      around.cell.style.isDashed ||
      occupied.has(around);
    if (!isFrame) continue;
    things.set(cell.id, thingOf(cell, box));
    decoration.splice(decoration.indexOf(cell), 1);
  }
}

/** What lies in what: by parent, or in a smaller box around its centre. */
function nest(cells: Cells, things: ReadonlyMap<string, Thing>): void {
  const all = [...things.values()];
  for (const thing of all) {
    const parent = parentOf(cells, things, thing);
    const around = smallestAround(all, thing.box);
    const within =
      parent === undefined || (around !== undefined && areaOf(around.box) < areaOf(parent.box))
        ? around
        : parent;
    if (within === undefined || isWithin(within, thing)) continue;
    thing.within = within;
    within.holdsOthers = true;
    if (within === parent) within.isParent = true;
  }
}

function parentOf(cells: Cells, things: ReadonlyMap<string, Thing>, { cell }: Thing): Thing | undefined {
  for (const parent of cells.parentsOf(cell)) {
    const thing = things.get(parent.id);
    if (thing !== undefined) return thing;
  }
  return undefined;
}

function isWithin(inner: Thing, outer: Thing): boolean {
  for (let at: Thing | undefined = inner; at !== undefined; at = at.within) if (at === outer) return true;
  return false;
}

/** How far from a box an end may be that touches it, and one that is beside it: some leave a gap before their arrows. */
const TOUCH = 5;
const BESIDE = 12;

/**
 * What a loose end of an edge lies in or touches, its caption too: the smallest box that is no zone, or else the smallest
 * zone whose edge it touches; where there is none, the only box that it is beside.
 */
export function thingAt(
  things: readonly Thing[],
  point: { readonly x: number; readonly y: number },
): { readonly thing: Thing; readonly how: 'touches' | 'is beside' } | undefined {
  const isNear = ({ box, caption }: Thing, margin: number): boolean =>
    holds(box, point, margin) || (caption !== undefined && holds(caption, point, margin));
  const boxes = things.filter(({ holdsOthers }) => !holdsOthers);
  const touched =
    smallest(boxes.filter((thing) => isNear(thing, TOUCH))) ??
    smallest(things.filter(({ box, holdsOthers }) => holdsOthers && touchesEdge(box, point, TOUCH)));
  if (touched !== undefined) return { thing: touched, how: 'touches' };
  const [beside, ...others] = boxes.filter((thing) => isNear(thing, BESIDE));
  return beside === undefined || others.length > 0 ? undefined : { thing: beside, how: 'is beside' };
}

function smallest(things: readonly Thing[]): Thing | undefined {
  let best: Thing | undefined;
  for (const thing of things) {
    if (best === undefined || areaOf(thing.box) < areaOf(best.box)) best = thing;
  }
  return best;
}
