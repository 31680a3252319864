/**
 * What would change if a system did.
 */
import { resolve } from 'node:path';
import { applyChanges } from '#analysis/what-if/apply-changes';
import type { OnProgress } from '#analysis/result/paths';
import { whatIfSystem } from '#analysis/what-if/what-if';
import type { SystemChanges, WhatIfAnswer } from '#model/answers/what-if';
import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import { packageVersion } from '#packaging/package-root';
import { readChangedSystem } from '#systems/read-changed-system';
import { analysisInput, readText, vocabularyOf } from './analysis.ts';
import type { Workspace } from './analysis.ts';

export interface WhatIfRequest {
  /** As read from the file, without changes. */
  readonly model: SystemModel;
  readonly file: string;
  readonly cwd: string;
  readonly folder: string;
  readonly today: string;
  readonly pathsPerGoal?: number;
  readonly onProgress?: OnProgress;
}

/**
 * Both systems are derived and compared. Settings come first, then removals, then safeguards, whatever the order of the changes.
 *
 * @throws ThreatloomError ASK-011 for a setting that leads nowhere, CLI-007 where the changed model is not valid, ASK-010 for other changes
 */
export function askWhatIf(
  workspace: Workspace,
  request: WhatIfRequest,
  changes: SystemChanges,
): WhatIfAnswer {
  const { model, today, folder, pathsPerGoal, onProgress } = request;
  const vocabulary = vocabularyOf(workspace);
  const set = changes.set.length === 0 ? model : changedModel(workspace, request, changes);
  const after = applyChanges(set, changes, new Set(vocabulary.controlIds));
  const input = (system: SystemModel) => analysisInput(workspace, system, { today, folder });
  return whatIfSystem(input(model), input(after), changes, {
    version: packageVersion(),
    ...(pathsPerGoal === undefined ? {} : { pathsPerGoal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

function changedModel(
  workspace: Workspace,
  { file, cwd }: WhatIfRequest,
  { set }: SystemChanges,
): SystemModel {
  const text = readText(resolve(cwd, file), file);
  const { model, diagnostics } = readChangedSystem({ file, text }, set, vocabularyOf(workspace));
  if (model !== undefined && !hasErrors(diagnostics)) return model;
  throw new ThreatloomError('CLI-007', `with these settings ${file} is no valid system model`, {
    file,
    diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
  });
}
