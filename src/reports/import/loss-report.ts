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
  const isOneLine = (file: string): boolean => {
    const entries = report.losses.filter(({ place }) => place.file === file);
    return entries.length > 1 && entries.every(({ place }) => place.line === 1);
  };
  const oneLiners = new Set(report.sources.map(({ file }) => file).filter(isOneLine));
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
