/**
 * Holds the ends of mappings against the loaded editions: what is not there, is withdrawn, or has another name is
 * reported, never guessed.
 */
import type { Diagnostic, Severity } from '#model/diagnostics';
import { nearestWord } from '#model/diagnostics';
import type { MappingEnd, MappingRecord } from '#model/framework-records';
import type { Catalogue, RecordKind, RecordRef } from './catalogue.ts';
import type { ResolvedMapping } from './links.ts';
import { NO_TERM } from './sssom.ts';

/** Where a mapping stands, for messages. */
export interface MappingPlace {
  readonly file?: string;
  readonly line?: number;
}

export interface PlacedMapping {
  readonly mapping: MappingRecord;
  readonly place: MappingPlace;
}

export interface Resolution {
  readonly mappings: readonly ResolvedMapping[];
  readonly reviewedNone: readonly MappingRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Frameworks that give their numbers anew with each edition: LLM05 of 2026 is not LLM05 of 2025. An end that names no
 * edition of these, or one that is not loaded, cannot be resolved; other frameworks keep their ids for ever.
 */
export const RENUMBERED: ReadonlySet<string> = new Set(['owasp-llm']);

/**
 * Codes: MAP-001 unknown id (error), MAP-002 withdrawn (warning), MAP-003 other name (warning), MAP-004 framework not
 * loaded (info, once for each), MAP-005 edition missing (error), MAP-006 edition not loaded (info, once for each).
 * O(n), but for the "did you mean" of unknown labels.
 */
export function resolveMappings(catalogue: Catalogue, rows: readonly PlacedMapping[]): Resolution {
  const diagnostics: Diagnostic[] = [];
  const once = new Set<string>();
  const mappings: ResolvedMapping[] = [];
  const reviewedNone: MappingRecord[] = [];

  for (const { mapping, place } of rows) {
    const report = (severity: Severity, code: string, message: string, hint?: string): void => {
      const text = `${mapping.source}: ${message}`;
      diagnostics.push({ code, severity, message: text, ...place, ...(hint === undefined ? {} : { hint }) });
    };
    const reportOnce: typeof report = (severity, code, message, hint) => {
      if (once.has(`${mapping.source} ${message}`)) return;
      once.add(`${mapping.source} ${message}`);
      report(severity, code, message, hint);
    };
    const resolve = (end: MappingEnd, like?: RecordKind): RecordRef | undefined => {
      const edition = editionFor(catalogue, end, report, reportOnce);
      if (edition === undefined) return undefined;
      const ref = catalogue.find(end.framework, end.id, edition, like);
      if (ref === undefined) {
        report(
          'error',
          'MAP-001',
          `${end.framework} ${edition} has no ${end.id}`,
          hintFor(catalogue, end, edition),
        );
      }
      return ref;
    };

    if (mapping.predicate === 'threatloom:noMatch') {
      const ends = [mapping.subject, mapping.object].filter(({ id }) => id !== NO_TERM);
      if (ends.every((end) => resolve(end) !== undefined)) reviewedNone.push(mapping);
      continue;
    }
    const subject = resolve(mapping.subject);
    const object = resolve(mapping.object, subject?.kind);
    if (subject === undefined || object === undefined) continue;
    checkEnd(catalogue, mapping.subject, subject, report);
    checkEnd(catalogue, mapping.object, object, report);
    mappings.push({ mapping, subject, object });
  }
  return { mappings, reviewedNone, diagnostics };
}

type Report = (severity: Severity, code: string, message: string, hint?: string) => void;

function editionFor(
  catalogue: Catalogue,
  { framework, edition, id }: MappingEnd,
  report: Report,
  reportOnce: Report,
): string | undefined {
  const pinned = catalogue.pinned(framework);
  if (pinned === undefined) {
    reportOnce('info', 'MAP-004', `the framework ${framework} is not loaded; its rows are left out`);
    return undefined;
  }
  if (edition !== undefined && catalogue.has(framework, edition)) return edition;
  if (!RENUMBERED.has(framework)) {
    if (edition !== undefined) {
      reportOnce('info', 'MAP-006', `means ${framework} ${edition}; held against the pinned ${pinned}`);
    }
    return pinned;
  }
  if (edition === undefined) {
    const hint = 'its editions number their items differently';
    report('error', 'MAP-005', `${framework} ${id} names no edition and so no item`, hint);
  } else {
    reportOnce(
      'info',
      'MAP-006',
      `means ${framework} ${edition}, which is not loaded; its rows are left out`,
    );
  }
  return undefined;
}

function checkEnd(catalogue: Catalogue, end: MappingEnd, ref: RecordRef, report: Report): void {
  if (ref.status === 'withdrawn') {
    const heir = successorOf(catalogue, ref);
    const hint =
      heir === undefined ? 'nothing took its place' : `its place was taken by ${heir.id} ${heir.name}`;
    report('warning', 'MAP-002', `${ref.framework} ${ref.edition} withdrew ${ref.id}`, hint);
  }
  if (end.label !== undefined && !labelFits(catalogue, ref, end.label)) {
    const name = catalogue.fullName(ref);
    report(
      'warning',
      'MAP-003',
      `${ref.id} is not called "${end.label}"`,
      `in ${ref.edition} it is "${name}"`,
    );
  }
}

/** Whether a label names the record: its name, or with its parent's name before, letters' case aside. */
export function labelFits(catalogue: Catalogue, ref: RecordRef, label: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return [ref.name, catalogue.fullName(ref)].some((name) => plain(name) === plain(label));
}

/** Follows `succeededBy` to the last one that is there; undefined where nothing took its place. Cycles end. */
export function successorOf(catalogue: Catalogue, ref: RecordRef): RecordRef | undefined {
  const seen = new Set([ref]);
  let last: RecordRef | undefined;
  for (
    let heir = heirOf(catalogue, ref);
    heir !== undefined && !seen.has(heir);
    heir = heirOf(catalogue, heir)
  ) {
    seen.add(heir);
    last = heir;
  }
  return last;
}

function heirOf(catalogue: Catalogue, { kind, framework, edition, id }: RecordRef): RecordRef | undefined {
  const record = catalogue.record(kind, framework, id, edition);
  const heir = record !== undefined && 'succeededBy' in record ? record.succeededBy : undefined;
  return heir === undefined ? undefined : catalogue.ref(kind, framework, heir, edition);
}

function hintFor(
  catalogue: Catalogue,
  { framework, label, id }: MappingEnd,
  edition: string,
): string | undefined {
  const refs = (['technique', 'risk', 'control', 'requirement', 'tactic'] as const)
    .flatMap((kind) => catalogue.all(kind))
    .filter((ref) => ref.framework === framework && ref.edition === edition);
  const named = label === undefined ? undefined : refs.find((ref) => labelFits(catalogue, ref, label));
  if (named !== undefined) return `"${named.name}" is ${named.id}`;
  const near = nearestWord(
    id,
    refs.map((ref) => ref.id),
  );
  return near === undefined ? undefined : `did you mean ${near}?`;
}
