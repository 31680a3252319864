import type { Diagnostic } from '#model/diagnostics';
import type { SourcePlace } from '#model/draft-system';
import type { LossEntry, Outcome } from '#model/system-importer';

/**
 * What became of each part of a file that is no tree of keys and values, noted while it is read; for trees there is
 * `Account`.
 *
 * @example
 * const account = new DrawingAccount();
 * account.read(place, 'process "Web"', 'asset web');
 * account.notRead(place, 'a line without arrows', 'nothing moves along it');
 */
export class DrawingAccount {
  readonly losses: LossEntry[] = [];
  readonly diagnostics: Diagnostic[] = [];

  read(place: SourcePlace, what: string, became: string): void {
    this.#note(place, what, 'read', became);
  }

  guessed(place: SourcePlace, what: string, became: string, why: string): void {
    this.#note(place, what, 'guessed', became, why);
  }

  kept(place: SourcePlace, what: string, became: string, why: string): void {
    this.#note(place, what, 'kept', became, why);
  }

  notRead(place: SourcePlace, what: string, why: string): void {
    this.#note(place, what, 'not-read', undefined, why);
  }

  /** Says that something is doubtful, without a line of the loss report. */
  warn(code: string, place: SourcePlace, message: string, hint?: string): void {
    this.diagnostics.push({
      code,
      severity: 'warning',
      message,
      ...place,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Something of the file that cannot be in the model: said twice, so that nobody overlooks it. */
  lost(code: string, place: SourcePlace, what: string, why: string, hint?: string): void {
    this.notRead(place, what, why);
    this.warn(code, place, `${what} is not read: ${why}`, hint);
  }

  #note(place: SourcePlace, what: string, outcome: Outcome, became?: string, why?: string): void {
    this.losses.push({
      place,
      what,
      outcome,
      ...(became === undefined ? {} : { became }),
      ...(why === undefined ? {} : { why }),
    });
  }
}
