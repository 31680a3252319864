/**
 * Tactics, techniques, mitigations and their links of a MITRE bundle; ATT&CK and ATLAS share this shape.
 */
import { compareText } from '#model/diagnostics';
import type { ControlRecord, MitigationLink, TacticRecord, TechniqueRecord } from '#model/framework-records';
import type { FieldReader } from '../fields.ts';
import { stixEdges, stixObjects, type StixBundle, type StixObject } from './stix-bundle.ts';

export interface MitreRecords {
  /** In matrix order. */
  readonly tactics: readonly TacticRecord[];
  /** By id, as all others. */
  readonly techniques: readonly TechniqueRecord[];
  readonly controls: readonly ControlRecord[];
  /** One for each (mitigation, technique, text). */
  readonly mitigations: readonly MitigationLink[];
}

const TYPES = ['x-mitre-tactic', 'attack-pattern', 'course-of-action'];
const EDGES = ['mitigates', 'subtechnique-of', 'revoked-by'];

/** @param sourceName of the external ids and of the kill chain, e.g. `mitre-attack`, `mitre-atlas` */
export function mitreRecords(bundle: StixBundle, sourceName: string): MitreRecords {
  const { reader } = bundle;
  const objects = stixObjects(bundle, sourceName, TYPES);
  const edges = stixEdges(bundle, objects, EDGES);
  const tactics = readTactics(bundle, objects);

  const parents = new Map<StixObject, StixObject>();
  const successors = new Map<StixObject, string>();
  for (const { type, source, target } of edges) {
    if (type === 'subtechnique-of') parents.set(source, target);
    else if (type === 'revoked-by' && source.type === target.type) successors.set(source, target.id);
  }
  const ofType = (type: string): StixObject[] => objects.filter((object) => object.type === type);

  return {
    tactics: tactics.records,
    techniques: ofType('attack-pattern').map((object): TechniqueRecord => {
      const parent = parents.get(object);
      const phases = tacticsOf(reader, object, sourceName, tactics);
      const inherited = parent === undefined ? [] : tacticsOf(reader, parent, sourceName, tactics);
      return {
        ...head(reader, object),
        tactics: phases.length > 0 ? phases : inherited,
        ...(parent === undefined ? {} : { parent: parent.id }),
        platforms: [...reader.texts(object.fields, 'x_mitre_platforms', object.pointer)].sort(compareText),
        ...statusOf(object, successors.get(object)),
      };
    }),
    controls: ofType('course-of-action').map((object): ControlRecord => ({
      ...head(reader, object),
      categories: [],
      lifecycle: [],
      ...statusOf(object, successors.get(object)),
    })),
    mitigations: edges
      .filter(
        ({ type, source, target }) =>
          type === 'mitigates' && source.type === 'course-of-action' && target.type === 'attack-pattern',
      )
      .map(({ source, target, description }) => ({
        control: source.id,
        target: target.id,
        ...(description === undefined ? {} : { description }),
      })),
  };
}

interface Tactics {
  readonly records: readonly TacticRecord[];
  /** `x_mitre_shortname` → record. */
  readonly byPhase: ReadonlyMap<string, TacticRecord>;
}

function readTactics({ reader, objects }: StixBundle, all: readonly StixObject[]): Tactics {
  const columns = new Map<string, number>();
  for (const [fields, pointer] of objects) {
    if (fields['type'] !== 'x-mitre-matrix') continue;
    for (const stixId of reader.texts(fields, 'tactic_refs', pointer)) columns.set(stixId, columns.size);
  }
  // A tactic outside the matrix comes after its last column.
  const column = ({ stixId }: StixObject): number => columns.get(stixId) ?? columns.size;
  const byPhase = new Map<string, TacticRecord>();
  const records = all
    .filter(({ type, withdrawn }) => type === 'x-mitre-tactic' && !withdrawn)
    .sort((a, b) => column(a) - column(b) || compareText(a.id, b.id))
    .map((object, order): TacticRecord => {
      const record = { ...head(reader, object), order };
      const phase = reader.text(object.fields, 'x_mitre_shortname', object.pointer);
      if (phase !== undefined) byPhase.set(phase, record);
      return record;
    });
  return { records, byPhase };
}

/** Tactic ids in matrix order. */
function tacticsOf(
  reader: FieldReader,
  { fields, pointer }: StixObject,
  killChain: string,
  { byPhase }: Tactics,
): readonly string[] {
  const found = new Set<TacticRecord>();
  for (const [phase, place] of reader.objects(fields, 'kill_chain_phases', pointer)) {
    if (phase['kill_chain_name'] !== killChain) continue;
    const name = reader.text(phase, 'phase_name', place);
    const tactic = name === undefined ? undefined : byPhase.get(name);
    if (tactic !== undefined) found.add(tactic);
    else if (name !== undefined) reader.report('warning', 'STIX-014', `no tactic is called "${name}"`, place);
  }
  return [...found].sort((a, b) => a.order - b.order).map(({ id }) => id);
}

/** A STIX id as the specification wants it; another could not be written out again. */
const STIX_ID = /^[a-z][a-z0-9-]*--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function head(reader: FieldReader, { id, stixId, name, url, fields, pointer }: StixObject) {
  const description = reader.optionalText(fields, 'description', pointer);
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    ...(url === undefined ? {} : { url }),
    ...(STIX_ID.test(stixId) ? { stixId } : {}),
  };
}

function statusOf({ withdrawn }: StixObject, succeededBy: string | undefined) {
  if (!withdrawn) return { status: 'active' as const };
  return { status: 'withdrawn' as const, ...(succeededBy === undefined ? {} : { succeededBy }) };
}

/** Text of the first object of a type, e.g. the version of the collection. */
export function textOfType({ objects }: StixBundle, type: string, key: string): string | undefined {
  const fields = objects.find(([object]) => object['type'] === type)?.[0];
  const value = fields?.[key];
  return typeof value === 'string' ? value : undefined;
}
