import { centreOf, smallestAround, type Box, type Point } from '#importers/formats/boxes';
import type { ForeignIds } from '#importers/formats/foreign-ids';
import { lineZones, type DrawnJoin } from '#importers/formats/line-zones';
import { linesCross } from '#importers/formats/lines';
import { WHOLE, type DraftZone } from '#model/draft-system';
import { readDescription } from './carried-text.ts';
import type { Cell } from './cells.ts';
import { keptProperties } from './kept-properties.ts';
import { lineOf, textsOf, type NamedCell } from './named-cell.ts';

/** A boundary that is a line, with the flows that it cuts. */
export interface CurvedBoundary {
  readonly name: string;
  /** The zone that was made of it, as a guess. */
  readonly zone?: string;
  readonly crossed: readonly string[];
}

interface NamedBox extends NamedCell {
  readonly box: Box;
}

interface NamedCurve extends NamedCell {
  readonly way: readonly Point[];
}

/**
 * Zones are the boxes that are drawn around things: of several the smallest around the middle of a cell is its own. What
 * lies in no box may lie in the bend of a curve.
 */
export class Boundaries {
  readonly #boxes: readonly NamedCell[];
  readonly #drawnBoxes: readonly NamedBox[];
  readonly #curves: readonly NamedCell[];
  /** Curves that have something inside, inmost first. */
  readonly #bent: readonly { readonly line: NamedCurve; readonly inside: ReadonlySet<string> }[];
  readonly #ids: ForeignIds;

  /** Flows of the diagram, from the middle of one cell over the corners to the middle of the other. */
  readonly #joins: readonly (DrawnJoin & { readonly id: string })[];

  /** @param nodes what may stand in a zone, and what flows join */
  constructor(
    {
      boxes,
      curves,
      nodes,
      flows,
    }: Readonly<Record<'boxes' | 'curves' | 'nodes' | 'flows', readonly NamedCell[]>>,
    ids: ForeignIds,
  ) {
    this.#boxes = boxes;
    this.#drawnBoxes = boxes.flatMap(({ cell, id }) =>
      cell.box === undefined ? [] : [{ cell, id, box: cell.box }],
    );
    this.#curves = curves;
    const middles = new Map(
      nodes.flatMap(({ cell, id }) => (cell.box === undefined ? [] : [[id, centreOf(cell.box)]])),
    );
    const middleOf = (id: string): Point[] => {
      const middle = middles.get(id);
      return middle === undefined ? [] : [middle];
    };
    this.#joins = flows.map(({ cell, id }) => {
      const [from, to] = [ids.resolve(cell.from ?? ''), ids.resolve(cell.to ?? '')];
      return { id, from, to, way: [...middleOf(from), ...cell.way, ...middleOf(to)] };
    });
    this.#bent = lineZones<NamedCurve>(
      curves.map((curve) => ({ ...curve, way: curve.cell.way })),
      nodes.map(({ cell, id }) => ({ id, box: cell.box })),
      this.#joins,
    ).filter(({ inside }) => inside.size > 0);
    this.#ids = ids;
  }

  zoneOf({ cell, id }: NamedCell): string | undefined {
    return this.#boxAround(cell) ?? this.#bent.find(({ inside }) => inside.has(id))?.line.id;
  }

  #boxAround({ box }: Cell): string | undefined {
    return box === undefined ? undefined : smallestAround(this.#drawnBoxes, box)?.id;
  }

  zones(): DraftZone[] {
    return [
      ...this.#boxes.map((box) => this.#boxZone(box)),
      ...this.#curves.filter(({ id }) => this.#encloses(id)).map((curve) => this.#bentZone(curve)),
    ];
  }

  #encloses(id: string): boolean {
    return this.#bent.some(({ line }) => line.id === id);
  }

  #boxZone({ cell, id, again = false }: NamedCell): DraftZone {
    const { node, name, box } = cell;
    const description = readDescription(cell.data);
    const outer = this.#boxAround(cell);
    const trust = description.carried?.number('trust');
    const within = description.carried?.text('in');
    if (!again) node.account.read(node.pointer, `trust boundary "${lineOf(name)}"`, `zone ${id}`);
    const { extensions, ask = [] } = keptProperties(cell);
    const asked = [
      ...(box === undefined ? ['what is in it? Its box has no place in the drawing'] : []),
      ...ask,
    ];
    return {
      id,
      ...textsOf(cell, description),
      ...(trust !== undefined && { trust }),
      ...(within === undefined ? outer !== undefined && { in: outer } : { in: this.#ids.resolve(within) }),
      ...(extensions !== undefined && { extensions }),
      ...(asked.length > 0 && { ask: asked }),
    };
  }

  curves(): CurvedBoundary[] {
    return this.#curves.map(({ cell, id }) => {
      const { node, name, way } = cell;
      const crossed = this.#joins.filter((join) => linesCross(way, join.way)).map((join) => join.id);
      const description = readDescription(cell.data);
      keptProperties(cell);
      node.account.kept(
        node.pointer,
        `trust boundary "${lineOf(name)}", a curve`,
        'x-trust-boundaries',
        'with the flows that it cuts',
      );
      const zone = this.#encloses(id) ? { zone: id } : {};
      return { name: name ?? description.text ?? id, ...zone, crossed };
    });
  }

  #bentZone({ cell, id }: NamedCell): DraftZone {
    const { node, name } = cell;
    const at = this.#bent.findIndex(({ line }) => line.id === id);
    const own = [...this.#bent[at]!.inside];
    const outer = this.#bent.slice(at + 1).find(({ inside }) => own.every((each) => inside.has(each)));
    const why = 'by its bend and the flows that it cuts';
    node.account.guessed(node.pointer, `trust boundary "${lineOf(name)}", a curve`, `zone ${id}`, why);
    return {
      id,
      ...textsOf(cell, readDescription(cell.data)),
      ...(outer !== undefined && { in: outer.line.id }),
      guessed: { [WHOLE]: why },
      ask: ['is this what the boundary encloses? It is drawn as a curve'],
    };
  }
}
