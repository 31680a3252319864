/**
 * ISO/IEC 23894, guidance on AI risk management: clause numbers and titles only, for its text is ISO's. With it comes
 * NIST's crosswalk from the AI RMF, where that file is given too.
 */
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { FrameworkRecords, MappingRecord } from '#model/framework-records';
import { FieldReader, escapePointer } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { decodeText, headText } from '../../formats/text.ts';
import { isAiRmfCrosswalk, readAiRmfCrosswalk } from './ai-rmf-crosswalk.ts';
import { readOutline } from './outline.ts';

const FORMAT = 'iso-23894-outline-json';
const STANDARD = /^ISO\/IEC 23894:(\d{4})$/;

export const iso23894: FrameworkImporter = {
  id: 'iso-23894',
  formats: [
    { id: FORMAT, title: 'ISO/IEC 23894 outline, JSON; with NIST’s AI RMF crosswalk, markdown, if given' },
  ],

  detect(input) {
    const outline = outlineOf(input);
    if (outline === undefined) return undefined;
    // The outline may hold other standards too; a crosswalk to one of them tells that it is meant.
    const others = input.filter((file) => file !== outline);
    return others.every((file) => isAiRmfCrosswalk(headText(file))) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: ISO-002 (a field is missing or of the wrong type), ISO-003 (a clause comes twice or hangs in the air),
   * ISO-004 (a row of the crosswalk names what is not there).
   *
   * @throws ThreatloomError ISO-001 (no outline of 23894 among the files), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const file = outlineOf(input);
    if (file === undefined) {
      throw new ThreatloomError('ISO-001', 'no file holds the outline of ISO/IEC 23894', {
        file: input.map(({ file: name }) => name).join(', '),
        hint: 'expected JSON with a key such as "ISO/IEC 23894:2023"',
      });
    }
    const reader = new FieldReader(file, 'ISO-002');
    const root = reader.object(parseJson(file), '') ?? {};
    const key = Object.keys(root).find((name) => STANDARD.test(name)) ?? '';
    const pointer = `/${escapePointer(key)}`;
    const edition = options.edition ?? STANDARD.exec(key)?.[1] ?? '';
    const outline = readOutline(reader.object(root[key], pointer) ?? {}, pointer, reader);
    const clauses = new Set(outline.requirements.map(({ id }) => id));
    const crosswalks = input.filter((other) => other !== file && isAiRmfCrosswalk(headText(other)));
    const diagnostics = [...reader.diagnostics];
    const mappings: MappingRecord[] = [];
    for (const crosswalk of crosswalks) {
      const rows = new FieldReader(crosswalk, 'ISO-004');
      mappings.push(...readAiRmfCrosswalk(decodeText(crosswalk), clauses, edition, rows));
      diagnostics.push(...rows.diagnostics);
    }
    return {
      framework: {
        id: 'iso-23894',
        name: 'ISO/IEC 23894: Guidance on AI risk management',
        edition,
        publisher: 'ISO/IEC',
        licence: 'LicenseRef-ISO-Facts-Only',
        url: 'https://www.iso.org/standard/77304.html',
      },
      source: sourceOf([file, ...crosswalks]),
      tactics: [],
      techniques: [],
      risks: [],
      controls: [],
      requirements: outline.requirements,
      caseStudies: [],
      mitigations: [],
      mappings,
      census: { ...outline.census, 'AI RMF crosswalk row': mappings.length },
      diagnostics,
    } satisfies FrameworkRecords;
  },
};

function outlineOf(input: readonly ImportFile[]): ImportFile | undefined {
  return input.find((file) => /"ISO\/IEC 23894:\d{4}"\s*:/.test(headText(file)));
}
