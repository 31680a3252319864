import { roughWidth, wrap } from '../export/fit-text.ts';
import type { Palette } from '../export/palette.ts';
import { rectangle, svgDocument, textAt } from '../export/svg-text.ts';
import { CELL_MARKS } from './matrix.ts';
import type { CellState, MatrixColumn } from './matrix.ts';

const CELL = { width: 132, height: 36, gap: 3 } as const;
const MARGIN = 20;
const HEAD = 44;
const LEGEND = 26;

export interface LegendEntry {
  readonly state: CellState;
  readonly label: string;
}

/** The heat map as an SVG file: a column a tactic, a cell a technique. */
export function matrixPicture(
  title: string,
  columns: readonly MatrixColumn[],
  legend: readonly LegendEntry[],
  palette: Palette,
): string {
  const measure = (text: string): number => roughWidth(text, 10);
  const step = CELL.width + CELL.gap;
  const longest = Math.max(0, ...columns.map(({ cells }) => cells.length));
  const top = MARGIN + 34 + LEGEND;
  const body = columns.flatMap(({ name, cells }, place) => {
    const x = MARGIN + place * step;
    const head = wrap(name, CELL.width - 12, 2, (text) => roughWidth(text, 11)).map((line, index) =>
      textAt(x + 6, top + 15 + index * 14, line, { 'font-size': 11, 'font-weight': 600, fill: palette.ink }),
    );
    return [
      ...head,
      ...cells.flatMap(({ name: technique, state, evidenced }, row) => {
        const y = top + HEAD + row * (CELL.height + CELL.gap);
        const { fill, ink } = palette.tint(state);
        return [
          rectangle({ x, y, width: CELL.width, height: CELL.height }, { fill, stroke: palette.line, rx: 3 }),
          ...wrap(technique, CELL.width - 26, 2, measure).map((line, index) =>
            textAt(x + 6, y + 15 + index * 13, line, { 'font-size': 10, fill: ink }),
          ),
          textAt(x + CELL.width - 16, y + 15, evidenced ? '✓' : CELL_MARKS[state], {
            'font-size': 11,
            fill: ink,
          }),
        ];
      }),
    ];
  });
  const heading = textAt(MARGIN, MARGIN + 14, title, {
    'font-size': 16,
    'font-weight': 600,
    fill: palette.ink,
  });
  const key = legend.map(({ state, label }, place) => {
    const { fill, ink } = palette.tint(state);
    const x = MARGIN + place * step * 1.3;
    return [
      rectangle({ x, y: MARGIN + 30, width: 18, height: 16 }, { fill, stroke: palette.line, rx: 3 }),
      textAt(x + 5, MARGIN + 42, CELL_MARKS[state], { 'font-size': 11, fill: ink }),
      textAt(x + 24, MARGIN + 42, label, { 'font-size': 11, fill: palette.ink }),
    ].join('');
  });
  return svgDocument(
    {
      width: 2 * MARGIN + Math.max(1, columns.length) * step,
      height: top + HEAD + longest * (CELL.height + CELL.gap) + MARGIN,
      title,
      background: palette.background,
    },
    heading + key.join('') + body.join(''),
  );
}
