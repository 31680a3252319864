import { compareText, type Diagnostic } from '#model/diagnostics';
import type { ImportFile } from '#model/framework-importer';
import type { MappingRecord, RiskRecord } from '#model/framework-records';
import { FieldReader } from '../../formats/fields.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';

export interface RiskAtlas {
  /** Date of the last change, where the file says. */
  readonly edition: string | undefined;
  /** Groups and risks, by id. */
  readonly risks: readonly RiskRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `risk_atlas_data.yaml`: groups, and risks as entries that are part of a group. */
export function readAtlas(file: ImportFile): RiskAtlas {
  const document = parseYaml(file);
  const reader = new FieldReader(document, 'IBM-002');
  const root = reader.object(document.value, '') ?? {};
  const dates = reader
    .objects(root, 'taxonomies', '')
    .map(([taxonomy, pointer]) => reader.optionalText(taxonomy, 'dateModified', pointer));
  const risks = new Map<string, RiskRecord>();
  for (const [key, level] of [
    ['groups', 'group'],
    ['entries', 'risk'],
  ] as const) {
    for (const [fields, pointer] of reader.objects(root, key, '')) {
      const id = reader.text(fields, 'id', pointer);
      const name = reader.text(fields, 'name', pointer);
      if (id === undefined || name === undefined) continue;
      const description = reader.optionalText(fields, 'description', pointer);
      const url = reader.optionalText(fields, 'url', pointer);
      const group = reader.optionalText(fields, 'isPartOf', pointer);
      // IBM writes some groups' ids with capitals where it refers to them.
      const parent = group === undefined ? undefined : group.toLowerCase();
      const known = parent !== undefined && risks.has(parent);
      if (group !== undefined && !known) {
        reader.report('error', 'IBM-002', `there is no group "${group}"`, `${pointer}/isPartOf`);
      }
      risks.set(id, {
        id,
        name,
        parents: known ? [parent] : [],
        level,
        ...(description === undefined ? {} : { description }),
        ...(url === undefined ? {} : { url }),
      });
    }
  }
  return {
    edition: dates.find((date) => date !== undefined),
    risks: [...risks.values()].sort((a, b) => compareText(a.id, b.id)),
    diagnostics: reader.diagnostics,
  };
}

/** The risks that the mappings name, where the atlas itself is not given. */
export function risksOfMappings(mappings: readonly MappingRecord[]): readonly RiskRecord[] {
  const names = new Map<string, string>();
  for (const { framework, id, label } of mappings.flatMap(({ subject, object }) => [subject, object])) {
    if (framework === 'ibm-risk-atlas' && !names.has(id)) names.set(id, label ?? id);
  }
  return [...names]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, name]) => ({ id, name, parents: [], level: 'risk' }));
}
