/**
 * Lints mapping files of any format against the editions of a workspace.
 */
import { refuseDeepJson } from '#importers/formats/json/parse-json';
import { decodeText } from '#importers/formats/text';
import { findMentions } from '#knowledge/lint/find-mentions';
import { readFormerNames } from '#knowledge/lint/former-names';
import { lintMentions, type LintResult } from '#knowledge/lint/lint-mentions';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { openImportFile } from '#importers/formats/import-file';
import { ThreatloomError } from '#model/errors';
import { addedFrameworks } from './frameworks.ts';
import { listImportFiles, readImportFile } from './framework-files.ts';

export interface LintedFile extends LintResult {
  readonly file: string;
}

/** The largest known crosswalk has 2 MB. */
const MAX_LINTED_BYTES = 16 * 1024 * 1024;

/**
 * @throws ThreatloomError as `listImportFiles`; INPUT-001 (larger than a crosswalk), INPUT-004 (no text), INPUT-005 (JSON that
 *   is too deep)
 */
export function lintFiles(workspace: string, paths: readonly string[]): readonly LintedFile[] {
  const { catalogue } = loadKnowledge({ ...addedFrameworks(workspace), packs: 'all' });
  const knowledge = { catalogue, formerNames: readFormerNames() };
  return listImportFiles(paths, workspace).map((file) => {
    return { file, ...lintMentions(knowledge, findMentions(readText(file, workspace)), file) };
  });
}

function readText(file: string, workspace: string): string {
  const opened = openImportFile(file, readImportFile(file, workspace));
  if (opened.bytes.length > MAX_LINTED_BYTES) {
    throw new ThreatloomError('INPUT-001', `the file holds more than ${MAX_LINTED_BYTES / 1024 / 1024} MiB`, {
      file,
      hint: 'is this a mapping file? The largest known has 2 MB',
    });
  }
  const text = decodeText(opened);
  if (/^\uFEFF?\s*[[{]/.test(text)) refuseDeepJson(file, text);
  return text;
}
