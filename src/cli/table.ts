import pc from 'picocolors';

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
 * @param width cuts the widest columns so that a line fits; without it nothing is cut
 */
export function tableText(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  { colour, width }: { readonly colour: boolean; readonly width?: number | undefined },
): string {
  const colours = pc.createColors(colour);
  const cells = rows.map((row) => row.map((cell) => cellText(cell).replace(/\s+/g, ' ')));
  const numeric = columns.map((_, c) => rows.length > 0 && rows.every((row) => typeof row[c] === 'number'));
  const widths = columns.map((column, c) => Math.max(column.length, ...cells.map((row) => row[c]!.length)));
  if (width !== undefined) shrink(widths, width - 2 * (columns.length - 1));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, c) => fit(text, widths[c]!, numeric[c]!))
      .join('  ')
      .trimEnd();
  const head = colours.bold(line(columns));
  const rule = colours.dim(widths.map((w) => '─'.repeat(w)).join('  '));
  return [head, rule, ...cells.map(line)].join('\n') + '\n';
}

/** Takes from the widest column first, down to eight characters each. */
function shrink(widths: number[], available: number): void {
  for (let total = widths.reduce((a, b) => a + b, 0); total > available; total--) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= 8) return;
    widths[widest]!--;
  }
}

function fit(text: string, width: number, right: boolean): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return right ? cut.padStart(width) : cut.padEnd(width);
}
