import type { Diagnostic } from '#model/diagnostics';
import type { SourcePlace } from '#model/draft-system';
import type { LossEntry } from '#model/system-importer';

/** What is said of a draft while it becomes a model: why something was guessed, what was kept aside, what is doubtful. */
export class DraftNotes {
  /** JSON pointer into the written model → why it says so, e.g. `/assets/llm/kind`. */
  readonly guessed = new Map<string, string>();
  readonly losses: LossEntry[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Places of flows that the importer took for read, and the model cannot hold. */
  readonly #endless = new Set<string>();

  guess(pointer: string, place: SourcePlace, what: string, became: string, why: string): void {
    this.guessed.set(pointer, why);
    this.losses.push({ place, what, outcome: 'guessed', became, why });
  }

  /** Something that cannot stand where it belongs: it is kept under an `x-*` key, and a warning says so. */
  keepAside(code: string, place: SourcePlace, what: string, why: string, hint?: string): void {
    this.losses.push({ place, what, outcome: 'kept', why });
    this.warn(code, place, `${what}: ${why}`, hint);
  }

  /** The flow that stands there is not in the model after all; a place without a pointer tells too little. */
  flowIsEndless({ file, pointer }: SourcePlace): void {
    if (pointer !== undefined) this.#endless.add(JSON.stringify([file, pointer]));
  }

  /** The importer's lines without those that no longer hold, then these. */
  accountFor(losses: readonly LossEntry[]): readonly LossEntry[] {
    const holds = ({ outcome, became, place: { file, pointer } }: LossEntry): boolean =>
      outcome !== 'read' ||
      became?.startsWith('flow ') !== true ||
      !this.#endless.has(JSON.stringify([file, pointer]));
    return [...losses.filter(holds), ...this.losses];
  }

  warn(code: string, { file, line, pointer }: SourcePlace, message: string, hint?: string): void {
    this.diagnostics.push({
      code,
      severity: 'warning',
      message,
      file,
      ...(line !== undefined && { line }),
      ...(pointer !== undefined && { pointer }),
      ...(hint !== undefined && { hint }),
    });
  }
}
