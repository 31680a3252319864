/**
 * Threat models of the OWASP Threat Model Library (TM-BOM), and the draft that wraps one in CycloneDX.
 */
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { Account } from '../../formats/account.ts';
import { parseJsonDocument } from '../../formats/json/json-document.ts';
import { onlyFile } from '../../formats/only-file.ts';
import { headText } from '../../formats/text.ts';
import { TreeNode } from '../../formats/tree-node.ts';
import { cyclonedxModelOf } from './cyclonedx-model.ts';
import { libraryModelOf } from './library-model.ts';

const LIBRARY = 'tm-bom';
const CYCLONEDX = 'tm-bom-cyclonedx';

/** The schema that this follows; documents name it by its tag. */
const SCHEMA = /threat-model-library\/blob\/v1\.0(?:\.\d+)?\/threat-model\.schema\.json$/;

const REASONS = {
  shape: 'it only says how the drawing looks',
  timestamp: 'it is about the file, not the system',
  tools: 'it is about the file, not the system',
  authors: 'it is about the file, not the system',
  licenses: 'it is about the file, not the system',
  lifecycles: 'it is about the file, not the system',
  serialNumber: 'it is about the file, not the system',
};

export const tmBom: SystemImporter = {
  id: 'tm-bom',
  formats: [
    { id: LIBRARY, title: 'OWASP Threat Model Library (TM-BOM), 1.0' },
    { id: CYCLONEDX, title: 'TM-BOM in CycloneDX, draft (experimental)' },
  ],

  detect(input) {
    const [file] = input;
    if (file === undefined || input.length > 1) return undefined;
    const head = headText(file, 128 * 1024);
    if (!/^\uFEFF?\s*\{/.test(head)) return undefined;
    if (/"bomFormat"\s*:\s*"CycloneDX"/.test(head)) {
      const isModel = /"type"\s*:\s*"threat-model"/.test(head) && hasThreatModel(file);
      return isModel || head.includes('"cdx:model:type"') ? CYCLONEDX : undefined;
    }
    if (head.slice(0, 2048).includes('threat-model-library/blob/')) return LIBRARY;
    return /"trust_zones"\s*:/.test(head) && /"scope"\s*:/.test(head) ? LIBRARY : undefined;
  },

  /**
   * Diagnostics: TMBOM-002 (a property of the wrong type), TMBOM-003 (something that is named and not there), TMBOM-004
   * (another schema than the one this follows), TMBOM-005 (the experimental format).
   *
   * @throws ThreatloomError TMBOM-001 (JSON of another kind, or nothing in it), INPUT-004, INPUT-005
   */
  read(input) {
    const file = onlyFile(input, 'TMBOM-001', 'a TM-BOM') as SystemFile;
    const account = new Account(parseJsonDocument(file), { code: 'TMBOM-002', reasons: REASONS });
    const root = TreeNode.of(account);
    const name = file.file.replace(/(?:\.cdx)?\.json$/i, '');
    const wrapped = root.text('bomFormat') === 'CycloneDX';
    if (wrapped) {
      const version = root.text('specVersion') ?? 'unknown';
      root.tell('version');
      account.warn(
        '/bomFormat',
        `a threat model in CycloneDX ${version} is read as drafted for TM-BOM, which may change`,
        {
          code: 'TMBOM-005',
          hint: 'look at the report with care',
        },
      );
    } else checkSchema(root, account);
    const draft = wrapped ? cyclonedxModelOf(root, name) : libraryModelOf(root, name);
    if (draft.assets.length + draft.actors.length + draft.zones.length === 0) {
      throw new ThreatloomError('TMBOM-001', 'this JSON has no zone, actor or component of a TM-BOM', {
        file: file.file,
        line: 1,
        hint: 'is this the right file?',
      });
    }
    return { draft, ...account.finish() };
  },
};

function checkSchema(root: TreeNode, account: Account): void {
  const schema = root.text('$schema');
  if (schema === undefined || SCHEMA.test(schema)) return;
  account.warn('/$schema', `this follows another schema than version 1.0 of the library's`, {
    code: 'TMBOM-004',
    hint: 'what it has more is told as not read',
  });
}

/** Whether one of the components is a threat model; of what another bill of materials has, only a link may lead to one. */
function hasThreatModel(file: SystemFile): boolean {
  try {
    const { components } = JSON.parse(headText(file, file.bytes.length)) as { components?: unknown };
    return (
      Array.isArray(components) &&
      components.some((each: { type?: unknown } | null) => each?.type === 'threat-model')
    );
  } catch {
    return false;
  }
}
