/**
 * MITRE CWE: weaknesses with their place in the hierarchy of view 1000 (research concepts), from a JSON list:
 * `[{ cwe_identifier: "CWE-1427", name, weakness_abstraction, status, related_weaknesses_by_view: { "1000": … } }]`.
 * A part of CWE is enough, such as the entries that AI frameworks cite.
 */
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { RiskRecord } from '#model/framework-records';
import { resolveEdition } from '../../formats/edition.ts';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { CWE_NOTICE } from './notice.ts';

const FORMAT = 'cwe-list-json';
const ID = /^CWE-([1-9]\d{0,4})$/;
const RESEARCH_VIEW = '1000';
/** Parts of a relation: `NATURE:ChildOf:CWE ID:707:VIEW ID:1000:ORDINAL:Primary`. */
const CHILD_OF = /NATURE:ChildOf:CWE ID:(\d{1,5}):VIEW ID:1000\b/g;
const GONE: ReadonlySet<string> = new Set(['Deprecated', 'Obsolete']);

export const cwe: FrameworkImporter = {
  id: 'cwe',
  formats: [{ id: FORMAT, title: 'CWE weaknesses, JSON list' }],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    return /^\uFEFF?\s*\[\s*\{[^{}[\]]{0,200}"cwe_identifier"\s*:\s*"CWE-\d/.test(headText(only))
      ? FORMAT
      : undefined;
  },

  /**
   * The edition stands in the file's name (`cwe-4.19.1-….json`) or is given.
   * Diagnostics: CWE-002 (a field is missing or of the wrong type), CWE-003 (an id is malformed or comes twice).
   *
   * @throws ThreatloomError CWE-001 (not one file, or no list), EDITION-001, INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const file = onlyFile(input, 'CWE-001', 'the list of weaknesses');
    const rows = parseJson(file);
    if (!Array.isArray(rows) || rows.length === 0) {
      throw new ThreatloomError('CWE-001', 'this is no list of CWE weaknesses', { file: file.file });
    }
    const { edition, diagnostics } = resolveEdition({
      file: file.file,
      given: options.edition,
      inside: undefined,
    });
    const reader = new FieldReader(file, 'CWE-002');
    const risks = readWeaknesses(rows, reader);
    const levels = new Map<string, number>();
    for (const { level } of risks) levels.set(level, (levels.get(level) ?? 0) + 1);
    return recordsOf({
      framework: {
        id: 'cwe',
        name: 'CWE: Common Weakness Enumeration',
        edition,
        publisher: 'The MITRE Corporation',
        licence: 'LicenseRef-CWE-Terms-of-Use',
        notice: CWE_NOTICE,
        url: 'https://cwe.mitre.org',
      },
      source: sourceOf(input),
      risks,
      census: { weakness: rows.length, ...Object.fromEntries([...levels].sort()) },
      diagnostics: [...diagnostics, ...reader.diagnostics],
    });
  },
};

function readWeaknesses(rows: readonly unknown[], reader: FieldReader): RiskRecord[] {
  const weaknesses = new Map<number, { readonly risk: RiskRecord; readonly parents: readonly number[] }>();
  rows.forEach((value, index) => {
    const pointer = `/${index}`;
    const row = reader.object(value, pointer);
    const id = row && reader.text(row, 'cwe_identifier', pointer);
    const name = row && reader.text(row, 'name', pointer);
    if (row === undefined || id === undefined || name === undefined) return;
    const number = Number(ID.exec(id)?.[1] ?? 0);
    const place = `${pointer}/cwe_identifier`;
    if (number === 0) reader.report('error', 'CWE-003', `"${id}" is no id of a weakness`, place);
    else if (weaknesses.has(number)) reader.report('error', 'CWE-003', `${id} comes twice`, place);
    else if (!GONE.has(reader.optionalText(row, 'status', pointer) ?? '')) {
      const level = reader.text(row, 'weakness_abstraction', pointer)?.toLowerCase() ?? 'weakness';
      const description = reader.optionalText(row, 'description', pointer);
      const prose = description === undefined ? {} : { description };
      const risk = { id, name, parents: [], level, ...prose };
      weaknesses.set(number, { risk, parents: parentsOf(row, pointer, reader) });
    }
  });
  return [...weaknesses]
    .sort(([a], [b]) => a - b)
    .map(([, { risk, parents }]) => ({
      ...risk,
      parents: parents.filter((parent) => weaknesses.has(parent)).map((parent) => `CWE-${parent}`),
    }));
}

function parentsOf(row: Fields, pointer: string, reader: FieldReader): readonly number[] {
  const views = row['related_weaknesses_by_view'];
  if (views === undefined || views === null) return [];
  const place = `${pointer}/related_weaknesses_by_view`;
  const relations = reader.object(views, place)?.[RESEARCH_VIEW];
  if (typeof relations !== 'string') return [];
  const parents = [...relations.matchAll(CHILD_OF)].map(([, parent]) => Number(parent));
  return [...new Set(parents)].sort((a, b) => a - b);
}
