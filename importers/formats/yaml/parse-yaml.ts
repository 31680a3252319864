import { isMap, isNode, isScalar, LineCounter, YAMLParseError, type Document } from 'yaml';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { decodeText } from '../text.ts';
import { composeYaml } from './compose-yaml.ts';
import { pointerSteps, type TreeDocument } from '../tree-document.ts';

/**
 * Largest YAML that is read: 2 MiB, four times ATLAS, the largest known. A YAML tree with positions takes some three
 * hundred times the memory of its text and two seconds a MiB, so noise of this size ends in seconds.
 */
export const MAX_YAML_BYTES = 2 * 1024 * 1024;

/** Aliases that may be followed before a file counts as an attack; the publishers' files have none. */
const MAX_ALIASES = 100;

export interface YamlDocument extends TreeDocument {
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
  checkYamlSize(input);
  const lines = new LineCounter();
  const text = decodeText(input);
  const [first, second] = composeYaml(input.file, text, lines, {});
  if (first === undefined) throw new TypeError('a text has one document at least');
  if (second !== undefined) {
    const start = second.range[0];
    const message = 'the file holds more than one document';
    first.errors.push(new YAMLParseError([start, start + 1], 'MULTIPLE_DOCS', message));
  }
  return treeOf(input.file, first, lines, { aliases: MAX_ALIASES, places: 'value' });
}

/** @throws ThreatloomError INPUT-008 */
export function checkYamlSize({ file, bytes }: ImportFile): void {
  if (bytes.length <= MAX_YAML_BYTES) return;
  throw new ThreatloomError(
    'INPUT-008',
    `the file holds more than ${MAX_YAML_BYTES / 1024 / 1024} MiB, the most that is read as YAML`,
    { file, hint: 'is this the right file?' },
  );
}

export interface TreeOptions {
  /** How many are followed. */
  readonly aliases: number;
  /** Where an entry of a mapping stands: where its key does, or where its value does. */
  readonly places: 'key' | 'value';
}

/** @throws ThreatloomError INPUT-006, INPUT-007 */
export function treeOf(
  file: string,
  document: Document,
  lines: LineCounter,
  { aliases, places }: TreeOptions,
): YamlDocument {
  throwOnFaults(file, document, lines);
  return {
    file,
    value: toValue(file, document, aliases),
    locate: (pointer) => {
      const { line, col } = lines.linePos(offsetOf(document, pointer, places));
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
    written: (pointer) => {
      const node = document.getIn(pointerSteps(pointer), true);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function throwOnFaults(file: string, document: Document, lines: LineCounter): void {
  const sorted = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const diagnostics = sorted.map(({ pos, message }): Diagnostic => {
    const { line, col } = lines.linePos(pos[0]);
    return {
      code: 'INPUT-006',
      severity: 'error',
      message: `this is not YAML: ${message.split('\n')[0] ?? ''}`,
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
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

function toValue(file: string, document: Document, aliases: number): unknown {
  try {
    return document.toJS({ maxAliasCount: aliases }) as unknown;
  } catch (cause) {
    if (cause instanceof Error && !cause.message.startsWith('Excessive')) throw notYaml(file, cause);
    throw new ThreatloomError('INPUT-007', 'the YAML repeats itself through too many aliases', {
      file,
      hint: `at most ${aliases} are followed; write the repeated parts out`,
      cause,
    });
  }
}

/** An alias without its anchor and a merge of what is no mapping show only when values are made. */
function notYaml(file: string, cause: Error): ThreatloomError {
  return new ThreatloomError('INPUT-006', `this is not YAML: ${cause.message.split('\n')[0] ?? ''}`, {
    file,
    hint: 'is the file complete and the right one?',
    cause,
  });
}

function offsetOf(document: Document, pointer: string, places: TreeOptions['places']): number {
  const path = pointerSteps(pointer);
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const step = path[length - 1]!;
    const node =
      places === 'key' && isMap(parent)
        ? parent.items.find(({ key }) => String(isScalar(key) ? key.value : key) === step)?.key
        : document.getIn(path.slice(0, length), true);
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start !== undefined) return start;
  }
  // Of several documents in one file each begins elsewhere.
  return document.contents?.range?.[0] ?? 0;
}
