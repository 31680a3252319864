/**
 * A framework of one's own as it stands in the file: what it is, and its rows. YAML and CSV give the same, so that
 * everything after this reads one form.
 */
import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { parseDelimited } from '../../formats/delimited/parse-delimited.ts';
import { FieldReader, type Fields, type Located } from '../../formats/fields.ts';
import { decodeText } from '../../formats/text.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { FIELDS, KINDS, LISTS, type Kind } from './vocabulary.ts';

export interface Row {
  readonly kind: Kind;
  readonly fields: Fields;
  readonly pointer: string;
}

export interface OwnDocument {
  readonly reader: FieldReader;
  /** `id`, `name`, `edition` and so on. */
  readonly framework: Fields;
  readonly rows: readonly Row[];
}

/** `risks` → `risk` */
const SECTIONS: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [`${kind}s`, kind]));
const CSV_META = /^# ?([a-z-]+):(.*)$/;
/** Between the values of a cell that holds several. */
const VALUES = '|';

export function readYamlDocument(file: ImportFile): OwnDocument {
  const document = parseYaml(file);
  const reader = new FieldReader(document, 'OWN-002');
  const root = reader.object(document.value, '') ?? {};
  const rows: Row[] = [];
  for (const key of Object.keys(root)) {
    const kind = SECTIONS.get(key);
    if (kind !== undefined) {
      for (const [fields, pointer] of reader.objects(root, key, '')) {
        checkFields(kind, fields, pointer, reader);
        rows.push({ kind, fields, pointer });
      }
    } else if (key !== 'framework' && key !== 'threatloom-framework') {
      reader.report(
        'warning',
        'OWN-003',
        `unknown section "${key}"`,
        `/${key}`,
        didYouMean(key, SECTIONS.keys()),
      );
    }
  }
  const written = document.written('/framework/edition');
  const framework = reader.object(root['framework'], '/framework') ?? {};
  // An edition such as 2026.10 is text, though YAML takes it for a number.
  return { reader, rows, framework: written === undefined ? framework : { ...framework, edition: written } };
}

/** @throws ThreatloomError OWN-001 where there is no table */
export function readCsvDocument(file: ImportFile): OwnDocument {
  const text = decodeText(file);
  const framework: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, key, value] = CSV_META.exec(line) ?? [];
    if (key === undefined || value === undefined) break;
    if (key !== 'threatloom-framework') framework[key] = value.trim();
  }
  // Comments become empty lines, so that rows keep their line numbers.
  const table = text.replace(/^\uFEFF/, '').replace(/^#.*$/gm, '');
  const headLine = table.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const [head, ...found] = parseDelimited(
    table,
    headLine.includes(';') && !headLine.includes(',') ? ';' : ',',
  );
  const columns = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (head === undefined || !columns.includes('kind') || !columns.includes('id')) {
    throw new ThreatloomError('OWN-001', 'the table has no columns "kind" and "id"', {
      file: file.file,
      line: head?.line ?? 1,
      hint: 'the first line under the "#" lines names the columns',
    });
  }
  const lines = [head.line, ...found.map(({ line }) => line)];
  const place: Located = {
    file: file.file,
    locate: (pointer) => ({ line: lines[Number(pointer.split('/')[1] ?? 0)] ?? 1, column: 1 }),
  };
  const reader = new FieldReader(place, 'OWN-002');
  for (const column of columns) {
    if (column !== 'kind' && !KINDS.some((kind) => FIELDS[kind].has(column))) {
      reader.report(
        'warning',
        'OWN-003',
        `unknown column "${column}"`,
        '/0',
        didYouMean(column, allFields()),
      );
    }
  }
  const rows = found.flatMap(({ cells }, index): Row[] => {
    const pointer = `/${index + 1}`;
    const fields: Record<string, unknown> = {};
    columns.forEach((column, at) => {
      const value = cells[at]?.trim() ?? '';
      if (value !== '') fields[column] = LISTS.has(column) ? splitValues(value) : value;
    });
    const { kind: name, ...rest } = fields;
    const kind = KINDS.find((one) => one === name);
    if (kind === undefined) {
      const hint = `one of ${KINDS.join(', ')}`;
      reader.report(
        'error',
        'OWN-002',
        `"${typeof name === 'string' ? name : ''}" is no kind of row`,
        pointer,
        hint,
      );
      return [];
    }
    checkFields(kind, rest, pointer, reader);
    return [{ kind, fields: rest, pointer }];
  });
  return { reader, framework, rows };
}

function checkFields(kind: Kind, fields: Fields, pointer: string, reader: FieldReader): void {
  for (const key of Object.keys(fields)) {
    if (FIELDS[kind].has(key)) continue;
    const message = `a ${kind} has no field "${key}"`;
    reader.report('warning', 'OWN-003', message, `${pointer}/${key}`, didYouMean(key, FIELDS[kind]));
  }
}

function didYouMean(word: string, known: Iterable<string>): string {
  const list = [...known];
  const near = nearestWord(word, list);
  return near === undefined ? `known: ${list.join(', ')}` : `did you mean "${near}"?`;
}

function allFields(): Set<string> {
  return new Set(KINDS.flatMap((kind) => [...FIELDS[kind]]));
}

function splitValues(cell: string): string[] {
  return cell
    .split(VALUES)
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
