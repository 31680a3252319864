/**
 * Reads mappings in SSSOM TSV (Simple Standard for Sharing Ontological Mappings 1.0,
 * https://mapping-commons.github.io/sssom/): metadata as YAML in `#` lines, then a table with tabs.
 *
 * Ids are CURIEs whose prefix is the framework's id here: `atlas:AML.T0051`, `nist-ai-rmf:GOVERN 1.1` (a space may be
 * written `%20`, and a percent sign `%25`). Editions come from `subject_source_version` and `object_source_version`, as a column or for the
 * whole set. `trust` (official, derived, community) is an extension of ours, by row or set; community where absent.
 * "Reviewed, nothing fits" is `sssom:NoTermFound` at one end, with `object_source` naming the framework.
 */
import { parse as parseYaml } from 'yaml';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { MappingEnd, MappingPredicate, MappingRecord, MappingTrust } from '#model/framework-records';

export interface MappingSet {
  readonly file: string;
  readonly mappings: readonly MappingRecord[];
  /** 1-based line of each of `mappings`. */
  readonly lines: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Id of the end that says "nothing in this framework". */
export const NO_TERM = '*';

const PREDICATES: ReadonlySet<string> = new Set<MappingPredicate>([
  'skos:exactMatch',
  'skos:closeMatch',
  'skos:broadMatch',
  'skos:narrowMatch',
  'skos:relatedMatch',
  'threatloom:mitigates',
  'threatloom:satisfies',
  'threatloom:noMatch',
]);
const TRUSTS: ReadonlySet<string> = new Set<MappingTrust>(['official', 'derived', 'community']);
const REQUIRED = ['subject_id', 'predicate_id', 'object_id', 'mapping_justification'];

/**
 * @returns the good rows; wrong ones come as diagnostics (SSSOM-002 …) with their line
 * @throws ThreatloomError SSSOM-001 where the file has no table with the required columns
 */
export function readSssom(text: string, file: string): MappingSet {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const start = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  const columns = start < 0 ? [] : cells(lines[start]!);
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new ThreatloomError('SSSOM-001', `the table of mappings has no column ${missing.join(', ')}`, {
      file,
      line: Math.max(start, 0) + 1,
      column: 1,
      hint: 'expected SSSOM TSV: "#" lines with metadata, then a header line, columns divided by tabs',
    });
  }
  const diagnostics: Diagnostic[] = [];
  const metadata = readMetadata(lines.slice(0, start), file, diagnostics);
  const mappings: MappingRecord[] = [];
  const kept: number[] = [];
  lines.slice(start + 1).forEach((line, index) => {
    if (line.trim() === '') return;
    const number = start + 2 + index;
    const values = cells(line);
    const row = (name: string): string | undefined => {
      const value = values[columns.indexOf(name)]?.trim();
      return value === undefined || value === '' ? metadata.get(name) : value;
    };
    const report = (code: string, message: string, column: string, hint?: string): void => {
      const place = { file, line: number, column: columnOffset(values, columns.indexOf(column)) };
      diagnostics.push({
        code,
        severity: 'error',
        message,
        ...place,
        ...(hint === undefined ? {} : { hint }),
      });
    };
    const mapping = readRow(row, report, file);
    if (mapping === undefined) return;
    mappings.push(mapping);
    kept.push(number);
  });
  return { file, mappings, lines: kept, diagnostics };
}

type Row = (name: string) => string | undefined;
type Report = (code: string, message: string, column: string, hint?: string) => void;

function readRow(row: Row, report: Report, file: string): MappingRecord | undefined {
  const subject = readEnd('subject', row, report);
  const object = readEnd('object', row, report);
  const predicate = row('predicate_id') ?? '';
  if (!PREDICATES.has(predicate)) {
    report(
      'SSSOM-003',
      `unknown predicate "${predicate}"`,
      'predicate_id',
      `known: ${[...PREDICATES].join(', ')}`,
    );
    return undefined;
  }
  const justification = row('mapping_justification');
  if (justification === undefined)
    report('SSSOM-004', 'a mapping needs its justification', 'mapping_justification');
  const trust = row('trust') ?? 'community';
  if (!TRUSTS.has(trust))
    report('SSSOM-005', `unknown trust "${trust}"`, 'trust', `known: ${[...TRUSTS].join(', ')}`);
  const confidence = readConfidence(row('confidence'), report);
  if (subject === undefined || object === undefined || justification === undefined || !TRUSTS.has(trust)) {
    return undefined;
  }
  const author = row('author_label') ?? row('author_id');
  const nothing = subject.id === NO_TERM || object.id === NO_TERM;
  return {
    subject,
    predicate: nothing ? 'threatloom:noMatch' : (predicate as MappingPredicate),
    object,
    justification,
    ...(confidence === undefined ? {} : { confidence }),
    ...(author === undefined ? {} : { author }),
    trust: trust as MappingTrust,
    source: row('mapping_source') ?? sourceName(row) ?? file.replace(/\.sssom\.tsv$/, ''),
  };
}

function readEnd(side: 'subject' | 'object', row: Row, report: Report): MappingEnd | undefined {
  const curie = row(`${side}_id`) ?? '';
  const edition = row(`${side}_source_version`);
  const label = row(`${side}_label`);
  const rest = { ...(edition === undefined ? {} : { edition }), ...(label === undefined ? {} : { label }) };
  if (curie === 'sssom:NoTermFound') {
    const framework = row(`${side}_source`)?.replace(/^.*:/, '');
    if (framework !== undefined) return { framework, id: NO_TERM, ...rest };
    report('SSSOM-002', `sssom:NoTermFound needs "${side}_source" to say in which framework`, `${side}_id`);
    return undefined;
  }
  const [, framework, id] = /^([a-z0-9][a-z0-9-]*):(.+)$/.exec(curie) ?? [];
  if (framework === undefined || id === undefined) {
    report('SSSOM-002', `"${curie}" is not an id of the form framework:id`, `${side}_id`);
    return undefined;
  }
  return { framework, id: id.replaceAll('%20', ' ').replaceAll('%25', '%'), ...rest };
}

function readConfidence(text: string | undefined, report: Report): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  report('SSSOM-006', `the confidence "${text}" is not between 0 and 1`, 'confidence');
  return undefined;
}

/** Last part of the set's id and its version: `cosai-risk-map 2026-08-19`. */
function sourceName(row: Row): string | undefined {
  const name = row('mapping_set_id')
    ?.replace(/\.sssom\.tsv$/, '')
    .split(/[/#:]/)
    .at(-1);
  const version = row('mapping_set_version');
  return name === undefined || version === undefined ? name : `${name} ${version}`;
}

function readMetadata(
  lines: readonly string[],
  file: string,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, string> {
  const text = lines.map((line) => line.replace(/^#\s?/, '')).join('\n');
  let content: unknown;
  try {
    // Versions and dates must stay as written: 2026.10 is no number here.
    content = parseYaml(text, { schema: 'failsafe', maxAliasCount: 0 });
  } catch (error) {
    const message = `the metadata is not YAML: ${error instanceof Error ? error.message.split('\n')[0]! : ''}`;
    diagnostics.push({ code: 'SSSOM-007', severity: 'error', message, file, line: 1, column: 1 });
  }
  if (typeof content !== 'object' || content === null) return new Map();
  return new Map(
    Object.entries(content).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Cells of a line; a cell may stand in double quotes, with quotes inside doubled. */
function cells(line: string): readonly string[] {
  return line
    .split('\t')
    .map((cell) => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

/** 1-based column of a cell in its line. */
function columnOffset(values: readonly string[], index: number): number {
  return values.slice(0, Math.max(index, 0)).reduce((sum, value) => sum + value.length + 1, 1);
}
