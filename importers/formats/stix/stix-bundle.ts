/**
 * Reads a STIX 2.1 bundle as MITRE publishes ATT&CK and ATLAS: objects by type, relationships as edges between
 * external ids. Own reader, because the published libraries know ATT&CK only and are strict where the data is not.
 *
 * Two things here look odd and are on purpose. A record's key is its (type, external id), never its STIX id: ATLAS
 * changed every one of those between 4.9 and 5.2, and 224 external ids of ATT&CK name a technique and an old
 * mitigation. And an edge is (type, source, target, text), never its STIX id: ATLAS 5.6.0 gives 114 different
 * edges only 34 ids.
 */
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { FieldReader, type Fields } from '../fields.ts';
import { parseJson } from '../json/parse-json.ts';

export interface StixObject {
  readonly type: string;
  readonly stixId: string;
  /** The publisher's id, e.g. `AML.T0051`, `T1566.001`. */
  readonly id: string;
  readonly name: string;
  readonly url?: string;
  /** Revoked or deprecated. */
  readonly withdrawn: boolean;
  readonly fields: Fields;
  readonly pointer: string;
}

export interface StixEdge {
  readonly type: string;
  readonly source: StixObject;
  readonly target: StixObject;
  readonly description?: string;
  readonly pointer: string;
}

export interface StixBundle {
  readonly reader: FieldReader;
  /** All objects with their pointers, in the bundle's order. */
  readonly objects: readonly (readonly [Fields, string])[];
  /** Type → number of objects; relationships also as `relationship/mitigates`. Sorted by name. */
  readonly census: Readonly<Record<string, number>>;
}

/**
 * @throws ThreatloomError INPUT-004, INPUT-005 (see `parseJson`), STIX-001 (JSON, but no STIX bundle)
 */
export function readStixBundle(input: ImportFile): StixBundle {
  const root = parseJson(input);
  const fields = typeof root === 'object' && root !== null ? (root as Fields) : {};
  if (fields['type'] !== 'bundle' || !Array.isArray(fields['objects'])) {
    throw new ThreatloomError(
      'STIX-001',
      'this JSON is not a STIX bundle: it needs "type": "bundle" and a list "objects"',
      {
        file: input.file,
        pointer: fields['type'] === 'bundle' ? '/objects' : '/type',
        hint: "is this the publisher's STIX 2.1 file?",
      },
    );
  }
  const reader = new FieldReader({ file: input.file }, 'STIX-010');
  const objects = reader.objects(fields, 'objects', '');
  return { reader, objects, census: count(objects) };
}

function count(objects: StixBundle['objects']): Record<string, number> {
  const census = new Map<string, number>();
  const add = (name: string): void => void census.set(name, (census.get(name) ?? 0) + 1);
  for (const [{ type, relationship_type: relationship }] of objects) {
    if (typeof type !== 'string') continue;
    add(type);
    if (type === 'relationship' && typeof relationship === 'string') add(`relationship/${relationship}`);
  }
  return Object.fromEntries([...census].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The bundle's objects of the given types that have an external id of the source, in order of type and id.
 * Of two objects with the same type and external id the living one is kept, with a diagnostic (STIX-012).
 *
 * @param sourceName `external_references[].source_name` that carries the publisher's ids, e.g. `mitre-attack`
 */
export function stixObjects(
  { reader, objects }: StixBundle,
  sourceName: string,
  types: readonly string[],
): readonly StixObject[] {
  const kept = new Map<string, StixObject>();
  for (const [fields, pointer] of objects) {
    const type = fields['type'];
    if (typeof type !== 'string') {
      reader.report('error', 'STIX-010', '"type" is missing, expected text', `${pointer}/type`);
      continue;
    }
    if (!types.includes(type)) continue;
    const object = toObject(reader, sourceName, type, fields, pointer);
    if (object === undefined) continue;
    const key = `${type} ${object.id}`;
    const rival = kept.get(key);
    if (rival === undefined) {
      kept.set(key, object);
      continue;
    }
    reader.report('warning', 'STIX-012', `two objects of type ${type} have the id ${object.id}`, pointer);
    kept.set(key, preferred(rival, object));
  }
  return [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

function toObject(
  reader: FieldReader,
  sourceName: string,
  type: string,
  fields: Fields,
  pointer: string,
): StixObject | undefined {
  const stixId = reader.text(fields, 'id', pointer);
  const name = reader.text(fields, 'name', pointer);
  const reference = reader
    .list(fields, 'external_references', pointer)
    .find((entry): entry is Fields => (entry as Fields | null)?.['source_name'] === sourceName);
  const id = reference?.['external_id'];
  if (typeof id !== 'string' || id === '') {
    reader.report('error', 'STIX-011', `this ${type} has no external id of ${sourceName}`, pointer);
    return undefined;
  }
  if (stixId === undefined || name === undefined) return undefined;
  const url = reference?.['url'];
  return {
    type,
    stixId,
    id,
    name,
    ...(typeof url === 'string' ? { url } : {}),
    withdrawn: fields['revoked'] === true || fields['x_mitre_deprecated'] === true,
    fields,
    pointer,
  };
}

/** The living one, then the one with the smaller STIX id: a choice that does not hang on the bundle's order. */
function preferred(a: StixObject, b: StixObject): StixObject {
  if (a.withdrawn !== b.withdrawn) return a.withdrawn ? b : a;
  return a.stixId < b.stixId ? a : b;
}

/**
 * Relationships of the given types whose ends are among `ends`, without exact repetitions, in order of type, ids and
 * text. An end outside `ends` gives a diagnostic (STIX-013), unless the bundle holds it as an object of another type.
 */
export function stixEdges(
  { reader, objects }: StixBundle,
  ends: readonly StixObject[],
  types: readonly string[],
): readonly StixEdge[] {
  const byStixId = new Map(ends.map((object) => [object.stixId, object]));
  const edges = new Map<string, StixEdge>();
  let others: ReadonlySet<unknown> | undefined;
  for (const [fields, pointer] of objects) {
    const type = fields['relationship_type'];
    if (fields['type'] !== 'relationship' || typeof type !== 'string' || !types.includes(type)) continue;
    if (fields['revoked'] === true || fields['x_mitre_deprecated'] === true) continue;
    const source = byStixId.get(fields['source_ref'] as string);
    const target = byStixId.get(fields['target_ref'] as string);
    if (source === undefined || target === undefined) {
      others ??= new Set(objects.map(([{ id }]) => id));
      for (const end of ['source_ref', 'target_ref'] as const) {
        if (others.has(fields[end])) continue;
        reader.report(
          'error',
          'STIX-013',
          `${type} names an object that is not in the bundle`,
          `${pointer}/${end}`,
        );
      }
      continue;
    }
    const description = reader.optionalText(fields, 'description', pointer);
    const key = [type, source.type, source.id, target.type, target.id, description ?? ''].join('\u0000');
    if (edges.has(key)) continue;
    edges.set(key, { type, source, target, ...(description === undefined ? {} : { description }), pointer });
  }
  return [...edges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
}
