/**
 * Models of the Microsoft Threat Modeling Tool (`.tm7`), of any template: stencils, flows, boundaries drawn as boxes or
 * lines, threats with their states.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { draftDrawing } from '../../formats/drawing/draft-drawing.ts';
import { DrawingAccount } from '../../formats/drawing/drawing-account.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  parseXml,
  type XmlElement,
} from '../../formats/xml/parse-xml.ts';
import { pageOf } from './page.ts';
import { threatsOf } from './threats.ts';

const FORMAT = 'tm7';

/** Things on all diagrams; each is compared with each boundary. */
const MAX_STENCILS = 10_000;

/** Remarks about the whole model, by their element. */
const REMARKS = {
  Assumptions: 'x-assumptions',
  ExternalDependencies: 'x-external-dependencies',
  Contributors: 'x-contributors',
  Reviewer: 'x-reviewer',
} as const;

export const tm7: SystemImporter = {
  id: 'tm7',
  formats: [{ id: FORMAT, title: 'Microsoft Threat Modeling Tool, .tm7' }],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    return /<(?:\w+:)?ThreatModel\b[^>]*ThreatModeling\.Model/.test(headText(file)) ? FORMAT : undefined;
  },

  /**
   * Diagnostics: TM7-002 (a flow that ends at nothing), TM7-004 (a threat from what is not there).
   *
   * @throws ThreatloomError TM7-001 (XML of another kind, or nothing is drawn), TM7-003 (more than is read), INPUT-004,
   *   INPUT-010 to INPUT-012
   */
  read(input) {
    const file = onlyFile(input, 'TM7-001', 'a model of the Threat Modeling Tool') as SystemFile;
    const model = parseXml(file);
    const surfaces = childrenNamed(childNamed(model, 'DrawingSurfaceList'), 'DrawingSurfaceModel');
    check(file.file, model, surfaces);
    const account = new DrawingAccount();
    const pages = surfaces.map((surface) => pageOf(file.file, surface, account));
    const drawing = draftDrawing(
      pages.map((page, index) => ({ ...page, name: page.name ?? `${index + 1}` })),
      account,
      { looseEnd: 'TM7-002', flowIds: true },
    );
    const { idOf, elements } = drawing;
    const { threats, safeguards } = threatsOf(file.file, model, idOf, account);
    const meta = childNamed(model, 'MetaInformation');
    const name = childText(meta, 'ThreatModelName') ?? file.file.replace(/\.[^.]*$/, '');
    const description = childText(meta, 'HighLevelSystemDescription');
    const owner = childText(meta, 'Owner');
    return {
      draft: draftOf({
        ...elements,
        id: kebabCase(name) || 'system',
        name,
        ...(description === undefined ? {} : { description }),
        ...(owner === undefined ? {} : { owner }),
        threats,
        safeguards,
        ...remarksOf(file.file, model, account),
      }),
      losses: account.losses.toSorted((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0)),
      diagnostics: account.diagnostics,
    };
  },
};

function check(file: string, model: XmlElement, surfaces: readonly XmlElement[]): void {
  const drawn = surfaces.flatMap((surface) => ['Borders', 'Lines'].map((list) => childNamed(surface, list)));
  const count = drawn.reduce((sum, list) => sum + (list?.children.length ?? 0), 0);
  if (model.name !== 'ThreatModel' || count === 0) {
    throw new ThreatloomError(
      'TM7-001',
      model.name === 'ThreatModel'
        ? 'nothing is drawn in this threat model'
        : `this is XML with "${model.name}", not a model of the Threat Modeling Tool`,
      { file, line: model.line, hint: 'a template (.tb7) is no model; save the model itself as .tm7' },
    );
  }
  if (count > MAX_STENCILS) {
    throw new ThreatloomError('TM7-003', `the diagrams have more than ${MAX_STENCILS} elements`, {
      file,
      hint: 'is this the right file?',
    });
  }
}

/** What is said of the whole model, and of what is not read. */
function remarksOf(
  file: string,
  model: XmlElement,
  account: DrawingAccount,
): { extensions?: Record<string, unknown> } {
  const meta = childNamed(model, 'MetaInformation');
  const extensions: Record<string, unknown> = {};
  for (const [element, key] of Object.entries(REMARKS)) {
    const text = childText(meta, element);
    if (text === undefined) continue;
    extensions[key] = text;
    account.kept(
      { file, line: childNamed(meta, element)!.line },
      `"${element}"`,
      `"${key}"`,
      'no rule reads it',
    );
  }
  for (const note of childNamed(model, 'Notes')?.children ?? []) {
    account.notRead(
      { file, line: note.line },
      `note ${note.children[0]?.text.slice(0, 40) ?? ''}`,
      'it is a remark of the tool',
    );
  }
  const base = childNamed(model, 'KnowledgeBase');
  if (base !== undefined) {
    const template = childText(childNamed(base, 'Manifest'), 'Name') ?? 'without a name';
    account.notRead(
      { file, line: base.line },
      `template "${template}"`,
      'it says how the tool finds threats; those that it found are kept',
    );
  }
  return Object.keys(extensions).length > 0 ? { extensions } : {};
}
