/** Where things are drawn, and which lines cross. */
import { boxOf, type Box } from '#importers/formats/boxes';
import type { TreeNode } from '#importers/formats/tree-node';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners of one line that are looked at; people draw a handful. */
const MAX_POINTS = 50;

export function pointOf(node: TreeNode | undefined): Point | undefined {
  if (node === undefined || !node.has('x') || !node.has('y')) return undefined;
  const x = node.number('x');
  const y = node.number('y');
  return x === undefined || y === undefined ? undefined : { x, y };
}

/** Undefined where the cell has no place or no extent. */
export function drawnBox(node: TreeNode): Box | undefined {
  const position = pointOf(node.at('position'));
  const size = node.at('size');
  const width = size?.number('width');
  const height = size?.number('height');
  return position === undefined ? undefined : boxOf({ ...position, width, height });
}

export function pointsOf(node: TreeNode): Point[] {
  return node
    .items('vertices')
    .slice(0, MAX_POINTS)
    .flatMap((vertex) => (vertex.isObject ? (pointOf(vertex) ?? []) : []));
}

/** Whether two lines of several points cross or touch; curves are taken by their corners. O(|a|·|b|). */
export function cross(a: readonly Point[], b: readonly Point[]): boolean {
  for (let i = 1; i < a.length; i++) {
    for (let j = 1; j < b.length; j++) {
      if (segmentsCross(a[i - 1]!, a[i]!, b[j - 1]!, b[j]!)) return true;
    }
  }
  return false;
}

function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** On which side of the line from a to b the point lies: -1, 0 (on it) or 1. */
function side(a: Point, b: Point, c: Point): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
}
