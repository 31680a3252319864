import { carriedActor, carriedAsset, carriedFlow } from '#importers/formats/carried';
import { encryptedByProtocol } from '#importers/formats/encrypted-protocol';
import type { ForeignIds } from '#importers/formats/foreign-ids';
import type { DraftActor, DraftAsset, DraftFlow, DraftZone } from '#model/draft-system';
import type { DataClass } from '#model/system-model';
import { Boundaries, type CurvedBoundary } from './boundaries.ts';
import { cellIdOf, readDescription, type Description } from './carried-text.ts';
import type { Cell } from './cells.ts';
import type { Earlier } from './earlier.ts';
import { keptProperties } from './kept-properties.ts';
import { lineOf, textsOf, type NamedCell } from './named-cell.ts';

export interface DiagramElements {
  readonly zones: DraftZone[];
  readonly actors: DraftActor[];
  readonly assets: DraftAsset[];
  readonly flows: DraftFlow[];
  readonly boundaries: CurvedBoundary[];
  readonly notes: string[];
  /** What threats stand on, and the cells that may carry them. */
  readonly bearers: (readonly [readonly string[], Cell])[];
}

const WORDS: Readonly<Partial<Record<Cell['sort'], string>>> = {
  actor: 'actor',
  process: 'process',
  store: 'store',
  box: 'trust boundary',
};
const FALLBACK: Readonly<Record<string, string>> = { box: 'zone', curve: 'boundary', text: 'note' };

/** @param earlier what the diagrams before it have, to which it adds its own */
export function readDiagram(
  cells: readonly Cell[],
  title: string,
  ids: ForeignIds,
  earlier: Earlier,
): DiagramElements {
  const known = earlier.again(cells);
  const named = cells.map((cell): NamedCell => {
    const { node, data, foreignId, name, sort } = cell;
    const before = known.get(cell);
    if (before !== undefined) {
      ids.same(foreignId, before.id);
      const why = `taken for the one of that name in diagram "${before.diagram}"`;
      const became = `${sort === 'box' ? 'zone' : 'asset'} ${before.id}`;
      node.account.guessed(node.pointer, `${WORDS[sort]} "${lineOf(name)}"`, became, why);
      return { cell, id: before.id, again: true };
    }
    const own = readDescription(data).carried?.text('id') ?? name;
    return { cell, id: ids.name(node, foreignId, own, sort, FALLBACK[sort] ?? sort) };
  });
  const of = (...sorts: readonly Cell['sort'][]) => named.filter(({ cell }) => sorts.includes(cell.sort));
  const nodes = of('actor', 'process', 'store');
  const flows = earlier.flows(
    of('flow').filter(({ cell }) => !isLoose(cell)),
    ids,
  );
  earlier.keep(named, title);
  const boundaries = new Boundaries({ boxes: of('box'), curves: of('curve'), nodes, flows }, ids);
  const loose = of('flow').filter(({ cell }) => isLoose(cell));
  const elements = { actors: [] as DraftActor[], assets: [] as DraftAsset[] };
  for (const node of nodes) {
    const description = readDescription(node.cell.data);
    const zone = boundaries.zoneOf(node);
    if (description.carried?.has('attacker') === true)
      elements.actors.push(toActor(node, description, zone, ids));
    else elements.assets.push(toAsset(node, description, zone, ids));
  }
  for (const { cell } of loose) tellLoose(cell);
  return {
    zones: boundaries.zones(),
    ...elements,
    flows: flows.map((flow) => toFlow(flow, ids)),
    boundaries: boundaries.curves(),
    notes: of('text').flatMap(({ cell }) => toNote(cell)),
    bearers: [
      ...[...of('box'), ...nodes, ...flows].map(({ cell, id }) => [[id], cell] as const),
      ...loose.map(({ cell }) => [[], cell] as const),
    ],
  };
}

function toActor(
  { cell, id }: NamedCell,
  description: Description,
  zone: string | undefined,
  ids: ForeignIds,
): DraftActor {
  cell.node.account.read(cell.node.pointer, `${cell.sort} "${lineOf(cell.name)}"`, `actor ${id}`);
  return {
    id,
    ...textsOf(cell, description),
    ...(zone !== undefined && { zone }),
    ...carriedActor(description.carried!, (own) => ids.resolve(cellIdOf(own))),
    ...keptProperties(cell),
  };
}

const ELEMENTS = { actor: 'external', process: 'process', store: 'store' } as const;

function toAsset(
  { cell, id, again = false }: NamedCell,
  description: Description,
  zone: string | undefined,
  ids: ForeignIds,
): DraftAsset {
  const { node, data, sort } = cell;
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
  if (!again) node.account.read(node.pointer, `${sort} "${lineOf(cell.name)}"`, `asset ${id}`);
  return {
    id,
    ...textsOf(cell, description),
    fallback: ELEMENTS[sort as keyof typeof ELEMENTS],
    ...(types.length > 0 && { hints: { types } }),
    ...(zone !== undefined && { zone }),
    ...(classes.length > 0 && { data: classes }),
    ...(isEncrypted && { facts: { protection: ['encrypted'] } }),
    ...(description.carried && carriedAsset(description.carried, (own) => ids.resolve(cellIdOf(own)))),
    ...keptProperties(cell),
  };
}

function toFlow({ cell, id, again = false }: NamedCell, ids: ForeignIds): DraftFlow {
  const { node, data, name, from, to } = cell;
  const description = readDescription(data);
  const protocol = data.text('protocol');
  const isSaid = data.boolean('isEncrypted') === true;
  const what = `flow "${lineOf(name)}"`;
  node.account.read(node.pointer, what, again ? `flow ${id}, which an earlier diagram has` : `flow ${id}`);
  return {
    ...(description.carried?.boolean('unnamed') !== true && { id }),
    ...textsOf(cell, description),
    from: ids.resolve(from!),
    to: ids.resolve(to!),
    ...(data.boolean('isBidirectional') === true && { both: true }),
    ...(isSaid
      ? { encrypted: true }
      : encryptedByProtocol(node.account, `${data.pointer}/protocol`, what, protocol)),
    ...(description.carried && carriedFlow(description.carried)),
    ...keptProperties(cell),
  };
}

/** A flow that is joined to nothing cannot be one. */
function isLoose({ from, to }: Cell): boolean {
  return from === undefined || to === undefined;
}

function tellLoose({ node, data, name, from, to }: Cell): void {
  const ends = [...(from === undefined ? ['start'] : []), ...(to === undefined ? ['end'] : [])];
  const what = `flow "${lineOf(name)}"`;
  const why = `nothing is joined to its ${ends.join(' and its ')}`;
  for (const [key, part] of data.entries()) if (key !== 'threats') part.tellWhole();
  node.account.notRead(node.pointer, what, why);
  node.account.warn(node.pointer, `${what} is not read: ${why}`, {
    code: 'TD-005',
    hint: 'join it in the drawing, or add the flow to the model',
  });
}

function toNote({ node, data, name }: Cell): string[] {
  const { text } = readDescription(data);
  data.tell('threats');
  const note = [name, text].filter((part) => part !== undefined).join(': ');
  node.account.kept(node.pointer, `text "${lineOf(note)}"`, 'x-notes');
  return note === '' ? [] : [note];
}
