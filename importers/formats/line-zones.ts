/**
 * A boundary that is drawn as a line encloses nothing, but people bend it around what it protects: what lies in the angle
 * of its bend is taken for inside. Of a straight line it is the side with fewer things. Where it is known which flows the
 * line cuts, they decide what belongs together: a flow that is cut has one end inside, any other flow both or none.
 */
import { centreOf, type Box, type Point } from './boxes.ts';
import { linesCross, turn } from './lines.ts';

/** A bend of less than a fiftieth of the line's length is none. */
const STRAIGHT = 0.02;

export interface DrawnLine {
  /** From end to end, over its corners. */
  readonly way: readonly Point[];
}

export interface DrawnThing {
  readonly id: string;
  readonly box: Box | undefined;
}

/** A flow between two things. */
export interface DrawnJoin extends DrawnLine {
  readonly from: string;
  readonly to: string;
}

export interface LineZone<L extends DrawnLine> {
  readonly line: L;
  /** Ids of things. */
  readonly inside: ReadonlySet<string>;
}

/** Inmost first: what encloses less is further inside. O(lines × (things + joins) × corners) */
export function lineZones<L extends DrawnLine>(
  lines: readonly L[],
  things: readonly DrawnThing[],
  joins: readonly DrawnJoin[] = [],
): readonly LineZone<L>[] {
  const boxed = things.flatMap(({ id, box }) => (box === undefined ? [] : [{ id, centre: centreOf(box) }]));
  return lines
    .map((line) => {
      const isInside = insideOf(line.way, boxed);
      const drawn = new Set(boxed.filter(({ centre }) => isInside(centre)).map(({ id }) => id));
      const cut = joins.filter(({ way }) => linesCross(line.way, way));
      return { line, inside: cut.length === 0 ? drawn : settled(boxed, drawn, joins, new Set(cut)) };
    })
    .sort((a, b) => a.inside.size - b.inside.size);
}

/**
 * What is inside, so that the flows that are cut are those that lead out. Of two sides that would do, it is the one that
 * the drawing suggests; where none does, the drawing alone decides.
 */
function settled(
  things: readonly { readonly id: string }[],
  drawn: ReadonlySet<string>,
  joins: readonly DrawnJoin[],
  cut: ReadonlySet<DrawnJoin>,
): ReadonlySet<string> {
  const neighbours = new Map<string, { readonly id: string; readonly isCut: boolean }[]>(
    things.map(({ id }) => [id, []]),
  );
  for (const join of joins) {
    const isCut = cut.has(join);
    if (!neighbours.has(join.from) || !neighbours.has(join.to)) continue;
    neighbours.get(join.from)!.push({ id: join.to, isCut });
    neighbours.get(join.to)!.push({ id: join.from, isCut });
  }
  const side = new Map<string, boolean>();
  const inside = new Set<string>();
  for (const { id: start } of things) {
    if (side.has(start)) continue;
    const group = [start];
    side.set(start, true);
    let fits = true;
    // It grows while it is gone through.
    for (const member of group) {
      const here = side.get(member)!;
      for (const { id, isCut } of neighbours.get(member)!) {
        const there = here !== isCut;
        if (!side.has(id)) {
          side.set(id, there);
          group.push(id);
        } else if (side.get(id) !== there) fits = false;
      }
    }
    const agreeing = group.filter((id) => side.get(id) === drawn.has(id)).length;
    const isDivided = group.some((id) => side.get(id) === false);
    const isInside = (id: string): boolean =>
      fits && isDivided ? side.get(id) === agreeing * 2 >= group.length : drawn.has(id);
    for (const id of group) if (isInside(id)) inside.add(id);
  }
  return inside;
}

function insideOf(
  way: readonly Point[],
  things: readonly { readonly centre: Point }[],
): (point: Point) => boolean {
  const [start, end] = [way[0], way.at(-1)];
  if (start === undefined || end === undefined || way.length < 2) return () => false;
  const side = (point: Point): number => turn(start, end, point);
  const squared = (end.x - start.x) ** 2 + (end.y - start.y) ** 2;
  const bend = way.reduce((far, point) => (Math.abs(side(point)) > Math.abs(side(far)) ? point : far), start);
  if (Math.abs(side(bend)) > STRAIGHT * squared) {
    const round = Math.sign(turn(bend, start, end));
    const inAngle = (point: Point): boolean =>
      Math.sign(turn(bend, start, point)) === round && Math.sign(turn(bend, point, end)) === round;
    return (point) => inAngle(point) || isWithin(way, point);
  }
  // Drawn back to where it began, it is a ring.
  if (squared === 0) return (point) => isWithin(way, point);
  const left = things.filter(({ centre }) => side(centre) > 0).length;
  const sign = left <= things.length - left ? 1 : -1;
  return (point) => side(point) * sign > 0;
}

/** Whether a point lies in the area that a line and the way back from its end enclose. */
function isWithin(way: readonly Point[], { x, y }: Point): boolean {
  let within = false;
  for (let i = 0, j = way.length - 1; i < way.length; j = i++) {
    const [a, b] = [way[i]!, way[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}
