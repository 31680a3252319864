/**
 * The attack libraries that this package ships, and any that a user adds by folder.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileLibrary, reviveLibrary } from '#analysis/library/compiled-library';
import type { LibraryFile } from '#analysis/library/load-library';
import { readTranslation, translated } from '#analysis/library/translation';
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
 * @throws ThreatloomError CLI-011 where there is no such folder, CLI-012 with all diagnostics where a library is wrong
 */
export function loadLibraries(
  folders: readonly string[],
  knowledge?: AnalysisKnowledge,
): readonly AttackLibrary[] {
  const core = libraryFiles(coreLibraryFolder(), 'libraries/core');
  const compiled = knowledge === undefined ? compiledCore(core) : undefined;
  const loaded = [compiled ?? checked(coreLibraryFolder(), core, [], knowledge)];
  for (const folder of folders) loaded.push(checked(folder, libraryFiles(folder), loaded, knowledge));
  return loaded;
}

function checked(
  folder: string,
  files: readonly LibraryFile[],
  base: readonly AttackLibrary[],
  knowledge: AnalysisKnowledge | undefined,
): AttackLibrary {
  const { library, diagnostics } = loadLibrary(files, {
    base,
    ...(knowledge !== undefined && { knowledge }),
  });
  if (library !== undefined && !hasErrors(diagnostics)) return library;
  throw new ThreatloomError('CLI-012', `the library in ${folder} cannot be used`, {
    file: folder,
    diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
  });
}

/**
 * Libraries in another language, as far as `translations/<locale>.yaml` in their folders says it.
 *
 * @param libraries as `loadLibraries` gave them for these folders
 * @throws ThreatloomError CLI-012 with all diagnostics where a translation is wrong
 */
export function inLanguage(
  libraries: readonly AttackLibrary[],
  folders: readonly string[],
  locale: string,
): readonly AttackLibrary[] {
  return [coreLibraryFolder(), ...folders].map((folder, i) => {
    const library = libraries[i]!;
    const path = join(folder, 'translations', `${locale}.yaml`);
    if (!existsSync(path)) return library;
    const file = { file: path, text: readFileSync(path, 'utf8') };
    const { translation, diagnostics } = readTranslation(file, library);
    if (!hasErrors(diagnostics)) return translated(library, translation);
    throw new ThreatloomError('CLI-012', `the translation ${path} cannot be used`, {
      file: path,
      diagnostics,
    });
  });
}

/** Written when the package is built; used only while it was made from just these files. */
function compiledFile(): string {
  return join(packageRoot(), 'dist', 'libraries', 'core.json');
}

interface Compiled {
  readonly digest: string;
  readonly library: string;
}

function compiledCore(files: readonly LibraryFile[]): AttackLibrary | undefined {
  let compiled: Compiled;
  try {
    compiled = JSON.parse(readFileSync(compiledFile(), 'utf8')) as Compiled;
  } catch {
    // A checkout that was never built: the YAML says the same.
    return undefined;
  }
  return compiled.digest === digestOf(files) ? reviveLibrary(compiled.library) : undefined;
}

/** Checks the core library against the shipped frameworks' ids and keeps it ready. Called by the build. */
export function compileCoreLibrary(knowledge: AnalysisKnowledge): string {
  const files = libraryFiles(coreLibraryFolder(), 'libraries/core');
  const library = checked(coreLibraryFolder(), files, [], knowledge);
  const compiled: Compiled = { digest: digestOf(files), library: compileLibrary(library) };
  mkdirSync(dirname(compiledFile()), { recursive: true });
  writeFileSync(compiledFile(), JSON.stringify(compiled));
  return compiledFile();
}

function digestOf(files: readonly LibraryFile[]): string {
  const hash = createHash('sha256');
  for (const { file, text } of files) hash.update(`${file}\0${text.length}\0${text}`);
  return hash.digest('hex');
}

function libraryFiles(folder: string, shownAs = folder): LibraryFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new ThreatloomError('CLI-011', `there is no library folder ${folder}`, { file: folder, cause });
  }
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      file: join(shownAs, name),
      text: readFileSync(join(folder, name), 'utf8'),
    }));
}
