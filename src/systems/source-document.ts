import { jsonErrorOffset } from '#importers/formats/json/error-offset';
import { TextLines } from '#model/text-lines';
import type { Findings, Locate, Path, Place } from './findings.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { TEXT_KEYS } from './structure.ts';
import { YamlTree } from './yaml-tree.ts';

/**
 * Characters of text that are read: 8 Mi, some 30,000 assets and 60,000 flows. A tree of a YAML text takes about a
 * hundred times its memory.
 */
export const MAX_TEXT_LENGTH = 8 * 1024 * 1024;
/** From this length on, a text without the word `threatloom` is not looked at any further. */
const SUSPICIOUS_LENGTH = 64 * 1024;

const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/;

export interface SourceDocument {
  readonly value: unknown;
  readonly locate: Locate;
  /** Where the text stops being well-formed; what was read after it is a guess. */
  readonly brokenAt?: Place;
}

/** Reads YAML 1.2 or JSON. Undefined where there is nothing to go on with; the findings say why. */
export function readSource(file: string, text: string, findings: Findings): SourceDocument | undefined {
  if (!looksLikeText(text, findings)) return undefined;
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const isJson = file.toLowerCase().endsWith('.json');
  const plain = readPlainYaml(source, TEXT_KEYS);
  if (plain !== undefined) {
    if (isJson) reportJsonFault(source, findings);
    return plain;
  }
  const tree = YamlTree.parse(source, findings);
  if (tree === undefined) return undefined;
  const value = tree.toValue(findings);
  const brokenAt = tree.firstError;
  if (isJson && brokenAt === undefined) reportJsonFault(source, findings);
  const locate = (path: Path, part: 'key' | 'value'): Place => tree.locate(path, part);
  return { value, locate, ...(brokenAt === undefined ? {} : { brokenAt }) };
}

function looksLikeText(text: string, findings: Findings): boolean {
  const start: Place = { line: 1, column: 1 };
  if (text.length > MAX_TEXT_LENGTH) {
    findings.add('SYS-003', [], `the file is larger than ${MAX_TEXT_LENGTH / 1024 / 1024} MiB`, {
      place: start,
      hint: 'is this the right file? A system of this size is better described in parts',
    });
    return false;
  }
  const fault = NOT_TEXT.exec(text);
  if (fault !== null) {
    findings.add('SYS-002', [], 'the file is not UTF-8 text', {
      place: new TextLines(text).placeOf(fault.index),
      hint: 'a system model is a YAML or JSON file',
    });
    return false;
  }
  if (text.trim() === '') {
    findings.add('SYS-002', [], 'the file is empty', { place: start, hint: 'begin with threatloom: 1' });
    return false;
  }
  if (text.length > SUSPICIOUS_LENGTH && !text.includes('threatloom')) {
    findings.add('SYS-002', [], 'this is no system model: nothing in it says threatloom: 1', {
      place: start,
    });
    return false;
  }
  return true;
}

/** YAML reads almost all JSON, and much that is none: trailing commas, comments, words without quotes. */
function reportJsonFault(text: string, findings: Findings): void {
  const offset = jsonErrorOffset(text);
  if (offset === undefined) return;
  findings.add('SYS-001', [], offset === text.length ? 'the JSON is cut short' : 'this is not JSON', {
    place: new TextLines(text).placeOf(offset),
    hint: 'a file named .json has to be JSON; name it .yaml if it is YAML',
  });
}
