import type { QueryResult } from '#stores/port';
import type { Cell } from './table.ts';
import { cellText, tableText } from './table.ts';

export const ROW_FORMATS = ['table', 'json', 'csv'] as const;

export type RowFormat = (typeof ROW_FORMATS)[number];

/** Rows of a query as text; JSON is a list of objects, CSV is RFC 4180 with a head line. */
export function rowsText(
  { columns, rows }: QueryResult,
  format: RowFormat,
  look: { readonly colour: boolean; readonly width?: number | undefined },
): string {
  switch (format) {
    case 'json': {
      const objects = rows.map((row) => Object.fromEntries(columns.map((column, c) => [column, row[c]])));
      return `${JSON.stringify(objects, null, 2)}\n`;
    }
    case 'csv':
      return [columns, ...rows]
        .map((row) => `${row.map((cell) => csvCell(cell as Cell)).join(',')}\r\n`)
        .join('');
    case 'table':
      return tableText(columns, rows, look);
  }
}

/** A leading sign would be run as a formula by spreadsheets, so such text is kept as text by an apostrophe. */
function csvCell(cell: Cell): string {
  const plain = cellText(cell);
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
