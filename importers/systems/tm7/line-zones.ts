/**
 * A boundary that is drawn as a line encloses nothing, but people bend it around what it protects: what lies in the angle
 * of its bend is taken for inside. Of a straight line it is the side with fewer things.
 */
import { centreOf } from '../../formats/boxes.ts';
import { pointOf, type Stencil } from './stencils.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A bend of less than a fiftieth of the line's length is none. */
const STRAIGHT = 0.02;

export interface LineZone {
  readonly line: Stencil;
  readonly inside: ReadonlySet<string>;
}

/** O(lines × things) */
export function lineZones(lines: readonly Stencil[], things: readonly Stencil[]): readonly LineZone[] {
  const boxed = things.flatMap(({ guid, box }) =>
    box === undefined ? [] : [{ guid, centre: centreOf(box) }],
  );
  return lines.map((line) => {
    const [start, bend, end] = ['Source', 'Handle', 'Target'].map((name) => pointOf(line.element, name));
    if (start === undefined || end === undefined) return { line, inside: new Set<string>() };
    const isInside = insideOf(start, bend ?? start, end, boxed);
    return { line, inside: new Set(boxed.filter(({ centre }) => isInside(centre)).map(({ guid }) => guid)) };
  });
}

function insideOf(
  start: Point,
  bend: Point,
  end: Point,
  things: readonly { readonly centre: Point }[],
): (point: Point) => boolean {
  const side = (point: Point): number => cross(start, end, point);
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  if (Math.abs(side(bend)) > STRAIGHT * length * length) {
    const turn = Math.sign(cross(bend, start, end));
    return (point) =>
      Math.sign(cross(bend, start, point)) === turn && Math.sign(cross(bend, point, end)) === turn;
  }
  const left = things.filter(({ centre }) => side(centre) > 0).length;
  const sign = left <= things.length - left ? 1 : -1;
  return (point) => side(point) * sign > 0;
}

/** Twice the area of the triangle; its sign tells on which side of a–b the point c lies. */
function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** Smaller first; what encloses less is further inside. */
export function byReach(zones: readonly LineZone[]): readonly LineZone[] {
  return zones.toSorted((a, b) => a.inside.size - b.inside.size);
}
