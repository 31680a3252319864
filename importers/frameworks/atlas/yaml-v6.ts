/**
 * ATLAS's YAML since 2026.05 (format 6): objects in maps keyed by id, all links under `relationships`
 * (source id → type → list). Written after the format's description; releases of it were not at hand.
 */
import { compareText } from '#model/diagnostics';
import type { ImportFile, ReadOptions } from '#model/framework-importer';
import type { FrameworkRecords, ProcedureStep } from '#model/framework-records';
import { resolveEdition } from '../../formats/edition.ts';
import { escapePointer, FieldReader, type Fields } from '../../formats/fields.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { assemble, type AtlasParts } from './assemble.ts';
import { atlasMaturity, atlasUrl, caseStudyKind } from './identity.ts';

interface Edge {
  readonly source: string;
  readonly target: string;
  readonly fields: Fields;
  readonly pointer: string;
}

/** @throws ThreatloomError as `parseYaml`; ATLAS-003, EDITION-001 */
export function readAtlasYamlV6(input: ImportFile, { edition: given }: ReadOptions): FrameworkRecords {
  const document = parseYaml(input);
  const reader = new FieldReader(document, 'ATLAS-010');
  const root = reader.object(document.value, '') ?? {};
  const pointer = '/collection/version';
  const edition = resolveEdition({
    file: input.file,
    given,
    inside: document.written(pointer),
    place: { ...document.locate(pointer), pointer },
  });
  return assemble(input, edition, reader, readParts(reader, root));
}

function readParts(reader: FieldReader, root: Fields): AtlasParts {
  const edges = readEdges(reader, root);
  const of = (type: string): readonly Edge[] => edges.get(type) ?? [];
  const position = new Map(of('sequences').map(({ target, fields }) => [target, Number(fields['position'])]));
  const achieves = groupTargets(of('achieves'));
  const parents = groupTargets(of('specializes'));
  const references: { id: string; name: string; attackId: string }[] = [];

  const group = (key: string, kind: Parameters<typeof atlasUrl>[0]) =>
    entriesOf(reader, root, key).flatMap(({ fields, pointer }) => {
      const id = reader.text(fields, 'id', pointer);
      const name = reader.text(fields, 'name', pointer);
      if (id === undefined || name === undefined) return [];
      const description = reader.optionalText(fields, 'description', pointer);
      const reference = fields['attack-reference'];
      if (reference !== undefined && reference !== null) {
        const place = `${pointer}/attack-reference`;
        const attackId = reader.text(reader.object(reference, place) ?? {}, 'id', place);
        if (attackId !== undefined) references.push({ id, name, attackId });
      }
      const head = {
        id,
        name,
        ...(description === undefined ? {} : { description }),
        url: atlasUrl(kind, id),
      };
      return [{ head, fields, pointer }];
    });

  const tactics = group('tactics', 'tactics')
    .sort((a, b) => (position.get(a.head.id) ?? Infinity) - (position.get(b.head.id) ?? Infinity))
    .map(({ head, pointer }, order) => ({ record: { ...head, order }, pointer }));
  const techniques = group('techniques', 'techniques').map(({ head, fields, pointer }) => {
    const parent = parents.get(head.id)?.[0];
    const maturity = atlasMaturity(reader.optionalText(fields, 'maturity', pointer));
    const record = {
      ...head,
      tactics: achieves.get(head.id) ?? [],
      ...(parent === undefined ? {} : { parent }),
      ...(maturity === undefined ? {} : { maturity }),
      platforms: [...reader.texts(fields, 'platforms', pointer)].sort(compareText),
      status: 'active' as const,
    };
    return { record, pointer };
  });
  const controls = group('mitigations', 'mitigations').map(({ head, fields, pointer }) => ({
    record: {
      ...head,
      categories: [...reader.texts(fields, 'categories', pointer)].sort(compareText),
      lifecycle: [...reader.texts(fields, 'lifecycle-phases', pointer)].sort(compareText),
      status: 'active' as const,
    },
    pointer,
  }));
  const caseStudies = group('case-studies', 'studies').map(({ head, fields, pointer }) => {
    const kind = reader.optionalText(fields, 'type', pointer);
    const target = reader.optionalText(fields, 'target', pointer);
    const date = reader.optionalText(fields, 'date', pointer);
    const record = {
      ...head,
      kind: caseStudyKind(kind),
      ...(target === undefined ? {} : { target }),
      ...(date === undefined ? {} : { date }),
      procedure: procedureOf(
        reader,
        of('employs').filter(({ source }) => source === head.id),
      ),
    };
    return { record, pointer };
  });
  const mitigations = of('mitigates').map(({ source, target, fields, pointer }) => {
    const description = reader.optionalText(fields, 'description', pointer);
    const record = { control: source, target, ...(description === undefined ? {} : { description }) };
    return { record, pointer };
  });
  const census: Record<string, number> = {
    'case-study': caseStudies.length,
    mitigation: controls.length,
  };
  for (const type of [...edges.keys()].sort(compareText)) census[`relationship/${type}`] = of(type).length;
  Object.assign(census, { tactic: tactics.length, technique: techniques.length });
  return { tactics, techniques, controls, caseStudies, mitigations, references, census };
}

/** Steps in the order of their ids, `S00`, `S01`, …; the list's own order says nothing. */
function procedureOf(reader: FieldReader, employs: readonly Edge[]): readonly ProcedureStep[] {
  return [...employs]
    .sort((a, b) => compareText(stepId(a), stepId(b)))
    .flatMap(({ target, fields, pointer }) => {
      const tactic = reader.text(fields, 'tactic', pointer);
      const description = reader.optionalText(fields, 'description', pointer);
      if (tactic === undefined) return [];
      return [{ tactic, technique: target, ...(description === undefined ? {} : { description }) }];
    });
}

/** Digits made equally long, so that step 100 comes after step 99. */
function stepId({ fields }: Edge): string {
  const id = fields['step-id'];
  return typeof id === 'string' ? id.replace(/\d+/, (digits) => digits.padStart(6, '0')) : '';
}

/** The objects of a group: a map keyed by id. */
function entriesOf(reader: FieldReader, root: Fields, key: string): { fields: Fields; pointer: string }[] {
  const map = reader.object(root[key] ?? {}, `/${key}`) ?? {};
  return Object.entries(map).flatMap(([id, value]) => {
    const pointer = `/${key}/${escapePointer(id)}`;
    const fields = reader.object(value, pointer);
    return fields === undefined ? [] : [{ fields, pointer }];
  });
}

/** Relationship type → its edges. */
function readEdges(reader: FieldReader, root: Fields): ReadonlyMap<string, readonly Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const { fields: byType, pointer } of entriesOf(reader, root, 'relationships')) {
    for (const type of Object.keys(byType)) {
      for (const [fields, place] of reader.objects(byType, type, pointer)) {
        const source = reader.text(fields, 'source', place);
        const target = reader.text(fields, 'target', place);
        if (source === undefined || target === undefined) continue;
        const list = edges.get(type) ?? [];
        list.push({ source, target, fields, pointer: place });
        edges.set(type, list);
      }
    }
  }
  return edges;
}

function groupTargets(edges: readonly Edge[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const group = groups.get(source);
    if (group === undefined) groups.set(source, [target]);
    else group.push(target);
  }
  return groups;
}
