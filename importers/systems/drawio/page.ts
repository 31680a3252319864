import type { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import type { DrawnFlow, DrawnNode, DrawnZone, Missing, Page } from '../../formats/drawing/drawing.ts';
import { quoted } from '../../formats/quoted.ts';
import { ThreatloomError } from '#model/errors';
import { Cells, type Cell } from './cells.ts';
import type { DrawnPage } from './pages.ts';
import type { Thing } from './thing.ts';
import { thingAt, thingsOf, type Things } from './things.ts';

/** Properties that draw.io itself gives to objects. */
const OWN = new Set([
  'placeholders',
  'tags',
  'link',
  'tooltip',
  'placeholder',
  'c4Name',
  'c4Type',
  'c4Description',
  'c4Technology',
  'c4Application',
]);

/** Boxes and arrows on one page; each box is compared with each other, and nobody draws more. */
const MAX_CELLS = 10_000;

/** @throws ThreatloomError DRAWIO-004 where it has more cells than are read */
export function pageOf(drawn: DrawnPage, account: DrawingAccount, file: string, prefix: string): Page {
  const cells = new Cells(file, drawn);
  if (cells.size > MAX_CELLS) {
    throw new ThreatloomError(
      'DRAWIO-004',
      `the drawing has more than ${MAX_CELLS} boxes and arrows on a page`,
      {
        file,
        hint: 'is this the right file?',
      },
    );
  }
  const found = thingsOf(cells);
  const { things } = found;
  for (const { label, place } of found.texts) {
    if (label !== '')
      account.notRead(place, `text ${quoted(label)}`, 'it stands beside the drawing, not on a box');
  }
  for (const { label, place } of found.notes)
    account.notRead(place, `note ${quoted(label)}`, 'it is a remark on the drawing');
  for (const { label, place } of found.steps) {
    account.notRead(place, `box ${quoted(label)}`, 'it only numbers a step');
  }
  for (const { place, id } of found.decoration) {
    account.notRead(place, `box ${id}`, 'it has neither text nor arrow, so it is taken for decoration');
  }
  for (const { kind, label, place, id, pasted } of cells.all()) {
    if (kind === 'other' && label !== '') {
      account.notRead(place, `layer ${quoted(label)}`, 'layers only order the drawing');
    }
    if (pasted) {
      const whose = quoted(label === '' ? id : label);
      account.notRead(place, `cells in the text of ${whose}`, 'they were pasted into it by mistake');
    }
  }
  for (const cell of cells.twice) {
    account.lost('DRAWIO-005', cell.place, `a second cell ${quoted(cell.id)}`, 'another cell has that id');
  }
  for (const [parent, cell] of cells.outOfNothing()) {
    account.warn(
      'DRAWIO-007',
      cell.place,
      `cell ${quoted(cell.id)} lies in ${quoted(parent)}, which the page does not have`,
      'it is read as if it lay on the page itself',
    );
  }
  const keyOf = ({ cell }: Thing): string => `${prefix}${cell.id}`;
  const zones = things.filter(isZone);
  const isIn = (thing: Thing): { within?: string } => {
    let { within } = thing;
    while (within !== undefined && !isZone(within)) ({ within } = within);
    return within === undefined ? {} : { within: keyOf(within) };
  };
  const flows = [...cells.all()].flatMap((cell): DrawnFlow[] => {
    if (cell.kind !== 'edge') return [];
    if (cells.isVisible(cell)) return [flowOf(cell, cells, found, keyOf)];
    account.notRead(cell.place, `arrow ${cell.id}`, 'it is hidden');
    return [];
  });
  for (const cell of cells.all()) {
    if (cell.kind === 'vertex' && !cells.isVisible(cell)) {
      account.notRead(cell.place, `box ${quoted(cell.label === '' ? cell.id : cell.label)}`, 'it is hidden');
    }
  }
  return {
    ...(drawn.name === undefined ? {} : { name: drawn.name }),
    zones: zones.map((thing) => ({ ...zoneOf(thing), ...isIn(thing), key: keyOf(thing) })),
    nodes: things
      .filter((thing) => !isZone(thing))
      .map((thing) => ({ ...nodeOf(thing, account), ...isIn(thing), key: keyOf(thing) })),
    flows,
  };
}

/** A box with others in it; or an empty one that is drawn as a frame and that no arrow goes to. */
function isZone({ cell, holdsOthers, joined }: Thing): boolean {
  if (holdsOthers) return true;
  const { isTable, isStack, isContainer, isDashed } = cell.style;
  // Who writes more than a name into a dashed box says what it does.
  return !joined && !isTable && !isStack && (isContainer || (isDashed && cell.remark === undefined));
}

function zoneOf(thing: Thing): Omit<DrawnZone, 'key'> {
  const { cell, isParent } = thing;
  const certain = isParent || cell.style.isContainer || cell.style.isDashed;
  const name = [nameOf(thing), ...(cell.remark === undefined ? [] : [cell.remark])].join(' ');
  const why =
    thing.label === ''
      ? 'it has no text'
      : thing.namedBy === undefined
        ? 'other boxes are drawn in it'
        : `it is called after the text ${thing.namedBy} it`;
  return {
    place: cell.place,
    what: `box ${quoted(name)}`,
    name,
    ...(certain && thing.label !== '' && thing.namedBy === undefined ? {} : { guessed: why }),
  };
}

function nodeOf(thing: Thing, account: DrawingAccount): Omit<DrawnNode, 'key'> {
  const { cell } = thing;
  const { style, properties, place } = cell;
  const name = nameOf(thing);
  const own = [...properties].filter(([key, value]) => !OWN.has(key) && value.trim() !== '');
  const c4 = properties.get('c4Type');
  const types = [...style.types, ...(c4 === undefined ? [] : [c4])];
  const technology = properties.get('c4Technology');
  const description = properties.get('c4Description') ?? cell.remark;
  const tags =
    properties
      .get('tags')
      ?.split(' ')
      .filter((tag) => tag !== '') ?? [];
  if (own.length > 0) {
    account.kept(
      place,
      `data of box ${quoted(name)}: ${own.map(([key]) => key).join(', ')}`,
      '"x-properties"',
      'no rule reads it',
    );
  }
  const hints = {
    ...(cell.below === undefined ? {} : { below: cell.below }),
    ...(types.length > 0 ? { types } : {}),
    ...(technology === undefined ? {} : { technologies: [technology] }),
    ...(tags.length > 0 ? { tags } : {}),
  };
  return {
    place,
    what: `box ${quoted(name)}`,
    name,
    ...(thing.label === '' ? { guessed: 'it has no text, so it is called after its shape' } : {}),
    ...(thing.namedBy === undefined ? {} : { guessed: `it is called after the text ${thing.namedBy} it` }),
    ...(style.isPerson || c4 === 'Person' || cell.person ? { person: true } : {}),
    asset: {
      fallback: style.fallback,
      ...(Object.keys(hints).length > 0 ? { hints } : {}),
      ...(description === undefined ? {} : { description }),
      ...(own.length > 0 ? { extensions: { 'x-properties': Object.fromEntries(own) } } : {}),
    },
  };
}

function nameOf({ cell, label }: Thing): string {
  const c4 = cell.properties.get('c4Name')?.trim();
  if (c4 !== undefined && c4 !== '') return c4;
  if (label !== '') return label;
  if (cell.style.isPerson) return 'person';
  const [type] = [...cell.style.types].reverse();
  const word = type
    ?.split(/[./]/)
    .at(-1)
    ?.replace(/_\d+x\d+$/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  if (word !== undefined && word !== '') return word;
  // Ids that people gave are words; those of the tool are noise.
  return /^[A-Za-z][a-zA-Z_ -]{2,}$/.test(cell.id) ? cell.id : `box ${cell.id}`;
}

function flowOf(cell: Cell, cells: Cells, found: Things, keyOf: (thing: Thing) => string): DrawnFlow {
  const label = [cell.label, ...cells.labelsOf(cell)].filter((text) => text !== '').join(' ');
  const source = endOf(cell, 'source', cells, found);
  const target = endOf(cell, 'target', cells, found);
  const { start, end } = cell.style.tips;
  const backward = start && !end;
  const [from, to] = backward ? [target, source] : [source, target];
  const why = [
    ...[...new Set([source.near, target.near])].flatMap((how) =>
      how === undefined ? [] : [`an end is not joined to the box that it ${how}`],
    ),
    ...(start || end ? [] : ['the line has no arrow, so it is taken both ways']),
  ];
  return {
    key: `edge ${cell.id}`,
    place: cell.place,
    what: label === '' ? `arrow ${cell.id}` : `arrow ${quoted(label)}`,
    ...(label === '' ? {} : { name: label }),
    from: from.thing === undefined ? from.missing : keyOf(from.thing),
    to: to.thing === undefined ? to.missing : keyOf(to.thing),
    ...(start === end ? { flow: { both: true } } : {}),
    ...(why.length > 0 ? { guessed: why.join('; ') } : {}),
    ...(start || end ? {} : { ask: ['which way does the data go? the line has no arrow'] }),
  };
}

function endOf(
  edge: Cell,
  end: 'source' | 'target',
  cells: Cells,
  found: Things,
): {
  readonly thing: Thing | undefined;
  /** How it is at a box that it is not joined to. */
  readonly near?: 'touches' | 'is beside';
  readonly missing?: Missing;
} {
  const id = edge[end];
  if (id !== undefined) {
    const isThere = id === '' || cells.get(id) !== undefined;
    return { thing: found.at(id), ...(isThere ? {} : { missing: { missing: id } }) };
  }
  const point = cells.endOf(edge, end);
  const at = point === undefined ? undefined : thingAt(found.things, point);
  return at === undefined ? { thing: undefined } : { thing: at.thing, near: at.how };
}
