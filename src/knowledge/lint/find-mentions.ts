/**
 * Finds what a mapping file names, whatever its format: delimited tables (SSSOM, CSV, TSV), JSON, and text (markdown,
 * YAML). A label is taken only where the file's shape makes it one.
 */
import { parseDelimited, type DelimitedRow } from '#importers/formats/delimited/parse-delimited';
import { TextLines } from '../text-lines.ts';
import { mentionsInSssom } from './sssom-mentions.ts';
import { findIds, type FoundId, type Mention } from './mention.ts';

/**
 * @param text the whole file
 * @returns in the order of the file; an id without a label where none is recognised
 */
export function findMentions(text: string): readonly Mention[] {
  const json = parseJson(text);
  if (json !== undefined) return mentionsInJson(json, text);
  return mentionsInSssom(text) ?? mentionsInTable(text) ?? mentionsInText(text);
}

function parseJson(text: string): object | undefined {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const MAX_MISSES = 100;

/** `{"control_id": "AML.T0051", "control_name": "…"}`, `{"id": …, "name": …}` and texts `AML.T0051 LLM Prompt Injection`. */
function mentionsInJson(root: object, text: string): readonly Mention[] {
  const places = new TextLines(text);
  const mentions: Mention[] = [];
  let cursor = 0;
  let misses = 0;
  const add = (found: FoundId, written: string, label: string | undefined): void => {
    // What stands there with escapes is not found, and each search for it goes through the rest of the text.
    const at = misses < MAX_MISSES ? text.indexOf(written, cursor) : -1;
    if (at < 0) misses += 1;
    cursor = at < 0 ? cursor : at + written.length;
    mentions.push({ ...identity(found), ...labelled(label), ...places.at(Math.max(at, 0)) });
  };
  const visit = (value: unknown, owner: Readonly<Record<string, unknown>>, key: string): void => {
    if (typeof value === 'string') {
      const whole = findIds(value).find(({ start }) => start === 0);
      if (whole === undefined) return;
      const rest = /^[\s:–—|-]+(\S.*)$/s.exec(value.slice(whole.end))?.[1];
      if (whole.end === value.length) add(whole, value, labelBeside(owner, key));
      else if (rest !== undefined) add(whole, value.slice(0, whole.end), rest);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, {}, '');
    } else if (typeof value === 'object' && value !== null) {
      const fields = value as Record<string, unknown>;
      for (const [name, field] of Object.entries(fields)) visit(field, fields, name);
    }
  };
  visit(root, {}, '');
  return mentions;
}

function labelBeside(owner: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const stem = /^(.*?)_?id$/i.exec(key)?.[1];
  if (stem === undefined) return undefined;
  for (const name of ['name', 'label', 'title']) {
    const value = owner[stem === '' ? name : `${stem}_${name}`];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** Crosswalks have some twenty. */
const MAX_COLUMNS = 500;

/** Columns `…_id` with `…_label` or `…_name` beside them; undefined where the text has no such table. */
function mentionsInTable(text: string): readonly Mention[] | undefined {
  const lines = text.split(/\r?\n/);
  const [head, ...rows] = rowsOf(lines);
  const columns = head?.cells ?? [];
  if (columns.length < 2 || columns.length > MAX_COLUMNS) return undefined;
  const pairs = columns.flatMap((column, at) => {
    const stem = /^(\w*?)_?id$/i.exec(column)?.[1];
    if (stem === undefined) return [];
    return [{ at, label: columns.findIndex((name) => name === `${stem}_label` || name === `${stem}_name`) }];
  });
  if (pairs.length === 0) return undefined;
  return rows.flatMap(({ cells, line }) =>
    pairs.flatMap(({ at, label }) => {
      const cell = cells[at] ?? '';
      const ids = findIds(cell);
      const name = ids.length === 1 ? cells[label] : undefined;
      const before = Math.max(lines[line - 1]!.indexOf(cell), 0);
      return ids.map((found) => ({
        ...identity(found),
        ...labelled(name),
        line,
        column: before + found.start + 1,
      }));
    }),
  );
}

/** SSSOM's metadata stand in lines that begin with `#`; its tables know no quotes. */
function rowsOf(lines: readonly string[]): readonly DelimitedRow[] {
  const kept = lines.map((line) => (line.startsWith('#') ? '' : line));
  if (kept.find((line) => line !== '')?.includes('\t') !== true) return parseDelimited(kept.join('\n'), ',');
  return kept.flatMap((line, index) => (line === '' ? [] : [{ cells: line.split('\t'), line: index + 1 }]));
}

/** Before an id that stands at the head of a cell, a list item, a link or a quoted text. */
const HEAD = /(?:^\s*(?:[-*+]\s+|\d+\.\s+)?|[[|"'`]\s*|\bsec\. )$/;
const LABEL = /^(?:\s*[–—|:-]\s*|\s+)(\p{L}[^[\]|\n"]*)/u;

/** Characters beside an id that are looked at, so that a line of megabytes takes no longer than its ids do. */
const BESIDE = 300;

/** Markdown, YAML and the like, line by line. Ids in addresses are held against the edition without a label. */
function mentionsInText(text: string): readonly Mention[] {
  return text.split(/\r?\n/).flatMap((line, index) =>
    findIds(line).map((found) => {
      // Before a long line's later ids stands no beginning of a line.
      const before =
        found.start > BESIDE
          ? `x${line.slice(found.start - BESIDE, found.start)}`
          : line.slice(0, found.start);
      const label = HEAD.test(before)
        ? LABEL.exec(line.slice(found.end, found.end + BESIDE))?.[1]
        : undefined;
      return { ...identity(found), ...labelled(label), line: index + 1, column: found.start + 1 };
    }),
  );
}

function identity({ framework, edition, id }: FoundId): Pick<Mention, 'framework' | 'edition' | 'id'> {
  return { framework, id, ...(edition === undefined ? {} : { edition }) };
}

function labelled(label: string | undefined): { readonly label?: string } {
  const text = label?.replace(/[*_`]+/g, ' ').trim();
  return text === undefined || text === '' ? {} : { label: text };
}
