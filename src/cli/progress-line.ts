import type { ProcessIo } from './io.ts';

/** One line that is redrawn, on terminals only; anything else gets no progress at all. */
export class ProgressLine {
  readonly #io: ProcessIo;
  readonly #label: string | undefined;
  #last: number;
  #shown = false;

  /**
   * Without a label nothing is shown.
   *
   * @param quietFor milliseconds before anything is shown, for work that mostly is short
   */
  constructor(
    io: ProcessIo,
    label: string | undefined,
    { quietFor = 0 }: { readonly quietFor?: number } = {},
  ) {
    this.#last = Date.now() + quietFor - 100;
    this.#io = io;
    this.#label = io.errTerminal ? label : undefined;
  }

  show({ done, total }: { readonly done: number; readonly total: number }): void {
    const now = Date.now();
    if (
      this.#label === undefined ||
      total === 0 ||
      (now - this.#last < 100 && (done < total || !this.#shown))
    )
      return;
    this.#last = now;
    this.#shown = true;
    const width = 24;
    const filled = Math.round((width * done) / total);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    this.#io.err(`\r${this.#label} ${bar} ${Math.floor((100 * done) / total)} %`);
  }

  done(): void {
    if (this.#shown) this.#io.err('\r\u001b[K');
    this.#shown = false;
  }
}
