import { smallestAround, type Box, type Point } from '../../formats/boxes.ts';
import type { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import type { DrawnFlow, DrawnNode, DrawnZone, Page } from '../../formats/drawing/drawing.ts';
import { lineZones } from '../../formats/line-zones.ts';
import { quoted } from '../../formats/quoted.ts';
import { childNamed, childText, type XmlElement } from '../../formats/xml/parse-xml.ts';
import { pointOf, stencilsOf, type Stencil } from './stencils.ts';

/** Guid of an end that is joined to nothing. */
const NOWHERE = /^[0-]+$/;

/** What stands on a diagram, by its generic type or else by its class. */
const FALLBACKS: ReadonlyMap<string, 'process' | 'store' | 'external'> = new Map([
  ['GE.P', 'process'],
  ['GE.DS', 'store'],
  ['GE.EI', 'external'],
  ['StencilEllipse', 'process'],
  ['StencilParallelLines', 'store'],
  ['StencilRectangle', 'external'],
]);

/** Generic type of texts on a drawing. */
const REMARK = 'GE.A';

/** Flows that encrypt by what they are. */
const ENCRYPTED = /(?:^|\.)(?:HTTPS|IPsec|TLS|SSH|SFTP|LDAPS)$/i;

/** One diagram of the file. */
export function pageOf(file: string, surface: XmlElement, account: DrawingAccount): Page {
  const borders = stencilsOf(file, childNamed(surface, 'Borders'));
  const lines = stencilsOf(file, childNamed(surface, 'Lines'));
  const isBorder = ({ type, generic }: Stencil): boolean =>
    type === 'BorderBoundary' || generic === 'GE.TB.B';
  const isLine = ({ type, generic }: Stencil): boolean => type === 'LineBoundary' || generic === 'GE.TB.L';
  const things: Stencil[] = [];
  for (const stencil of borders) {
    if (isBorder(stencil)) continue;
    if (fallbackOf(stencil) !== undefined) things.push(stencil);
    else
      account.notRead(
        stencil.place,
        `${stencil.type} ${quoted(stencil.name ?? '')}`,
        'it is a remark on the drawing',
      );
  }
  const boxes = borders.flatMap((stencil): { stencil: Stencil; box: Box }[] =>
    isBorder(stencil) && stencil.box !== undefined ? [{ stencil, box: stencil.box }] : [],
  );
  const drawnLines = lineZones(
    lines.filter(isLine).map((stencil) => ({ stencil, way: wayOf(stencil) })),
    [...things, ...borders.filter(isBorder)].map(({ guid, box }) => ({ id: guid, box })),
  );
  const within = (stencil: Stencil): { within?: string } => {
    const border = stencil.box === undefined ? undefined : smallestAround(boxes, stencil.box);
    const zone = border?.stencil ?? drawnLines.find(({ inside }) => inside.has(stencil.guid))?.line.stencil;
    return zone === undefined ? {} : { within: zone.guid };
  };
  const drawn = new Set([...borders, ...lines].map(({ guid }) => guid));
  const name = childText(surface, 'Header');
  return {
    ...(name === undefined ? {} : { name }),
    zones: [
      ...borders.filter(isBorder).map((stencil) => ({
        ...zoneOf(stencil),
        ...within(stencil),
        ...(stencil.box === undefined && { ask: ['what is in it? It has no place in the drawing'] }),
      })),
      ...drawnLines.map(({ line }) => ({
        ...zoneOf(line.stencil),
        guessed: 'it is drawn as a line; what lies in its bend is taken for inside',
        ask: ['is this what the boundary encloses? it is drawn as a line'],
      })),
    ],
    nodes: things.map((stencil) => ({ ...nodeOf(stencil, account), ...within(stencil) })),
    flows: lines.filter((stencil) => !isLine(stencil)).map((stencil) => flowOf(stencil, drawn, account)),
  };
}

/** The tool has lines with one handle, at which they bend. */
function wayOf({ element }: Stencil): readonly Point[] {
  return ['Source', 'Handle', 'Target'].flatMap((name) => pointOf(element, name) ?? []);
}

function zoneOf({ guid, place, name, kind, attributes }: Stencil): DrawnZone {
  return {
    key: guid,
    place,
    what: `boundary ${quoted(name ?? kind ?? '')}`,
    name: name ?? kind ?? 'boundary',
    ...(attributes.size > 0 ? { extensions: { 'x-attributes': Object.fromEntries(attributes) } } : {}),
  };
}

function nodeOf(stencil: Stencil, account: DrawingAccount): DrawnNode {
  const { guid, place, name, kind, typeId, attributes } = stencil;
  const what = `${kind ?? typeId} ${quoted(name ?? '')}`;
  const rest = new Map(attributes);
  const credentials = rest.get('Stores Credentials') === 'Yes' && rest.delete('Stores Credentials');
  const encrypted = rest.get('Encrypted') === 'Yes' && rest.delete('Encrypted');
  const types = [typeId, ...(kind === undefined ? [] : [kind])].filter((type) => type !== '');
  return {
    key: guid,
    place,
    what,
    ...(name === undefined && kind === undefined ? {} : { name: name ?? kind! }),
    ...(/(?:^|\.)User$/.test(typeId) || kind === 'Human User' ? { person: true } : {}),
    asset: {
      fallback: fallbackOf(stencil) ?? 'process',
      ...(types.length > 0 ? { hints: { types } } : {}),
      ...(credentials ? { data: ['credentials'] } : {}),
      ...(encrypted ? { facts: { protection: ['encrypted'] } } : {}),
      ...asides(stencil, rest, what, account),
    },
  };
}

/** @param drawn ids of all that is on the diagram */
function flowOf(stencil: Stencil, drawn: ReadonlySet<string>, account: DrawingAccount): DrawnFlow {
  const { guid, place, name, kind, typeId, attributes, element } = stencil;
  const what = `flow ${quoted(name ?? kind ?? '')}`;
  const rest = new Map(attributes);
  const encrypted =
    (rest.get('Provides Confidentiality') === 'Yes' && rest.delete('Provides Confidentiality')) ||
    ENCRYPTED.test(typeId);
  const authenticated = rest.get('Source Authenticated') === 'Yes' && rest.delete('Source Authenticated');
  const end = (key: string): DrawnFlow['from'] => {
    const id = childText(element, key);
    if (id === undefined || NOWHERE.test(id)) return undefined;
    return drawn.has(id) ? id : { missing: id };
  };
  return {
    key: guid,
    place,
    what,
    ...(name === undefined && kind === undefined ? {} : { name: name ?? kind! }),
    from: end('SourceGuid'),
    to: end('TargetGuid'),
    flow: {
      ...(encrypted ? { encrypted: true } : {}),
      ...(authenticated ? { authenticated: true } : {}),
      ...asides(stencil, rest, what, account),
    },
  };
}

/** What nothing in a model says is kept beside it. */
function asides(
  { outOfScope, place }: Stencil,
  attributes: ReadonlyMap<string, string>,
  what: string,
  account: DrawingAccount,
): { extensions?: Record<string, unknown> } {
  if (attributes.size > 0) {
    const names = [...attributes.keys()].map(quoted).join(', ');
    account.kept(place, `${names} of ${what}`, '"x-attributes"', 'no rule reads it');
  }
  if (outOfScope !== undefined) {
    account.kept(
      place,
      `out of scope: ${what}`,
      '"x-out-of-scope"',
      'a model has no scope; delete it, if it is outside',
    );
  }
  const extensions = {
    ...(attributes.size > 0 ? { 'x-attributes': Object.fromEntries(attributes) } : {}),
    ...(outOfScope === undefined ? {} : { 'x-out-of-scope': outOfScope === '' ? true : outOfScope }),
  };
  return Object.keys(extensions).length > 0 ? { extensions } : {};
}

function fallbackOf({ generic, type }: Stencil): 'process' | 'store' | 'external' | undefined {
  if (generic === REMARK) return undefined;
  return FALLBACKS.get(generic) ?? FALLBACKS.get(type);
}
