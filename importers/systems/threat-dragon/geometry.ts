/** Where the cells of a diagram are drawn. */
import { boxOf, type Box, type Point } from '#importers/formats/boxes';
import type { TreeNode } from '#importers/formats/tree-node';

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
