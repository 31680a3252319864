/**
 * A framework's techniques by tactic, and how far each is covered in a system.
 */
import type { CatalogueAnswer, CoverageAnswer, Threat } from '../data/answers.ts';
import type { Cell, Table } from '../export/table.ts';
import type { Speech } from '../page/messages.tsx';

/** Frameworks whose techniques stand under tactics. */
export const MATRICES = ['atlas', 'attack-enterprise'] as const;

/** Worst first; each has a colour, a mark and a word. */
export const CELL_STATES = ['none', 'partly', 'fully', 'outside', 'uncatalogued'] as const;
export type CellState = (typeof CELL_STATES)[number];

export const CELL_MARKS: Readonly<Record<CellState, string>> = {
  none: '○',
  partly: '◐',
  fully: '●',
  outside: '·',
  uncatalogued: '',
};

export interface MatrixCell {
  readonly technique: string;
  readonly name: string;
  readonly state: CellState;
  readonly evidenced: boolean;
  /** Threats of it that can be reached. */
  readonly threats: number;
  readonly parts: readonly MatrixCell[];
}

export interface MatrixColumn {
  readonly tactic: string;
  readonly name: string;
  readonly cells: readonly MatrixCell[];
}

type Row = NonNullable<CoverageAnswer['analysis']>['coverage'][number];

/** @param coverage rows of this framework's edition */
export function matrixOf(
  { tactics, techniques }: CatalogueAnswer,
  coverage: readonly Row[],
  threats: readonly Threat[],
): readonly MatrixColumn[] {
  const rows = new Map(coverage.map((row) => [row.item, row]));
  const reachable = new Map<string, number>();
  for (const { technique, reachable: can } of threats) {
    if (can) reachable.set(technique, (reachable.get(technique) ?? 0) + 1);
  }
  const parts = new Map<string, CatalogueAnswer['techniques'][number][]>();
  for (const technique of techniques) {
    const [parent] = technique.parent;
    if (parent !== undefined) parts.set(parent.id, [...(parts.get(parent.id) ?? []), technique]);
  }
  const cell = ({ id, name }: CatalogueAnswer['techniques'][number]): MatrixCell => ({
    technique: id,
    name,
    state: stateOf(rows.get(id)),
    evidenced: rows.get(id)?.evidenced ?? false,
    threats: reachable.get(id) ?? 0,
    parts: (parts.get(id) ?? []).map(cell),
  });
  return tactics
    .map(({ id, name }) => ({
      tactic: id,
      name,
      cells: techniques
        .filter(
          (technique) =>
            technique.parent.length === 0 && technique.tactics.some((tactic) => tactic.id === id),
        )
        .map(cell),
    }))
    .filter(({ cells }) => cells.length > 0);
}

function stateOf(row: Row | undefined): CellState {
  if (row?.catalogued !== true) return 'uncatalogued';
  return row.applicable ? row.mitigated : 'outside';
}

/** A technique is counted once, whatever the number of tactics it stands under. */
export function matrixCounts(
  columns: readonly MatrixColumn[],
): Readonly<Record<CellState | 'evidenced', number>> {
  const cells = new Map<string, MatrixCell>();
  for (const each of columns.flatMap((column) => column.cells.flatMap((cell) => [cell, ...cell.parts]))) {
    cells.set(each.technique, each);
  }
  const counts = { none: 0, partly: 0, fully: 0, outside: 0, uncatalogued: 0, evidenced: 0 };
  for (const { state, evidenced } of cells.values()) {
    counts[state] += 1;
    if (evidenced) counts.evidenced += 1;
  }
  return counts;
}

export function matrixTable(title: string, columns: readonly MatrixColumn[], { t }: Speech): Table {
  return {
    title,
    columns: [
      t('column.tactic'),
      t('column.name'),
      t('column.technique'),
      t('column.name'),
      t('column.coverage'),
      t('matrix.evidenced'),
      t('column.reachable-threats'),
    ],
    rows: columns.flatMap(({ tactic, name, cells }) =>
      cells
        .flatMap((cell) => [cell, ...cell.parts])
        .map((cell): readonly Cell[] => [
          tactic,
          name,
          cell.technique,
          cell.name,
          t(`matrix.state.${cell.state}`),
          cell.evidenced,
          cell.threats,
        ]),
    ),
  };
}
