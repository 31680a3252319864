import { isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';

/**
 * Largest YAML that is read: 2 MiB, four times ATLAS, the largest known. A YAML tree with positions takes some three
 * hundred times the memory of its text and two seconds a MiB, so noise of this size ends in seconds.
 */
export const MAX_YAML_BYTES = 2 * 1024 * 1024;

/** Aliases that may be followed before a file counts as an attack; the publishers' files have none. */
const MAX_ALIASES = 100;

export interface YamlDocument {
  readonly file: string;
  readonly value: unknown;
  /** Line and column of the node that a JSON pointer names, or of its nearest parent that is there. */
  locate(pointer: string): { readonly line: number; readonly column: number };
  /** A scalar as it is written: `2026.10` stays that, where its value would be the number 2026.1. */
  written(pointer: string): string | undefined;
}

/**
 * Reads one YAML 1.2 document; strings stay strings, dates included.
 *
 * @throws ThreatloomError INPUT-004 (not text), INPUT-006 (not YAML; all faults in `diagnostics`), INPUT-007
 *   (too many aliases), INPUT-008 (too large)
 */
export function parseYaml(input: ImportFile): YamlDocument {
  const { file, bytes } = input;
  if (bytes.length > MAX_YAML_BYTES) {
    throw new ThreatloomError(
      'INPUT-008',
      `the file holds more than ${MAX_YAML_BYTES / 1024 / 1024} MiB, the most that is read as YAML`,
      { file, hint: 'is this the right file?' },
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(decodeText(input), { lineCounter: lines, version: '1.2', strict: true });
  throwOnFaults(file, document);
  return {
    file,
    value: toValue(file, document),
    locate: (pointer) => {
      const { line, col } = lines.linePos(offsetOf(document, pointer));
      return { line, column: col };
    },
    written: (pointer) => {
      const node = document.getIn(stepsOf(pointer), true);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function throwOnFaults(file: string, document: Document): void {
  const diagnostics = document.errors.map((error): Diagnostic => {
    const [start] = error.linePos ?? [];
    return {
      code: 'INPUT-006',
      severity: 'error',
      message: `this is not YAML: ${error.message.split(/ at line \d+|\n/)[0] ?? ''}`,
      file,
      ...(start === undefined ? {} : { line: start.line, column: start.col }),
    };
  });
  const [first] = diagnostics;
  if (first === undefined) return;
  const { code, message, ...place } = first;
  throw new ThreatloomError(code, message, {
    ...place,
    hint: 'is the file complete and the right one?',
    diagnostics,
  });
}

function toValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (cause) {
    throw new ThreatloomError('INPUT-007', 'the YAML repeats itself through too many aliases', {
      file,
      hint: `at most ${MAX_ALIASES} are followed; write the repeated parts out`,
      cause,
    });
  }
}

function offsetOf(document: Document, pointer: string): number {
  const path = stepsOf(pointer);
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return start;
  }
  return 0;
}

function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
