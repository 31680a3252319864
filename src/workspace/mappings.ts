/**
 * All mappings at hand: of the publishers, of this package and of the user's own files.
 */
import { resolve } from 'node:path';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { MappingRecord } from '#model/framework-records';
import type { RecordRef } from '#knowledge/catalogue';
import type { Knowledge } from '#knowledge/knowledge';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { TRUST_ORDER } from '#knowledge/mappings/compose';
import { readSssom } from '#knowledge/sssom';
import { readText } from './analysis.ts';
import { findEdition } from './editions.ts';
import { addedFrameworks } from './frameworks.ts';
import { loadLibraries } from './libraries.ts';

/**
 * Every shipped and added edition, the core library's controls, and mapping files of the user's in SSSOM TSV.
 *
 * @throws ThreatloomError CLI-001, CLI-002, SSSOM-001; MAPPING-001 with all diagnostics where a file has wrong rows
 */
export function openMappings(workspace: string, files: readonly string[] = []): Knowledge {
  const mappingSets = files.map((file) => readSssom(readText(resolve(workspace, file), file), file));
  const wrong = mappingSets.flatMap(({ diagnostics }) => diagnostics);
  if (wrong.length > 0) {
    throw new ThreatloomError('MAPPING-001', 'the mapping files have wrong rows', { diagnostics: wrong });
  }
  return loadKnowledge({
    ...addedFrameworks(workspace),
    libraries: loadLibraries([]),
    packs: 'all',
    mappingSets,
  });
}

/** One end of what is asked: a framework in one or all of its editions, or one record of it. */
export interface AskedEnd {
  readonly framework: string;
  readonly edition?: string;
  readonly id?: string;
}

/**
 * @param text `iso-42001`, `owasp-llm@2025`, `atlas/AML.T0051`, `owasp-llm@2025/LLM01`, `nist-ai-rmf/GOVERN 1.1`
 * @throws ThreatloomError EDITION-003 (no such framework or edition), MAPPING-002 (no such record, or not of this form)
 */
export function readAskedEnd(workspace: string, { catalogue }: Knowledge, text: string): AskedEnd {
  const [, named = '', id] = /^([^/]+)(?:\/(.+))?$/.exec(text) ?? [];
  const known = findEdition(workspace, named);
  if (known === undefined) {
    throw new ThreatloomError('MAPPING-002', `"${text}" names no framework`, {
      hint: 'write atlas, owasp-llm@2025, or with a record: owasp-llm@2025/LLM01',
    });
  }
  const edition = named.includes('@') ? { edition: known.edition } : {};
  if (id === undefined) return { framework: known.id, ...edition };
  if (catalogue.find(known.id, id, known.edition) === undefined) {
    throw new ThreatloomError('MAPPING-002', `${known.id} ${known.edition} has no ${id}`, {
      hint: 'see "framework list", or name another edition with @',
    });
  }
  return { framework: known.id, ...edition, id };
}

export function isAsked({ framework, edition, id }: AskedEnd): (record: RecordRef) => boolean {
  return (record) =>
    record.framework === framework &&
    (edition === undefined || record.edition === edition) &&
    (id === undefined || record.id === id);
}

/** A mapping and whether it was found; with the editions that its ends were held against. */
export interface ListedMapping {
  readonly mapping: MappingRecord;
  readonly subject?: RecordRef;
  readonly object?: RecordRef;
}

/**
 * Mappings between two ends in either direction, those that say that nothing fits among them: official before derived before
 * community, then by subject and object.
 *
 * @param to all others, where not given
 */
export function listMappings(knowledge: Knowledge, from: AskedEnd, to?: AskedEnd): readonly ListedMapping[] {
  const { catalogue, mappings, reviewedNone } = knowledge;
  const fits = (end: AskedEnd, framework: string, edition: string, id: string): boolean =>
    end.framework === framework &&
    (end.edition ?? edition) === edition &&
    (end.id === undefined || end.id === id);
  const listed: ListedMapping[] = [...mappings, ...reviewedNone.map((mapping) => ({ mapping }))];
  const order = ({ mapping }: ListedMapping): number => TRUST_ORDER.indexOf(mapping.trust);
  return listed
    .filter(({ mapping, subject, object }) => {
      const ends = [
        [mapping.subject, subject],
        [mapping.object, object],
      ] as const;
      const [a, b] = ends.map(
        ([end, ref]) =>
          (asked: AskedEnd): boolean =>
            fits(
              asked,
              end.framework,
              ref?.edition ?? end.edition ?? catalogue.pinned(end.framework) ?? '',
              end.id,
            ),
      ) as [(asked: AskedEnd) => boolean, (asked: AskedEnd) => boolean];
      if (to === undefined) return a(from) || b(from);
      return (a(from) && b(to)) || (b(from) && a(to));
    })
    .sort(
      (a, b) =>
        order(a) - order(b) ||
        compareText(endText(a.mapping.subject), endText(b.mapping.subject)) ||
        compareText(endText(a.mapping.object), endText(b.mapping.object)) ||
        compareText(JSON.stringify(a.mapping), JSON.stringify(b.mapping)),
    );
}

function endText({ framework, edition = '', id }: MappingRecord['subject']): string {
  return `${framework}@${edition}/${id}`;
}

/** The row with the editions that its ends were held against, where the source names none. */
export function withEditions({ mapping, subject, object }: ListedMapping): MappingRecord {
  const edition = (end: MappingRecord['subject'], ref: RecordRef | undefined): MappingRecord['subject'] => {
    const known = end.edition ?? ref?.edition;
    return { ...end, ...(known === undefined ? {} : { edition: known }) };
  };
  return { ...mapping, subject: edition(mapping.subject, subject), object: edition(mapping.object, object) };
}
