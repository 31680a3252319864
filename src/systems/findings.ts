import { compareDiagnostics, type Diagnostic, type Severity } from '#model/diagnostics';
import { SYSTEM_CODES, type SystemCode } from './diagnostic-codes.ts';

/** Keys and list indexes from the top of a document, e.g. `['flows', 3, 'from']`. */
export type Path = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds where a path stands: its entry's key, or its value. Undefined where the document has no text. */
export type Locate = (path: Path, part: 'key' | 'value') => Place | undefined;

export interface FindingDetails {
  readonly hint?: string | undefined;
  /** Which part of the entry is meant; the value unless told. */
  readonly part?: 'key' | 'value';
  /** Where it stands, if that is known already. */
  readonly place?: Place | undefined;
  readonly severity?: Severity;
}

/** RFC 6901, e.g. `/flows/3/from`; the empty text is the whole document. */
export function jsonPointer(path: Path): string {
  return path.map((step) => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('');
}

/** Collects what is found in one file; places are looked up once, at the end. */
export class Findings {
  readonly #file: string;
  readonly #found: { code: SystemCode; path: Path; message: string; details: FindingDetails }[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  get hasErrors(): boolean {
    return this.#found.some(({ code, details }) => severityOf(code, details) === 'error');
  }

  add(code: SystemCode, path: Path, message: string, details: FindingDetails = {}): void {
    this.#found.push({ code, path, message, details });
  }

  /** In the order of `compareDiagnostics`, however they were found. */
  toDiagnostics(locate: Locate): Diagnostic[] {
    return this.#found
      .map(({ code, path, message, details }): Diagnostic => {
        const place = details.place ?? locate(path, details.part ?? 'value');
        return {
          code,
          severity: severityOf(code, details),
          message,
          file: this.#file,
          ...(place === undefined ? {} : { line: place.line, column: place.column }),
          pointer: jsonPointer(path),
          ...(details.hint === undefined ? {} : { hint: details.hint }),
        };
      })
      .sort(compareDiagnostics);
  }
}

function severityOf(code: SystemCode, details: FindingDetails): Severity {
  return details.severity ?? SYSTEM_CODES[code].severity;
}
