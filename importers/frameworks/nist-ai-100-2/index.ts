/**
 * NIST AI 100-2, the taxonomy of adversarial machine learning: categories of attack (`NISTAML.01`) and attacks
 * (`NISTAML.015`), of which many belong to several categories. NIST publishes a PDF; the importer reads its index
 * transcribed to JSON: `{ framework, categories: [{ id, name }], attacks: [{ id, name, categories }] }`.
 */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { FrameworkRecords, RiskRecord } from '#model/framework-records';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { headText } from '../../formats/text.ts';

const FORMAT = 'ai-100-2-taxonomy-json';
const TITLE = /^NIST AI 100-2 (E\d{4})$/;
const ID = /^NISTAML\.0\d{1,2}$/;

export const nistAi1002: FrameworkImporter = {
  id: 'nist-ai-100-2',
  formats: [{ id: FORMAT, title: 'NIST AI 100-2 taxonomy index, JSON' }],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    return /"framework"\s*:\s*"NIST AI 100-2 E\d{4}"/.test(headText(only)) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: AML-002 (a field is missing or of the wrong type), AML-003 (an id is malformed or comes twice),
   * AML-004 (an attack names a category that is not there, or none).
   *
   * @throws ThreatloomError AML-001 (not one file, or not this index), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const [file] = input;
    if (file === undefined || input.length > 1) {
      throw new ThreatloomError('AML-001', `the NIST AI 100-2 index is one file, ${input.length} were given`);
    }
    const reader = new FieldReader(file, 'AML-002');
    const root = reader.object(parseJson(file), '');
    const edition = TITLE.exec(String(root?.['framework']))?.[1];
    if (root === undefined || edition === undefined) {
      throw new ThreatloomError(
        'AML-001',
        'this is not the NIST AI 100-2 index: no "framework": "NIST AI 100-2 E…"',
        {
          file: file.file,
          pointer: '/framework',
        },
      );
    }
    const risks = readRisks(root, reader);
    return {
      framework: {
        id: 'nist-ai-100-2',
        name: 'NIST AI 100-2: Adversarial Machine Learning',
        edition: options.edition ?? edition,
        publisher: 'NIST',
        licence: 'LicenseRef-US-Government-Work',
        url: 'https://csrc.nist.gov/pubs/ai/100/2/e2025/final',
      },
      source: sourceOf(input),
      tactics: [],
      techniques: [],
      risks,
      controls: [],
      requirements: [],
      caseStudies: [],
      mitigations: [],
      mappings: [],
      census: {
        category: reader.list(root, 'categories', '').length,
        attack: reader.list(root, 'attacks', '').length,
      },
      diagnostics: reader.diagnostics,
    } satisfies FrameworkRecords;
  },
};

function readRisks(root: Fields, reader: FieldReader): RiskRecord[] {
  const risks = new Map<string, RiskRecord>();
  const add = (row: Fields, pointer: string, level: string, parents: readonly string[]): void => {
    const id = reader.text(row, 'id', pointer);
    const name = reader.text(row, 'name', pointer);
    if (id === undefined || name === undefined) return;
    if (!ID.test(id)) reader.report('error', 'AML-003', `"${id}" is no NISTAML id`, `${pointer}/id`);
    else if (risks.has(id)) reader.report('error', 'AML-003', `${id} comes twice`, `${pointer}/id`);
    else risks.set(id, { id, name, parents: [...parents].sort(compareText), level });
  };
  for (const [row, pointer] of reader.objects(root, 'categories', '')) add(row, pointer, 'category', []);
  const categories = new Set(risks.keys());
  for (const [row, pointer] of reader.objects(root, 'attacks', '')) {
    const named = reader.texts(row, 'categories', pointer);
    const known = named.filter((id) => categories.has(id));
    const place = `${pointer}/categories`;
    if (named.length === 0) reader.report('error', 'AML-004', 'the attack names no category', place);
    for (const id of named) {
      if (!categories.has(id)) reader.report('error', 'AML-004', `there is no category "${id}"`, place);
    }
    add(row, pointer, 'attack', known);
  }
  return [...risks.values()].sort((a, b) => compareText(a.id, b.id));
}
