import { csvText } from '#reports/csv/csv';
import { tableText } from '#reports/text/table';
import type { QueryResult } from '#stores/port';

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
      return csvText(columns, rows);
    case 'table':
      return tableText(columns, rows, look);
  }
}
