/**
 * Lints mapping files of any format against the editions of a workspace.
 */
import { decodeText } from '#importers/formats/text';
import { findMentions } from '#knowledge/lint/find-mentions';
import { readFormerNames } from '#knowledge/lint/former-names';
import { lintMentions, type LintResult } from '#knowledge/lint/lint-mentions';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { openImportFile } from '#importers/formats/import-file';
import { addedFrameworks } from './frameworks.ts';
import { listImportFiles, readImportFile } from './framework-files.ts';

export interface LintedFile extends LintResult {
  readonly file: string;
}

/** @throws ThreatloomError as `listImportFiles`; INPUT-004 where a file is no text */
export function lintFiles(workspace: string, paths: readonly string[]): readonly LintedFile[] {
  const { catalogue } = loadKnowledge({ ...addedFrameworks(workspace), packs: 'all' });
  const knowledge = { catalogue, formerNames: readFormerNames() };
  return listImportFiles(paths, workspace).map((file) => {
    const text = decodeText(openImportFile(file, readImportFile(file, workspace)));
    return { file, ...lintMentions(knowledge, findMentions(text), file) };
  });
}
