import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';
import { jsonErrorOffset } from './error-offset.ts';

/**
 * @throws ThreatloomError INPUT-004 (not text), INPUT-005 (not JSON, or cut short) with line and column
 */
export function parseJson(input: ImportFile): unknown {
  const text = decodeText(input);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const offset = jsonErrorOffset(text) ?? text.length;
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    const cut = text.slice(offset).trim() === '';
    throw new ThreatloomError(
      'INPUT-005',
      cut ? 'the JSON stops before its end' : `this is not JSON: unexpected ${show(text, offset)}`,
      {
        file: input.file,
        line,
        column,
        hint: cut ? 'the file is cut short: fetch it again' : 'is this the right file?',
        cause,
      },
    );
  }
}

function show(text: string, offset: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
}
