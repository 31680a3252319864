import { ThreatloomError } from '#model/errors';
import type { FrameworkImporter, ImportFile } from '#model/framework-importer';
import { headText } from '../../formats/text.ts';
import { diagnoseUnknown } from '../../formats/unknown-file.ts';
import { ATLAS } from './identity.ts';
import { readAtlasList } from './list-json.ts';
import { readAtlasStix } from './stix.ts';
import { readAtlasYamlV5 } from './yaml-v5.ts';
import { readAtlasYamlV6 } from './yaml-v6.ts';

/**
 * MITRE ATLAS in all forms that MITRE publishes.
 *
 * @example atlas.read([openImportFile('ATLAS-5.6.1.yaml', bytes)]).techniques.length // 170
 */
export const atlas: FrameworkImporter = {
  id: ATLAS,
  formats: [
    { id: 'atlas-yaml-v5', title: 'ATLAS YAML, formats 3 to 5 (up to 5.6.1)' },
    { id: 'atlas-yaml-v6', title: 'ATLAS YAML, format 6 (since 2026.05)' },
    { id: 'atlas-stix-2.1', title: 'ATLAS STIX 2.1 bundle' },
    { id: 'atlas-list-json', title: 'ATLAS as a plain JSON list of ids, names and links' },
    { id: 'atlas-link', title: 'a link to an ATLAS file (refused with advice)' },
  ],

  detect(input) {
    const [file] = input;
    return file === undefined || input.length > 1 ? undefined : formatOf(file);
  },

  read(input, options = {}) {
    const [file] = input;
    if (file === undefined || input.length > 1) {
      throw new ThreatloomError('ATLAS-001', `ATLAS is one file, not ${input.length}`, {
        hint: 'give one file',
      });
    }
    switch (formatOf(file)) {
      case 'atlas-yaml-v5':
        return readAtlasYamlV5(file, options);
      case 'atlas-yaml-v6':
        return readAtlasYamlV6(file, options);
      case 'atlas-stix-2.1':
        return readAtlasStix(file, options);
      case 'atlas-list-json':
        return readAtlasList(file, options);
      case 'atlas-link':
        throw new ThreatloomError(
          'ATLAS-002',
          `the file is only a link: it names "${headText(file).trim()}" and holds no data`,
          {
            file: file.file,
            line: 1,
            column: 1,
            hint: 'download the file that it names, from the same folder',
          },
        );
      case undefined:
        return refuse(file);
    }
  },
};

type AtlasFormat = 'atlas-yaml-v5' | 'atlas-yaml-v6' | 'atlas-stix-2.1' | 'atlas-list-json' | 'atlas-link';

/** In git `ATLAS-latest.yaml` is a symbolic link; a raw download of it is the target's name, 18 bytes. */
const LINK = /^\S*ATLAS\S*\.ya?ml$/;

function formatOf(file: ImportFile): AtlasFormat | undefined {
  const head = headText(file).replace(/^\uFEFF/, '');
  if (file.bytes.length < 256 && LINK.test(head.trim())) return 'atlas-link';
  if (/^\s*\{/.test(head)) {
    if (/"framework"\s*:\s*"MITRE ATLAS"\s*,\s*"content-version"/.test(head)) return 'atlas-list-json';
    const content = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
    return content.includes('"bundle"') && content.includes('"mitre-atlas"') ? 'atlas-stix-2.1' : undefined;
  }
  if (/^format-version:\s*['"]?6/m.test(head)) return 'atlas-yaml-v6';
  return /^id:\s*['"]?ATLAS\b/m.test(head) ? 'atlas-yaml-v5' : undefined;
}

function refuse(file: ImportFile): never {
  diagnoseUnknown(file);
  throw new ThreatloomError('ATLAS-001', 'this is no ATLAS file: neither its YAML nor its STIX bundle', {
    file: file.file,
    line: 1,
    column: 1,
    hint: 'expected: a YAML file that starts with "id: ATLAS" or "format-version: 6…", or a STIX 2.1 bundle with source_name "mitre-atlas"',
  });
}
