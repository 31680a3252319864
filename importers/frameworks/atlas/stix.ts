/**
 * ATLAS as a STIX 2.1 bundle. It has no case studies, ATT&CK references, maturity or lifecycle, and no number of its
 * edition inside: `x_mitre_version` there is the converter's. The YAML is the fuller file.
 */
import { ThreatloomError } from '#model/errors';
import { sourceOf, type ImportFile, type ReadOptions } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { resolveEdition } from '../../formats/edition.ts';
import { mitreRecords } from '../../formats/stix/mitre-records.ts';
import { readStixBundle } from '../../formats/stix/stix-bundle.ts';
import { atlasIdentity } from './identity.ts';

/** @throws ThreatloomError as `readStixBundle`; ATLAS-003, EDITION-001 */
export function readAtlasStix(input: ImportFile, { edition: given }: ReadOptions): FrameworkRecords {
  const bundle = readStixBundle(input);
  const { edition, diagnostics } = resolveEdition({ file: input.file, given, inside: undefined });
  const { tactics, techniques, controls, mitigations } = mitreRecords(bundle, 'mitre-atlas');
  if (tactics.length === 0 || techniques.length === 0) {
    throw new ThreatloomError('ATLAS-003', 'the bundle holds no ATLAS tactics or no techniques', {
      file: input.file,
      hint: 'is this the ATLAS bundle (stix-atlas.json)?',
      diagnostics: bundle.reader.diagnostics,
    });
  }
  return {
    framework: atlasIdentity(edition),
    source: sourceOf([input]),
    tactics,
    // "ATLAS" as a platform is the matrix's own name and says nothing about where a technique works.
    techniques: techniques.map((technique) => ({
      ...technique,
      platforms: technique.platforms.filter((platform) => platform !== 'ATLAS'),
    })),
    risks: [],
    controls,
    requirements: [],
    caseStudies: [],
    mitigations,
    mappings: [],
    census: bundle.census,
    diagnostics: [...diagnostics, ...bundle.reader.diagnostics],
  };
}
