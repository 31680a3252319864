import { ParseError, parseTOML, type AST } from 'toml-eslint-parser';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';
import type { TreeDocument } from '../tree-document.ts';
import { TomlTree } from './toml-tree.ts';

/** Largest TOML that is read: 1 MiB, twenty times the largest settings known. A tree of it takes a second. */
const MAX_TOML_BYTES = 1024 * 1024;

/**
 * Reads a TOML 1.1 document; dates stay as they are written.
 *
 * @throws ThreatloomError INPUT-004 (not text), INPUT-013 (not TOML, with line and column), INPUT-014 (larger or deeper
 *   than is read)
 */
export function parseToml(input: ImportFile): TreeDocument {
  const { file, bytes } = input;
  if (bytes.length > MAX_TOML_BYTES) {
    throw tooMuch(
      file,
      `the file holds more than ${MAX_TOML_BYTES / 1024 / 1024} MiB, the most that is read as TOML`,
    );
  }
  const tree = new TomlTree(programOf(file, decodeText(input)), (depth) =>
    tooMuch(file, `the TOML is nested more than ${depth} deep`),
  );
  return { file, value: tree.value, locate: (pointer) => tree.locate(pointer) };
}

function programOf(file: string, text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (cause) {
    // The parser calls itself for arrays and tables in one another, and spreads the letters of a text.
    if (cause instanceof RangeError)
      throw tooMuch(file, 'the TOML is too deep, or a text in it too long', cause);
    if (!(cause instanceof ParseError)) throw cause;
    throw new ThreatloomError('INPUT-013', `this is not TOML: ${cause.message}`, {
      file,
      line: cause.lineNumber,
      column: cause.column + 1,
      hint: 'is the file complete and the right one?',
      cause,
    });
  }
}

function tooMuch(file: string, message: string, cause?: unknown): ThreatloomError {
  return new ThreatloomError('INPUT-014', message, { file, hint: 'is this the right file?', cause });
}
