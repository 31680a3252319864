import type { DrawnNode } from './tree-nodes.ts';

/** A node with its place; pixels, from the top left. */
export interface PlacedNode {
  readonly node: DrawnNode;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly children: readonly PlacedNode[];
}

export interface Layout {
  readonly root: PlacedNode;
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 250;
export const LINE_HEIGHT = 15;
export const PADDING = 8;
const COLUMN_GAP = 46;
const ROW_GAP = 12;
const MARGIN = 16;
/** Columns of text in a node: at 12 px a letter of a sans-serif font is some 6.4 px wide on average. */
const COLUMNS = 36;

/**
 * From left to right: each level a column, each subtree a band of its own, a parent in the middle of its children.
 * O(nodes).
 */
export function layOut(tree: DrawnNode): Layout {
  let deepest = 0;
  const place = (node: DrawnNode, level: number, top: number): { placed: PlacedNode; bottom: number } => {
    deepest = Math.max(deepest, level);
    const lines = [node.head, node.label, node.note].flatMap((text) => (text === '' ? [] : wrapped(text)));
    const height = lines.length * LINE_HEIGHT + 2 * PADDING;
    let bottom = top;
    const children = node.children.map((child) => {
      const below = place(child, level + 1, bottom);
      bottom = below.bottom + ROW_GAP;
      return below.placed;
    });
    const used = Math.max(height, bottom - ROW_GAP - top);
    const first = children[0];
    const last = children.at(-1);
    const middle =
      first === undefined || last === undefined
        ? top + used / 2
        : (first.y + first.height / 2 + last.y + last.height / 2) / 2;
    const y = Math.round(Math.min(Math.max(middle - height / 2, top), top + used - height));
    const x = MARGIN + level * (NODE_WIDTH + COLUMN_GAP);
    return { placed: { node, lines, x, y, height, children }, bottom: top + used };
  };
  const { placed, bottom } = place(tree, 0, MARGIN);
  const width = 2 * MARGIN + (deepest + 1) * NODE_WIDTH + deepest * COLUMN_GAP;
  return { root: placed, width, height: bottom + MARGIN };
}

/** Breaks at blanks, and within words that are longer than a line. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(pieces)) {
    if (line !== '' && columns(line) + 1 + columns(word) > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function pieces(word: string): string[] {
  if (columns(word) <= COLUMNS) return [word];
  const found: string[] = [];
  let piece = '';
  for (const { segment } of new Intl.Segmenter('en').segment(word)) {
    if (columns(piece + segment) > COLUMNS) {
      found.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...found, piece];
}

/** East Asian letters and emoji are twice as wide as others. */
function columns(text: string): number {
  let sum = 0;
  for (const sign of text)
    sum +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}|[\u{20000}-\u{3fffd}]/u.test(
        sign,
      )
        ? 2
        : 1;
  return sum;
}
