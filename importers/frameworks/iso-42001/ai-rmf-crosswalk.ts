/**
 * NIST's crosswalk from the AI RMF's subcategories to ISO/IEC 42001: a table taken from a PDF, made against the final
 * draft (FDIS). It cites the implementation guidance of Annex B, whose numbers are those of the controls of Annex A.
 */
import { aiRmfId } from '#model/ai-rmf-id';
import type { MappingRecord, RequirementRecord } from '#model/framework-records';
import type { FieldReader } from '../../formats/fields.ts';

export interface CrosswalkRow {
  readonly subcategory: string;
  /** Of the standard: `6.1.2`, or `A.6.1.2` where the row says `B.6.1.2`. */
  readonly id: string;
  /** As the row gives it, line breaks aside; may be cut off where a page ends. */
  readonly title: string;
  /** 1-based. */
  readonly line: number;
}

const TITLE = /AI RMF[\s\S]{0,80}42001[\s\S]{0,80}Crosswalk/;
const SOURCE = 'NIST AI RMF to ISO/IEC FDIS 42001 crosswalk';
const NUMBER = /^(?:B\.)?\d{1,2}(?:\.\d{1,2}){1,3}$/;
/** The text layer of the PDF lost the point of "7.2". */
const LOST_POINT: Readonly<Record<string, string>> = { '72': '7.2' };

export function isAiRmfCrosswalk(head: string): boolean {
  return TITLE.test(head);
}

/** The rows, in the table's order. Diagnostic ISO-004: a row under no subcategory, or with an unreadable number. */
export function readAiRmfCrosswalk(text: string, reader: FieldReader): CrosswalkRow[] {
  const rows: { subcategory: string; id: string; title: string; line: number }[] = [];
  let subcategory: string | undefined;
  let last: (typeof rows)[number] | undefined;
  text.split(/\r?\n/).forEach((content, index) => {
    const cells = content.split('|').slice(1, -1).map(plain);
    const [left = '', , number = '', title = ''] = cells;
    if (cells.length !== 4 || /^-+$/.test(left)) return;
    subcategory = (left === '' ? undefined : aiRmfId(left)?.id) ?? subcategory;
    if (number === '') {
      // A title that goes on in the next line of the table.
      if (last !== undefined && title !== '') last.title += ` ${title}`;
      return;
    }
    const read = LOST_POINT[number] ?? number;
    if (!NUMBER.test(read)) {
      if (/\d/.test(read) && !read.includes(' ')) {
        reader.report('warning', 'ISO-004', `line ${index + 1}: "${number}" is no number of a clause`, '');
      }
    } else if (subcategory === undefined) {
      reader.report('error', 'ISO-004', `line ${index + 1}: ${read} stands under no subcategory`, '');
    } else {
      last = { subcategory, id: read.replace(/^B\./, 'A.'), title, line: index + 1 };
      rows.push(last);
    }
  });
  return rows;
}

/**
 * A row's title is kept as a label only where it is another one's: the titles of the final draft differ from those of
 * the edition in small words, and some are cut off.
 */
export function mappingsOf(
  rows: readonly CrosswalkRow[],
  requirements: readonly RequirementRecord[],
  edition: string,
  reader: FieldReader,
): MappingRecord[] {
  const names = new Map(requirements.map(({ id, name }) => [id, name]));
  return rows.flatMap(({ subcategory, id, title, line }): MappingRecord[] => {
    const name = names.get(id);
    if (name === undefined) {
      reader.report('error', 'ISO-004', `line ${line}: there is no clause or control ${id}`, '');
      return [];
    }
    const fits = sharesWords(title, name);
    if (!fits) {
      reader.report('warning', 'ISO-005', `line ${line}: ${id} is "${name}", the row says "${title}"`, '');
    }
    return [
      {
        subject: { framework: 'nist-ai-rmf', edition: '1.0', id: subcategory },
        predicate: 'skos:relatedMatch',
        object: { framework: 'iso-42001', edition, id, ...(fits ? {} : { label: title }) },
        justification: 'semapv:ManualMappingCuration',
        trust: 'official',
        source: SOURCE,
      },
    ];
  });
}

/** Whether most words of the shorter title are in the longer one. */
function sharesWords(a: string, b: string): boolean {
  const [x, y] = [words(a), words(b)];
  const [short, long] = x.length <= y.length ? [x, new Set(y)] : [y, new Set(x)];
  return short.filter((word) => long.has(word)).length * 2 > short.length;
}

function words(title: string): string[] {
  return [...new Set(title.toLowerCase().match(/[a-z]+/g) ?? [])];
}

function plain(cell: string): string {
  return cell.replaceAll('<br>', ' ').replace(/\s+/g, ' ').trim();
}
