import { cellText } from '../text/table.ts';
import type { Cell } from '../text/table.ts';

/**
 * Rows as CSV (RFC 4180) with a head line. Text that a spreadsheet would run as a formula is kept as text by an apostrophe.
 *
 * @example
 * csvText(['id', 'name'], [['a', '=1+1']]) // 'id,name\r\na,\'=1+1\r\n'
 */
export function csvText(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  const plain = cellText(cell);
  const text = typeof cell !== 'number' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
