/**
 * Which box on a drawing lies in which: how drawings without a tree say what belongs to a zone.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A box of four numbers, or undefined where one of them is none, or a side is negative.
 *
 * @param sides as written; `undefined` counts as 0 for `x` and `y`, which some tools leave out
 */
export function boxOf(sides: {
  readonly x: string | number | undefined;
  readonly y: string | number | undefined;
  readonly width: string | number | undefined;
  readonly height: string | number | undefined;
}): Box | undefined {
  const { x = 0, y = 0, width = Number.NaN, height = Number.NaN } = sides;
  const box = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  const numbers = Object.values(box).every((side) => Number.isFinite(side) && Math.abs(side) < 1e9);
  return numbers && box.width >= 0 && box.height >= 0 ? box : undefined;
}

export function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function areaOf({ width, height }: Box): number {
  return width * height;
}

/** Whether a point lies in a box or on its edge. */
export function holds(box: Box, point: Point, margin = 0): boolean {
  return (
    point.x >= box.x - margin &&
    point.x <= box.x + box.width + margin &&
    point.y >= box.y - margin &&
    point.y <= box.y + box.height + margin
  );
}

/** Whether a point lies on the edge of a box, or not further than `margin` from it on either side. */
export function touchesEdge({ x, y, width, height }: Box, point: Point, margin: number): boolean {
  const inner = { x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin };
  return holds({ x, y, width, height }, point, margin) && !holds(inner, point);
}

/**
 * The smallest of several boxes that lies around another: it is larger, and holds its centre. People draw boxes that
 * stick out of the zone they stand in, so the centre decides. Since it is strictly larger, nothing lies around itself.
 * O(boxes).
 */
export function smallestAround<B extends { readonly box: Box }>(
  boxes: Iterable<B>,
  inner: Box,
): B | undefined {
  const centre = centreOf(inner);
  const area = areaOf(inner);
  let best: B | undefined;
  for (const candidate of boxes) {
    const size = areaOf(candidate.box);
    if (size <= area || !holds(candidate.box, centre)) continue;
    if (best === undefined || size < areaOf(best.box)) best = candidate;
  }
  return best;
}
