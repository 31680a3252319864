/**
 * ATLAS's all-in-one YAML up to 5.6.1 (formats 3 to 5): lists under `matrices[0]`, in 3.0.0 at the top.
 */
import { compareText } from '#model/diagnostics';
import type { ImportFile, ReadOptions } from '#model/framework-importer';
import type {
  CaseStudyRecord,
  ControlRecord,
  FrameworkRecords,
  MitigationLink,
  TacticRecord,
  TechniqueRecord,
} from '#model/framework-records';
import { resolveEdition } from '../../formats/edition.ts';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { assemble, type AtlasParts, type Placed } from './assemble.ts';
import { atlasMaturity, atlasUrl, caseStudyKind } from './identity.ts';

type Entry = readonly [Fields, string];

/** @throws ThreatloomError as `parseYaml`; ATLAS-003, EDITION-001 */
export function readAtlasYamlV5(input: ImportFile, { edition: given }: ReadOptions): FrameworkRecords {
  const document = parseYaml(input);
  const reader = new FieldReader(document, 'ATLAS-010');
  const root = reader.object(document.value, '') ?? {};
  const edition = resolveEdition({
    file: input.file,
    given,
    inside: document.written('/version'),
    place: { ...document.locate('/version'), pointer: '/version' },
  });
  if (root['case-studies'] === undefined) {
    reader.report('warning', 'ATLAS-020', 'there are no case studies', '', 'is the file cut short?');
  }
  // 3.0.0 knew one matrix only and has its lists at the top.
  const matrices: readonly Entry[] =
    root['matrices'] === undefined ? [[root, '']] : reader.objects(root, 'matrices', '');
  const all = (key: string): readonly Entry[] =>
    matrices.flatMap(([matrix, pointer]) => reader.objects(matrix, key, pointer));
  return assemble(
    input,
    edition,
    reader,
    readParts(reader, {
      tactics: all('tactics'),
      techniques: all('techniques'),
      mitigations: all('mitigations'),
      caseStudies: reader.objects(root, 'case-studies', ''),
    }),
  );
}

interface Lists {
  readonly tactics: readonly Entry[];
  readonly techniques: readonly Entry[];
  readonly mitigations: readonly Entry[];
  readonly caseStudies: readonly Entry[];
}

function readParts(reader: FieldReader, lists: Lists): AtlasParts {
  const references: { id: string; name: string; attackId: string }[] = [];
  const record = (kind: Parameters<typeof atlasUrl>[0], [fields, pointer]: Entry, prose = 'description') => {
    const id = reader.text(fields, 'id', pointer);
    const name = reader.text(fields, 'name', pointer);
    if (id === undefined || name === undefined) return undefined;
    const description = reader.optionalText(fields, prose, pointer);
    const reference = fields['ATT&CK-reference'];
    if (reference !== undefined) {
      const place = `${pointer}/ATT&CK-reference`;
      const attackId = reader.text(reader.object(reference, place) ?? {}, 'id', place);
      if (attackId !== undefined) references.push({ id, name, attackId });
    }
    return { id, name, ...(description === undefined ? {} : { description }), url: atlasUrl(kind, id) };
  };

  const tactics: Placed<TacticRecord>[] = [];
  for (const entry of lists.tactics) {
    const head = record('tactics', entry);
    if (head !== undefined) tactics.push(placed({ ...head, order: tactics.length }, entry));
  }
  const techniques: Placed<TechniqueRecord>[] = [];
  for (const entry of lists.techniques) {
    const head = record('techniques', entry);
    if (head !== undefined) techniques.push(placed({ ...head, ...techniqueOf(reader, entry) }, entry));
  }
  const controls: Placed<ControlRecord>[] = [];
  const mitigations: Placed<MitigationLink>[] = [];
  for (const entry of lists.mitigations) {
    const head = record('mitigations', entry);
    if (head === undefined) continue;
    controls.push(placed({ ...head, ...controlOf(reader, entry) }, entry));
    mitigations.push(...linksOf(reader, head.id, entry));
  }
  const caseStudies: Placed<CaseStudyRecord>[] = [];
  for (const entry of lists.caseStudies) {
    const head = record('studies', entry, 'summary');
    if (head !== undefined) caseStudies.push(placed({ ...head, ...caseStudyOf(reader, entry) }, entry));
  }
  const census = {
    'case-study': lists.caseStudies.length,
    mitigation: lists.mitigations.length,
    tactic: lists.tactics.length,
    technique: lists.techniques.length,
  };
  return { tactics, techniques, controls, mitigations, caseStudies, references, census };
}

function placed<T>(record: T, [, pointer]: Entry): Placed<T> {
  return { record, pointer };
}

function techniqueOf(reader: FieldReader, [fields, pointer]: Entry) {
  const parent = reader.optionalText(fields, 'subtechnique-of', pointer);
  const maturity = atlasMaturity(reader.optionalText(fields, 'maturity', pointer));
  return {
    tactics: reader.texts(fields, 'tactics', pointer),
    ...(parent === undefined ? {} : { parent }),
    ...(maturity === undefined ? {} : { maturity }),
    platforms: [],
    status: 'active' as const,
  };
}

function controlOf(reader: FieldReader, [fields, pointer]: Entry) {
  // 4.5 wrote the key with capitals.
  const key = fields['ML-lifecycle'] === undefined ? 'ml-lifecycle' : 'ML-lifecycle';
  const lifecycle: string[] = [];
  reader.list(fields, key, pointer).forEach((phase, index) => {
    if (typeof phase === 'string') lifecycle.push(phase);
    else {
      reader.report(
        'warning',
        'ATLAS-021',
        `"${key}" holds something other than the name of a phase`,
        `${pointer}/${key}/${index}`,
        'left out; a link to a technique that slipped in here is no link in the STIX release either',
      );
    }
  });
  return {
    categories: [...reader.texts(fields, 'category', pointer)].sort(compareText),
    lifecycle: lifecycle.sort(compareText),
    status: 'active' as const,
  };
}

function linksOf(reader: FieldReader, control: string, [fields, pointer]: Entry): Placed<MitigationLink>[] {
  const links: Placed<MitigationLink>[] = [];
  for (const [link, place] of reader.objects(fields, 'techniques', pointer)) {
    const target = reader.text(link, 'id', place);
    const description = reader.optionalText(link, 'use', place);
    if (target === undefined) continue;
    const record = { control, target, ...(description === undefined ? {} : { description }) };
    links.push({ record, pointer: place });
  }
  return links;
}

function caseStudyOf(reader: FieldReader, [fields, pointer]: Entry) {
  const kind = reader.optionalText(fields, 'case-study-type', pointer);
  const target = reader.optionalText(fields, 'target', pointer);
  const date = reader.optionalText(fields, 'incident-date', pointer);
  const procedure = reader.objects(fields, 'procedure', pointer).flatMap(([step, place]) => {
    const tactic = reader.text(step, 'tactic', place);
    const technique = reader.text(step, 'technique', place);
    const description = reader.optionalText(step, 'description', place);
    if (tactic === undefined || technique === undefined) return [];
    return [{ tactic, technique, ...(description === undefined ? {} : { description }) }];
  });
  return {
    kind: caseStudyKind(kind),
    ...(target === undefined ? {} : { target }),
    ...(date === undefined ? {} : { date }),
    procedure,
  };
}
