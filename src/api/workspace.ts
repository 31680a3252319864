import { resolve } from 'node:path';
import type { FrameworkRecords } from '#model/framework-records';
import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { GraphBatch } from '#model/graph';
import { openWorkspace as open, readSystem } from '#workspace/analysis';
import { openImportFiles, readFrameworkFiles } from '#workspace/framework-files';
import { buildGraph } from '#workspace/graph';
import { systemOf } from './system.ts';
import type { System } from './system.ts';

export interface WorkspaceOptions {
  /** Where relative paths start, and where `threatloom.lock` is looked for; the working directory unless told. */
  readonly folder?: string;
  /** Folders of attack libraries beside the core library. */
  readonly libraries?: readonly string[];
  /** ISO date on which evidence and acceptances are judged, `2026-11-23`; today unless told. */
  readonly asOf?: string;
}

/**
 * The frameworks, the libraries and the systems that are described with them.
 *
 * @public
 */
export interface Workspace {
  readonly asOf: string;
  /** The editions that answers are built on: ids, names and relations; descriptions where a publisher's file was added. */
  readonly frameworks: readonly FrameworkRecords[];
  /**
   * Reads one system model, `NAME.system.yaml`. Its warnings are `diagnostics` of the system.
   *
   * @throws ThreatloomError CLI-001, CLI-002 where the file cannot be read; CLI-007 with all diagnostics where it has errors
   */
  readSystem(file: string): System;
  /**
   * Reads a publisher's files, or a folder of them, as `framework add` does; the workspace stays as it is.
   *
   * @returns one for each framework in the files
   * @throws ThreatloomError INPUT-…, FRAMEWORK-… and those of the framework's importer, with the place
   */
  readFrameworks(files: readonly string[]): readonly FrameworkRecords[];
  /**
   * The graph of all frameworks and of these systems with their analyses, to be loaded into a store. The same inputs give
   * the same graph.
   *
   * @throws ThreatloomError GRAPH-020 where two systems have one id
   */
  buildGraph(systems: readonly System[]): GraphBatch;
}

/**
 * Loads the frameworks and libraries. O(size of them), some tenths of a second.
 *
 * @example
 * const workspace = openWorkspace({ asOf: '2026-11-23' });
 * workspace.readSystem('my.system.yaml').analyze().paths[0]?.likelihood;
 * @throws ThreatloomError CLI-008 (no date), CLI-011, CLI-012 (a library), LOCK-… (an added framework)
 */
export function openWorkspace(options: WorkspaceOptions = {}): Workspace {
  const { folder = '.', libraries = [], asOf = new Date().toISOString().slice(0, 10) } = options;
  if (!isDate(asOf))
    throw new ThreatloomError('CLI-008', `"${asOf}" is no date`, { hint: 'write 2026-11-23' });
  const cwd = resolve(folder);
  const loaded = open(
    libraries.map((each) => resolve(cwd, each)),
    cwd,
  );
  return {
    asOf,
    frameworks: loaded.knowledge.frameworks,
    readSystem: (file) => {
      const read = readSystem(loaded, file, cwd);
      const { model, diagnostics } = read;
      if (model === undefined || hasErrors(diagnostics)) {
        throw new ThreatloomError('CLI-007', `${file} is no valid system model`, { file, diagnostics });
      }
      return systemOf(loaded, { ...read, model, file, cwd, today: asOf });
    },
    readFrameworks: (files) => readFrameworkFiles(openImportFiles(files, cwd)).map(({ records }) => records),
    buildGraph: (systems) =>
      buildGraph(
        loaded,
        systems.map((system) => ({ system: system.model, result: system.analyze(), folder: system.folder })),
      ),
  };
}

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  );
}
