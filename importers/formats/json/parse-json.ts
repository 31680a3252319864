import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { TextLines } from '#model/text-lines';
import { decodeText } from '../text.ts';
import { jsonErrorOffset, MAX_JSON_DEPTH } from './error-offset.ts';

/**
 * @throws ThreatloomError INPUT-004 (not text), INPUT-005 (not JSON, cut short, or too deep) with line and column
 */
export function parseJson(input: ImportFile): unknown {
  const text = decodeText(input);
  refuseDeepJson(input.file, text);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw notJson(input.file, text, jsonErrorOffset(text) ?? text.length, cause);
  }
}

/**
 * A bomb of brackets takes V8 gigabytes before it says no, and a reader that follows it its whole stack; counting brackets
 * takes a second for a gigabyte.
 *
 * @throws ThreatloomError INPUT-005
 */
export function refuseDeepJson(file: string, text: string): void {
  const deep = tooDeepAt(text);
  if (deep === undefined) return;
  const broken = jsonErrorOffset(text.slice(0, deep));
  if (broken !== undefined && broken < deep) throw notJson(file, text, broken);
  throw new ThreatloomError('INPUT-005', `the JSON is nested more than ${MAX_JSON_DEPTH} deep`, {
    file,
    ...new TextLines(text).placeOf(deep),
    hint: 'is this the right file?',
  });
}

/** Offset of the first bracket that is too deep, whether or not the text is JSON. */
function tooDeepAt(text: string): number | undefined {
  const QUOTE = 0x22;
  const BACKSLASH = 0x5c;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) {
        if (text.charCodeAt(at) === BACKSLASH) at++;
      }
      // Both kinds of brackets differ from each other in one bit, and from all other marks of JSON in others.
    } else if ((code | 0x20) === 0x7b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return at;
    } else if ((code | 0x20) === 0x7d) depth -= 1;
  }
  return undefined;
}

/** Characters after a fault that must all be white space for the text to count as cut short. */
const TAIL = 16_384;

function notJson(file: string, text: string, offset: number, cause?: unknown): ThreatloomError {
  const cut = text.slice(offset, offset + TAIL).trim() === '';
  return new ThreatloomError(
    'INPUT-005',
    cut ? 'the JSON stops before its end' : `this is not JSON: unexpected ${show(text, offset)}`,
    {
      file,
      ...new TextLines(text).placeOf(offset),
      hint: cut ? 'the file is cut short: fetch it again' : 'is this the right file?',
      cause,
    },
  );
}

function show(text: string, offset: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
}
