/**
 * pytm's JSON: what `tm.process()` writes with `--json`, and what `pytm.load` takes.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { draftOf } from '../../formats/draft-of.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { elementsOf } from './elements.ts';
import { findingsOf } from './findings.ts';

const FORMAT = 'pytm';

const REASONS = {
  threatsFile: 'it is a path on the machine that wrote this',
  threatsExcluded: 'it is a setting of the tool',
  colormap: 'it only says how the drawing looks',
  onDuplicates: 'it is a setting of the tool',
  ignoreUnused: 'it is a setting of the tool',
  isOrdered: 'it is a setting of the tool',
  mergeResponses: 'it is a setting of the tool',
};

export const pytm: SystemImporter = {
  id: 'pytm',
  formats: [{ id: FORMAT, title: 'pytm, JSON' }],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const head = headText(file, 512 * 1024);
    if (!/^\uFEFF?\s*\{/.test(head)) return undefined;
    const isOutput =
      /"__class__"\s*:/.test(head) && /"(?:inBoundary|maxClassification|controls)"\s*:/.test(head);
    const isInput = /"boundaries"\s*:/.test(head) && /"flows"\s*:/.test(head) && /"sink"\s*:/.test(head);
    return isOutput || isInput ? FORMAT : undefined;
  },

  /**
   * Diagnostics: PYTM-002 (a property of the wrong type).
   *
   * @throws ThreatloomError PYTM-001 (JSON of another kind, or no element), INPUT-004, INPUT-005
   */
  read(input) {
    const file = onlyFile(input, 'PYTM-001', 'a model of pytm') as SystemFile;
    const account = new Account(parseJsonDocument(file), { code: 'PYTM-002', reasons: REASONS });
    const root = TreeNode.of(account);
    const name = root.text('name') ?? file.file.replace(/\.json$/i, '');
    const description = root.text('description');
    const model = elementsOf(root);
    if (model.assets.length + model.actors.length === 0) {
      throw new ThreatloomError('PYTM-001', 'this JSON has no element of a model of pytm', {
        file: file.file,
        line: 1,
        hint: 'write it with: python model.py --json model.json',
      });
    }
    const { safeguardIds, refer, controls, data, ...drafted } = model;
    const { threats, safeguards } = findingsOf(root, safeguardIds, refer);
    const own = controls.safeguards(safeguardIds);
    const assumptions = root.any('assumptions')?.value;
    root.tell('assumptions');
    const hasAssumptions = Array.isArray(assumptions) && assumptions.length > 0;
    if (hasAssumptions) account.kept('/assumptions', 'assumptions', '"x-assumptions"');
    return {
      draft: draftOf({
        id: kebabCase(name) || 'system',
        name,
        ...(description === undefined ? {} : { description }),
        ...drafted,
        safeguards: [...own, ...safeguards],
        threats,
        extensions: {
          ...(hasAssumptions ? { 'x-assumptions': assumptions } : {}),
          ...(data.length > 0 ? { 'x-data': data } : {}),
        },
      }),
      ...account.finish(),
    };
  },
};
