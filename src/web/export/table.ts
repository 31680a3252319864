export type Cell = string | number | boolean | null;

/** What a view shows, as rows: for CSV, and for the picture of views that are tables. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
