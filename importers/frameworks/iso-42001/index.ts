/**
 * ISO/IEC 42001, AI management system: numbers and titles of clauses and Annex A controls only, for its text is ISO's.
 * With them comes NIST's crosswalk from the AI RMF, where that file is given too.
 */
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { MappingRecord } from '#model/framework-records';
import { FieldReader, escapePointer } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { decodeText, headText } from '../../formats/text.ts';
import { isAiRmfCrosswalk, mappingsOf, readAiRmfCrosswalk, type CrosswalkRow } from './ai-rmf-crosswalk.ts';
import { addClausesOfCrosswalk, readOutline } from './outline.ts';

const FORMAT = 'iso-42001-outline-json';
const STANDARD = /^ISO\/IEC 42001:(\d{4})$/;

export const iso42001: FrameworkImporter = {
  id: 'iso-42001',
  formats: [
    { id: FORMAT, title: 'ISO/IEC 42001 outline, JSON; with NIST’s AI RMF crosswalk, markdown, if given' },
  ],

  /** An outline that starts with another standard is taken only where the crosswalk of this one is beside it. */
  detect(input) {
    const outline = outlineOf(input);
    if (outline === undefined) return undefined;
    const [first] = /"ISO(?:\/IEC)? \d+:\d{4}"\s*:/.exec(headText(outline)) ?? [];
    const others = input.filter((file) => file !== outline);
    const own = first?.startsWith('"ISO/IEC 42001:') === true;
    const crosswalk = others.length > 0 && others.every((file) => isAiRmfCrosswalk(headText(file)));
    return crosswalk || (own && others.length === 0) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: ISO-002 (a field is missing or of the wrong type), ISO-003 (a number comes twice or hangs in the air),
   * ISO-004 (a row of the crosswalk names what is not there), ISO-005 (a row whose number and title do not fit).
   *
   * @throws ThreatloomError ISO-001 (no outline of 42001 among the files), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const file = outlineOf(input);
    if (file === undefined) {
      throw new ThreatloomError('ISO-001', 'no file holds the outline of ISO/IEC 42001', {
        file: input.map(({ file: name }) => name).join(', '),
        hint: 'expected JSON with a key such as "ISO/IEC 42001:2023"',
      });
    }
    const reader = new FieldReader(file, 'ISO-002');
    const root = reader.object(parseJson(file), '') ?? {};
    const key = Object.keys(root).find((name) => STANDARD.test(name)) ?? '';
    const pointer = `/${escapePointer(key)}`;
    const edition = options.edition ?? STANDARD.exec(key)?.[1] ?? '';
    const outline = readOutline(reader.object(root[key], pointer) ?? {}, pointer, reader);
    const crosswalks = input.filter((other) => other !== file && isAiRmfCrosswalk(headText(other)));
    const diagnostics = [...reader.diagnostics];
    const rows: CrosswalkRow[] = [];
    const mappings: MappingRecord[] = [];
    let requirements = outline;
    for (const crosswalk of crosswalks) {
      const ofRows = new FieldReader(crosswalk, 'ISO-004');
      const found = readAiRmfCrosswalk(decodeText(crosswalk), ofRows);
      requirements = addClausesOfCrosswalk(requirements, found);
      mappings.push(...mappingsOf(found, requirements, edition, ofRows));
      rows.push(...found);
      diagnostics.push(...ofRows.diagnostics);
    }
    return recordsOf({
      framework: {
        id: 'iso-42001',
        name: 'ISO/IEC 42001: AI management system',
        edition,
        publisher: 'ISO/IEC',
        licence: 'LicenseRef-ISO-Facts-Only',
        url: 'https://www.iso.org/standard/81230.html',
      },
      source: sourceOf([file, ...crosswalks]),
      requirements,
      mappings,
      census: {
        'clause or control': outline.length,
        'clause named by NIST only': requirements.length - outline.length,
        'AI RMF crosswalk row': rows.length,
      },
      diagnostics,
    });
  },
};

function outlineOf(input: readonly ImportFile[]): ImportFile | undefined {
  return input.find(({ bytes }) => {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return content.includes('"ISO/IEC 42001:') && /^\uFEFF?\s*\{/.test(content.toString('utf8', 0, 64));
  });
}
