import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';
import type { TreeDocument } from '../tree-document.ts';
import { JsonPlaces } from './json-places.ts';
import { parseJson } from './parse-json.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { withoutComments } from './without-comments.ts';

/**
 * JSON that knows where its values stand.
 *
 * @throws ThreatloomError INPUT-004 (not text), INPUT-005 (not JSON, or cut short) with line and column
 */
export function parseJsonDocument(input: ImportFile): TreeDocument {
  const value = parseJson(input);
  let places: JsonPlaces | undefined;
  return {
    file: input.file,
    value,
    locate: (pointer) => (places ??= new JsonPlaces(decodeText(input))).locate(pointer),
    repeated: () => repeatedKeys(decodeText(input)),
  };
}

/**
 * JSON as editors allow it in their settings: with comments, and with a comma after the last entry.
 *
 * @throws ThreatloomError as `parseJsonDocument`, with the place in the text as it is
 */
export function parseSettingsDocument(input: ImportFile): TreeDocument {
  const bytes = new TextEncoder().encode(withoutComments(decodeText(input)));
  return parseJsonDocument({ ...input, bytes });
}
