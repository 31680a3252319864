/**
 * A framework of one's own, as YAML or CSV; the format is described in docs/own-framework.md. Its records carry the id
 * that the file gives it, not this importer's.
 */
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter } from '#model/framework-importer';
import type { FrameworkIdentity } from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { headText } from '../../formats/text.ts';
import { diagnoseUnknown } from '../../formats/unknown-file.ts';
import { readCsvDocument, readYamlDocument } from './document.ts';
import { readRecords } from './records.ts';
import { readRelations } from './relations.ts';
import { KINDS } from './vocabulary.ts';

const YAML = 'own-framework-yaml';
const CSV = 'own-framework-csv';
const VERSION = /^(# ?)?threatloom-framework: *['"]?1['"]?\s*$/m;
const FRAMEWORK_ID = /^[a-z0-9][a-z0-9-]*$/;
const KEYS: ReadonlySet<string> = new Set(['id', 'name', 'edition', 'publisher', 'licence', 'notice', 'url']);

export const ownFramework: FrameworkImporter = {
  id: 'own-framework',
  formats: [
    { id: YAML, title: 'a framework of your own, YAML with "threatloom-framework: 1"' },
    { id: CSV, title: 'a framework of your own, CSV with "# threatloom-framework: 1"' },
  ],

  detect(input) {
    const [only] = input;
    return input.length === 1 && only !== undefined ? formatOf(headText(only)) : undefined;
  },

  /**
   * Diagnostics: OWN-002 (a field is missing or of the wrong type), OWN-003 (an unknown field), OWN-004 (an id comes
   * twice), OWN-005 (an id that is not there).
   *
   * @throws ThreatloomError OWN-001 (not one file, not this format, or without id or edition), INPUT-004, INPUT-006 to
   *   INPUT-008
   */
  read(input, options = {}) {
    const file = onlyFile(input, 'OWN-001', 'a framework of your own');
    const format = formatOf(headText(file));
    if (format === undefined) {
      diagnoseUnknown(file);
      throw new ThreatloomError('OWN-001', 'the file does not start as a framework of your own does', {
        file: file.file,
        line: 1,
        hint: 'the first line is "threatloom-framework: 1", in CSV with "# " before it',
      });
    }
    const { reader, framework, rows } = format === CSV ? readCsvDocument(file) : readYamlDocument(file);
    const identity = readIdentity(framework, options.edition, reader);
    if (identity === undefined) {
      throw new ThreatloomError(
        'OWN-001',
        'the framework has no id such as "acme-ai-controls", or no edition',
        {
          file: file.file,
          pointer: '/framework',
          hint: 'give both: "id" in small letters, digits and hyphens, and "edition"',
          diagnostics: reader.diagnostics,
        },
      );
    }
    const records = readRecords(rows, reader);
    const relations = readRelations(records.kept, identity, reader);
    const census = KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).length] as const);
    return recordsOf({
      framework: identity,
      source: sourceOf(input),
      ...records.lists,
      ...relations,
      census: Object.fromEntries(census.filter(([, count]) => count > 0)),
      diagnostics: reader.diagnostics,
    });
  },
};

function formatOf(head: string): typeof YAML | typeof CSV | undefined {
  const found = VERSION.exec(head);
  if (found === null) return undefined;
  return found[1] === undefined ? YAML : CSV;
}

function readIdentity(
  framework: Fields,
  asked: string | undefined,
  reader: FieldReader,
): FrameworkIdentity | undefined {
  for (const key of Object.keys(framework)) {
    if (KEYS.has(key)) continue;
    const hint = `known: ${[...KEYS].join(', ')}`;
    reader.report('warning', 'OWN-003', `a framework has no field "${key}"`, `/framework/${key}`, hint);
  }
  const optional = (key: string): string | undefined => reader.optionalText(framework, key, '/framework');
  const id = reader.text(framework, 'id', '/framework');
  const edition = asked ?? reader.text(framework, 'edition', '/framework');
  if (id === undefined || !FRAMEWORK_ID.test(id) || edition === undefined) return undefined;
  const notice = optional('notice');
  return {
    id,
    name: optional('name') ?? id,
    edition,
    publisher: optional('publisher') ?? 'unnamed',
    licence: optional('licence') ?? 'LicenseRef-Proprietary',
    url: optional('url') ?? '',
    ...(notice === undefined ? {} : { notice }),
  };
}
