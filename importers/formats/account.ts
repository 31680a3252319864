/**
 * What became of everything in one foreign document: what an importer asks for it accounts for, and what it never
 * asked for is reported as not read, so that nothing is dropped in silence.
 */
import { compareText, type Diagnostic } from '#model/diagnostics';
import type { SourcePlace } from '#model/draft-system';
import type { LossEntry, Outcome } from '#model/system-importer';
import { escapePointer } from './fields.ts';
import type { TreeDocument } from './tree-document.ts';

export interface AccountOptions {
  /** Of the diagnostic for a value of the wrong type, e.g. `ATLAS-010`. */
  readonly code: string;
  /** Why a key is not read, where there is more to say than that no part of a model says it: key → reason. */
  readonly reasons?: Readonly<Record<string, string>>;
  /** Name of the file for places, where it is more than the document's: its path below the folder that was given. */
  readonly file?: string;
}

export interface AccountResult {
  /** In order of the document. */
  readonly losses: readonly LossEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_REASON = 'a system model has no place for it';

interface Line {
  readonly entry: LossEntry;
  readonly line: number;
  readonly column: number;
}

/**
 * @example
 * const account = new Account(document, { code: 'ATLAS-010' });
 * account.read('/components/0', 'component "llama"', 'asset llama');
 * account.tell('/components/0/name');
 * account.finish().losses; // … property "components/0/copyright": not-read
 */
export class Account {
  readonly document: TreeDocument;
  readonly file: string;
  readonly #code: string;
  readonly #reasons: ReadonlyMap<string, string>;
  readonly #lines: Line[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  /** Pointers that need no further line. */
  readonly #told = new Set<string>();
  /** Pointers with what is wrong there. */
  readonly #doubted = new Set<string>();
  /** Pointers whose parts are accounted for one by one. */
  readonly #opened = new Set<string>();

  constructor(document: TreeDocument, { code, reasons = {}, file = document.file }: AccountOptions) {
    this.document = document;
    this.file = file;
    this.#code = code;
    this.#reasons = new Map(Object.entries(reasons));
  }

  place(pointer: string): SourcePlace {
    return { file: this.file, line: this.document.locate(pointer).line, pointer };
  }

  read(pointer: string, what: string, became: string): void {
    this.#add('read', pointer, what, became);
  }

  guessed(pointer: string, what: string, became: string, why: string): void {
    this.#add('guessed', pointer, what, became, why);
  }

  kept(pointer: string, what: string, became: string, why = 'no rule reads it'): void {
    this.#add('kept', pointer, what, became, why);
  }

  notRead(pointer: string, what: string, why: string): void {
    this.#add('not-read', pointer, what, undefined, why);
  }

  /** The value is part of what another line tells; a list or object counts whole, unless parts of it are told too. */
  tell(pointer: string): void {
    this.#told.add(pointer);
    this.#openAbove(pointer);
  }

  /** The parts of this list or object are accounted for one by one. */
  open(pointer: string): void {
    this.#opened.add(pointer);
    this.#openAbove(pointer);
  }

  #openAbove(pointer: string): void {
    for (let at = pointer.lastIndexOf('/'); at >= 0; at = pointer.lastIndexOf('/', at - 1)) {
      const parent = pointer.slice(0, at);
      if (this.#opened.has(parent)) return;
      this.#opened.add(parent);
      if (at === 0) return;
    }
  }

  warn(
    pointer: string,
    message: string,
    { code = this.#code, hint }: { code?: string; hint?: string } = {},
  ): void {
    this.#diagnostics.push({
      code,
      severity: 'warning',
      message,
      file: this.file,
      ...this.document.locate(pointer),
      pointer,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** For a value of the wrong type: a diagnostic, and a line that it is not read. */
  wrong(pointer: string, wanted: string, value: unknown): void {
    this.#doubt(pointer, `should be ${wanted}, not ${typeName(value)}`);
  }

  /** For a word that is none of those that the format has: as for a value of the wrong type. */
  strange(pointer: string, known: Iterable<string>): void {
    this.#doubt(pointer, `is none of the words that it may be: ${[...known].join(', ')}`);
  }

  #doubt(pointer: string, why: string): void {
    const what = nameOf(pointer);
    const key = `${pointer} ${why}`;
    // It may be asked for more than once.
    if (this.#doubted.has(key)) return;
    this.#doubted.add(key);
    this.notRead(pointer, what, `it ${why}`);
    this.warn(pointer, `${what} ${why}`);
  }

  /** Adds what was never told, and sorts. */
  finish(): AccountResult {
    this.#sweep('', this.document.value);
    this.#tellRepeated();
    this.#lines.sort((a, b) => a.line - b.line || a.column - b.column);
    return { losses: this.#lines.map(({ entry }) => entry), diagnostics: this.#diagnostics };
  }

  #tellRepeated(): void {
    for (const { pointer, line, column } of this.document.repeated?.() ?? []) {
      const what = `an earlier ${nameOf(pointer)}`;
      const place = { file: this.file, line, pointer };
      const why = 'the key stands below again, and the last one counts';
      this.#lines.push({ entry: { place, what, outcome: 'not-read', why }, line, column });
      this.#diagnostics.push({
        code: 'INPUT-015',
        severity: 'warning',
        message: `${what} is not read: ${why}`,
        ...place,
        column,
      });
    }
  }

  #add(outcome: Outcome, pointer: string, what: string, became?: string, why?: string): void {
    this.tell(pointer);
    const { line, column } = this.document.locate(pointer);
    const entry: LossEntry = {
      place: { file: this.file, line, pointer },
      what,
      outcome,
      ...(became === undefined ? {} : { became }),
      ...(why === undefined ? {} : { why }),
    };
    this.#lines.push({ entry, line, column });
  }

  /** Goes no deeper than what was opened, so no nesting of the document can exhaust the stack. */
  #sweep(pointer: string, value: unknown): void {
    if (!this.#opened.has(pointer)) {
      // A null says nothing, so nothing of it is lost.
      if (value !== null && !this.#told.has(pointer))
        this.notRead(pointer, nameOf(pointer), this.#reasonFor(pointer));
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const parts: (readonly [string, unknown])[] = Array.isArray(value)
      ? value.map((part, index) => [String(index), part])
      : Object.entries(value);
    for (const [key, part] of parts) this.#sweep(`${pointer}/${escapePointer(key)}`, part);
  }

  #reasonFor(pointer: string): string {
    const steps = pointer.split('/').filter((step) => !/^\d+$/.test(step));
    return this.#reasons.get(steps.at(-1) ?? '') ?? DEFAULT_REASON;
  }
}

/** The accounts of several documents as one, in order of their files' names, then as given. */
export function joinAccounts(accounts: readonly Account[]): AccountResult {
  const sorted = [...accounts].sort((a, b) => compareText(a.file, b.file));
  const results = sorted.map((account) => account.finish());
  return {
    losses: results.flatMap(({ losses }) => losses),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** A key is named, never its value: that may be a secret. */
function nameOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const last = steps.at(-1);
  if (last === undefined) return 'the document';
  if (/^\d+$/.test(last) && steps.length > 1) return `entry ${Number(last) + 1} of "${steps.at(-2) ?? ''}"`;
  return `property "${last.replaceAll('~1', '/').replaceAll('~0', '~')}"`;
}

export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
