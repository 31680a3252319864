/**
 * Open Threat Model, version 0.2 and 0.1: IriusRisk's exchange format, JSON or YAML.
 * Source: https://github.com/iriusrisk/OpenThreatModel, `otm_schema.json`.
 */
import { Account } from '#importers/formats/account';
import { CARRIED_KEY, carriedSystem, isNameless } from '#importers/formats/carried';
import { kebabCase, readableId } from '#importers/formats/draft-ids';
import { parseJsonDocument } from '#importers/formats/json/json-document';
import { onlyFile } from '#importers/formats/only-file';
import { ForeignIds } from '#importers/formats/foreign-ids';
import { headText } from '#importers/formats/text';
import { TreeNode } from '#importers/formats/tree-node';
import type { Diagnostic } from '#model/diagnostics';
import type { DraftSystem } from '#model/draft-system';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import type { SystemImporter } from '#model/system-importer';
import { attributesOf, readElements } from './elements.ts';
import { readYaml, type OtmDocument } from './read-yaml.ts';
import { readThreats } from './threats.ts';

const JSON_FORMAT = 'otm-json';
const YAML_FORMAT = 'otm-yaml';
const VERSION = /^[ \t]*(?:["']?otmVersion["']?)\s*:|[{,]\s*"otmVersion"\s*:/m;

const REASONS = {
  representations: 'where things are drawn, or their code stands',
  ownerContact: 'a contact is no part of a model',
  size: 'where things are drawn',
};

export const otm: SystemImporter = {
  id: 'otm',
  formats: [
    { id: JSON_FORMAT, title: 'Open Threat Model 0.2, JSON' },
    { id: YAML_FORMAT, title: 'Open Threat Model 0.2, YAML' },
  ],

  detect(input) {
    const [only] = input;
    return input.length === 1 && only !== undefined ? formatOf(only) : undefined;
  },

  /**
   * Diagnostics: OTM-002 (another version than 0.1 or 0.2), OTM-003 (an id that nothing has), OTM-004 (an id that comes
   * twice), OTM-005 (text that stands too far left), OTM-010 (a value of the wrong type), IMPORT-… by what reads the draft.
   *
   * @throws ThreatloomError OTM-001 (not one file, or no Open Threat Model), INPUT-004 to INPUT-008
   */
  read(input) {
    const file = onlyFile(input, 'OTM-001', 'an Open Threat Model');
    const { document, movedIn }: OtmDocument = isJson(file)
      ? { document: parseJsonDocument(file) }
      : readYaml(file);
    const account = new Account(document, { code: 'OTM-010', reasons: REASONS });
    const root = TreeNode.of(account);
    const project = root.isObject ? root.at('project') : undefined;
    if (project === undefined || !root.has('otmVersion')) {
      const lacks = project === undefined ? 'project' : 'otmVersion';
      throw new ThreatloomError(
        'OTM-001',
        `an Open Threat Model says "otmVersion" and "project"; this one lacks "${lacks}"`,
        {
          file: file.file,
          ...document.locate(''),
          pointer: '',
          hint: 'is this the right file, and complete?',
        },
      );
    }
    const version = root.text('otmVersion');
    if (version !== undefined && !/^0\.[12](\.|$)/.test(version)) {
      account.warn('/otmVersion', `read as version 0.2, but the file says ${version}`, { code: 'OTM-002' });
    }
    const ids = new ForeignIds('OTM-004');
    const elements = readElements(root, ids);
    const { threats, safeguards } = readThreats(root, elements, ids);
    const id = kebabCase(readableId(project.text('id'), project.text('name')) ?? '') || 'system';
    const title = project.text('name');
    const carried = project.at('attributes')?.at(CARRIED_KEY);
    const name = isNameless(carried) ? undefined : title;
    const description = project.text('description');
    const owner = project.text('owner');
    const attributes = {
      ...attributesOf(project),
      ...(elements.dataAssets.length > 0 && { 'x-data-assets': elements.dataAssets }),
    };
    account.read('/project', `project "${title ?? id}"`, 'the system');
    const { zones, actors, assets, flows } = elements;
    const draft: DraftSystem = {
      id,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(owner !== undefined && { owner }),
      ...(Object.keys(attributes).length > 0 && { extensions: attributes }),
      evidence: [],
      goals: [],
      ...(carried !== undefined && carriedSystem(carried, (id) => ids.resolve(id))),
      zones,
      actors,
      assets,
      flows,
      threats,
      safeguards,
    };
    const { losses, diagnostics } = account.finish();
    if (movedIn === undefined) return { draft, losses, diagnostics };
    const moved: Diagnostic = {
      code: 'OTM-005',
      severity: 'warning',
      message: 'quoted text goes on further left than YAML allows; it was read as if it stood right',
      file: file.file,
      line: movedIn,
    };
    return { draft, losses, diagnostics: [moved, ...diagnostics] };
  },
};

function formatOf(file: ImportFile): string | undefined {
  if (!VERSION.test(headText(file, 64 * 1024))) return undefined;
  return isJson(file) ? JSON_FORMAT : YAML_FORMAT;
}

function isJson(file: ImportFile): boolean {
  return /^\uFEFF?\s*\{/.test(headText(file, 200));
}
