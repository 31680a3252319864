/**
 * What tables name: crosswalks as SSSOM TSV, and frameworks of one's own as CSV.
 */
import { RENUMBERED } from '../resolve-mappings.ts';
import {
  placeOf,
  type EditionPlace,
  type FilePlaces,
  type IdPlace,
  type Left,
  type Span,
} from './id-place.ts';

/** Undefined where the text is no SSSOM table. */
export function sssomPlaces(text: string, left: Left): FilePlaces | undefined {
  const lines = linesOf(text);
  const head = lines.findIndex(({ text: line }) => line !== '' && !line.startsWith('#'));
  const columns = (lines[head]?.text ?? '').split('\t');
  if (!columns.includes('subject_id') || !columns.includes('object_id')) return undefined;
  const ids: IdPlace[] = [];
  const editions: EditionPlace[] = [];
  for (const side of ['subject', 'object'] as const) {
    const whole = metadata(lines.slice(0, head), `${side}_source_version`);
    let usesWhole = false;
    for (const line of lines.slice(head + 1)) {
      const cells = cellsOf(line);
      const cell = (name: string): Cell | undefined => cells[columns.indexOf(name)];
      const curie = cell(`${side}_id`);
      const id =
        curie?.text.startsWith(`${left.framework}:`) === true
          ? curie.text.slice(left.framework.length + 1)
          : '';
      const name = left.names.get(id.replaceAll('%20', ' '));
      if (curie === undefined || name === undefined) continue;
      const own = cell(`${side}_source_version`);
      const stated = own?.text === '' ? undefined : own;
      const edition = stated ?? whole;
      if (edition === undefined ? RENUMBERED.has(left.framework) : edition.text !== left.edition) continue;
      usesWhole ||= stated === undefined && whole !== undefined;
      const label = cell(`${side}_label`);
      ids.push({
        id: { start: curie.end - id.length, end: curie.end, text: id.replaceAll('%20', ' ') },
        what: `${side}_id`,
        ...(stated === undefined ? {} : { edition: stated }),
        ...(label?.text === name ? { label } : {}),
      });
    }
    if (usesWhole && whole !== undefined) editions.push({ ...whole, what: `${side}_source_version` });
  }
  return { ids: ids.sort((a, b) => a.id.start - b.id.start), editions };
}

/** Undefined where the text is no framework of one's own. */
export function ownCsvPlaces(text: string, left: Left): FilePlaces | undefined {
  if (!/^\uFEFF?#\s*threatloom-framework\s*:/.test(text)) return undefined;
  const ids = linesOf(text)
    .filter(({ text: line }) => !line.startsWith('#'))
    .flatMap((line, row) =>
      [...line.text.matchAll(/[^|,;"]+/g)].flatMap((match) => {
        const written = match[0].trim();
        if (!written.includes(':')) return [];
        const start = line.start + match.index + match[0].indexOf(written);
        return placeOf(written, start, left, `row ${row}`) ?? [];
      }),
    );
  return { ids, editions: [] };
}

interface Cell extends Span {
  readonly text: string;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\r\n]+/g)].map((match) => ({ text: match[0], start: match.index }));
}

/** Cells between tabs; a cell in double quotes without them. */
function cellsOf({ text, start }: Line): readonly Cell[] {
  let at = start;
  return text.split('\t').map((cell) => {
    const quoted = /^"([^"]*)"$/.exec(cell)?.[1];
    const from = quoted === undefined ? at : at + 1;
    at += cell.length + 1;
    const content = quoted ?? cell;
    return { text: content, start: from, end: from + content.length };
  });
}

function metadata(lines: readonly Line[], key: string): Cell | undefined {
  for (const { text, start } of lines) {
    const match = new RegExp(String.raw`^(#\s*${key}\s*:\s*["']?)([^"'\s]+)["']?\s*$`).exec(text);
    if (match === null) continue;
    const [, before = '', value = ''] = match;
    const from = start + before.length;
    return { text: value, start: from, end: from + value.length };
  }
  return undefined;
}
