/**
 * NIST SP 800-53 revision 5: ids and titles of its controls and enhancements, from NIST's OSCAL catalogue or a flat
 * JSON list (`[{ control_id: "AC-2(1)", family: "AC", name, control_text, discussion }]`). With it comes the mapping of
 * the Center for Threat-Informed Defense (CTID) to ATT&CK, where that file is given too.
 */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { ControlRecord, MappingRecord } from '#model/framework-records';
import { FieldReader } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { readCtidMapping } from './ctid.ts';
import { readFlatControls, readOscalControls } from './controls.ts';
import { controlSortKey } from './control-id.ts';

const FLAT = 'nist-800-53-flat-json';
const OSCAL = 'nist-800-53-oscal-json';
const EDITION = 'r5';

export const nist80053: FrameworkImporter = {
  id: 'nist-800-53',
  formats: [
    {
      id: OSCAL,
      title: 'NIST SP 800-53 r5, OSCAL catalogue in JSON; with CTID’s mapping to ATT&CK, if given',
    },
    { id: FLAT, title: 'NIST SP 800-53 r5, flat list in JSON; with CTID’s mapping to ATT&CK, if given' },
  ],

  detect(input) {
    return findCatalogue(input)?.format;
  },

  /**
   * Diagnostics: SP800-53-002 (a field is missing or of the wrong type), SP800-53-003 (an id is malformed or comes
   * twice), SP800-53-004 (a row of the mapping names a control that only it knows).
   *
   * @throws ThreatloomError SP800-53-001 (no list of controls among the files), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const found = findCatalogue(input);
    if (found === undefined) {
      throw new ThreatloomError('SP800-53-001', 'no file holds the controls of NIST SP 800-53', {
        file: input.map(({ file }) => file).join(', '),
        hint: 'expected NIST’s OSCAL catalogue, or a JSON list with "control_id"',
      });
    }
    const { file, format } = found;
    const edition = options.edition ?? EDITION;
    const reader = new FieldReader(file, 'SP800-53-002');
    const content = parseJson(file);
    const controls = new Map<string, ControlRecord>();
    for (const [control, pointer] of format === OSCAL
      ? readOscalControls(content, reader)
      : readFlatControls(content, reader)) {
      if (controls.has(control.id))
        reader.report('error', 'SP800-53-003', `${control.id} comes twice`, pointer);
      else controls.set(control.id, control);
    }
    const listed = controls.size;
    const mappingFile = input.find((other) => other !== file && isCtidMapping(other));
    const diagnostics = [...reader.diagnostics];
    const mappings: MappingRecord[] = [];
    let rows: Readonly<Record<string, number>> = {};
    if (mappingFile !== undefined) {
      const ofRows = new FieldReader(mappingFile, 'SP800-53-002');
      const mapping = readCtidMapping(parseJson(mappingFile), controls, edition, ofRows);
      for (const control of mapping.added) controls.set(control.id, control);
      mappings.push(...mapping.mappings);
      rows = mapping.census;
      diagnostics.push(...ofRows.diagnostics);
    }
    return recordsOf({
      framework: {
        id: 'nist-800-53',
        name: 'NIST SP 800-53: Security and Privacy Controls',
        edition,
        publisher: 'NIST',
        licence: 'LicenseRef-US-Government-Work',
        url: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
      },
      source: sourceOf(mappingFile === undefined ? [file] : [file, mappingFile]),
      controls: [...controls.values()].sort((a, b) =>
        compareText(controlSortKey(a.id), controlSortKey(b.id)),
      ),
      mappings,
      census: {
        control: listed,
        'control withdrawn': [...controls.values()].filter(({ status }) => status === 'withdrawn').length,
        ...rows,
      },
      diagnostics,
    });
  },
};

function findCatalogue(
  input: readonly ImportFile[],
): { readonly file: ImportFile; readonly format: string } | undefined {
  for (const file of input) {
    const head = headText(file);
    if (/^\uFEFF?\s*\[\s*\{\s*"control_id"\s*:\s*"[A-Z]{2}-\d/.test(head)) return { file, format: FLAT };
    if (/^\uFEFF?\s*\{\s*"catalog"\s*:/.test(head) && head.includes('Special Publication 800-53')) {
      return { file, format: OSCAL };
    }
  }
  return undefined;
}

function isCtidMapping(file: ImportFile): boolean {
  return /"mapping_framework"\s*:\s*"nist_800_53"/.test(headText(file));
}
