import type { Point } from './elk-graph.ts';
import type { Rectangle } from '../export/svg-text.ts';

/** A line with rounded corners, as an SVG path. */
export function roundedLine(points: readonly Point[], radius = 6): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${first.x} ${first.y}`];
  for (const [index, corner] of rest.entries()) {
    const next = rest[index + 1];
    if (next === undefined) {
      parts.push(`L${corner.x} ${corner.y}`);
      continue;
    }
    const before = points[index]!;
    const reach = Math.min(radius, distance(before, corner) / 2, distance(corner, next) / 2);
    const [from, to] = [toward(corner, before, reach), toward(corner, next, reach)];
    parts.push(`L${from.x} ${from.y}`, `Q${corner.x} ${corner.y} ${to.x} ${to.y}`);
  }
  return parts.join('');
}

/** The head of an arrow that ends at `tip`, coming from `from`. */
export function arrowHead(from: Point, tip: Point, size: number): string {
  const length = distance(from, tip) || 1;
  const [dx, dy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const base = { x: tip.x - dx * size, y: tip.y - dy * size };
  const half = size * 0.5;
  return `M${tip.x} ${tip.y}L${base.x - dy * half} ${base.y + dx * half}L${base.x + dy * half} ${base.y - dx * half}Z`;
}

export interface Curve {
  readonly path: string;
  readonly head: string;
}

/** A bow from one box to another, off the straight line so that two of opposite directions do not lie on each other. */
export function bow(from: Rectangle, to: Rectangle): Curve {
  const [a, b] = [centre(from), centre(to)];
  const length = distance(a, b) || 1;
  const bend = Math.min(60, length * 0.16);
  const control = {
    x: (a.x + b.x) / 2 + ((b.y - a.y) / length) * bend,
    y: (a.y + b.y) / 2 - ((b.x - a.x) / length) * bend,
  };
  const [start, tip] = [edgeToward(from, control), edgeToward(to, control)];
  return {
    path: `M${start.x} ${start.y}Q${control.x} ${control.y} ${tip.x} ${tip.y}`,
    head: arrowHead(control, tip, 18),
  };
}

export function centre({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where the line from a box's centre to a point outside it leaves the box. */
function edgeToward(box: Rectangle, point: Point): Point {
  const middle = centre(box);
  const [dx, dy] = [point.x - middle.x, point.y - middle.y];
  if (dx === 0 && dy === 0) return middle;
  const scale = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy),
  );
  return { x: middle.x + dx * Math.min(1, scale), y: middle.y + dy * Math.min(1, scale) };
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest box in a direction, those straight ahead before those aside; for arrow keys. */
export function neighbour(
  boxes: ReadonlyMap<string, Rectangle>,
  from: string,
  direction: Direction,
): string | undefined {
  const box = boxes.get(from);
  if (box === undefined) return undefined;
  const here = centre(box);
  let best: { id: string; cost: number } | undefined;
  for (const [id, other] of boxes) {
    if (id === from) continue;
    const there = centre(other);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const [ahead, aside] = {
      left: [-dx, dy],
      right: [dx, dy],
      up: [-dy, dx],
      down: [dy, dx],
    }[direction] as [number, number];
    if (ahead <= 1) continue;
    const cost = ahead + 2 * Math.abs(aside);
    if (best === undefined || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}
