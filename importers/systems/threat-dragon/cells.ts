import type { Box, Point } from '#importers/formats/boxes';
import type { TreeNode } from '#importers/formats/tree-node';
import { drawnBox, pointOf, pointsOf } from './geometry.ts';

export const SORTS = ['actor', 'process', 'store', 'flow', 'box', 'curve', 'text'] as const;
export type Sort = (typeof SORTS)[number];

/** One cell of a diagram, of either version. */
export interface Cell {
  readonly node: TreeNode;
  /** What the tool keeps of it besides its drawing: `data` in version 2, the cell itself in version 1. */
  readonly data: TreeNode;
  readonly sort: Sort;
  readonly foreignId: string | undefined;
  readonly name: string | undefined;
  readonly box: Box | undefined;
  /** Ids of the cells at the ends of a flow, and the way that it or a curve is drawn. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly way: readonly Point[];
}

const BY_TYPE: ReadonlyMap<string, Sort> = new Map([
  ['tm.actor', 'actor'],
  ['tm.process', 'process'],
  ['tm.store', 'store'],
  ['tm.flow', 'flow'],
  ['tm.boundarybox', 'box'],
  ['tm.boundary', 'curve'],
  ['tm.text', 'text'],
  ['actor', 'actor'],
  ['process', 'process'],
  ['store', 'store'],
  ['flow', 'flow'],
  ['trust-boundary-box', 'box'],
  ['trust-boundary-curve', 'curve'],
  ['trust-broundary-curve', 'curve'],
  ['td-text-block', 'text'],
]);

/** How cells look: one line for each diagram says that none of it is read. */
export const DRAWN = [
  'attrs',
  'ports',
  'markup',
  'tools',
  'visible',
  'zIndex',
  'z',
  'angle',
  'smooth',
  'connector',
  'width',
  'height',
  'labels',
  'router',
  'shape',
  'type',
  'view',
  'size',
  'position',
  'vertices',
  'source',
  'target',
  'data',
];
/** Where on its shape a flow ends. */
const ATTACHED = ['port', 'magnet', 'selector', 'anchor', 'connectionPoint'];
/** What the tool works out by itself. */
export const DERIVED = ['hasOpenThreats', 'isTrustBoundary', 'type', 'threatFrequency'];

/** Cells of no known sort are reported and left out. */
export function readCells(nodes: readonly TreeNode[]): Cell[] {
  return nodes.flatMap((node) => {
    const data = node.at('data') ?? node;
    const type = data.text('type');
    const shape = node.text('shape');
    const sort = BY_TYPE.get((type ?? '').toLowerCase()) ?? BY_TYPE.get((shape ?? '').toLowerCase());
    if (sort === undefined) {
      const what = `cell of type "${type ?? shape ?? ''}"`;
      for (const [, part] of [...node.entries(), ...data.entries()]) part.tellWhole();
      node.account.notRead(node.pointer, what, 'its type is not known');
      node.account.warn(node.pointer, `${what}: its type is not known`, { code: 'TD-002' });
      return [];
    }
    const source = node.at('source');
    const target = node.at('target');
    source?.tell(...ATTACHED);
    target?.tell(...ATTACHED);
    const [start, end] = [pointOf(source), pointOf(target)];
    const way = [...(start ? [start] : []), ...pointsOf(node), ...(end ? [end] : [])];
    const cell: Cell = {
      node,
      data,
      sort,
      foreignId: node.text('id'),
      // Names are broken into lines to fit their shapes.
      name: (data.text('name') ?? drawnName(node))?.replaceAll(/\s+/g, ' '),
      box: drawnBox(node),
      from: source?.text('cell') ?? source?.text('id'),
      to: target?.text('cell') ?? target?.text('id'),
      way,
    };
    node.tell(...DRAWN);
    data.tell(...DERIVED);
    return [cell];
  });
}

/** Version 1 has no names but those that it draws. */
function drawnName(node: TreeNode): string | undefined {
  const attrs = node.at('attrs');
  const label = node.items('labels')[0];
  const labelled = label?.isObject === true ? label.at('attrs') : undefined;
  for (const place of [attrs?.at('text'), attrs?.at('label'), labelled?.at('text'), labelled?.at('label')]) {
    // Taken without account: the drawing as a whole is one line of it.
    const text = place?.any('text')?.value;
    if (typeof text === 'string' && text.trim() !== '') return text.trim();
  }
  return undefined;
}
