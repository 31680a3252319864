/** NIST AI Risk Management Framework 1.0, from the JSON download of NIST's AI RMF Playbook. */
import { aiRmfId } from '#model/ai-rmf-id';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { FieldReader } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { headText } from '../../formats/text.ts';
import { requirementsOf, type PlaybookItem } from './requirements.ts';

const FORMAT = 'ai-rmf-playbook-json';

/** The Playbook goes with edition 1.0 and names no edition itself. */
const EDITION = '1.0';

export const nistAiRmf: FrameworkImporter = {
  id: 'nist-ai-rmf',
  formats: [{ id: FORMAT, title: 'NIST AI RMF Playbook, JSON' }],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    return /"title"\s*:\s*"(?:GOVERN|MAP|MEASURE|MANAGE) \d+\.\d+"/i.test(headText(only))
      ? FORMAT
      : undefined;
  },

  /**
   * Diagnostics: AI-RMF-002 (a field is missing or of the wrong type), AI-RMF-003 (a title is no subcategory's id),
   * AI-RMF-004 (a subcategory comes twice).
   *
   * @throws ThreatloomError AI-RMF-001 (not one file, or not the Playbook), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const [file] = input;
    if (file === undefined || input.length > 1) {
      throw new ThreatloomError('AI-RMF-001', `the AI RMF Playbook is one file, ${input.length} were given`);
    }
    const rows = parseJson(file);
    if (!Array.isArray(rows) || rows.length === 0) {
      throw new ThreatloomError(
        'AI-RMF-001',
        'this is not the AI RMF Playbook: it is no list of subcategories',
        {
          file: file.file,
        },
      );
    }
    const reader = new FieldReader(file, 'AI-RMF-002');
    const items = readItems(rows, reader);
    return {
      framework: {
        id: 'nist-ai-rmf',
        name: 'NIST AI Risk Management Framework',
        edition: options.edition ?? EDITION,
        publisher: 'NIST',
        licence: 'LicenseRef-US-Government-Work',
        url: 'https://www.nist.gov/itl/ai-risk-management-framework',
      },
      source: sourceOf(input),
      tactics: [],
      techniques: [],
      risks: [],
      controls: [],
      requirements: requirementsOf(items),
      caseStudies: [],
      mitigations: [],
      mappings: [],
      census: { subcategory: rows.length },
      diagnostics: reader.diagnostics,
    } satisfies FrameworkRecords;
  },
};

function readItems(rows: readonly unknown[], reader: FieldReader): PlaybookItem[] {
  const items = new Map<string, PlaybookItem>();
  rows.forEach((value, index) => {
    const pointer = `/${index}`;
    const row = reader.object(value, pointer);
    const title = row && reader.text(row, 'title', pointer);
    if (row === undefined || title === undefined) return;
    const id = aiRmfId(title);
    if (id?.level !== 'subcategory') {
      const hint = 'expected e.g. "GOVERN 1.1"';
      reader.report(
        'error',
        'AI-RMF-003',
        `"${title}" is not the id of a subcategory`,
        `${pointer}/title`,
        hint,
      );
      return;
    }
    if (items.has(id.id)) reader.report('error', 'AI-RMF-004', `${id.id} comes twice`, `${pointer}/title`);
    const statement = reader.text(row, 'description', pointer) ?? '';
    items.set(id.id, { id, statement: statement.trim(), topics: reader.texts(row, 'Topic', pointer) });
  });
  return [...items.values()];
}
