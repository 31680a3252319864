/**
 * MITRE D3FEND: countermeasures, from the cluster that the MISP project makes of it. The cluster relates them to ATT&CK
 * techniques by STIX ids; which techniques those are is read from ATT&CK's own bundle, where that file is given too.
 *
 * The cluster has no edition number of D3FEND: give the date of the snapshot as edition, e.g. `2026-08-06`.
 */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import type { ControlRecord, MappingRecord } from '#model/framework-records';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { recordsOf } from '../../formats/records-of.ts';
import { readStixBundle, stixObjects } from '../../formats/stix/stix-bundle.ts';
import { headText } from '../../formats/text.ts';

const ID = 'd3fend';
const FORMAT = 'd3fend-misp-cluster';
const COUNTERMEASURE = /^D3-[A-Z0-9]+$/;

export const d3fend: FrameworkImporter = {
  id: ID,
  formats: [{ id: FORMAT, title: 'MITRE D3FEND as MISP cluster, JSON; with ATT&CK’s STIX bundle, if given' }],

  detect(input) {
    return input.some(isCluster) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: D3F-002 (a field is missing or of the wrong type), D3F-003 (an id is malformed or comes twice),
   * D3F-004 (relations to techniques that ATT&CK's bundle does not have, or no bundle).
   *
   * @throws ThreatloomError D3F-001 (no cluster among the files), D3F-005 (no edition given), INPUT-004, INPUT-005, STIX-001
   */
  read(input, options = {}) {
    const file = input.find(isCluster);
    if (file === undefined) {
      throw new ThreatloomError('D3F-001', 'no file is the MISP cluster of D3FEND', {
        file: input.map(({ file: name }) => name).join(', '),
        hint: 'expected JSON with "category": "d3fend"',
      });
    }
    const { edition } = options;
    if (edition === undefined) {
      throw new ThreatloomError('D3F-005', 'the cluster does not tell the edition of D3FEND', {
        hint: 'name the date of the snapshot as edition, e.g. 2026-08-06',
      });
    }
    const bundleFile = input.find((other) => other !== file);
    const techniques = bundleFile === undefined ? undefined : techniqueIds(bundleFile);
    const reader = new FieldReader(file, 'D3F-002');
    const values = reader.objects(reader.object(parseJson(file), '') ?? {}, 'values', '');
    const controls = new Map<string, ControlRecord>();
    const verbs = new Set<string>();
    const pairs = new Map<string, MappingRecord>();
    let relations = 0;
    let unresolved = 0;
    for (const [value, pointer] of values) {
      const control = readControl(value, pointer, reader);
      if (control === undefined) continue;
      if (controls.has(control.id)) {
        reader.report('error', 'D3F-003', `${control.id} comes twice`, `${pointer}/meta/external_id`);
        continue;
      }
      controls.set(control.id, control);
      for (const [relation, place] of reader.objects(value, 'related', pointer)) {
        const target = reader.text(relation, 'dest-uuid', place);
        const verb = reader.text(relation, 'type', place);
        if (target === undefined || verb === undefined) continue;
        relations += 1;
        verbs.add(verb);
        const technique = techniques?.get(target);
        if (technique === undefined) unresolved += 1;
        else pairs.set(`${control.id} ${technique}`, counters(control.id, technique, edition));
      }
    }
    if (unresolved > 0) {
      const why =
        techniques === undefined ? 'without ATT&CK’s bundle' : 'to techniques that the bundle lacks';
      const hint = 'give ATT&CK’s STIX bundle together with the cluster';
      reader.report('info', 'D3F-004', `${unresolved} relations ${why} are left out`, '/values', hint);
    }
    return recordsOf({
      framework: {
        id: ID,
        name: 'MITRE D3FEND',
        edition,
        publisher: 'The MITRE Corporation',
        licence: 'MIT',
        url: 'https://d3fend.mitre.org',
      },
      source: sourceOf(bundleFile === undefined ? [file] : [file, bundleFile]),
      controls: [...controls.values()].sort((a, b) => compareText(a.id, b.id)),
      mappings: [...pairs].sort(([a], [b]) => compareText(a, b)).map(([, mapping]) => mapping),
      census: { technique: values.length, relation: relations, 'kind of relation': verbs.size },
      diagnostics: reader.diagnostics,
    });
  },
};

function readControl(value: Fields, pointer: string, reader: FieldReader): ControlRecord | undefined {
  const place = `${pointer}/meta`;
  const meta = reader.object(value['meta'], place);
  const name = reader.text(value, 'value', pointer);
  const id = meta && reader.text(meta, 'external_id', place);
  if (meta === undefined || name === undefined || id === undefined) return undefined;
  if (!COUNTERMEASURE.test(id)) {
    reader.report('error', 'D3F-003', `"${id}" is no id of a countermeasure`, `${place}/external_id`);
    return undefined;
  }
  const description = reader.optionalText(value, 'description', pointer);
  const [url] = reader.texts(meta, 'refs', place);
  // `Detect:Network-Traffic-Analysis`: the tactic, then the kind of technique.
  const chain = reader.texts(meta, 'kill_chain', place).flatMap((phase) => phase.split(':'));
  return {
    id,
    name,
    categories: [...new Set(chain.map((part) => part.replaceAll('-', ' ')))],
    lifecycle: [],
    status: 'active',
    ...(description === undefined ? {} : { description }),
    ...(url === undefined ? {} : { url }),
  };
}

/** D3FEND derives these: what the countermeasure acts on is what the technique uses. */
function counters(id: string, technique: string, edition: string): MappingRecord {
  return {
    subject: { framework: ID, edition, id },
    predicate: 'threatloom:mitigates',
    object: { framework: 'attack-enterprise', id: technique },
    justification: 'semapv:LogicalReasoning',
    trust: 'derived',
    source: `${ID} ${edition}`,
  };
}

/** UUID of the STIX id → `T1014`. */
function techniqueIds(bundle: ImportFile): ReadonlyMap<string, string> {
  const objects = stixObjects(readStixBundle(bundle), 'mitre-attack', ['attack-pattern']);
  return new Map(objects.map(({ stixId, id }) => [stixId.replace(/^attack-pattern--/, ''), id]));
}

function isCluster(file: ImportFile): boolean {
  return /"category"\s*:\s*"d3fend"/.test(headText(file));
}
