import type { Diagnostic } from '#model/diagnostics';
import type { ImportFile } from '#model/framework-importer';
import type { MappingPredicate, MappingRecord } from '#model/framework-records';
import { parseDelimited } from '../../formats/delimited/parse-delimited.ts';
import { decodeText } from '../../formats/text.ts';
import { frameworkOf, readEnd } from './ends.ts';

export interface Table {
  /** Without the head. */
  readonly rows: number;
  readonly mappings: readonly MappingRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

const COLUMNS = ['subject_id', 'predicate_id', 'object_id', 'mapping_justification'] as const;

/** Nexus's own relations; those without a counterpart are about tasks and adapters, not about risks or controls. */
const PREDICATES: Readonly<Record<string, MappingPredicate | undefined>> = {
  'skos:exactMatch': 'skos:exactMatch',
  'skos:closeMatch': 'skos:closeMatch',
  'skos:broadMatch': 'skos:broadMatch',
  'skos:narrowMatch': 'skos:narrowMatch',
  'skos:relatedMatch': 'skos:relatedMatch',
  noMatch: 'threatloom:noMatch',
  'nexus:hasRelatedRisk': 'skos:relatedMatch',
  'nexus:isCategorizedAs': 'skos:broadMatch',
};
const OTHER_RELATIONS: ReadonlySet<string> = new Set(['nexus:requiredByTask', 'nexus:implementedByAdapter']);

/** Id of the end that says "nothing in this framework", as in SSSOM files. */
const NOTHING = '*';

type Cell = (name: string) => string | undefined;

/**
 * One table. Its justification is kept row by row: some rows were matched by a language model
 * (`semapv:LLMBasedMatching`). A similarity score is no confidence and is left out.
 */
export function readTable(file: ImportFile, edition: string): Table {
  // Comments become empty lines, so that rows keep their line numbers.
  const text = decodeText(file).replace(/^#.*$/gm, '');
  const [head, ...rows] = parseDelimited(text, '\t');
  const columns = head?.cells.map((name) => name.trim()) ?? [];
  const missing = COLUMNS.filter((name) => !columns.includes(name));
  const diagnostics: Diagnostic[] = [];
  const report = (severity: Diagnostic['severity'], code: string, message: string, line: number): void => {
    diagnostics.push({ code, severity, message, file: file.file, line });
  };
  if (missing.length > 0) {
    report('error', 'IBM-003', `the table has no column ${missing.join(', ')}`, head?.line ?? 1);
    return { rows: rows.length, mappings: [], diagnostics };
  }
  const source = `AI Atlas Nexus ${file.file.replace(/(?:\.sssom)?\.tsv$/, '')}`;
  const targets = new Set(
    rows.flatMap(({ cells }) => frameworkOf(cells[columns.indexOf('object_id')]) ?? []),
  );
  let others = 0;
  const mappings = rows.flatMap(({ cells, line }): MappingRecord[] => {
    const lost = cells[columns.indexOf('object_id')]?.startsWith('semapv:') === true;
    if (lost) report('warning', 'IBM-003', 'the row lost its cells of the object; read without one', line);
    const whole = lost ? [...cells.slice(0, 3), '', '', ...cells.slice(3)] : cells;
    const cell: Cell = (name) => {
      const value = whole[columns.indexOf(name)]?.trim();
      return value === '' ? undefined : value;
    };
    const relation = cell('predicate_id') ?? '';
    if (OTHER_RELATIONS.has(relation)) {
      others += 1;
      return [];
    }
    const read = readRow(cell, targets, edition, source);
    if (typeof read !== 'string') return [read];
    report('error', 'IBM-003', read, line);
    return [];
  });
  if (others > 0) report('info', 'IBM-004', `${others} rows relate tasks or adapters and are left out`, 1);
  return { rows: rows.length, mappings, diagnostics };
}

/** The mapping, or what is wrong with the row. */
function readRow(
  cell: Cell,
  targets: ReadonlySet<string>,
  edition: string,
  source: string,
): MappingRecord | string {
  const relation = cell('predicate_id') ?? '';
  const predicate = PREDICATES[relation];
  if (predicate === undefined) return `unknown relation "${relation}"`;
  const subject = readEnd(cell('subject_id') ?? '', cell('subject_label'), edition);
  if (subject === undefined) return `"${cell('subject_id') ?? ''}" is no id of a known form`;
  const written = cell('object_id');
  const [only] = targets;
  const object =
    written === undefined && predicate === 'threatloom:noMatch' && targets.size === 1 && only !== undefined
      ? readEnd(`${only}:${NOTHING}`, undefined, edition)
      : readEnd(written ?? '', cell('object_label'), edition);
  if (object === undefined) return `"${written ?? ''}" is no id of a known form`;
  const justification = cell('mapping_justification');
  if (justification === undefined) return 'a mapping needs its justification';
  const confidence = Number(cell('confidence') ?? Number.NaN);
  return {
    subject,
    predicate,
    object,
    justification,
    ...(confidence >= 0 && confidence <= 1 ? { confidence } : {}),
    trust: 'community',
    source,
  };
}
