/**
 * From what a YAML file lists to checked records: inherits tactics, drops what points nowhere, sorts.
 */
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { sourceOf, type ImportFile } from '#model/framework-importer';
import type {
  CaseStudyRecord,
  ControlRecord,
  FrameworkRecords,
  MitigationLink,
  TacticRecord,
  TechniqueRecord,
} from '#model/framework-records';
import type { Edition } from '../../formats/edition.ts';
import type { FieldReader } from '../../formats/fields.ts';
import { atlasIdentity, attackReference } from './identity.ts';
import { retiredTechniques } from './retired.ts';

/** A record and where it stands. */
export interface Placed<T> {
  readonly record: T;
  readonly pointer: string;
}

export interface AtlasParts {
  /** In matrix order. */
  readonly tactics: readonly Placed<TacticRecord>[];
  /** Sub-techniques of format 5 have no tactics yet. */
  readonly techniques: readonly Placed<TechniqueRecord>[];
  readonly controls: readonly Placed<ControlRecord>[];
  readonly caseStudies: readonly Placed<CaseStudyRecord>[];
  readonly mitigations: readonly Placed<MitigationLink>[];
  /** Record that refers to ATT&CK, and the id it names. */
  readonly references: readonly { readonly id: string; readonly name: string; readonly attackId: string }[];
  readonly census: Readonly<Record<string, number>>;
}

/** @throws ThreatloomError ATLAS-003 where the file has no tactics or no techniques */
export function assemble(
  input: ImportFile,
  { edition, diagnostics }: Edition,
  reader: FieldReader,
  parts: AtlasParts,
): FrameworkRecords {
  if (parts.tactics.length === 0 || parts.techniques.length === 0) {
    throw new ThreatloomError('ATLAS-003', 'the file lists no ATLAS tactics or no techniques', {
      file: input.file,
      hint: 'is the file complete?',
      diagnostics: reader.diagnostics,
    });
  }
  const tactics = unique(reader, parts.tactics);
  const techniques = unique(reader, parts.techniques);
  const controls = unique(reader, parts.controls);
  const caseStudies = unique(reader, parts.caseStudies);
  const known = (list: ReadonlyMap<string, unknown>, id: string, kind: string, pointer: string): boolean => {
    if (list.has(id)) return true;
    reader.report('error', 'ATLAS-022', `there is no ${kind} ${id} in this file`, pointer);
    return false;
  };

  const order = new Map([...tactics.keys()].map((id, index) => [id, index]));
  const byMatrix = (a: string, b: string): number => (order.get(a) ?? 0) - (order.get(b) ?? 0);
  const living = sorted(techniques, ({ record, pointer }) => {
    const { parent, ...rest } = record;
    const kept = parent !== undefined && known(techniques, parent, 'technique', pointer) ? parent : undefined;
    const own = record.tactics.filter((id) => known(tactics, id, 'tactic', pointer));
    const from = own.length > 0 || kept === undefined ? own : (techniques.get(kept)?.record.tactics ?? []);
    return {
      ...rest,
      tactics: [...new Set(from)].sort(byMatrix),
      ...(kept === undefined ? {} : { parent: kept }),
    };
  });
  return {
    framework: atlasIdentity(edition),
    source: sourceOf([input]),
    tactics: [...tactics.values()].map(({ record }) => record),
    techniques: [...living, ...retiredTechniques(new Map(living.map((one) => [one.id, one])))].sort((a, b) =>
      compareText(a.id, b.id),
    ),
    risks: [],
    controls: sorted(controls, ({ record }) => record),
    requirements: [],
    caseStudies: sorted(caseStudies, ({ record, pointer }) => ({
      ...record,
      procedure: record.procedure.filter(
        ({ tactic, technique }) =>
          known(techniques, technique, 'technique', pointer) && known(tactics, tactic, 'tactic', pointer),
      ),
    })),
    mitigations: parts.mitigations
      .filter(({ record, pointer }) => known(techniques, record.target, 'technique', pointer))
      .map(({ record }) => record)
      .sort(
        (a, b) =>
          compareText(a.control, b.control) ||
          compareText(a.target, b.target) ||
          compareText(a.description ?? '', b.description ?? ''),
      ),
    mappings: [...parts.references]
      .sort((a, b) => compareText(a.id, b.id) || compareText(a.attackId, b.attackId))
      .map((reference) => attackReference(edition, reference, reference.attackId)),
    census: parts.census,
    diagnostics: [...diagnostics, ...reader.diagnostics],
  };
}

function unique<T extends { readonly id: string }>(
  reader: FieldReader,
  list: readonly Placed<T>[],
): ReadonlyMap<string, Placed<T>> {
  const byId = new Map<string, Placed<T>>();
  for (const placed of list) {
    const { id } = placed.record;
    if (byId.has(id)) reader.report('error', 'ATLAS-023', `the id ${id} is used twice`, placed.pointer);
    else byId.set(id, placed);
  }
  return byId;
}

function sorted<T extends { readonly id: string }>(
  byId: ReadonlyMap<string, Placed<T>>,
  finish: (placed: Placed<T>) => T,
): readonly T[] {
  return [...byId.values()].map(finish).sort((a, b) => compareText(a.id, b.id));
}
