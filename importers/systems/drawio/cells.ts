import { listUnder } from '#model/list-under';
import type { SourcePlace } from '#model/draft-system';
import { boxOf, type Box, type Point } from '../../formats/boxes.ts';
import { htmlText } from '../../formats/html-text.ts';
import { labelText } from '../../formats/label-text.ts';
import { childNamed, childrenNamed, type XmlElement } from '../../formats/xml/parse-xml.ts';
import type { DrawnPage } from './pages.ts';
import { Style } from './style.ts';

export interface Cell {
  readonly id: string;
  readonly label: string;
  /** What stands under the label of a box, and is no part of its name. */
  readonly remark?: string;
  /** Of the remark, what may say what it is. */
  readonly below?: string;
  /** Its label says that it is a person. */
  readonly person?: true;
  /** Its label holds cells that somebody pasted into it as a text. */
  readonly pasted: boolean;
  readonly style: Style;
  readonly parent: string | undefined;
  readonly kind: 'vertex' | 'edge' | 'other';
  readonly visible: boolean;
  readonly source: string | undefined;
  readonly target: string | undefined;
  /** Ends of an edge that is not joined to a cell, as written. */
  readonly ends: { readonly source: Point | undefined; readonly target: Point | undefined };
  /** As written: relative to the parent. */
  readonly geometry: Box | undefined;
  /** `x` and `y` are parts of the parent's sides. */
  readonly relative: boolean;
  /** Data that somebody gave the cell, label and id left out. */
  readonly properties: ReadonlyMap<string, string>;
  readonly place: SourcePlace;
}

/** Parents of parents; draw.io itself gives up earlier. */
const MAX_DEPTH = 200;

export class Cells {
  readonly #byId = new Map<string, Cell>();
  readonly #boxes = new Map<string, Box | undefined>();
  /** Edge → texts of the cells in it. */
  readonly #labels = new Map<string, string[]>();
  /** How often an id stands twice; the first is taken. */
  readonly twice: Cell[] = [];

  constructor(file: string, page: DrawnPage) {
    for (const [index, element] of (childNamed(page.model, 'root')?.children ?? []).entries()) {
      const cell = readCell(element, index, file, page);
      if (cell === undefined) continue;
      if (this.#byId.has(cell.id)) this.twice.push(cell);
      else this.#byId.set(cell.id, cell);
    }
    for (const { kind, parent, label } of this.all()) {
      if (kind !== 'vertex' || label === '' || this.get(parent)?.kind !== 'edge') continue;
      listUnder(this.#labels, parent!).push(label);
    }
  }

  /** Texts that are cells of their own on an edge. */
  labelsOf(edge: Cell): readonly string[] {
    return this.#labels.get(edge.id) ?? [];
  }

  get(id: string | undefined): Cell | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): IterableIterator<Cell> {
    return this.#byId.values();
  }

  /** The cells that it is in, from the nearest; ends at a circle. */
  *parentsOf(cell: Cell): Generator<Cell> {
    let parent = this.get(cell.parent);
    for (let depth = 0; parent !== undefined && parent !== cell && depth < MAX_DEPTH; depth++) {
      yield parent;
      parent = this.get(parent.parent);
    }
  }

  /** Cells in a parent that is not there: that, and the first of them. */
  outOfNothing(): ReadonlyMap<string, Cell> {
    const found = new Map<string, Cell>();
    for (const cell of this.all()) {
      const { parent } = cell;
      if (parent !== undefined && !this.#byId.has(parent) && !found.has(parent)) found.set(parent, cell);
    }
    return found;
  }

  isVisible(cell: Cell): boolean {
    if (!cell.visible) return false;
    for (const parent of this.parentsOf(cell)) if (!parent.visible) return false;
    return true;
  }

  /** On the page. */
  boxOf(cell: Cell): Box | undefined {
    if (this.#boxes.has(cell.id)) return this.#boxes.get(cell.id);
    const { geometry, relative } = cell;
    const around = geometry === undefined ? undefined : this.#originOf(cell);
    const box =
      geometry === undefined || around === undefined
        ? undefined
        : {
            ...geometry,
            x: around.x + (relative ? geometry.x * around.width : geometry.x),
            y: around.y + (relative ? geometry.y * around.height : geometry.y),
          };
    this.#boxes.set(cell.id, box);
    return box;
  }

  /** A loose end of an edge, on the page. */
  endOf(edge: Cell, end: 'source' | 'target'): Point | undefined {
    const point = edge.ends[end];
    if (point === undefined) return undefined;
    const { x, y } = this.#originOf(edge);
    return { x: x + point.x, y: y + point.y };
  }

  #originOf(cell: Cell): Box {
    let [x, y] = [0, 0];
    let size: Box | undefined;
    for (const { kind, geometry, relative } of this.parentsOf(cell)) {
      if (kind !== 'vertex' || geometry === undefined) continue;
      size ??= geometry;
      if (relative) continue;
      x += geometry.x;
      y += geometry.y;
    }
    return { x, y, width: size?.width ?? 0, height: size?.height ?? 0 };
  }
}

/** A cell, or an object that wraps one and carries its id and label. */
function readCell(element: XmlElement, index: number, file: string, page: DrawnPage): Cell | undefined {
  const wrapped = element.name === 'mxCell' ? undefined : childNamed(element, 'mxCell');
  const cell = wrapped ?? element;
  if (cell.name !== 'mxCell') return undefined;
  const attribute = (name: string): string | undefined => cell.attributes.get(name);
  // Whoever writes a drawing by hand leaves out ids that no arrow needs; draw.io makes some up.
  const id = element.attributes.get('id') ?? attribute('id') ?? `without id, ${index + 1}`;
  const properties = new Map(wrapped === undefined ? [] : element.attributes);
  const label = properties.get('label') ?? attribute('value') ?? '';
  const written = withoutPasted(label);
  for (const own of ['id', 'label']) properties.delete(own);
  const geometry = childNamed(cell, 'mxGeometry');
  const style = new Style(attribute('style') ?? '');
  const isBox = attribute('vertex') === '1' && !style.isText;
  return {
    id,
    ...labelOf(fill(written, properties), style.isHtml || written.includes('&'), isBox),
    pasted: written !== label,
    style,
    parent: attribute('parent'),
    kind: attribute('edge') === '1' ? 'edge' : attribute('vertex') === '1' ? 'vertex' : 'other',
    visible: attribute('visible') !== '0',
    source: attribute('source'),
    target: attribute('target'),
    ends: { source: pointOf(geometry, 'sourcePoint'), target: pointOf(geometry, 'targetPoint') },
    geometry: geometry === undefined ? undefined : boxOf(sidesOf(geometry)),
    relative: geometry?.attributes.get('relative') === '1',
    properties,
    place: {
      file,
      ...(page.hasLines ? { line: element.line } : {}),
      pointer: `${page.pointer}/mxCell[@id=${JSON.stringify(id)}]`,
    },
  };
}

function sidesOf({ attributes }: XmlElement): Parameters<typeof boxOf>[0] {
  return {
    x: attributes.get('x'),
    y: attributes.get('y'),
    width: attributes.get('width') ?? 0,
    height: attributes.get('height') ?? 0,
  };
}

function pointOf(geometry: XmlElement | undefined, as: string): Point | undefined {
  const point = childrenNamed(geometry, 'mxPoint').find(({ attributes }) => attributes.get('as') === as);
  if (point === undefined) return undefined;
  const box = boxOf({ ...sidesOf(point), width: 0, height: 0 });
  return box === undefined ? undefined : { x: box.x, y: box.y };
}

const PASTED = '%3CmxGraphModel%3E';
const PASTED_END = '%3C%2FmxGraphModel%3E';

/** Cells that are pasted while a text is written end up in the text as draw.io keeps them, mostly where nobody sees them. */
function withoutPasted(label: string): string {
  let text = '';
  let at = 0;
  for (;;) {
    const start = label.indexOf(PASTED, at);
    const end = start < 0 ? -1 : label.indexOf(PASTED_END, start);
    if (end < 0) return text + label.slice(at);
    text += label.slice(at, start);
    at = end + PASTED_END.length;
  }
}

/** Labels may hold `%name%` of their properties. */
function fill(label: string, properties: ReadonlyMap<string, string>): string {
  if (properties.get('placeholders') !== '1') return label;
  return label.replaceAll(/%([\w-]{1,60})%/g, (whole, name: string) => properties.get(name) ?? whole);
}

/** Texts, and texts on arrows, are all of them said. */
function labelOf(
  text: string,
  isHtml: boolean,
  isBox: boolean,
): Pick<Cell, 'label' | 'remark' | 'below' | 'person'> {
  if (!isBox) return { label: isHtml ? htmlText(text) : plainText(text) };
  // Without HTML, what looks like a tag is text; lines are lines in both.
  const { name, ...more } = labelText(isHtml ? text : text.replaceAll('<', '&lt;'));
  return { label: name, ...more };
}

function plainText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
