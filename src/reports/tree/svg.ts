import type { TreeView } from '#model/answers/tree-view';
import type { ReportTranslate } from '../text/look.ts';
import { LINE_HEIGHT, NODE_WIDTH, PADDING, layOut } from './layout.ts';
import type { PlacedNode } from './layout.ts';
import { drawnTree } from './tree-nodes.ts';
import type { DrawnNode } from './tree-nodes.ts';

const COLOURS: Readonly<Record<DrawnNode['shape'], { fill: string; stroke: string; round: number }>> = {
  goal: { fill: '#fde2e1', stroke: '#b42318', round: 0 },
  any: { fill: '#f2f4f7', stroke: '#667085', round: 14 },
  all: { fill: '#e0eaff', stroke: '#3538cd', round: 2 },
};

/** The tree as one SVG 1.1 picture without scripts, styles or links: round boxes need any of those to their right, square ones all. */
export function treeSvg(tree: TreeView, t: ReportTranslate): string {
  const root = drawnTree(tree, t);
  const { root: placed, width, height } = layOut(root);
  const title = escaped(t('tree.title', { system: tree.system, goal: root.head }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...edges(placed),
    ...boxes(placed),
    '</svg>',
    '',
  ].join('\n');
}

function edges(parent: PlacedNode): string[] {
  const x = parent.x + NODE_WIDTH;
  const y = parent.y + parent.height / 2;
  return parent.children.flatMap((child) => {
    const to = child.y + child.height / 2;
    const middle = (x + child.x) / 2;
    return [
      `<path d="M${x} ${y}C${middle} ${y} ${middle} ${to} ${child.x} ${to}" fill="none" stroke="#98a2b3"/>`,
      ...edges(child),
    ];
  });
}

function boxes({ node, lines, x, y, height, children }: PlacedNode): string[] {
  const { fill, stroke, round } = COLOURS[node.shape];
  const text = lines.map((line, i) => {
    const weight = i === 0 && node.head !== '' ? ' font-weight="bold"' : '';
    const below = y + PADDING + (i + 1) * LINE_HEIGHT - 4;
    return `<text x="${x + PADDING}" y="${below}" fill="#1d2939" unicode-bidi="isolate"${weight}>${escaped(line)}</text>`;
  });
  return [
    `<rect x="${x}" y="${y}" width="${NODE_WIDTH}" height="${height}" rx="${round}" fill="${fill}" stroke="${stroke}"/>`,
    ...text,
    ...children.flatMap(boxes),
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
