import type { ControlRecord } from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';
import { controlId } from './control-id.ts';

type Placed = readonly [ControlRecord, string];

/** The flat list. A control that NIST withdrew has lost its text there, and nothing else tells it. */
export function readFlatControls(content: unknown, reader: FieldReader): Placed[] {
  const rows: readonly unknown[] = Array.isArray(content) ? content : [];
  return rows.flatMap((value, index): Placed[] => {
    const pointer = `/${index}`;
    const row = reader.object(value, pointer);
    if (row === undefined) return [];
    const written = reader.text(row, 'control_id', pointer);
    const name = reader.text(row, 'name', pointer);
    const id = written === undefined ? undefined : idAt(written, `${pointer}/control_id`, reader);
    if (id === undefined || name === undefined) return [];
    const text = reader.optionalText(row, 'control_text', pointer);
    const status = text === undefined ? 'withdrawn' : 'active';
    return [[control(id, name.trim(), status, text), pointer]];
  });
}

/** Groups, controls in them, enhancements in those. An enhancement's title gets its control's before it, as NIST prints it. */
export function readOscalControls(content: unknown, reader: FieldReader): Placed[] {
  const root = reader.object(content, '') ?? {};
  const catalog = reader.object(root['catalog'], '/catalog') ?? {};
  return reader
    .objects(catalog, 'groups', '/catalog')
    .flatMap(([group, pointer]) => readNested(group, pointer, '', reader));
}

function readNested(of: Fields, pointer: string, above: string, reader: FieldReader): Placed[] {
  return reader.objects(of, 'controls', pointer).flatMap(([row, place]): Placed[] => {
    const written = reader.text(row, 'id', place);
    const title = reader.text(row, 'title', place);
    const id = written === undefined ? undefined : idAt(written, `${place}/id`, reader);
    if (id === undefined || title === undefined) return [];
    const withdrawn = reader
      .objects(row, 'props', place)
      .some(([prop]) => prop['name'] === 'status' && prop['value'] === 'withdrawn');
    const enhancements = above === '' ? readNested(row, place, title, reader) : [];
    const name = above === '' ? title : `${above} | ${title}`;
    return [[control(id, name, withdrawn ? 'withdrawn' : 'active'), place], ...enhancements];
  });
}

function idAt(written: string, pointer: string, reader: FieldReader): string | undefined {
  const id = controlId(written);
  if (id === undefined) reader.report('error', 'SP800-53-003', `"${written}" is no id of a control`, pointer);
  return id;
}

/** The family, `AC`, is its category. */
export function control(
  id: string,
  name: string,
  status: ControlRecord['status'],
  description?: string,
): ControlRecord {
  const prose = description === undefined ? {} : { description };
  return { id, name, categories: [id.slice(0, 2)], lifecycle: [], status, ...prose };
}
