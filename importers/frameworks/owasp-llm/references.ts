import { findForeignId, type ForeignId } from './id-schemes.ts';

/** One reference that an entry makes to another framework. */
export interface Reference {
  /** Absent where the entry names a whole document ("GDPR", "NIST AI 600-1") and no item of it. */
  readonly target?: ForeignId & { readonly label?: string };
  /** 1-based line in the entry's file. */
  readonly line: number;
}

const RELATED_HEADING = /^#{2,4}\s*(?:Related Frameworks|相关框架)/;
const REFERENCE_HEADING = /^#{2,4}\s*Reference(?: Link)?s\b/;
/** Bounded, so that a line of a million brackets is read in linear time. */
const LINK = /\[([^\]]{0,300})\]\(([^)\s]{0,500})\)/g;

/**
 * The references of one entry: a table since 2026 (framework, reference, relevance; in LLM01 only reference and
 * relevance), a list of links in 2025, and in v1.1, which has no such section, the links to ATLAS among the literature.
 */
export function readReferences(lines: readonly string[]): Reference[] {
  const related = sectionOf(lines, RELATED_HEADING);
  if (related !== undefined) return related.flatMap(([text, line]) => referencesInLine(text, line));
  const literature = sectionOf(lines, REFERENCE_HEADING) ?? [];
  return literature
    .filter(([text]) => text.includes('//atlas.mitre.org/'))
    .flatMap(([text, line]) => referencesInLine(text, line));
}

function sectionOf(lines: readonly string[], heading: RegExp): [string, number][] | undefined {
  const start = lines.findIndex((line) => heading.test(line));
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const length = rest.findIndex((line) => /^#{1,4}\s/.test(line));
  const body = length < 0 ? rest : rest.slice(0, length);
  return body.map((text, index) => [text, start + index + 2]);
}

function referencesInLine(text: string, line: number): Reference[] {
  if (text.startsWith('|')) return referencesInRow(text, line);
  if (!/^\s*(?:[-*]|\d+\.)\s/.test(text)) return [];
  const links = [...text.matchAll(LINK)];
  const found = links.flatMap(([, label = '', url = '']) => {
    const target = targetOf(label) ?? targetOf(lastOf(url.replace(/\/$/, '')), label);
    return target === undefined ? [] : [{ target, line }];
  });
  return found.length > 0 ? found : [{ line }];
}

function referencesInRow(text: string, line: number): Reference[] {
  const cells = text.split('|').slice(1, -1);
  // The last column says why; ids in it are not references of this row.
  const reference = cells.at(-2)?.trim() ?? '';
  const isHead = /^(?:ID|Reference|Framework \/ ID)$/.test(reference) || /^[-:\s]*$/.test(reference);
  if (isHead) return [];
  const target = targetOf(reference.replace(LINK, '$1'));
  return [target === undefined ? { line } : { target, line }];
}

/** @param labelElsewhere the label, where `text` is a URL that holds the id only */
function targetOf(text: string, labelElsewhere?: string): Reference['target'] {
  const found = findForeignId(text);
  if (found === undefined) return undefined;
  const label = tidyLabel(labelElsewhere ?? text.slice(found.end));
  return label === '' ? found.target : { ...found.target, label };
}

/** Takes off what joins a label to its id or names the framework once more, and nothing else. */
function tidyLabel(text: string): string {
  return text
    .replace(/^[\s:：|–—-]+/, '')
    .replace(/^MITRE ATLAS \(framework\)\s+/, '')
    .replace(/:\s*MITRE ATLAS$/i, '')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
