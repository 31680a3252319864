/**
 * MITRE ATT&CK Enterprise, STIX 2.1 bundle.
 *
 * Kept: tactics, techniques (withdrawn ones too, with what took their place), mitigations and their links. Groups,
 * software, campaigns, detections and the 17,000 `uses` between them are counted in the census and left out: no
 * question that this project answers needs them.
 */
import { ThreatloomError } from '#model/errors';
import { sourceOf, type FrameworkImporter, type ImportFile } from '#model/framework-importer';
import { resolveEdition } from '../../formats/edition.ts';
import { mitreRecords, textOfType } from '../../formats/stix/mitre-records.ts';
import { readStixBundle } from '../../formats/stix/stix-bundle.ts';
import { headText } from '../../formats/text.ts';
import { diagnoseUnknown } from '../../formats/unknown-file.ts';

const FORMAT = 'attack-enterprise-stix-2.1';
const ID = 'attack-enterprise';

/** The line that ATT&CK's terms of use ask for with every copy. */
const NOTICE =
  '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.';

/** @example attackEnterprise.read([openImportFile('enterprise-attack-18.1.json.gz', bytes)]).tactics.length // 14 */
export const attackEnterprise: FrameworkImporter = {
  id: ID,
  formats: [{ id: FORMAT, title: 'ATT&CK Enterprise STIX 2.1 bundle' }],

  detect(input) {
    const [file] = input;
    return file !== undefined && input.length === 1 && isEnterpriseBundle(file) ? FORMAT : undefined;
  },

  read(input, { edition: given } = {}) {
    const [file] = input;
    if (file === undefined || input.length > 1) {
      throw new ThreatloomError('ATTACK-001', `ATT&CK Enterprise is one file, not ${input.length}`, {
        hint: 'give one bundle',
      });
    }
    if (!isEnterpriseBundle(file)) refuse(file);
    const bundle = readStixBundle(file);
    const { edition, diagnostics } = resolveEdition({
      file: file.file,
      given,
      inside: textOfType(bundle, 'x-mitre-collection', 'x_mitre_version'),
    });
    const records = mitreRecords(bundle, 'mitre-attack');
    if (records.tactics.length === 0 || records.techniques.length === 0) refuse(file);
    return {
      framework: {
        id: ID,
        name: 'MITRE ATT&CK Enterprise',
        edition,
        publisher: 'The MITRE Corporation',
        licence: 'LicenseRef-MITRE-ATTACK-Terms-of-Use',
        notice: NOTICE,
        url: 'https://attack.mitre.org',
      },
      source: sourceOf([file]),
      ...records,
      risks: [],
      requirements: [],
      caseStudies: [],
      mappings: [],
      census: bundle.census,
      diagnostics: [...diagnostics, ...bundle.reader.diagnostics],
    };
  },
};

/** The sister bundles (ICS, mobile) share objects with this one, but not the kill chain. */
function isEnterpriseBundle(file: ImportFile): boolean {
  if (!/^\uFEFF?\s*\{/.test(headText(file))) return false;
  const content = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
  return content.includes('"mitre-attack"') && content.includes('"enterprise-attack"') && !isSister(content);
}

function isSister(content: Buffer): boolean {
  return content.includes('"mitre-ics-attack"') || content.includes('"mitre-mobile-attack"');
}

function refuse(file: ImportFile): never {
  diagnoseUnknown(file);
  const sister = isSister(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length));
  throw new ThreatloomError(
    'ATTACK-002',
    sister
      ? 'this is another ATT&CK domain (ICS or mobile), not Enterprise'
      : 'this is no ATT&CK Enterprise bundle',
    { file: file.file, hint: 'expected: enterprise-attack-<edition>.json of mitre-attack/attack-stix-data' },
  );
}
