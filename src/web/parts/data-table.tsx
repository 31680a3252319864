import type { ComponentChildren, JSX } from 'preact';
import { Fragment } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSpeech } from '../page/messages.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What rows are sorted by; without it the column cannot be. */
  readonly sortBy?: (row: Row) => string | number;
  readonly class?: string;
}

export interface Sorting {
  readonly key: string;
  readonly down: boolean;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sorting?: Sorting | undefined;
  readonly onSort?: (sorting: Sorting) => void;
  /** Row that is open, and what is under it. */
  readonly open?: string;
  readonly detail?: (row: Row) => ComponentChildren;
}

/** Rows drawn at first, and with each press on "more". */
const BATCH = 100;

export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  const { caption, columns, rows, keyOf, sorting, onSort, open, detail } = props;
  const { t } = useSpeech();
  const [limit, setLimit] = useState(BATCH);
  const openAt = open === undefined ? -1 : rows.findIndex((row) => keyOf(row) === open);
  // A link to a row leads to it; a press on one leaves it where it is.
  const opened = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    opened.current?.scrollIntoView({ block: 'center' });
  }, []);
  const shown = rows.slice(0, Math.max(limit, openAt + 1));
  return (
    <>
      <div class="table-frame" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="for-readers">{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ key, head, sortBy, class: name }) => {
                const sorted = sorting?.key === key;
                const direction = sorted && sorting.down ? 'descending' : 'ascending';
                return (
                  <th key={key} scope="col" class={name} aria-sort={sorted ? direction : undefined}>
                    {sortBy === undefined || onSort === undefined ? (
                      head
                    ) : (
                      <button
                        type="button"
                        class="sort"
                        onClick={() => {
                          onSort({ key, down: sorted ? !sorting.down : false });
                        }}
                      >
                        {head}
                        <span aria-hidden="true">{sorted ? (sorting.down ? ' ↓' : ' ↑') : ''}</span>
                      </button>
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const key = keyOf(row);
              return (
                <Fragment key={key}>
                  <tr ref={key === open ? opened : undefined} class={key === open ? 'open' : undefined}>
                    {columns.map((column) => (
                      <td key={column.key} class={column.class}>
                        {column.cell(row)}
                      </td>
                    ))}
                  </tr>
                  {key === open && detail !== undefined ? (
                    <tr class="detail">
                      <td colSpan={columns.length}>{detail(row)}</td>
                    </tr>
                  ) : undefined}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length ? (
        <p class="more">
          <button
            type="button"
            onClick={() => {
              setLimit(shown.length + BATCH);
            }}
          >
            {t('table.more', { shown: shown.length, all: rows.length })}
          </button>
        </p>
      ) : undefined}
      {rows.length === 0 ? <p class="nothing">{t('table.nothing')}</p> : undefined}
    </>
  );
}

/** Sorted by a column, rows that are equal there in the order that they had. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const sortBy = columns.find(({ key }) => key === sorting?.key)?.sortBy;
  if (sortBy === undefined || sorting === undefined) return rows;
  const sign = sorting.down ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [sortBy(a), sortBy(b)];
    return x < y ? -sign : x > y ? sign : 0;
  });
}
