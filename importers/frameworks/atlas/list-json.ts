/**
 * An edition of ATLAS as a plain JSON list, for editions whose own file is not at hand: ids, names, tactics and the
 * mitigations of each technique, as `{ framework: "MITRE ATLAS", "content-version": "2026.07", tactics: [{ id, name }],
 * techniques: [{ id, name, tactics, "subtechnique-of", platforms, maturity, mitigations: [id] }],
 * mitigations: [{ id, name, category }] }`. It has no case studies and no references to ATT&CK.
 */
import { compareText } from '#model/diagnostics';
import type { ImportFile, ReadOptions } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { resolveEdition } from '../../formats/edition.ts';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { assemble, type AtlasParts, type Placed } from './assemble.ts';
import { atlasMaturity, atlasUrl } from './identity.ts';

/** @throws ThreatloomError as `parseJson`; ATLAS-003, EDITION-001 */
export function readAtlasList(input: ImportFile, { edition: given }: ReadOptions): FrameworkRecords {
  const reader = new FieldReader(input, 'ATLAS-010');
  const root = reader.object(parseJson(input), '') ?? {};
  const edition = resolveEdition({
    file: input.file,
    given,
    inside: reader.optionalText(root, 'content-version', ''),
    place: { pointer: '/content-version' },
  });
  return assemble(input, edition, reader, readParts(reader, root));
}

function readParts(reader: FieldReader, root: Fields): AtlasParts {
  const all = <T>(
    key: string,
    kind: Parameters<typeof atlasUrl>[0],
    make: (head: Head, fields: Fields, pointer: string, order: number) => T,
  ): Placed<T>[] =>
    reader.objects(root, key, '').flatMap(([fields, pointer], order) => {
      const id = reader.text(fields, 'id', pointer);
      const name = reader.text(fields, 'name', pointer);
      if (id === undefined || name === undefined) return [];
      const description = reader.optionalText(fields, 'description', pointer);
      const prose = description === undefined ? {} : { description };
      return [
        { record: make({ id, name, ...prose, url: atlasUrl(kind, id) }, fields, pointer, order), pointer },
      ];
    });
  const mitigations: AtlasParts['mitigations'][number][] = [];
  const tactics = all('tactics', 'tactics', (head, _fields, _pointer, order) => ({ ...head, order }));
  const techniques = all('techniques', 'techniques', (head, fields, pointer) => {
    const parent = reader.optionalText(fields, 'subtechnique-of', pointer);
    const maturity = atlasMaturity(reader.optionalText(fields, 'maturity', pointer));
    for (const control of reader.texts(fields, 'mitigations', pointer)) {
      mitigations.push({ record: { control, target: head.id }, pointer: `${pointer}/mitigations` });
    }
    return {
      ...head,
      tactics: reader.texts(fields, 'tactics', pointer),
      platforms: [...reader.texts(fields, 'platforms', pointer)].sort(compareText),
      status: 'active' as const,
      ...(parent === undefined ? {} : { parent }),
      ...(maturity === undefined ? {} : { maturity }),
    };
  });
  const controls = all('mitigations', 'mitigations', (head, fields, pointer) => {
    const category = reader.optionalText(fields, 'category', pointer);
    const categories = category === undefined ? [] : [category];
    return { ...head, categories, lifecycle: [], status: 'active' as const };
  });
  const census = {
    mitigates: mitigations.length,
    mitigation: controls.length,
    tactic: tactics.length,
    technique: techniques.length,
  };
  return { tactics, techniques, controls, caseStudies: [], mitigations, references: [], census };
}

interface Head {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly url: string;
}
