import pc from 'picocolors';
import { columns as columnsOf, padEnd } from './columns.ts';

/** Anything that a cell may hold; lists are joined by commas. */
export type Cell = string | number | boolean | null | undefined | readonly unknown[] | object;

export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (Array.isArray(cell)) return cell.map((part) => cellText(part as Cell)).join(', ');
  if (typeof cell === 'number' && !Number.isInteger(cell)) return String(Math.round(cell * 1000) / 1000);
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/**
 * Columns under underlined heads, numbers to the right, two blanks between.
 *
 * @param width the widest columns go on below themselves so that a line fits; without it every row is one line
 */
export function tableText(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  { colour, width }: { readonly colour: boolean; readonly width?: number | undefined },
): string {
  const colours = pc.createColors(colour);
  const cells = rows.map((row) => row.map((cell) => cellText(cell).replace(/\s+/g, ' ')));
  const numeric = columns.map((_, c) => rows.length > 0 && rows.every((row) => typeof row[c] === 'number'));
  const widths = columns.map((column, c) =>
    cells.reduce((w, row) => Math.max(w, columnsOf(row[c]!)), columnsOf(column)),
  );
  if (width !== undefined) {
    const least = columns.map((column, c) =>
      Math.min(
        24,
        cells.reduce((w, row) => Math.max(w, longestWord(row[c]!)), longestWord(column)),
      ),
    );
    shrink(widths, least, width - 2 * (columns.length - 1));
  }
  const lines = (texts: readonly string[]): string[] => {
    const parts = texts.map((text, c) => broken(text, widths[c]!));
    const height = Math.max(1, ...parts.map((part) => part.length));
    return Array.from({ length: height }, (_, l) =>
      parts
        .map((part, c) =>
          numeric[c]! ? padStart(part[l] ?? '', widths[c]!) : padEnd(part[l] ?? '', widths[c]!),
        )
        .join('  ')
        .trimEnd(),
    );
  };
  const head = lines(columns).map((line) => colours.bold(line));
  const rule = colours.dim(widths.map((w) => '─'.repeat(w)).join('  '));
  return `${[...head, rule, ...cells.flatMap(lines)].join('\n')}\n`;
}

/** Takes from the widest column first, but breaks no word of up to 24 characters: ids are copied from tables. */
function shrink(widths: number[], least: readonly number[], available: number): void {
  for (let total = widths.reduce((a, b) => a + b, 0); total > available; total--) {
    const spare = widths.map((width, c) => (width > least[c]! ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) return;
    widths[widest]!--;
  }
}

function longestWord(text: string): number {
  return Math.max(...text.split(' ').map(columnsOf));
}

/** Lines of a cell, broken at blanks, and within a word only where it alone is too long. */
function broken(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(blank > 0 ? end + 1 : end);
  }
  return [...lines, rest];
}

/** Numbers stand to the right. */
function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columnsOf(text))) + text;
}
