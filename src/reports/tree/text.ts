import type { TreeView } from '#model/answers/tree-view';
import { columns } from '../text/columns.ts';
import { painter } from '../text/look.ts';
import type { PageLook, Painter } from '../text/look.ts';
import { hanging } from '../text/wrap.ts';
import { drawnTree } from './tree-nodes.ts';
import type { DrawnNode } from './tree-nodes.ts';

/** The tree with branches of box-drawing characters. */
export function treeText(tree: TreeView, look: PageLook): string {
  const paint = painter(look);
  const root = drawnTree(tree, look.t);
  const lines = [`${paint.bold(root.head)}  ${root.label}  ${paint.dim(root.note)}\n`];
  branches(root.children, '', lines, paint, look.width);
  return lines.join('');
}

function branches(
  nodes: readonly DrawnNode[],
  indent: string,
  lines: string[],
  paint: Painter,
  width: number,
): void {
  nodes.forEach((node, i) => {
    const last = i === nodes.length - 1;
    const below = `${indent}${last ? '   ' : '│  '}`;
    const head =
      node.shape === 'all' ? `${paint.cyan(node.head)} ` : node.head === '' ? '○ ' : `○ ${node.head}: `;
    const used =
      node.shape === 'all' ? columns(node.head) + 1 : node.head === '' ? 2 : columns(node.head) + 4;
    const first = indent.length + 3;
    // The first line has the head before it, so the text is broken as if it began there, and set back below.
    const text = hanging(node.label, { indent: first + used, width }, `[${node.note}]`, paint.dim);
    const continued = `${below}${node.children.length > 0 ? '│  ' : '   '}`.padEnd(first + used);
    const block = text
      .trimEnd()
      .split('\n')
      .map((line, n) => (n === 0 ? line : `${continued}${line.trimStart()}`));
    lines.push(`${indent}${last ? '└─ ' : '├─ '}${head}${block.join('\n')}\n`);
    branches(node.children, below, lines, paint, width);
  });
}
