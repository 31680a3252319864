import type { Cell, Table } from './table.ts';

/**
 * With these a spreadsheet takes a text for a formula (https://owasp.org/www-community/attacks/CSV_Injection), their
 * full-width forms included; blanks before them do not help.
 */
const FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** RFC 4180, with the byte-order mark without which spreadsheets do not read UTF-8. Names cannot become formulas. */
export function toCsv({ columns, rows }: Table): string {
  const lines = [columns, ...rows].map((row) => row.map(field).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
