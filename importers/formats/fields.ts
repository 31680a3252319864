/**
 * Typed reading of parsed JSON or YAML: each access says what it wants, and what is not so becomes a diagnostic
 * with its place instead of a crash or a silent gap.
 */
import type { Diagnostic, Severity } from '#model/diagnostics';

export type Fields = Readonly<Record<string, unknown>>;

export interface Located {
  readonly file: string;
  locate?(pointer: string): { readonly line: number; readonly column: number };
}

export class FieldReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #document: Located;
  readonly #code: string;

  /** @param code for wrong or missing fields, e.g. `ATLAS-010` */
  constructor(document: Located, code: string) {
    this.#document = document;
    this.#code = code;
  }

  report(severity: Severity, code: string, message: string, pointer: string, hint?: string): void {
    this.diagnostics.push({
      code,
      severity,
      message,
      file: this.#document.file,
      ...this.#document.locate?.(pointer),
      pointer,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** The object itself, or undefined with a diagnostic. */
  object(value: unknown, pointer: string): Fields | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
    this.report('error', this.#code, `expected an object, found ${nameOf(value)}`, pointer);
    return undefined;
  }

  /** Required text. */
  text(of: Fields, key: string, pointer: string): string | undefined {
    const value = of[key];
    if (typeof value === 'string' && value !== '') return value;
    this.#wrong('error', key, 'text', value, pointer);
    return undefined;
  }

  optionalText(of: Fields, key: string, pointer: string): string | undefined {
    const value = of[key];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    this.#wrong('warning', key, 'text', value, pointer);
    return undefined;
  }

  /** A list that may be absent; what is not a list counts as absent, with a diagnostic. */
  list(of: Fields, key: string, pointer: string): readonly unknown[] {
    const value = of[key];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.#wrong('error', key, 'a list', value, pointer);
    return [];
  }

  /** The texts of a list; entries of other types are left out, with a diagnostic each. */
  texts(of: Fields, key: string, pointer: string): readonly string[] {
    const texts: string[] = [];
    this.list(of, key, pointer).forEach((entry, index) => {
      if (typeof entry === 'string') texts.push(entry);
      else {
        const place = `${pointer}/${escapePointer(key)}/${index}`;
        this.report('warning', this.#code, `expected text in "${key}", found ${nameOf(entry)}`, place);
      }
    });
    return texts;
  }

  /** Objects of a list with the pointer of each; entries of other types are left out, with a diagnostic each. */
  objects(of: Fields, key: string, pointer: string): readonly (readonly [Fields, string])[] {
    const found: (readonly [Fields, string])[] = [];
    this.list(of, key, pointer).forEach((entry, index) => {
      const place = `${pointer}/${escapePointer(key)}/${index}`;
      const object = this.object(entry, place);
      if (object !== undefined) found.push([object, place]);
    });
    return found;
  }

  #wrong(severity: Severity, key: string, wanted: string, value: unknown, pointer: string): void {
    const message =
      value === undefined
        ? `"${key}" is missing, expected ${wanted}`
        : `"${key}" should be ${wanted}, not ${nameOf(value)}`;
    this.report(severity, this.#code, message, `${pointer}/${escapePointer(key)}`);
  }
}

/** RFC 6901 */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
