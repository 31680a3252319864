/** Input of system importers: samples of other tools, which stand beside the repository, and files made up in tests. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SystemFile } from '#model/system-importer';
import { openImportFile } from '../../../importers/formats/import-file.ts';

export const SAMPLES = fileURLToPath(new URL('../../../../shared/data/samples', import.meta.url));

export const HAS_SAMPLES = existsSync(join(SAMPLES, 'README.md'));

if (!HAS_SAMPLES) console.warn(`skipping what reads the samples: there is no ${SAMPLES}`);

/** @param path under the samples, e.g. `otm/EXAMPLE.json` */
export function sampleFile(path: string): SystemFile {
  return { ...openImportFile(path, readFileSync(join(SAMPLES, path))), path: basename(path) };
}

/** @param path with folders, e.g. `mlruns/0/meta.yaml` */
export function systemFile(path: string, content: string | Uint8Array): SystemFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { ...openImportFile(path, bytes), path };
}
