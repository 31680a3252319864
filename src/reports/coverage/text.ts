/** Coverage for people at a terminal: the counts, a matrix, and why an item counts as it does. */
import { MAPPING_STATES, type Threat } from '#model/analysis-result';
import type {
  CoverageAnswer,
  CoverageCount,
  CoverageMatrix,
  CoverageNumbers,
  CoveredItem,
} from '#model/answers/coverage';
import { columns as columnsOf, padEnd } from '../text/columns.ts';
import { heading, painter } from '../text/look.ts';
import type { Look, Painter } from '../text/look.ts';
import { tableText, type Cell } from '../text/table.ts';
import { hanging, wrap } from '../text/wrap.ts';
import { ITEM_STATES, STATE_MARKS, itemsOf, reasonOf, stateOf, type ItemState } from './state.ts';
import type { CoverageTranslate } from './state.ts';

export interface CoverageLook extends Pick<Look, 'colour' | 'width' | 'all'> {
  readonly t: CoverageTranslate;
  /** Item by item, and not only how many of each column. */
  readonly items: boolean;
}

/** Of one item; the rest is counted. */
const MOST_THREATS = 10;
const MOST_LINKS = 12;

/** Counts of every framework, then each matrix; with `items` every item that applies, with `all` the others too. */
export function coverageText(answer: CoverageAnswer, look: CoverageLook): string {
  const paint = painter(look);
  const shown = look.items ? answer.matrices : answer.matrices.filter(isMatrix);
  return [
    `${paint.bold(answer.system)}  ${look.t('head.day', { day: answer.asOf })}\n\n`,
    countsTable(answer.counts, look),
    '\n',
    ...wrap(look.t('counts.meaning'), look.width).map((line) => `${paint.dim(line)}\n`),
    ...shown.map((matrix) => matrixText(matrix, look, paint)),
    legend(paint, look.t),
  ].join('');
}

/** Techniques in columns of tactics: a picture that says something without its items' names. */
function isMatrix({ items }: CoverageMatrix): boolean {
  return items.some(({ kind, columns }) => kind === 'technique' && columns.length > 0);
}

function countsTable(counts: readonly CoverageCount[], { colour, width, t }: CoverageLook): string {
  const rows = counts.flatMap((count): Cell[][] => {
    const states = MAPPING_STATES.filter((state) => count.byMapping[state].catalogued > 0);
    const [only] = states;
    const head: Cell[] = [count.framework, count.edition];
    if (states.length === 1) return [[...head, t(`mapping.${only!}`), ...cellsOf(count)]];
    return [
      [...head, t('counts.all'), ...cellsOf(count)],
      ...states.map((state) => ['', '', t(`mapping.${state}`), ...cellsOf(count.byMapping[state])]),
    ];
  });
  const heads = [
    t('counts.framework'),
    t('counts.edition'),
    t('counts.mapping'),
    t('counts.catalogued'),
    t('counts.applicable'),
    t('counts.partly'),
    t('counts.fully'),
    t('counts.evidenced'),
  ];
  return tableText(heads, rows, { colour, width });
}

function cellsOf({
  catalogued,
  applicable,
  partlyMitigated,
  mitigated,
  evidenced,
}: CoverageNumbers): number[] {
  return [catalogued, applicable, partlyMitigated, mitigated, evidenced];
}

function matrixText(matrix: CoverageMatrix, look: CoverageLook, paint: Painter): string {
  const { framework, edition, name, columns } = matrix;
  const title = heading(`${name} ${edition}  (${framework})`, paint);
  const applying = matrix.items.filter(({ applicable }) => applicable).length;
  if (!look.items && applying === 0)
    return `${title}  ${look.t('matrix.none', { count: matrix.items.length })}\n`;
  if (!look.items) return title + columns.map((column) => stripText(matrix, column, look, paint)).join('');
  const lists = columns.map(({ id, name: column }) => {
    const items = itemsOf(matrix, id).filter(({ applicable }) => look.all || applicable);
    const head = `${paint.bold(column === id ? id : `${id} ${column}`)}\n`;
    return items.length === 0 ? '' : head + items.map((item) => itemText(item, look, paint)).join('');
  });
  const left = matrix.items.length - applying;
  const rest = look.all || left === 0 ? '' : paint.dim(`${look.t('matrix.left', { count: left })}\n`);
  return `${title}${lists.join('')}${rest}`;
}

/** `Execution        9 of 13  ✗✗✗✗◐◐◐✓✓`: what applies, worst first. */
function stripText(
  matrix: CoverageMatrix,
  { id, name }: CoverageMatrix['columns'][number],
  { width, t }: CoverageLook,
  paint: Painter,
): string {
  const states = itemsOf(matrix, id).map(stateOf);
  const marks = ITEM_STATES.filter((state) => state !== 'not-applicable').flatMap((state) =>
    states.filter((each) => each === state),
  );
  const of = t('matrix.of', { applying: marks.length, all: states.length });
  const head = `  ${padEnd(name, 28)} ${padEnd(of, 12)} `;
  const room = Math.max(20, width - columnsOf(head));
  const lines: string[] = [];
  for (let from = 0; from === 0 || from < marks.length; from += room) {
    const part = marks.slice(from, from + room).map((state) => painted(state, STATE_MARKS[state], paint));
    lines.push(part.join(''));
  }
  return `${head}${lines.join(`\n${' '.repeat(columnsOf(head))}`)}\n`;
}

function itemText(item: CoveredItem, { width, t }: CoverageLook, paint: Painter): string {
  const state = stateOf(item);
  const below = item.kind === 'technique' && item.parent !== undefined ? '  ' : '';
  const id = `${below}${item.item}`.padEnd(16);
  const head = `  ${painted(state, STATE_MARKS[state], paint)} ${paint.cyan(id)} `;
  const notes = [reasonOf(item, t), ...(item.evidenced ? [t('evidenced.yes')] : [])];
  if (item.mapping !== 'mapped') notes.push(t(`mapping.${item.mapping}`));
  const note = notes.filter((each) => each !== '').join('; ');
  return `${head}${hanging(item.name, { indent: 5 + id.length, width }, note, paint.dim)}`;
}

function painted(state: ItemState, text: string, paint: Painter): string {
  switch (state) {
    case 'open':
      return paint.red(text);
    case 'partly':
      return paint.yellow(text);
    case 'fully':
      return paint.green(text);
    case 'not-applicable':
      return paint.dim(text);
  }
}

function legend(paint: Painter, t: CoverageTranslate): string {
  const words = ITEM_STATES.map((state) => `${STATE_MARKS[state]} ${t(`state.${state}`)}`);
  return `\n${paint.dim(words.join('   '))}\n`;
}

/** Why items count as they do: their threats, controls, ways and mappings. */
export function coverageReasonText(
  answer: CoverageAnswer,
  items: readonly CoveredItem[],
  look: CoverageLook,
): string {
  const paint = painter(look);
  const threats = new Map(answer.threats.map((threat) => [threat.id, threat]));
  return items.map((item) => reasonText(item, threats, look, paint)).join('\n');
}

function reasonText(
  item: CoveredItem,
  known: ReadonlyMap<string, Threat>,
  { width, t }: CoverageLook,
  paint: Painter,
): string {
  const state = stateOf(item);
  const lines = [
    `${paint.bold(`${item.framework} ${item.edition}  ${item.item}`)}  ${item.name}\n`,
    `  ${painted(state, STATE_MARKS[state], paint)} ${t(`state.${state}`)}; ${item.evidenced ? t('evidenced.yes') : t('evidenced.no')}; ${t(`mapping.${item.mapping}`)}\n`,
  ];
  const reason = reasonOf(item, t);
  if (reason !== '') lines.push(`    ${hanging(reason, { indent: 4, width })}`);
  const threats = item.threats.map((id) => known.get(id)).filter((threat) => threat !== undefined);
  lines.push(
    ...section(
      t('why.threats', { count: threats.length }),
      threats.map((threat) => {
        const working = threat.controls.filter(({ state: of }) => of === 'in-place' || of === 'verified');
        const by = working.map(({ id, safeguard }) => `${safeguard ?? ''} (${id})`).join(', ');
        const answers =
          working.length === 0 ? t(`status.${threat.status}`) : `${t(`status.${threat.status}`)}: ${by}`;
        return [`${threat.asset}  ${threat.technique}  ${threat.goal}`, `${answers}  ${threat.id}`] as const;
      }),
      MOST_THREATS,
    ),
    ...section(
      t('why.controls', { count: item.controls.length }),
      item.controls.map(({ id, safeguards, askedBy }) => {
        const place =
          safeguards.length === 0
            ? t('control.absent')
            : `${t('control.in-place')}: ${safeguards.join(', ')}`;
        return [id, `${place}; ${t('why.asked', { count: askedBy })}`] as const;
      }),
      MOST_LINKS,
    ),
    ...section(
      t('why.links', { count: item.links.length }),
      item.links.map(({ predicate, other, name, trust, source, confidence }) => {
        const sure = confidence === undefined ? '' : `, ${t('why.confidence', { confidence })}`;
        return [`${predicate}  ${other}  ${name}`, `${trust}: ${source}${sure}`] as const;
      }),
      MOST_LINKS,
    ),
  );
  return lines.join('');

  function section(
    title: string,
    rows: readonly (readonly [string, string])[],
    most: number,
  ): readonly string[] {
    if (rows.length === 0) return [];
    const more = rows.length - most;
    return [
      `  ${title}\n`,
      ...rows
        .slice(0, most)
        .map(([text, note]) => `    ${hanging(text, { indent: 6, width }, note, paint.dim)}`),
      ...(more > 0 ? [paint.dim(`    ${t('why.more', { count: more })}\n`)] : []),
    ];
  }
}
