import { compareText } from '#model/diagnostics';
import type {
  ControlRecord,
  FrameworkRecords,
  RecordStatus,
  RequirementRecord,
  RiskRecord,
  TacticRecord,
  TechniqueRecord,
} from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';
import type { Row } from './document.ts';
import { KINDS, type Kind } from './vocabulary.ts';

/** Rows that became records, by kind and id. */
export type Kept = Readonly<Record<Kind, ReadonlyMap<string, Row>>>;

export interface OwnRecords {
  readonly kept: Kept;
  readonly lists: Pick<FrameworkRecords, 'tactics' | 'techniques' | 'risks' | 'controls' | 'requirements'>;
}

const MATURITIES = ['feasible', 'demonstrated', 'realized'] as const;

/** Tactics and requirements keep the file's order; the others are sorted by id. */
export function readRecords(rows: readonly Row[], reader: FieldReader): OwnRecords {
  const kept = keep(rows, reader);
  const of = <T>(kind: Kind, make: (fields: Fields, pointer: string, id: string, order: number) => T): T[] =>
    [...kept[kind]].map(([id, { fields, pointer }], order) => make(fields, pointer, id, order));
  const known = (kind: Kind, id: string, pointer: string, field: string): boolean => {
    if (kept[kind].has(id)) return true;
    reader.report('error', 'OWN-005', `there is no ${kind} "${id}"`, `${pointer}/${field}`);
    return false;
  };
  const one = (fields: Fields, field: string, kind: Kind, pointer: string): string | undefined => {
    const id = reader.optionalText(fields, field, pointer);
    return id !== undefined && known(kind, id, pointer, field) ? id : undefined;
  };
  const state = (
    fields: Fields,
    kind: Kind,
    pointer: string,
  ): { readonly status: RecordStatus; readonly succeededBy?: string } => {
    const heir = one(fields, 'succeeded-by', kind, pointer);
    const status = readStatus(fields, pointer, reader) ?? (heir === undefined ? 'active' : 'withdrawn');
    return { status, ...(heir === undefined ? {} : { succeededBy: heir }) };
  };
  const head = (fields: Fields, pointer: string, id: string) => headOf(fields, pointer, id, reader);
  const byId = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => compareText(a.id, b.id));

  return {
    kept,
    lists: {
      tactics: of('tactic', (fields, pointer, id, order): TacticRecord => ({
        ...head(fields, pointer, id),
        order,
      })),
      techniques: byId(
        of('technique', (fields, pointer, id): TechniqueRecord => {
          const parent = one(fields, 'parent', 'technique', pointer);
          const maturity = reader.optionalText(fields, 'maturity', pointer);
          const level = MATURITIES.find((word) => word === maturity);
          if (maturity !== undefined && level === undefined) {
            const hint = `one of ${MATURITIES.join(', ')}`;
            reader.report(
              'warning',
              'OWN-002',
              `unknown maturity "${maturity}"`,
              `${pointer}/maturity`,
              hint,
            );
          }
          const above = parent === undefined ? undefined : kept.technique.get(parent);
          const own = textsOf(fields, 'tactics', pointer, reader);
          const from =
            own.length > 0 || above === undefined
              ? own
              : textsOf(above.fields, 'tactics', above.pointer, reader);
          return {
            ...head(fields, pointer, id),
            tactics: from.filter((tactic) => known('tactic', tactic, pointer, 'tactics')),
            platforms: textsOf(fields, 'platforms', pointer, reader),
            ...state(fields, 'technique', pointer),
            ...(parent === undefined ? {} : { parent }),
            ...(level === undefined ? {} : { maturity: level }),
          };
        }),
      ),
      risks: byId(
        of('risk', (fields, pointer, id): RiskRecord => {
          const parents = textsOf(fields, 'parents', pointer, reader);
          return {
            ...head(fields, pointer, id),
            parents: parents.filter((parent) => known('risk', parent, pointer, 'parents')),
            level: reader.optionalText(fields, 'level', pointer) ?? 'risk',
          };
        }),
      ),
      controls: byId(
        of('control', (fields, pointer, id): ControlRecord => {
          return {
            ...head(fields, pointer, id),
            categories: textsOf(fields, 'categories', pointer, reader),
            lifecycle: textsOf(fields, 'lifecycle', pointer, reader),
            ...state(fields, 'control', pointer),
          };
        }),
      ),
      requirements: of('requirement', (fields, pointer, id, order): RequirementRecord => {
        const parent = one(fields, 'parent', 'requirement', pointer);
        const level = reader.optionalText(fields, 'level', pointer) ?? 'requirement';
        return { ...head(fields, pointer, id), level, order, ...(parent === undefined ? {} : { parent }) };
      }),
    },
  };
}

function keep(rows: readonly Row[], reader: FieldReader): Kept {
  const kept = Object.fromEntries(KINDS.map((kind) => [kind, new Map<string, Row>()])) as unknown as Record<
    Kind,
    Map<string, Row>
  >;
  for (const row of rows) {
    const id = reader.text(row.fields, 'id', row.pointer);
    if (id === undefined) continue;
    const place = `${row.pointer}/id`;
    if (kept[row.kind].has(id))
      reader.report('error', 'OWN-004', `the ${row.kind} "${id}" comes twice`, place);
    else kept[row.kind].set(id, row);
  }
  return kept;
}

/** A row without a name is named by its id. */
function headOf(fields: Fields, pointer: string, id: string, reader: FieldReader) {
  const description = reader.optionalText(fields, 'description', pointer);
  const url = reader.optionalText(fields, 'url', pointer);
  return {
    id,
    name: reader.optionalText(fields, 'name', pointer) ?? id,
    ...(description === undefined ? {} : { description }),
    ...(url === undefined ? {} : { url }),
  };
}

function readStatus(fields: Fields, pointer: string, reader: FieldReader): RecordStatus | undefined {
  const word = reader.optionalText(fields, 'status', pointer);
  if (word === undefined || word === 'active' || word === 'withdrawn') return word;
  const message = `unknown status "${word}"`;
  reader.report('warning', 'OWN-002', message, `${pointer}/status`, 'either active or withdrawn');
  return undefined;
}

/** A list, or one value alone. */
export function textsOf(
  fields: Fields,
  key: string,
  pointer: string,
  reader: FieldReader,
): readonly string[] {
  const value = fields[key];
  return typeof value === 'string' ? [value] : reader.texts(fields, key, pointer);
}
