import { centreOf, smallestAround, type Box } from '#importers/formats/boxes';
import { carriedActor, carriedAsset, carriedFlow } from '#importers/formats/carried';
import type { ForeignIds } from '#importers/formats/foreign-ids';
import type { DraftActor, DraftAsset, DraftElement, DraftFlow, DraftZone } from '#model/draft-system';
import type { DataClass } from '#model/system-model';
import { cellIdOf, readDescription, type Description } from './carried-text.ts';
import type { Cell } from './cells.ts';
import { cross, type Point } from './geometry.ts';

export interface DiagramElements {
  readonly zones: DraftZone[];
  readonly actors: DraftActor[];
  readonly assets: DraftAsset[];
  readonly flows: DraftFlow[];
  /** Boundaries that are lines, with the flows that they cut; each has no inside. */
  readonly boundaries: { readonly name: string; readonly crossed: readonly string[] }[];
  readonly notes: string[];
  /** Cells that may carry threats, with their ids. */
  readonly bearers: (readonly [string, Cell])[];
}

interface NamedCell {
  readonly cell: Cell;
  readonly id: string;
}

interface NamedBox extends NamedCell {
  readonly box: Box;
}

const FALLBACK: Readonly<Record<string, string>> = { box: 'zone', curve: 'boundary', text: 'note' };

/** Zones are the boxes that are drawn around things: of several the smallest around the middle of a cell is its own. */
export function readDiagram(cells: readonly Cell[], ids: ForeignIds): DiagramElements {
  const named = cells.map((cell): NamedCell => {
    const { node, data, foreignId, name, sort } = cell;
    const own = readDescription(data).carried?.text('id') ?? name;
    return { cell, id: ids.name(node, foreignId, own, sort, FALLBACK[sort] ?? sort) };
  });
  const of = (...sorts: readonly Cell['sort'][]) => named.filter(({ cell }) => sorts.includes(cell.sort));
  const boxes = of('box').flatMap(({ cell, id }) =>
    cell.box === undefined ? [] : [{ cell, id, box: cell.box }],
  );
  const nodes = of('actor', 'process', 'store');
  const middles = new Map(
    nodes.flatMap(({ cell, id }) => (cell.box === undefined ? [] : [[id, centreOf(cell.box)]])),
  );
  const flows = of('flow');
  const elements = { actors: [] as DraftActor[], assets: [] as DraftAsset[] };
  for (const node of nodes) {
    const description = readDescription(node.cell.data);
    if (description.carried?.has('attacker') === true)
      elements.actors.push(toActor(node, description, boxes, ids));
    else elements.assets.push(toAsset(node, description, boxes, ids));
  }
  return {
    zones: of('box').map((zone) => toZone(zone, boxes, ids)),
    ...elements,
    flows: flows.map((flow) => toFlow(flow, ids)),
    boundaries: of('curve').map((curve) => toBoundary(curve, flows, middles, ids)),
    notes: of('text').flatMap(({ cell }) => toNote(cell)),
    bearers: [...of('box'), ...nodes, ...flows].map(({ cell, id }) => [id, cell] as const),
  };
}

function toZone({ cell, id }: NamedCell, boxes: readonly NamedBox[], ids: ForeignIds): DraftZone {
  const { node, name, box } = cell;
  const description = readDescription(cell.data);
  const outer = box === undefined ? undefined : smallestAround(boxes, box);
  const trust = description.carried?.number('trust');
  const within = description.carried?.text('in');
  node.account.read(node.pointer, `trust boundary "${lineOf(name)}"`, `zone ${id}`);
  const asked = box === undefined ? { ask: ['what is in it? Its box has no place in the drawing'] } : {};
  return {
    id,
    ...textsOf(cell, description),
    ...(trust !== undefined && { trust }),
    ...(within === undefined ? outer !== undefined && { in: outer.id } : { in: ids.resolve(within) }),
    ...asked,
  };
}

function zoneOf({ cell }: NamedCell, boxes: readonly NamedBox[]): string | undefined {
  return cell.box === undefined ? undefined : smallestAround(boxes, cell.box)?.id;
}

function toActor(
  named: NamedCell,
  description: Description,
  boxes: readonly NamedBox[],
  ids: ForeignIds,
): DraftActor {
  const { cell, id } = named;
  const zone = zoneOf(named, boxes);
  cell.node.account.read(cell.node.pointer, `${cell.sort} "${lineOf(cell.name)}"`, `actor ${id}`);
  return {
    id,
    ...textsOf(cell, description),
    ...(zone !== undefined && { zone }),
    ...carriedActor(description.carried!, (own) => ids.resolve(cellIdOf(own))),
    ...extensionsOf(cell),
  };
}

const ELEMENTS = { actor: 'external', process: 'process', store: 'store' } as const;

function toAsset(
  named: NamedCell,
  description: Description,
  boxes: readonly NamedBox[],
  ids: ForeignIds,
): DraftAsset {
  const { cell, id } = named;
  const { node, data, sort } = cell;
  const zone = zoneOf(named, boxes);
  const isTrue = (key: string): boolean => data.boolean(key) === true;
  const classes: DataClass[] = [
    ...(isTrue('storesCredentials') ? (['credentials'] as const) : []),
    ...(isTrue('handlesCardPayment') ? (['financial'] as const) : []),
  ];
  const types = [
    ...(isTrue('isALog') ? ['log'] : []),
    ...(isTrue('isWebApplication') ? ['web application'] : []),
  ];
  const isEncrypted = isTrue('isEncrypted');
  node.account.read(node.pointer, `${sort} "${lineOf(cell.name)}"`, `asset ${id}`);
  return {
    id,
    ...textsOf(cell, description),
    fallback: ELEMENTS[sort as keyof typeof ELEMENTS],
    ...(types.length > 0 && { hints: { types } }),
    ...(zone !== undefined && { zone }),
    ...(classes.length > 0 && { data: classes }),
    ...(isEncrypted && { facts: { protection: ['encrypted'] } }),
    ...(description.carried && carriedAsset(description.carried, (own) => ids.resolve(cellIdOf(own)))),
    ...extensionsOf(cell),
  };
}

function toFlow({ cell, id }: NamedCell, ids: ForeignIds): DraftFlow {
  const { node, data, from, to } = cell;
  const description = readDescription(data);
  node.account.read(node.pointer, `flow "${lineOf(cell.name)}"`, `flow ${id}`);
  const end = (foreign: string | undefined): string =>
    foreign === undefined ? 'an end that is drawn to nothing' : ids.resolve(foreign);
  return {
    ...(description.carried?.boolean('unnamed') !== true && { id }),
    ...textsOf(cell, description),
    from: end(from),
    to: end(to),
    ...(data.boolean('isBidirectional') === true && { both: true }),
    ...(data.boolean('isEncrypted') === true && { encrypted: true }),
    ...(description.carried && carriedFlow(description.carried)),
    ...extensionsOf(cell),
  };
}

function toBoundary(
  { cell, id }: NamedCell,
  flows: readonly NamedCell[],
  middles: ReadonlyMap<string, Point>,
  ids: ForeignIds,
): DiagramElements['boundaries'][number] {
  const { node, name, way } = cell;
  const crossed = flows
    .filter(({ cell: flow }) => cross(way, drawnWay(flow, middles, ids)))
    .map((flow) => flow.id);
  const description = readDescription(cell.data);
  node.account.kept(
    node.pointer,
    `trust boundary "${lineOf(name)}", a curve`,
    'x-trust-boundaries',
    'a line has no inside, so no zone can be made of it',
  );
  return { name: name ?? description.text ?? id, crossed };
}

/** From the middle of one cell over the corners to the middle of the other. */
function drawnWay({ from, to, way }: Cell, middles: ReadonlyMap<string, Point>, ids: ForeignIds): Point[] {
  const at = (id: string | undefined): Point[] => {
    const middle = id === undefined ? undefined : middles.get(ids.resolve(id));
    return middle === undefined ? [] : [middle];
  };
  return [...at(from), ...way, ...at(to)];
}

function toNote({ node, data, name }: Cell): string[] {
  const { text } = readDescription(data);
  data.tell('threats');
  const note = [name, text].filter((part) => part !== undefined).join(': ');
  node.account.kept(node.pointer, `text "${lineOf(note)}"`, 'x-notes');
  return note === '' ? [] : [note];
}

/** The tool wants a name; an export of ours writes the id where there is none. */
function textsOf(
  { node, name }: Cell,
  { text, carried }: Description,
): Pick<DraftElement, 'place' | 'name' | 'description'> {
  return {
    place: node.place,
    ...(name !== undefined && name !== carried?.text('id') && { name }),
    ...(text !== undefined && { description: text }),
  };
}

/** Key of the tool → key of the model; flags that are not set say nothing. */
const KEPT: Readonly<Record<string, string>> = {
  protocol: 'x-protocol',
  privilegeLevel: 'x-privilege-level',
  isPublicNetwork: 'x-public-network',
  isSigned: 'x-signed',
  storesInventory: 'x-stores-inventory',
  handlesGoodsOrServices: 'x-handles-goods',
  providesAuthentication: 'x-provides-authentication',
};

function extensionsOf({ data }: Cell): Pick<DraftElement, 'extensions' | 'ask'> {
  const kept: Record<string, unknown> = {};
  for (const [key, name] of Object.entries(KEPT)) {
    const value = data.text(key);
    if (value === undefined || value === 'false') continue;
    kept[name] = value === 'true' ? true : value;
    data.account.kept(`${data.pointer}/${key}`, `property "${key}"`, name);
  }
  const reason = data.text('reasonOutOfScope');
  const isOut = data.boolean('outOfScope') === true;
  if (isOut) {
    kept['x-out-of-scope'] = reason ?? true;
    data.account.kept(
      `${data.pointer}/outOfScope`,
      'property "outOfScope"',
      'x-out-of-scope',
      'attackers keep to no scope',
    );
  }
  return {
    ...(Object.keys(kept).length > 0 && { extensions: kept }),
    ...(isOut && { ask: ['it is out of scope in the drawing; should it be left out?'] }),
  };
}

function lineOf(name: string | undefined): string {
  return (name ?? '').slice(0, 100);
}
