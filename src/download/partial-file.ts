/**
 * The part of a download that is there already, and what its server said of it, so that the rest can be asked for.
 *
 *     NAME.part        bytes from the beginning
 *     NAME.part.json   address, validator and full length
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const schema = z.strictObject({
  url: z.string(),
  /** For `If-Range`: a strong entity tag, or a date. */
  validator: z.string(),
});

export class PartialFile {
  readonly #target: string;
  readonly #url: string;

  constructor(target: string, url: string) {
    this.#target = target;
    this.#url = url;
  }

  get #part(): string {
    return `${this.#target}.part`;
  }

  get #note(): string {
    return `${this.#target}.part.json`;
  }

  /** What can be gone on from; undefined where nothing is, or it is of another address. */
  resumable(): { readonly bytes: number; readonly validator: string } | undefined {
    try {
      const note = schema.parse(JSON.parse(readFileSync(this.#note, 'utf8')));
      const bytes = statSync(this.#part).size;
      return note.url === this.#url && bytes > 0 ? { bytes, validator: note.validator } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Begins anew. Without a validator nothing is noted, and so nothing gone on from. */
  restart(validator: string | undefined): void {
    mkdirSync(dirname(this.#target), { recursive: true });
    rmSync(this.#note, { force: true });
    writeFileSync(this.#part, '');
    if (validator !== undefined) writeFileSync(this.#note, JSON.stringify({ url: this.#url, validator }));
  }

  append(chunk: Uint8Array): void {
    const handle = openSync(this.#part, 'a');
    try {
      for (let written = 0; written < chunk.length;) written += writeSync(handle, chunk, written);
    } finally {
      closeSync(handle);
    }
  }

  get size(): number {
    return statSync(this.#part).size;
  }

  read(): Uint8Array {
    return readFileSync(this.#part);
  }

  discard(): void {
    rmSync(this.#part, { force: true });
    rmSync(this.#note, { force: true });
  }

  /** Puts the whole in its place. */
  finish(): void {
    renameSync(this.#part, this.#target);
    rmSync(this.#note, { force: true });
  }
}
