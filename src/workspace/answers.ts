/**
 * Answers about one system beside its analysis: paths, controls, trees, explanations.
 */
import { basisOf } from '#analysis/basis';
import type { AnalysisBasis } from '#analysis/basis';
import { deriveSystem } from '#analysis/derive/derive';
import type { SystemModel } from '#model/system-model';
import { analysisInput } from './analysis.ts';
import type { AnalyzeOptions, Workspace } from './analysis.ts';

/** Derives a system once, for any number of answers. */
export function openAnswers(
  workspace: Workspace,
  system: SystemModel,
  options: Pick<AnalyzeOptions, 'today' | 'folder'>,
): AnalysisBasis {
  return basisOf(deriveSystem(analysisInput(workspace, system, options)));
}
