import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';
import { jsonErrorOffset } from './error-offset.ts';

/**
 * @throws ThreatloomError INPUT-004 (not text), INPUT-005 (not JSON, or cut short) with line and column
 */
export function parseJson(input: ImportFile): unknown {
  const text = decodeText(input);
  const bracket = wrongBracket(text.slice(0, HEAD));
  if (bracket !== undefined) throw notJson(input, text, bracket);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw notJson(input, text, jsonErrorOffset(text) ?? text.length, cause);
  }
}

/** Characters that are looked at before the whole is parsed. */
const HEAD = 16_384;

/**
 * A bomb of brackets takes V8 gigabytes before it says no, and its beginning gives it away. Other faults in a
 * beginning may come from where it was cut.
 */
function wrongBracket(head: string): number | undefined {
  const offset = jsonErrorOffset(head);
  return offset !== undefined && (head[offset] === '{' || head[offset] === '[') ? offset : undefined;
}

function notJson({ file }: ImportFile, text: string, offset: number, cause?: unknown): ThreatloomError {
  const before = text.slice(0, offset);
  const cut = text.slice(offset, offset + HEAD).trim() === '';
  return new ThreatloomError(
    'INPUT-005',
    cut ? 'the JSON stops before its end' : `this is not JSON: unexpected ${show(text, offset)}`,
    {
      file,
      line: before.split('\n').length,
      column: offset - before.lastIndexOf('\n'),
      hint: cut ? 'the file is cut short: fetch it again' : 'is this the right file?',
      cause,
    },
  );
}

function show(text: string, offset: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
}
