import { aiRmfId } from '#model/ai-rmf-id';
import type { MappingRecord } from '#model/framework-records';
import type { FieldReader } from '../../formats/fields.ts';

const TITLE = /Crosswalk[\s\S]{0,400}AI RMF[\s\S]{0,80}23894/;
const DATE = /DRAFT for comment (\w+) (\d{1,2}), (\d{4})/;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const FUNCTION = /^(GOVERN|MAP|MEASURE|MANAGE)\b/;
const CLAUSE = /^(\d+(?:\.\d+)+)\s+(\S.*)$/;
/** The head of the second column; on the second page the first clause stands in the head's cell. */
const HEAD = /^ISO\/IEC FDIS 23894/;

export function isAiRmfCrosswalk(head: string): boolean {
  return TITLE.test(head);
}

/**
 * NIST's crosswalk from the functions of the AI RMF to clauses of ISO/IEC 23894: a two-column table, function level
 * only, a draft for comment made against the final draft (FDIS) whose clause numbers edition 2023 kept.
 *
 * Where a cell is broken by `<br>` the break is inside a word: the PDF that the text was taken from hyphenates there.
 */
export function readAiRmfCrosswalk(
  text: string,
  clauses: ReadonlySet<string>,
  edition: string,
  reader: FieldReader,
): MappingRecord[] {
  const source = `NIST AI RMF to ISO/IEC 23894 crosswalk, draft ${dateOf(text)}`;
  const mappings: MappingRecord[] = [];
  let current: string | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    if (!line.startsWith('|')) return;
    const [left = '', right = ''] = line
      .split('|')
      .slice(1, 3)
      .map((cell) => cell.trim());
    const name = FUNCTION.exec(left)?.[1];
    if (name !== undefined) current = aiRmfId(name)?.id;
    const [, id, label] = CLAUSE.exec(plainText(right)) ?? [];
    if (id === undefined || label === undefined) return;
    if (current === undefined || !clauses.has(id)) {
      const what =
        current === undefined ? `clause ${id} stands under no function` : `there is no clause ${id}`;
      reader.report('error', 'ISO-004', `line ${index + 1}: ${what}`, '');
      return;
    }
    mappings.push({
      subject: { framework: 'nist-ai-rmf', edition: '1.0', id: current },
      predicate: 'skos:relatedMatch',
      object: { framework: 'iso-23894', edition, id, label },
      justification: 'semapv:ManualMappingCuration',
      trust: 'official',
      source,
    });
  });
  return mappings;
}

/** Without line breaks, the column's head, and the note that a clause refers to ISO 31000. */
function plainText(cell: string): string {
  return cell
    .replace(HEAD, '')
    .replaceAll('<br>', '')
    .replace(/\(ref.*$/s, '')
    .trim();
}

function dateOf(text: string): string {
  const [, month = '', day = '', year] = DATE.exec(text) ?? [];
  if (year === undefined) return 'undated';
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
