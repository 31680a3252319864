/**
 * CTID's Mappings Explorer, 800-53 to ATT&CK: `mapping_objects` of { capability_id, mapping_type, attack_object_id,
 * status }. A row without a capability says of a technique: reviewed, and no control mitigates it.
 */
import { compareText } from '#model/diagnostics';
import type { ControlRecord, MappingRecord } from '#model/framework-records';
import type { FieldReader } from '../../formats/fields.ts';
import { controlId, controlSortKey } from './control-id.ts';
import { control } from './controls.ts';

export interface CtidMapping {
  /** One for each pair of control and technique, though the file states some twice. */
  readonly mappings: readonly MappingRecord[];
  /** Controls that the catalogue lacks and the mapping names. */
  readonly added: readonly ControlRecord[];
  readonly census: Readonly<Record<string, number>>;
}

/** Id of the end that says "nothing in this framework", as in SSSOM files. */
const NOTHING = '*';

export function readCtidMapping(
  content: unknown,
  controls: ReadonlyMap<string, ControlRecord>,
  edition: string,
  reader: FieldReader,
): CtidMapping {
  const root = reader.object(content, '') ?? {};
  const metadata = reader.object(root['metadata'], '/metadata') ?? {};
  const attack = reader.text(metadata, 'attack_version', '/metadata') ?? '';
  const updated = reader.optionalText(metadata, 'last_update', '/metadata');
  const source = `CTID 800-53 to ATT&CK${updated === undefined ? '' : ` ${isoDate(updated)}`}`;
  const rows = reader.objects(root, 'mapping_objects', '');
  const pairs = new Map<string, MappingRecord>();
  const added = new Map<string, ControlRecord>();
  let mitigates = 0;
  let nothing = 0;
  for (const [row, pointer] of rows) {
    const technique = reader.text(row, 'attack_object_id', pointer);
    if (technique === undefined) continue;
    const written = reader.optionalText(row, 'capability_id', pointer);
    const id = written === undefined ? NOTHING : controlId(written);
    if (id === undefined) {
      reader.report(
        'error',
        'SP800-53-003',
        `"${written}" is no id of a control`,
        `${pointer}/capability_id`,
      );
      continue;
    }
    if (id === NOTHING) nothing += 1;
    else mitigates += 1;
    if (id !== NOTHING && !controls.has(id) && !added.has(id)) {
      const message = `the catalogue has no ${id}, which the mapping names; it is added`;
      reader.report('info', 'SP800-53-004', message, `${pointer}/capability_id`);
      const name = reader.optionalText(row, 'capability_description', pointer) ?? id;
      added.set(id, control(id, name, 'active'));
    }
    pairs.set(`${controlSortKey(id)} ${technique}`, {
      subject: { framework: 'nist-800-53', edition, id },
      predicate: id === NOTHING ? 'threatloom:noMatch' : 'threatloom:mitigates',
      object: { framework: 'attack-enterprise', edition: attack, id: technique },
      justification: 'semapv:ManualMappingCuration',
      trust: 'community',
      source,
    });
  }
  return {
    mappings: [...pairs].sort(([a], [b]) => compareText(a, b)).map(([, mapping]) => mapping),
    added: [...added.values()],
    census: {
      'CTID row': rows.length,
      'CTID row mitigates': mitigates,
      'CTID row non_mappable': nothing,
      'control named by CTID only': added.size,
    },
  };
}

/** `04/16/2025` as it is sorted. */
function isoDate(text: string): string {
  const [, month, day, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month}-${day}`;
}
