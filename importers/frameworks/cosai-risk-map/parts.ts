import { compareText } from '#model/diagnostics';
import type { ControlRecord, MitigationLink, RiskRecord } from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';

export interface Part<Kind extends RiskRecord | ControlRecord> {
  readonly record: Kind;
  readonly fields: Fields;
  readonly pointer: string;
}

export function readRisks(root: Fields, reader: FieldReader): Part<RiskRecord>[] {
  return parts(root, 'risks', reader, (row, pointer, id, name) => ({
    id,
    name,
    parents: [],
    level: 'risk',
    ...described(row, 'longDescription', pointer, reader),
  }));
}

export function readControls(root: Fields, reader: FieldReader): Part<ControlRecord>[] {
  return parts(root, 'controls', reader, (row, pointer, id, name) => {
    const category = reader.optionalText(row, 'category', pointer);
    return {
      id,
      name,
      categories: category === undefined ? [] : [category],
      lifecycle: reader.texts(row, 'lifecycleStage', pointer),
      status: 'active',
      ...described(row, 'description', pointer, reader),
    };
  });
}

/** Some controls are said to act on all risks; as links between every pair they would say nothing about any risk. */
export function actsOnAllRisks(control: Fields): boolean {
  return control['risks'] === 'all';
}

/**
 * Which control answers which risk. Both files say so; where only one of them does, the link is kept and reported.
 */
export function readLinks(
  risks: readonly Part<RiskRecord>[],
  controls: readonly Part<ControlRecord>[],
  ofRisks: FieldReader,
  ofControls: FieldReader,
): MitigationLink[] {
  const riskIds = new Set(risks.map(({ record }) => record.id));
  const controlIds = new Set(controls.map(({ record }) => record.id));
  const saidByRisks = new Map<string, string>();
  for (const { record, fields, pointer } of risks) {
    ofRisks.texts(fields, 'controls', pointer).forEach((control, index) => {
      const place = `${pointer}/controls/${index}`;
      if (controlIds.has(control)) saidByRisks.set(`${control} ${record.id}`, place);
      else ofRisks.report('error', 'COSAI-003', `there is no control "${control}"`, place);
    });
  }
  const saidByControls = new Map<string, string>();
  for (const { record, fields, pointer } of controls) {
    if (actsOnAllRisks(fields)) continue;
    ofControls.texts(fields, 'risks', pointer).forEach((risk, index) => {
      const place = `${pointer}/risks/${index}`;
      if (riskIds.has(risk)) saidByControls.set(`${record.id} ${risk}`, place);
      else ofControls.report('error', 'COSAI-003', `there is no risk "${risk}"`, place);
    });
  }
  reportOneSided(saidByRisks, saidByControls, 'the controls file', ofRisks);
  reportOneSided(saidByControls, saidByRisks, 'the risks file', ofControls);
  return [...new Set([...saidByRisks.keys(), ...saidByControls.keys()])].sort(compareText).map((link) => {
    const [control = '', target = ''] = link.split(' ');
    return { control, target };
  });
}

function reportOneSided(
  said: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
  otherName: string,
  reader: FieldReader,
): void {
  for (const [link, place] of said) {
    if (!other.has(link)) {
      const message = `${link.replace(' ', ' against ')} is not in ${otherName}`;
      reader.report('warning', 'COSAI-005', message, place);
    }
  }
}

function parts<Kind extends RiskRecord | ControlRecord>(
  root: Fields,
  key: string,
  reader: FieldReader,
  make: (row: Fields, pointer: string, id: string, name: string) => Kind,
): Part<Kind>[] {
  const found = new Map<string, Part<Kind>>();
  for (const [row, pointer] of reader.objects(root, key, '')) {
    const id = reader.text(row, 'id', pointer);
    const name = reader.text(row, 'title', pointer);
    if (id === undefined || name === undefined) continue;
    if (found.has(id)) reader.report('error', 'COSAI-003', `${id} comes twice`, `${pointer}/id`);
    else found.set(id, { record: make(row, pointer, id, name), fields: row, pointer });
  }
  return [...found.values()].sort((a, b) => compareText(a.record.id, b.record.id));
}

/** Prose comes as a list of paragraphs, in which a list inside is a list of points. */
function described(
  row: Fields,
  key: string,
  pointer: string,
  reader: FieldReader,
): { readonly description?: string } {
  const paragraphs = reader.list(row, key, pointer).map((entry) => {
    const points = Array.isArray(entry) ? (entry as readonly unknown[]) : undefined;
    return points === undefined
      ? String(entry).trim()
      : points.map((point) => `- ${String(point).trim()}`).join('\n');
  });
  return paragraphs.length === 0 ? {} : { description: paragraphs.join('\n\n') };
}
