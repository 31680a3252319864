/**
 * From files to results: knowledge, libraries and system models, read and analysed.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { analyze } from '#analysis/analyze';
import type { AnalysisInput } from '#analysis/analyze';
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
import type { Vocabulary } from '#systems/read-system-model';
import { addedFrameworks } from './frameworks.ts';
import { inLanguage, loadLibraries } from './libraries.ts';
import { whyUnreadable } from './why-unreadable.ts';

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
  /** Where files that the model names are looked for. */
  readonly folder: string;
}

/** A file larger than this is no system model. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * @param libraryFolders beside the core library
 * @param folder with the lock of the frameworks that the user added; without it, what is shipped
 * @param locale of the sentences in answers, where a library is translated; everything else is the same in each
 * @param packs shipped frameworks to load beyond those that are loaded by default
 */
export function openWorkspace(
  libraryFolders: readonly string[] = [],
  folder?: string,
  locale?: string,
  packs: readonly string[] = [],
): Workspace {
  const loaded = loadLibraries(libraryFolders);
  const libraries = locale === undefined ? loaded : inLanguage(loaded, libraryFolders, locale);
  const added = folder === undefined ? {} : addedFrameworks(folder);
  const knowledge = loadKnowledge({ libraries, packs, ...added });
  return { libraries, knowledge, view: analysisKnowledge(knowledge) };
}

/**
 * Reads one system model.
 *
 * @param strict unknown profile keys are errors
 * @throws ThreatloomError CLI-001 where there is no such file, CLI-002 where it is too large
 */
export function readSystem(workspace: Workspace, file: string, cwd: string, strict = false): ReadSystem {
  return readSystemText(workspace, readSystemFile(file, cwd), strict);
}

/** The text of a system model, and where it is from. */
export interface SystemFileText {
  /** As the user named it. */
  readonly file: string;
  readonly text: string;
  readonly folder: string;
}

/** @throws ThreatloomError CLI-001 where there is no such file, CLI-002 where it is too large */
export function readSystemFile(file: string, cwd: string): SystemFileText {
  const path = resolve(cwd, file);
  return { file, text: readText(path, file), folder: dirname(path) };
}

/** As `readSystem`, of a text that was read already. */
export function readSystemText(
  workspace: Workspace,
  { file, text, folder }: SystemFileText,
  strict = false,
): ReadSystem {
  return { ...readSystemModel({ file, text }, vocabularyOf(workspace, strict)), folder };
}

/** The words that a system model may use. */
export function vocabularyOf({ libraries, view }: Workspace, strict = false): Vocabulary {
  return {
    kinds: libraries.flatMap(({ kinds }) => kinds),
    controlIds: [
      ...view.controls.keys(),
      ...libraries.flatMap(({ controls }) => controls.map(({ id }) => id)),
    ],
    techniqueIds: [...view.techniques.keys()],
    profileKeys: libraries.flatMap(({ profile }) => profile),
    strict,
  };
}

/**
 * Reads in pieces, because pipes and devices do not say how much is to come.
 *
 * @throws ThreatloomError CLI-001 where there is no such file, CLI-002 where it is too large
 */
export function readText(path: string, file: string): string {
  const pieces: Buffer[] = [];
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    for (let total = 0; ;) {
      const piece = Buffer.allocUnsafe(1024 * 1024);
      const length = readSync(handle, piece);
      if (length === 0) return Buffer.concat(pieces).toString('utf8');
      pieces.push(piece.subarray(0, length));
      total += length;
      if (total > MAX_BYTES) break;
    }
  } catch (cause) {
    throw new ThreatloomError('CLI-001', `cannot read ${file}`, { file, cause, hint: whyUnreadable(cause) });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
  throw new ThreatloomError('CLI-002', `${file} is too large for a system model`, {
    file,
    hint: `at most ${MAX_BYTES / 1024 / 1024} MiB are read`,
  });
}

export interface AnalyzeOptions {
  /** ISO date on which evidence and acceptances are judged. */
  readonly today: string;
  readonly pathsPerGoal?: number;
  readonly diagnostics?: readonly Diagnostic[];
  /** Where files of evidence are looked for; the working directory unless told. */
  readonly folder?: string;
}

export function analyzeSystem(
  workspace: Workspace,
  system: SystemModel,
  options: AnalyzeOptions,
): AnalysisResult {
  return analyze(analysisInput(workspace, system, options));
}

/** What the analysis of a system starts from, the state of its evidence included. */
export function analysisInput(
  { libraries, view }: Workspace,
  system: SystemModel,
  { folder = '.', ...options }: AnalyzeOptions,
): AnalysisInput {
  return {
    system,
    libraries,
    knowledge: view,
    version: packageVersion(),
    evidenceChecks: checkEvidence(system, folder),
    ...options,
  };
}

/** Looks whether the files behind evidence are there, below `folder`, and are the ones that the model states. */
export function checkEvidence(system: SystemModel, folder: string): ReadonlyMap<string, EvidenceCheck> {
  const checks = new Map<string, EvidenceCheck>();
  for (const { id, file, sha256 } of system.evidence) {
    if (file !== undefined) checks.set(id, checkFile(resolve(folder, file), sha256));
  }
  return checks;
}

function checkFile(path: string, sha256: string | undefined): EvidenceCheck {
  try {
    if (!statSync(path).isFile()) return 'missing';
    if (sha256 === undefined) return 'unverified';
    return createHash('sha256').update(readFileSync(path)).digest('hex') === sha256
      ? 'verified'
      : 'unverified';
  } catch {
    return 'missing';
  }
}
