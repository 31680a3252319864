import { roughWidth, wrap } from './fit-text.ts';
import type { Palette } from './palette.ts';
import { rectangle, svgDocument, textAt } from './svg-text.ts';
import type { Cell, Table } from './table.ts';

const SIZE = 12;
const ROW = 24;
const GAP = 16;
const MARGIN = 20;
const NARROWEST = 40;
const WIDEST = 320;
/** A picture of more rows is of no use to anybody; the CSV has them all. */
const ROWS = 300;

const textOf = (cell: Cell): string => (cell === null ? '' : String(cell));

/** A table as an SVG file. */
export function tablePicture({ title, columns, rows }: Table, palette: Palette): string {
  const shown = rows.slice(0, ROWS).map((row) => row.map(textOf));
  const widths = columns.map((column, index) => {
    const longest = [column, ...shown.map((row) => row[index] ?? '')].map((text) =>
      roughWidth(text.slice(0, 80), SIZE),
    );
    return Math.min(WIDEST, Math.max(NARROWEST, ...longest)) + GAP;
  });
  const width = widths.reduce((sum, each) => sum + each, 0) + 2 * MARGIN;
  const top = MARGIN + 36;
  const starts = widths.map(
    (_, index) => MARGIN + widths.slice(0, index).reduce((sum, each) => sum + each, 0),
  );
  const line = (
    cells: readonly string[],
    y: number,
    more: Readonly<Record<string, string | number>>,
  ): string =>
    cells
      .map((cell, index) => {
        const [text = ''] = wrap(cell, widths[index]! - GAP, 1, (each) => roughWidth(each, SIZE));
        return textAt(starts[index]! + 8, y + 16, text, { 'font-size': SIZE, ...more });
      })
      .join('');
  const head = rectangle(
    { x: MARGIN, y: top, width: width - 2 * MARGIN, height: ROW },
    { fill: palette.head },
  );
  const rules = shown
    .map((_, index) =>
      rectangle(
        { x: MARGIN, y: top + ROW * (index + 2) - 1, width: width - 2 * MARGIN, height: 1 },
        { fill: palette.line },
      ),
    )
    .join('');
  const left = rows.length - shown.length;
  const body = [
    textAt(MARGIN, MARGIN + 14, title, { 'font-size': 16, 'font-weight': 600, fill: palette.ink }),
    head,
    line(columns, top, { 'font-weight': 600, fill: palette.ink }),
    rules,
    ...shown.map((row, index) => line(row, top + ROW * (index + 1), { fill: palette.ink })),
    left === 0
      ? ''
      : textAt(MARGIN + 8, top + ROW * (shown.length + 1) + 16, `… + ${left}`, {
          'font-size': SIZE,
          fill: palette.muted,
        }),
  ].join('');
  const height = top + ROW * (shown.length + (left === 0 ? 1 : 2)) + MARGIN;
  return svgDocument({ width, height, title, background: palette.background }, body);
}
