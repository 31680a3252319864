/** Coverage for people at a terminal: the counts, a matrix, and why an item counts as it does. */
import { MAPPING_STATES, type CoverageRow, type Threat } from '#model/analysis-result';
import type {
  CoverageAnswer,
  CoverageCount,
  CoverageMatrix,
  CoverageNumbers,
  CoveredItem,
} from '#model/answers/coverage';
import { heading, painter, plural } from '../text/look.ts';
import type { Look, Painter } from '../text/look.ts';
import { tableText, type Cell } from '../text/table.ts';
import { hanging, wrap } from '../text/wrap.ts';
import {
  ITEM_STATES,
  STATE_MARKS,
  STATE_WORDS,
  itemsOf,
  reasonOf,
  stateOf,
  type ItemState,
} from './state.ts';

export interface CoverageLook extends Pick<Look, 'colour' | 'width' | 'all'> {
  /** Item by item, and not only how many of each column. */
  readonly items: boolean;
}

/** Of one item; the rest is counted. */
const MOST_THREATS = 10;
const MOST_LINKS = 12;

/** Counts of every framework, then each matrix; with `items` every item that applies, with `all` the others too. */
export function coverageText(answer: CoverageAnswer, look: CoverageLook): string {
  const paint = painter({ ...look, paths: 0 });
  const shown = look.items ? answer.matrices : answer.matrices.filter(isMatrix);
  return [
    `${paint.bold(answer.system)}  coverage as of ${answer.asOf}\n\n`,
    countsTable(answer.counts, look),
    '\n',
    ...wrap(
      'applicable: a threat that can be reached, or is covered, belongs to the item, or asks for its controls. fully: all of ' +
        'these threats are covered, or all of its controls in place; partly: some are. evidenced: by fresh evidence. ' +
        'unreviewed: no crosswalk has looked at the item, so that nothing applies is not known.',
      look.width,
    ).map((line) => `${paint.dim(line)}\n`),
    ...shown.map((matrix) => matrixText(matrix, look, paint)),
    legend(paint),
  ].join('');
}

/** Techniques in columns of tactics: a picture that says something without its items' names. */
function isMatrix({ items }: CoverageMatrix): boolean {
  return items.some(({ kind, columns }) => kind === 'technique' && columns.length > 0);
}

const COLUMNS = [
  'framework',
  'edition',
  'mapping',
  'catalogued',
  'applicable',
  'partly',
  'fully',
  'evidenced',
];

function countsTable(counts: readonly CoverageCount[], { colour, width }: CoverageLook): string {
  const rows = counts.flatMap((count): Cell[][] => {
    const states = MAPPING_STATES.filter((state) => count.byMapping[state].catalogued > 0);
    const [only] = states;
    const head: Cell[] = [count.framework, count.edition];
    if (states.length === 1) return [[...head, only, ...cellsOf(count)]];
    return [
      [...head, 'all', ...cellsOf(count)],
      ...states.map((state) => ['', '', state, ...cellsOf(count.byMapping[state])]),
    ];
  });
  return tableText(COLUMNS, rows, { colour, width });
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
    return `${title}  none of ${plural(matrix.items.length, 'item')} applies\n`;
  if (!look.items) return title + columns.map((column) => stripText(matrix, column, look, paint)).join('');
  const lists = columns.map(({ id, name: column }) => {
    const items = itemsOf(matrix, id).filter(({ applicable }) => look.all || applicable);
    const head = `${paint.bold(column === id ? id : `${id} ${column}`)}\n`;
    return items.length === 0 ? '' : head + items.map((item) => itemText(item, look, paint)).join('');
  });
  const left = matrix.items.length - applying;
  const rest = look.all || left === 0 ? '' : paint.dim(`${plural(left, 'item')} not applicable: --all\n`);
  return `${title}${lists.join('')}${rest}`;
}

/** `Execution        9 of 13  ✗✗✗✗◐◐◐✓✓`: what applies, worst first. */
function stripText(
  matrix: CoverageMatrix,
  { id, name }: CoverageMatrix['columns'][number],
  { width }: CoverageLook,
  paint: Painter,
): string {
  const states = itemsOf(matrix, id).map(stateOf);
  const marks = ITEM_STATES.filter((state) => state !== 'not-applicable').flatMap((state) =>
    states.filter((each) => each === state),
  );
  const head = `  ${name.padEnd(28)} ${String(marks.length).padStart(3)} of ${String(states.length).padEnd(3)}  `;
  const room = Math.max(20, width - head.length);
  const lines: string[] = [];
  for (let from = 0; from === 0 || from < marks.length; from += room) {
    const part = marks.slice(from, from + room).map((state) => painted(state, STATE_MARKS[state], paint));
    lines.push(part.join(''));
  }
  return `${head}${lines.join(`\n${' '.repeat(head.length)}`)}\n`;
}

function itemText(item: CoveredItem, { width }: CoverageLook, paint: Painter): string {
  const state = stateOf(item);
  const below = item.kind === 'technique' && item.parent !== undefined ? '  ' : '';
  const id = `${below}${item.item}`.padEnd(16);
  const head = `  ${painted(state, STATE_MARKS[state], paint)} ${paint.cyan(id)} `;
  const notes = [reasonOf(item), ...(item.evidenced ? ['evidenced'] : [])];
  if (item.mapping !== 'mapped') notes.push(item.mapping);
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

function legend(paint: Painter): string {
  const words = ITEM_STATES.map((state) => `${STATE_MARKS[state]} ${STATE_WORDS[state]}`);
  return `\n${paint.dim(words.join('   '))}\n`;
}

/** Why items count as they do: their threats, controls, ways and mappings. */
export function coverageReasonText(
  answer: CoverageAnswer,
  items: readonly CoveredItem[],
  look: CoverageLook,
): string {
  const paint = painter({ ...look, paths: 0 });
  const threats = new Map(answer.threats.map((threat) => [threat.id, threat]));
  return items.map((item) => reasonText(item, threats, look, paint)).join('\n');
}

function reasonText(
  item: CoveredItem,
  known: ReadonlyMap<string, Threat>,
  { width }: CoverageLook,
  paint: Painter,
): string {
  const state = stateOf(item);
  const lines = [
    `${paint.bold(`${item.framework} ${item.edition}  ${item.item}`)}  ${item.name}\n`,
    `  ${painted(state, STATE_MARKS[state], paint)} ${STATE_WORDS[state]}; ${item.evidenced ? 'evidenced' : 'not evidenced'}; ${mappingWords(item.mapping)}\n`,
  ];
  const reason = reasonOf(item);
  if (reason !== '') lines.push(`    ${hanging(reason, { indent: 4, width })}`);
  const threats = item.threats.map((id) => known.get(id)).filter((threat) => threat !== undefined);
  lines.push(
    ...section(
      'Threats that make it applicable',
      threats.map((threat) => {
        const working = threat.controls.filter(({ state: of }) => of === 'in-place' || of === 'verified');
        const by = working.map(({ id, safeguard }) => `${safeguard ?? ''} (${id})`).join(', ');
        const answers = working.length === 0 ? threat.status : `${threat.status}: ${by}`;
        return [`${threat.asset}  ${threat.technique}  ${threat.goal}`, `${answers}  ${threat.id}`] as const;
      }),
      MOST_THREATS,
    ),
    ...section(
      'Controls',
      item.controls.map(({ id, safeguards, askedBy }) => {
        const place = safeguards.length === 0 ? 'absent' : `in place: ${safeguards.join(', ')}`;
        return [id, `${place}; asked for by ${plural(askedBy, 'threat')} of the system`] as const;
      }),
      MOST_LINKS,
    ),
    ...section(
      'Mappings and mitigations, official first',
      item.links.map(({ predicate, other, name, trust, source, confidence }) => {
        const sure = confidence === undefined ? '' : `, confidence ${confidence}`;
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
      `  ${title} (${rows.length})\n`,
      ...rows
        .slice(0, most)
        .map(([text, note]) => `    ${hanging(text, { indent: 6, width }, note, paint.dim)}`),
      ...(more > 0 ? [paint.dim(`    … and ${more} more: --format json\n`)] : []),
    ];
  }
}

function mappingWords(mapping: CoverageRow['mapping']): string {
  switch (mapping) {
    case 'mapped':
      return 'mapped';
    case 'reviewed-none':
      return 'reviewed, nothing fits';
    case 'unreviewed':
      return 'not reviewed by any crosswalk';
  }
}
