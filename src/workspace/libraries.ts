/**
 * The attack libraries that this package ships, and any that a user adds by folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LibraryFile } from '#analysis/library/load-library';
import { loadLibrary } from '#analysis/library/load-library';
import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { AttackLibrary } from '#model/attack-library';
import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { packageRoot } from '#packaging/package-root';

/** Folder of the library that everything else builds on. */
export function coreLibraryFolder(): string {
  return join(packageRoot(), 'libraries', 'core');
}

/**
 * Loads the core library, then those of `folders` in their order: each may use what the ones before it brought.
 *
 * @param knowledge to check technique and control ids against
 * @throws ThreatloomError LIB-001 with all diagnostics where a library is wrong
 */
export function loadLibraries(
  folders: readonly string[],
  knowledge?: AnalysisKnowledge,
): readonly AttackLibrary[] {
  const loaded: AttackLibrary[] = [];
  for (const folder of [coreLibraryFolder(), ...folders]) {
    const { library, diagnostics } = loadLibrary(libraryFiles(folder), {
      base: loaded,
      ...(knowledge !== undefined && { knowledge }),
    });
    if (library === undefined || hasErrors(diagnostics)) {
      throw new ThreatloomError('LIB-001', `the library in ${folder} cannot be used`, {
        file: folder,
        diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
      });
    }
    loaded.push(library);
  }
  return loaded;
}

function libraryFiles(folder: string): LibraryFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new ThreatloomError('LIB-002', `there is no library folder ${folder}`, { file: folder, cause });
  }
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      file: `libraries/${basename(folder)}/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    }));
}
