/**
 * Tables as text: CSV after RFC 4180, and the same with tabs.
 */
export interface DelimitedRow {
  readonly cells: readonly string[];
  /** 1-based line that the row starts in; a quoted cell may go over several. */
  readonly line: number;
}

/**
 * All rows, head included; empty lines are left out. A quote counts only where a cell starts with it; one that is never
 * closed reaches to the end of the text. O(n).
 *
 * @param delimiter one character: `,`, `;` or a tab
 * @example parseDelimited('a,b\n"x ""y""",2\n', ',')[1] // { cells: ['x "y"', '2'], line: 2 }
 */
export function parseDelimited(text: string, delimiter: string): DelimitedRow[] {
  const rows: DelimitedRow[] = [];
  let cells: string[] = [];
  let start = 1;
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const finishRow = (): void => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: start });
    cells = [];
  };
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter);
    cells.push(cell.value);
    at = cell.end;
    line += cell.lines;
    const ends = text[at];
    if (ends === delimiter) {
      at += 1;
      if (at === text.length) cells.push('');
      else continue;
    } else if (ends === '\r' && text[at + 1] === '\n') at += 2;
    else at += 1;
    finishRow();
    line += 1;
    start = line;
  }
  return rows;
}

interface Cell {
  readonly value: string;
  /** Where the delimiter or the end of the line stands. */
  readonly end: number;
  /** Line breaks inside. */
  readonly lines: number;
}

function plainCell(text: string, at: number, delimiter: string): Cell {
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  const value = text.slice(at, end);
  return text[end] !== delimiter && value.endsWith('\r')
    ? { value: value.slice(0, -1), end: end - (end < text.length ? 1 : 0), lines: 0 }
    : { value, end, lines: 0 };
}

function quotedCell(text: string, at: number, delimiter: string): Cell {
  const parts: string[] = [];
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    const close = quote < 0 ? text.length : quote;
    parts.push(text.slice(from, close));
    if (text[close + 1] !== '"' || quote < 0) {
      const value = parts.join('"');
      const rest = plainCell(text, Math.min(close + 1, text.length), delimiter);
      return { value: value + rest.value, end: rest.end, lines: value.split('\n').length - 1 };
    }
    from = close + 2;
  }
}
