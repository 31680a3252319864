import type { CoverageAnswer } from '#model/answers/coverage';
import { csvText } from '../csv/csv.ts';
import { reasonOf, type CoverageTranslate } from './state.ts';

const COLUMNS = [
  'framework',
  'edition',
  'columns',
  'item',
  'name',
  'catalogued',
  'applicable',
  'mitigated',
  'evidenced',
  'mapping',
  'reason',
  'threats',
  'controls',
  'through',
  'paths',
  'pathLikelihood',
];

/** One row an item, for spreadsheets; `reason`, `threats`, `controls` and `through` say where the others come from. */
export function coverageCsv({ matrices }: CoverageAnswer, { t }: { readonly t: CoverageTranslate }): string {
  const rows = matrices.flatMap(({ items }) =>
    items.map((item) => [
      item.framework,
      item.edition,
      item.columns.join(' | '),
      item.item,
      item.name,
      item.catalogued,
      item.applicable,
      item.mitigated,
      item.evidenced,
      item.mapping,
      reasonOf(item, t),
      item.threats.join(' '),
      item.controls
        .map(({ id, safeguards }) => (safeguards.length === 0 ? id : `${id}=${safeguards.join('+')}`))
        .join(' '),
      item.via.join(' | '),
      item.paths,
      item.pathLikelihood,
    ]),
  );
  return csvText(COLUMNS, rows);
}
