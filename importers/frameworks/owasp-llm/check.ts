import type { Diagnostic } from '#model/diagnostics';
import type { ImportFile } from '#model/framework-importer';
import type { Entry } from './entry.ts';

export interface EntryFile {
  readonly file: ImportFile;
  readonly entry: Entry;
}

/** Headings of v1.1 carry no edition; all later ones do. */
const WITHOUT_EDITION = '1.1';

const ALL_IDS = Array.from({ length: 10 }, (_, index) => `LLM${String(index + 1).padStart(2, '0')}`);

export function editionOf(found: readonly EntryFile[], asked: string | undefined): string {
  return asked ?? found[0]?.entry.edition ?? WITHOUT_EDITION;
}

/**
 * Codes: OWASP-002 an entry is missing, OWASP-003 an entry comes twice, OWASP-004 the files are of several editions,
 * OWASP-005 the edition asked for is not the one in the headings.
 */
export function checkEntries(found: readonly EntryFile[], asked: string | undefined): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const first = new Map<string, string>();
  const editions = new Map<string, string>();
  for (const { file, entry } of found) {
    const earlier = first.get(entry.id);
    if (earlier === undefined) first.set(entry.id, file.file);
    else {
      const message = `${entry.id} is also in ${earlier}`;
      diagnostics.push({ code: 'OWASP-003', severity: 'error', message, file: file.file, line: 1 });
    }
    const edition = entry.edition ?? WITHOUT_EDITION;
    if (!editions.has(edition)) editions.set(edition, file.file);
  }
  const missing = ALL_IDS.filter((id) => !first.has(id));
  if (missing.length > 0) {
    const message = `no file for ${missing.join(', ')}`;
    const hint = 'give all markdown files of one edition together';
    diagnostics.push({ code: 'OWASP-002', severity: 'warning', message, hint });
  }
  if (editions.size > 1) {
    const list = [...editions].map(([edition, file]) => `${edition} (${file})`).join(', ');
    const message = `the files are of several editions: ${list}`;
    const hint = 'an id names another risk in each edition; import one edition at a time';
    diagnostics.push({ code: 'OWASP-004', severity: 'error', message, hint });
  } else if (asked !== undefined && !editions.has(asked)) {
    const message = `the headings say edition ${[...editions.keys()].join()}, ${asked} was asked for and is used`;
    diagnostics.push({ code: 'OWASP-005', severity: 'warning', message });
  }
  return diagnostics;
}
