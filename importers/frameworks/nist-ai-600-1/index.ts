/**
 * NIST AI 600-1, the Generative AI Profile of the AI RMF: twelve risks and the actions suggested against them. NIST
 * publishes a PDF; the importer reads its tables of actions as JSON:
 * `[{ action_id: "GV-1.1-001", subcategory_id: "GOVERN 1.1", suggested_action, gai_risks: [name] }]`.
 */
import { compareAiRmfIds } from '#model/ai-rmf-id';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { MappingEnd, MappingRecord } from '#model/framework-records';
import { FieldReader } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { readActions, type Action } from './actions.ts';
import { GENAI_RISKS } from './risks.ts';

const ID = 'nist-ai-600-1';
const FORMAT = 'ai-600-1-actions-json';
/** The year of the only edition; the tables name none. */
const EDITION = '2024';

export const nistAi6001: FrameworkImporter = {
  id: ID,
  formats: [{ id: FORMAT, title: 'NIST AI 600-1 suggested actions, JSON' }],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    return /"action_id"\s*:\s*"(?:GV|MP|MS|MG)-\d+\.\d+-\d{3}"/.test(headText(only)) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: AI600-002 (a field is missing or of the wrong type), AI600-003 (an action's id is malformed, comes
   * twice, or is not of its subcategory), AI600-004 (a risk that is not one of the twelve).
   *
   * @throws ThreatloomError AI600-001 (not one file, or no list of actions), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const file = onlyFile(input, 'AI600-001', 'the table of NIST AI 600-1');
    const rows = parseJson(file);
    if (!Array.isArray(rows) || rows.length === 0) {
      throw new ThreatloomError(
        'AI600-001',
        'this is not the table of NIST AI 600-1: it is no list of actions',
        {
          file: file.file,
        },
      );
    }
    const reader = new FieldReader(file, 'AI600-002');
    const edition = options.edition ?? EDITION;
    const actions = readActions(rows, reader).sort(
      (a, b) => compareAiRmfIds(a.subcategory, b.subcategory) || a.number - b.number,
    );
    const links = actions.reduce((sum, { risks }) => sum + risks.length, 0);
    return recordsOf({
      framework: {
        id: ID,
        name: 'NIST AI 600-1: Generative AI Profile',
        edition,
        publisher: 'NIST',
        licence: 'LicenseRef-US-Government-Work',
        url: 'https://doi.org/10.6028/NIST.AI.600-1',
      },
      source: sourceOf(input),
      risks: GENAI_RISKS.map(({ id, name }) => ({ id, name, parents: [], level: 'risk' })),
      // An action has a number and a sentence but no title, so the number is its name.
      requirements: actions.map(({ id, description }, order) => ({
        id,
        name: id,
        description,
        level: 'action',
        order,
      })),
      mappings: actions.flatMap((action) => mappingsOf(action, edition)),
      census: { action: rows.length, 'link to a risk': links },
      diagnostics: reader.diagnostics,
    });
  },
};

/** An action is one way to a subcategory of the AI RMF, and is suggested for some of the risks. */
function mappingsOf({ id, subcategory, risks }: Action, edition: string): MappingRecord[] {
  const action: MappingEnd = { framework: ID, edition, id };
  const said = {
    justification: 'semapv:ManualMappingCuration',
    trust: 'official',
    source: `${ID} ${edition}`,
  } as const;
  const target: MappingEnd = { framework: 'nist-ai-rmf', edition: '1.0', id: subcategory.id };
  return [
    { subject: action, predicate: 'skos:broadMatch', object: target, ...said },
    ...risks.map((risk): MappingRecord => {
      return {
        subject: { framework: ID, edition, id: risk },
        predicate: 'skos:relatedMatch',
        object: action,
        ...said,
      };
    }),
  ];
}
