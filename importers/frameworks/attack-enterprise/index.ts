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

/**
 * The sister bundles (ICS, mobile) share objects with this one, but not the kill chain; so the first technique tells.
 * Searching for its name is some thousand times quicker than parsing.
 */
function killChainOf({ bytes }: ImportFile): string | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const at = content.indexOf('"kill_chain_name"');
  if (at < 0) return undefined;
  return /^"kill_chain_name"\s*:\s*"([^"]*)"/.exec(content.toString('latin1', at, at + 200))?.[1];
}

function isEnterpriseBundle(file: ImportFile): boolean {
  return /^\uFEFF?\s*\{/.test(headText(file)) && killChainOf(file) === 'mitre-attack';
}

function refuse(file: ImportFile): never {
  diagnoseUnknown(file);
  const sister = /^mitre-(ics|mobile)-attack$/.test(killChainOf(file) ?? '');
  throw new ThreatloomError(
    'ATTACK-002',
    sister
      ? 'this is another ATT&CK domain (ICS or mobile), not Enterprise'
      : 'this is no ATT&CK Enterprise bundle',
    {
      file: file.file,
      hint: 'expected: enterprise-attack-<edition>.json of mitre-attack/attack-stix-data',
    },
  );
}
