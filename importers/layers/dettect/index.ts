/**
 * DeTT&CT technique administration, file versions 1.x (https://github.com/rabobank-cdc/DeTTECT/wiki): how well each technique is
 * detected, from -1 (not) over 0 (forensics only) to 5. Visibility says what could be seen and is no detection.
 */
import { ThreatloomError } from '#model/errors';
import type { LayerImporter, LayerTechnique } from '#model/technique-layer';
import { FieldReader, type Fields } from '../../formats/fields.ts';
import { headText } from '../../formats/text.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { collectTechniques } from '../collect.ts';

/** Files before 1.4 name no domain and mean Enterprise. */
const FRAMEWORKS: Readonly<Record<string, string>> = { 'enterprise-attack': 'attack-enterprise' };

export const dettect: LayerImporter = {
  id: 'dettect',
  title: 'DeTT&CT technique administration',

  detect(file) {
    return /^file_type:\s*["']?technique-administration/m.test(headText(file));
  },

  /** @throws ThreatloomError LAYER-003 for another domain of ATT&CK, and as `parseYaml` */
  read(file) {
    const document = parseYaml(file);
    const reader = new FieldReader(document, 'LAYER-002');
    const fields = reader.object(document.value, '') ?? {};
    const domain = reader.optionalText(fields, 'domain', '') ?? 'enterprise-attack';
    const framework = FRAMEWORKS[domain];
    if (framework === undefined) {
      throw new ThreatloomError('LAYER-003', `techniques of the domain "${domain}" cannot be used`, {
        file: file.file,
        pointer: '/domain',
        hint: `known: ${Object.keys(FRAMEWORKS).join(', ')}`,
      });
    }
    const techniques = reader.objects(fields, 'techniques', '').flatMap(([technique, place]) => {
      const id = reader.text(technique, 'technique_id', place);
      return id === undefined ? [] : [techniqueOf(reader, technique, place, id)];
    });
    const version = fields['version'];
    const layer = {
      framework,
      name: reader.optionalText(fields, 'name', '') ?? file.file,
      version: typeof version === 'string' || typeof version === 'number' ? String(version) : 'unknown',
      techniques: collectTechniques(techniques),
    };
    return { layers: [layer], diagnostics: reader.diagnostics };
  },
};

/** Of each detection the latest entry of its log counts, and of several detections the best. */
function techniqueOf(reader: FieldReader, fields: Fields, place: string, id: string): LayerTechnique {
  const { detection } = fields;
  const list = Array.isArray(detection) ? fields : { detection: detection === undefined ? [] : [detection] };
  const scores = reader.objects(list, 'detection', place).flatMap(([entry, at]) => {
    const log = reader.objects(entry, 'score_logbook', at).map(([each]) => each);
    const dated = log.map((each) => ({ day: dayOf(each), score: each['score'] }));
    const latest = dated.reduce<(typeof dated)[number] | undefined>(
      (best, next) => (best === undefined || next.day > best.day ? next : best),
      undefined,
    );
    return typeof latest?.score === 'number' ? [latest.score] : [];
  });
  return { id, ...(scores.length === 0 ? {} : { score: Math.max(...scores) }), disabled: false };
}

/** ISO days sort as texts; an entry without a day is older than all others. */
function dayOf({ date }: Fields): string {
  return typeof date === 'string' ? date : '';
}
