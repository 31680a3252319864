/**
 * Layers of the MITRE ATT&CK Navigator, formats 1.x to 4.x, and of ATLAS's own Navigator; one layer or a list of them
 * (https://github.com/mitre-attack/attack-navigator/tree/master/layers).
 */
import { ThreatloomError } from '#model/errors';
import type { LayerImporter, LayerTechnique, TechniqueLayer } from '#model/technique-layer';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { parseJson } from '../../formats/json/parse-json.ts';
import { headText } from '../../formats/text.ts';
import { collectTechniques } from '../collect.ts';

/** Formats 1 to 3 call the domain by other names. */
const FRAMEWORKS: Readonly<Record<string, string>> = {
  'atlas-atlas': 'atlas',
  'enterprise-attack': 'attack-enterprise',
  'mitre-enterprise': 'attack-enterprise',
};

/** @example navigator.read(openImportFile('Blue_Pins.json', bytes)).layers[0].version // '3.0' */
export const navigator: LayerImporter = {
  id: 'navigator',
  title: 'MITRE Navigator layer, format 1 to 4',

  detect(file) {
    const head = headText(file, 65_536);
    return (
      /^\uFEFF?\s*[[{]/.test(head) && /"domain"\s*:/.test(head) && /"techniqueID"|"techniques"\s*:/.test(head)
    );
  },

  read(file) {
    const root = parseJson(file);
    const reader = new FieldReader({ file: file.file }, 'LAYER-002');
    const entries: readonly unknown[] = Array.isArray(root) ? root : [root];
    const layers = entries.flatMap((entry, index): TechniqueLayer[] => {
      const pointer = Array.isArray(root) ? `/${index}` : '';
      const fields = reader.object(entry, pointer);
      return fields === undefined ? [] : [readLayer(reader, fields, pointer, file.file)];
    });
    return { layers, diagnostics: reader.diagnostics };
  },
};

/** @throws ThreatloomError LAYER-003 for a domain whose techniques are not known here */
function readLayer(reader: FieldReader, fields: Fields, pointer: string, file: string): TechniqueLayer {
  const domain = reader.text(fields, 'domain', pointer) ?? '';
  const framework = FRAMEWORKS[domain];
  if (framework === undefined) {
    throw new ThreatloomError('LAYER-003', `layers of the domain "${domain}" cannot be used`, {
      file,
      pointer: `${pointer}/domain`,
      hint: `known: ${Object.keys(FRAMEWORKS).join(', ')}`,
    });
  }
  const techniques = reader.objects(fields, 'techniques', pointer).flatMap(([technique, place]) => {
    const id = reader.text(technique, 'techniqueID', place);
    return id === undefined ? [] : [techniqueOf(reader, technique, place, id)];
  });
  return {
    framework,
    name: reader.optionalText(fields, 'name', pointer) ?? file,
    version: versionOf(fields),
    techniques: collectTechniques(techniques),
  };
}

function techniqueOf(reader: FieldReader, fields: Fields, place: string, id: string): LayerTechnique {
  const score = fields['score'];
  // An empty text is how old Navigators wrote "not scored".
  if (score !== undefined && score !== null && score !== '' && typeof score !== 'number') {
    reader.report('warning', 'LAYER-002', '"score" should be a number', `${place}/score`);
  }
  const comment = reader.optionalText(fields, 'comment', place);
  return {
    id,
    ...(typeof score === 'number' ? { score } : {}),
    disabled: fields['enabled'] === false,
    ...(comment === undefined ? {} : { comment }),
  };
}

/** Format 4 keeps it with other versions, those before as a text of its own. */
function versionOf({ versions, version }: Fields): string {
  const layer = typeof versions === 'object' && versions !== null ? (versions as Fields)['layer'] : version;
  return typeof layer === 'string' || typeof layer === 'number' ? String(layer) : 'unknown';
}
