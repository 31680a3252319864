/**
 * From files to results: knowledge, libraries and system models, read and analysed.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { analyze } from '#analysis/analyze';
import type { EvidenceCheck } from '#analysis/derive/evidence';
import { analysisKnowledge } from '#knowledge/analysis-view';
import type { Knowledge } from '#knowledge/knowledge';
import { loadKnowledge } from '#knowledge/load-knowledge';
import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { AnalysisResult } from '#model/analysis-result';
import type { AttackLibrary } from '#model/attack-library';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import { packageVersion } from '#packaging/package-root';
import { readSystemModel } from '#systems/read-system-model';
import { loadLibraries } from './libraries.ts';

/** What every analysis needs, loaded once. */
export interface Workspace {
  readonly libraries: readonly AttackLibrary[];
  readonly knowledge: Knowledge;
  readonly view: AnalysisKnowledge;
}

export interface ReadSystem {
  /** There exactly when no diagnostic is an error. */
  readonly model?: SystemModel;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file larger than this is no system model. */
const MAX_BYTES = 32 * 1024 * 1024;

/** @param libraryFolders beside the core library */
export function openWorkspace(libraryFolders: readonly string[] = []): Workspace {
  const libraries = loadLibraries(libraryFolders);
  const knowledge = loadKnowledge({ libraries });
  return { libraries, knowledge, view: analysisKnowledge(knowledge) };
}

/**
 * Reads one system model.
 *
 * @param strict unknown profile keys are errors
 * @throws ThreatloomError CLI-001 where there is no such file, CLI-002 where it is too large
 */
export function readSystem(workspace: Workspace, file: string, cwd: string, strict = false): ReadSystem {
  const path = resolve(cwd, file);
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) {
      throw new ThreatloomError('CLI-002', `${file} has ${size} bytes: too large for a system model`, {
        file,
        hint: `at most ${MAX_BYTES} bytes are read`,
      });
    }
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof ThreatloomError) throw cause;
    throw new ThreatloomError('CLI-001', `cannot read ${file}`, {
      file,
      cause,
      hint: cause instanceof Error ? cause.message : 'does it exist?',
    });
  }
  return readSystemModel(
    { file, text },
    {
      kinds: workspace.libraries.flatMap(({ kinds }) => kinds),
      controlIds: [
        ...workspace.view.controls.keys(),
        ...workspace.libraries.flatMap(({ controls }) => controls.map(({ id }) => id)),
      ],
      techniqueIds: [...workspace.view.techniques.keys()],
      strict,
    },
  );
}

export interface AnalyzeOptions {
  /** ISO date on which evidence and acceptances are judged. */
  readonly today: string;
  readonly pathsPerGoal?: number;
  readonly diagnostics?: readonly Diagnostic[];
}

export function analyzeSystem(
  { libraries, view }: Workspace,
  system: SystemModel,
  options: AnalyzeOptions,
): AnalysisResult {
  return analyze({
    system,
    libraries,
    knowledge: view,
    version: packageVersion(),
    evidenceChecks: checkEvidence(system),
    ...options,
  });
}

/** Looks whether the files behind evidence are there and are the ones that the model states. */
export function checkEvidence(system: SystemModel): ReadonlyMap<string, EvidenceCheck> {
  const folder = dirname(resolve(system.source.file));
  const checks = new Map<string, EvidenceCheck>();
  for (const { id, file, sha256 } of system.evidence) {
    if (file === undefined) continue;
    let bytes: Buffer;
    try {
      bytes = readFileSync(resolve(folder, file));
    } catch {
      checks.set(id, 'missing');
      continue;
    }
    const same = sha256 === undefined || createHash('sha256').update(bytes).digest('hex') === sha256;
    checks.set(id, same && sha256 !== undefined ? 'verified' : 'unverified');
  }
  return checks;
}
