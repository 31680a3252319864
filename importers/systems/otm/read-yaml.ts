import { decodeText } from '#importers/formats/text';
import type { TreeDocument } from '#importers/formats/tree-document';
import { parseYaml } from '#importers/formats/yaml/parse-yaml';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';

export interface OtmDocument {
  readonly document: TreeDocument;
  /** First line that was moved in, 1-based. */
  readonly movedIn?: number;
}

/**
 * YAML, and YAML with quoted text that goes on at the column of its key: the standard's own example is written so, and
 * the parsers of other languages let it pass.
 *
 * @throws ThreatloomError as `parseYaml`, for the file as it is
 */
export function readYaml(file: ImportFile): OtmDocument {
  try {
    return { document: parseYaml(file) };
  } catch (error) {
    if (!(error instanceof ThreatloomError) || error.code !== 'INPUT-006') throw error;
    const moved = moveQuotedTextIn(decodeText(file));
    if (moved === undefined) throw error;
    try {
      return { document: parseYaml({ ...file, bytes: Buffer.from(moved.text) }), movedIn: moved.line };
    } catch {
      throw error;
    }
  }
}

const KEY = /^( *)(?:- +)*[\w.-]+:(?: |$)/;
const OPENS = /^ *(?:- +)*(?:[\w.-]+: +)?(['"])/;

/** Undefined where no line needs it. Linear in the text; the lines stay the same, so places do. */
function moveQuotedTextIn(text: string): { readonly text: string; readonly line: number } | undefined {
  const lines = text.split('\n');
  let first: number | undefined;
  let keyIndent = 0;
  let quote: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (quote === undefined) {
      keyIndent = KEY.exec(line)?.[1]?.length ?? keyIndent;
      const opening = OPENS.exec(line)?.[1];
      if (opening !== undefined && isOdd(line, opening)) quote = opening;
      continue;
    }
    const indent = line.length - line.trimStart().length;
    if (indent <= keyIndent && line.trim() !== '') {
      lines[index] = ' '.repeat(keyIndent + 1 - indent) + line;
      first ??= index + 1;
    }
    if (isOdd(line, quote)) quote = undefined;
  }
  return first === undefined ? undefined : { text: lines.join('\n'), line: first };
}

function isOdd(line: string, quote: string): boolean {
  return (line.split(quote).length - 1) % 2 === 1;
}
