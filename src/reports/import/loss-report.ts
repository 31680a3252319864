import { OUTCOMES, type ImportReport, type LossEntry, type Outcome } from '#model/system-importer';
import type { SourcePlace } from '#model/draft-system';
import { singleLine } from '../text/single-line.ts';

const TITLES: Readonly<Record<Outcome, string>> = {
  read: 'Read: in the model, as the file says it',
  guessed: 'Guessed: in the model, and worth a look',
  kept: 'Kept: in the model under an x- key, where no rule reads it',
  'not-read': 'Not read: not in the model',
};

/**
 * Two lines for the terminal.
 *
 * @example
 * system.json: OWASP Threat Dragon, version 2
 * 48 parts: 24 read, 22 guessed, 0 kept, 2 not read
 */
export function lossSummary({ format, sources, counts, losses }: ImportReport): string {
  const [first] = sources;
  const from =
    sources.length === 1 && first !== undefined ? singleLine(first.file) : `${sources.length} files`;
  const numbers = OUTCOMES.map((outcome) => `${counts[outcome]} ${wordsOf(outcome)}`).join(', ');
  return `${from}: ${format.title}\n${losses.length} part${losses.length === 1 ? '' : 's'}: ${numbers}\n`;
}

/**
 * Line by line: where it stands, what it is, what it became and why; grouped by what became of it. In a file that is all
 * one line, as tools write them, the path says where.
 */
export function lossReport(report: ImportReport): string {
  const oneLiners = oneLinersOf(report);
  const groups = OUTCOMES.flatMap((outcome) => {
    const entries = report.losses.filter((entry) => entry.outcome === outcome);
    if (entries.length === 0) return [];
    return [
      `\n${TITLES[outcome]} (${entries.length})\n`,
      ...entries.map((entry) => `  ${lineOf(entry, oneLiners.has(entry.place.file))}\n`),
    ];
  });
  const sources = report.sources.map(({ file, sha256 }) => `  ${singleLine(file)} sha256:${sha256}\n`);
  return [lossSummary(report), ...sources, ...groups].join('');
}

/** Sources of which several parts are told, and all of them on their first line. O(sources + entries) */
function oneLinersOf({ sources, losses }: ImportReport): ReadonlySet<string> {
  const parts = new Map<string, number>();
  const longer = new Set<string>();
  for (const { place } of losses) {
    parts.set(place.file, (parts.get(place.file) ?? 0) + 1);
    if (place.line !== 1) longer.add(place.file);
  }
  const files = sources.map(({ file }) => file);
  return new Set(files.filter((file) => (parts.get(file) ?? 0) > 1 && !longer.has(file)));
}

export function lossReportJson(report: ImportReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function wordsOf(outcome: Outcome): string {
  return outcome === 'not-read' ? 'not read' : outcome;
}

function lineOf({ place, what, became, why }: LossEntry, isOneLine: boolean): string {
  const to = became === undefined ? '' : ` → ${became}`;
  const at = placeOf(place, isOneLine);
  return singleLine(`${at}: ${what}${to}${why === undefined ? '' : ` (${why})`}`);
}

function placeOf({ file, line, pointer }: SourcePlace, isOneLine: boolean): string {
  const hasPath = line === undefined || (isOneLine && pointer !== undefined && pointer !== '');
  return [file, hasPath ? pointer : line].filter((part) => part !== undefined).join(':');
}
