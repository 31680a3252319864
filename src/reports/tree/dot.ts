import type { TreeView } from '#model/answers/tree-view';
import type { ReportTranslate } from '../text/look.ts';
import { drawnTree } from './tree-nodes.ts';
import type { DrawnNode } from './tree-nodes.ts';

const STYLE: Readonly<Record<DrawnNode['shape'], string>> = {
  goal: 'shape=hexagon, fillcolor="#fde2e1", color="#b42318"',
  any: 'shape=box, style="rounded,filled", fillcolor="#f2f4f7", color="#667085"',
  all: 'shape=box, fillcolor="#e0eaff", color="#3538cd"',
};

/** The tree in the DOT language of Graphviz (https://graphviz.org/doc/info/lang.html). */
export function treeDot(tree: TreeView, t: ReportTranslate): string {
  const lines: string[] = [];
  let count = 0;
  const draw = (node: DrawnNode): string => {
    const id = `n${count}`;
    count += 1;
    const text = [node.head, node.label, node.note].filter((part) => part !== '').map(escaped);
    lines.push(`  ${id} [label="${text.join('\\n')}", ${STYLE[node.shape]}];`);
    for (const child of node.children) lines.push(`  ${id} -> ${draw(child)};`);
    return id;
  };
  draw(drawnTree(tree, t));
  return [
    'digraph "attack tree" {',
    '  graph [charset="UTF-8", rankdir=TB];',
    '  node [style=filled, fontname="sans-serif", fontsize=11];',
    ...lines,
    '}',
    '',
  ].join('\n');
}

/** Within quotes a backslash begins an escape, and Graphviz reads HTML entities in labels. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
}
