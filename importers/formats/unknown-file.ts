import type { ImportFile } from '#model/framework-importer';
import { parseJson } from './json/parse-json.ts';
import { decodeText, headText } from './text.ts';

/**
 * For a file that no importer takes: finds the plainer reason, if there is one, before the caller says "unknown".
 *
 * @throws ThreatloomError INPUT-004 (binary), INPUT-005 (JSON that is broken or cut short)
 */
export function diagnoseUnknown(file: ImportFile): void {
  decodeText(file);
  if (/^\uFEFF?\s*[[{]/.test(headText(file))) parseJson(file);
}
