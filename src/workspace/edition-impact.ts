/**
 * What another edition would change in a system's analysis, tried without changing anything.
 */
import { analysisKnowledge } from '#knowledge/analysis-view';
import { diffResults, type ResultDiff } from '#knowledge/diff/result-diff';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import { analyzeSystem, readSystem, type Workspace } from './analysis.ts';
import { addedFrameworks } from './frameworks.ts';
import { loadLibraries } from './libraries.ts';

export interface ImpactOptions {
  readonly folder: string;
  readonly today: string;
  /** Absolute paths. */
  readonly libraryFolders?: readonly string[];
}

/**
 * Analyses a system twice, once with each edition pinned, all else the same.
 *
 * @throws ThreatloomError CLI-007 where the system model is not valid, and as `readSystem`
 */
export function editionImpact(
  from: FrameworkRecords,
  to: FrameworkRecords,
  file: string,
  { folder, today, libraryFolders = [] }: ImpactOptions,
): ResultDiff {
  const libraries = loadLibraries(libraryFolders);
  const added = addedFrameworks(folder);
  const pinning = (records: FrameworkRecords): Workspace => {
    const { id, edition } = records.framework;
    const others = added.frameworks.filter(
      ({ framework }) => framework.id !== id || framework.edition !== edition,
    );
    const knowledge = loadKnowledge({
      libraries,
      frameworks: [...others, records],
      pinned: { ...added.pinned, [id]: edition },
    });
    return { libraries, knowledge, view: analysisKnowledge(knowledge) };
  };
  const before = pinning(from);
  const { model, diagnostics, folder: modelFolder } = readSystem(before, file, folder);
  if (model === undefined || hasErrors(diagnostics)) {
    throw new ThreatloomError('CLI-007', `${file} is no valid system model`, { file, diagnostics });
  }
  const options = { today, folder: modelFolder };
  return diffResults(analyzeSystem(before, model, options), analyzeSystem(pinning(to), model, options));
}
