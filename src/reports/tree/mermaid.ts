import type { TreeView } from '#model/answers/tree-view';
import type { ReportTranslate } from '../text/look.ts';
import { drawnTree } from './tree-nodes.ts';
import type { DrawnNode } from './tree-nodes.ts';

const BRACKETS: Readonly<Record<DrawnNode['shape'], readonly [string, string]>> = {
  goal: ['{{', '}}'],
  any: ['(', ')'],
  all: ['[', ']'],
};

/**
 * The tree as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). Facts are round, steps square, the goal
 * a hexagon; all text is quoted, with anything that Mermaid or HTML could read as markup as entity codes.
 */
export function treeMermaid(tree: TreeView, t: ReportTranslate): string {
  const lines = ['flowchart TD'];
  let count = 0;
  const draw = (node: DrawnNode): string => {
    const id = `n${count}`;
    count += 1;
    const [open, close] = BRACKETS[node.shape];
    const text = [node.head, node.label, node.note].filter((part) => part !== '').map(escaped);
    lines.push(`  ${id}${open}"${text.join('<br/>')}"${close}:::${node.shape}`);
    for (const child of node.children) lines.push(`  ${id} --> ${draw(child)}`);
    return id;
  };
  draw(drawnTree(tree, t));
  lines.push(
    '  classDef goal fill:#fde2e1,stroke:#b42318,color:#1d2939',
    '  classDef any fill:#f2f4f7,stroke:#667085,color:#1d2939',
    '  classDef all fill:#e0eaff,stroke:#3538cd,color:#1d2939',
  );
  return `${lines.join('\n')}\n`;
}

/** Mermaid writes entities with # for &; letters, digits, blanks and common signs stay readable. */
function escaped(text: string): string {
  return text.replace(
    /[^\p{L}\p{M}\p{N}\p{Zs}\p{So}\u200d\ufe0f.,:;/()+\-_'–→…]/gu,
    (sign) => `#${sign.codePointAt(0)!};`,
  );
}
