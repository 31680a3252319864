/**
 * AIDEFEND, defences for AI systems: techniques and sub-techniques with the threats of other frameworks that each
 * defends against, from its `data.json`.
 */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { ControlRecord, MappingRecord } from '#model/framework-records';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { threatOf } from './threats.ts';

const ID = 'aidefend';
const FORMAT = 'aidefend-data-json';
const DEFENCE = /^AID-[A-Z]{1,2}-\d{3}(?:\.\d{3})?$/;

export const aidefend: FrameworkImporter = {
  id: ID,
  formats: [{ id: FORMAT, title: 'AIDEFEND data, JSON' }],

  detect(input) {
    const [only] = input;
    if (input.length !== 1 || only === undefined) return undefined;
    return /"id"\s*:\s*"AID-[A-Z]{1,2}-\d{3}"/.test(headText(only)) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: AID-002 (a field is missing or of the wrong type), AID-003 (an id is malformed or comes twice),
   * AID-004 (a threat without an id that its framework has), AID-005 (a framework that is not known).
   *
   * @throws ThreatloomError AID-001 (not one file, or not this data), INPUT-004, INPUT-005
   */
  read(input, options = {}) {
    const file = onlyFile(input, 'AID-001', 'the data of AIDEFEND');
    const reader = new FieldReader(file, 'AID-002');
    const root = reader.object(parseJson(file), '') ?? {};
    const version = reader.object(root['version'], '/version') ?? {};
    const edition = options.edition ?? reader.optionalText(version, 'dataVersion', '/version');
    const tactics = reader.objects(root, 'tactics', '');
    if (edition === undefined || tactics.length === 0) {
      throw new ThreatloomError(
        'AID-001',
        'this is not the data of AIDEFEND: no tactics, or no "dataVersion"',
        {
          file: file.file,
          diagnostics: reader.diagnostics,
        },
      );
    }
    const found = new Map<string, ControlRecord>();
    const mappings: MappingRecord[] = [];
    const counts = { technique: 0, 'sub-technique': 0, 'defends-against item': 0, 'item without an id': 0 };
    const add = (fields: Fields, pointer: string, tactic: string, parent: string | undefined): void => {
      const control = readControl(fields, pointer, tactic, parent, reader);
      if (control === undefined) return;
      if (found.has(control.id)) {
        reader.report('error', 'AID-003', `${control.id} comes twice`, `${pointer}/id`);
        return;
      }
      found.set(control.id, control);
      counts[parent === undefined ? 'technique' : 'sub-technique'] += 1;
      const threats = new Map<string, MappingRecord>();
      for (const [list, place] of reader.objects(fields, 'defendsAgainst', pointer)) {
        const framework = reader.text(list, 'framework', place) ?? '';
        reader.texts(list, 'items', place).forEach((item, index) => {
          counts['defends-against item'] += 1;
          const threat = threatOf(framework, item);
          if (typeof threat === 'object') {
            threats.set(`${threat.framework} ${threat.id}`, defends(control.id, threat, edition));
            return;
          }
          counts['item without an id'] += 1;
          const at = `${place}/items/${index}`;
          if (threat === 'no id') reader.report('info', 'AID-004', `${framework}: no id in "${item}"`, at);
          if (threat === 'unknown') {
            reader.report(
              'warning',
              'AID-005',
              `the framework "${framework}" is not known`,
              `${place}/framework`,
            );
          }
        });
      }
      mappings.push(...[...threats].sort(([a], [b]) => compareText(a, b)).map(([, mapping]) => mapping));
      if (parent !== undefined) return;
      for (const [sub, place] of reader.objects(fields, 'subTechniques', pointer)) {
        add(sub, place, tactic, control.id);
      }
    };
    for (const [tactic, pointer] of tactics) {
      const name = reader.text(tactic, 'name', pointer) ?? '';
      for (const [technique, place] of reader.objects(tactic, 'techniques', pointer)) {
        add(technique, place, name, undefined);
      }
    }
    return recordsOf({
      framework: {
        id: ID,
        name: 'AIDEFEND',
        edition,
        publisher: 'AIDEFEND (Edward Lee)',
        licence: 'CC-BY-4.0',
        url: 'https://aidefend.net',
      },
      source: sourceOf(input),
      controls: [...found.values()].sort((a, b) => compareText(a.id, b.id)),
      mappings: mappings.sort((a, b) => compareText(a.subject.id, b.subject.id)),
      census: { tactic: tactics.length, ...counts },
      diagnostics: reader.diagnostics,
    });
  },
};

function readControl(
  fields: Fields,
  pointer: string,
  tactic: string,
  parent: string | undefined,
  reader: FieldReader,
): ControlRecord | undefined {
  const id = reader.text(fields, 'id', pointer);
  const name = reader.text(fields, 'name', pointer);
  if (id === undefined || name === undefined) return undefined;
  if (!DEFENCE.test(id) || (parent !== undefined && !id.startsWith(`${parent}.`))) {
    reader.report(
      'error',
      'AID-003',
      `"${id}" is no id of a defence${parent === undefined ? '' : ` of ${parent}`}`,
      `${pointer}/id`,
    );
    return undefined;
  }
  const description = reader.optionalText(fields, 'description', pointer);
  return {
    id,
    name,
    categories: [tactic],
    lifecycle: reader.texts(fields, 'phase', pointer),
    status: 'active',
    ...(description === undefined ? {} : { description }),
  };
}

function defends(id: string, threat: MappingRecord['object'], edition: string): MappingRecord {
  return {
    subject: { framework: ID, edition, id },
    predicate: 'threatloom:mitigates',
    object: threat,
    justification: 'semapv:ManualMappingCuration',
    trust: 'community',
    source: `${ID} ${edition}`,
  };
}
