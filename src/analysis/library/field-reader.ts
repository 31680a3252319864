import type { Diagnostic, SourcePosition } from '#model/diagnostics';
import { nearestWord } from '#model/diagnostics';
import type { Located } from './located-yaml.ts';

/** A text with its place, so that what is found wrong inside it can be pointed at. */
export interface LocatedText {
  readonly text: string;
  readonly position: SourcePosition;
  readonly pointer: string;
}

/** Turns located YAML into typed fields; whatever does not fit becomes a diagnostic and reads as absent. */
export class FieldReader {
  readonly diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic[]) {
    this.diagnostics = diagnostics;
  }

  error(
    code: string,
    message: string,
    at: { position: SourcePosition; pointer?: string },
    hint?: string,
  ): void {
    this.#report('error', code, message, at, hint);
  }

  warn(
    code: string,
    message: string,
    at: { position: SourcePosition; pointer?: string },
    hint?: string,
  ): void {
    this.#report('warning', code, message, at, hint);
  }

  #report(
    severity: 'error' | 'warning',
    code: string,
    message: string,
    at: { position: SourcePosition; pointer?: string },
    hint?: string,
  ): void {
    this.diagnostics.push({
      code,
      severity,
      message,
      ...at.position,
      ...(at.pointer === undefined ? {} : { pointer: at.pointer }),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** The known words of a vocabulary, or a diagnostic with the nearest one. */
  known(code: string, what: string, text: LocatedText, vocabulary: ReadonlySet<string>): boolean {
    if (vocabulary.has(text.text)) return true;
    this.error(code, `unknown ${what} "${text.text}"`, text, didYouMean(text.text, vocabulary));
    return false;
  }

  /** A map whose keys are all among those named. */
  fields(node: Located, keys: readonly string[], what: string): Fields | undefined {
    if (node.map === undefined) {
      this.error('LIB-002', `${what} must be a map`, node);
      return undefined;
    }
    for (const [key, { keyPosition }] of node.map) {
      if (keys.includes(key)) continue;
      const at = { position: keyPosition, pointer: `${node.pointer}/${key}` };
      this.error('LIB-003', `${what} has no key "${key}"`, at, didYouMean(key, keys));
    }
    return new Fields(this, node, what);
  }

  list(node: Located | undefined, what: string): readonly Located[] {
    if (node === undefined) return [];
    if (node.list === undefined) this.error('LIB-002', `${what} must be a list`, node);
    return node.list ?? [];
  }

  text(node: Located | undefined, what: string): LocatedText | undefined {
    if (node === undefined) return undefined;
    if (typeof node.scalar === 'string' && node.scalar.trim() !== '') {
      const { file, line, column } = node.position;
      const position = { file, line, column: column + node.textOffset };
      return { text: node.scalar, position, pointer: node.pointer };
    }
    this.error('LIB-002', `${what} must be a text`, node);
    return undefined;
  }

  texts(node: Located | undefined, what: string): LocatedText[] {
    return this.list(node, what).flatMap((item) => this.text(item, `each of ${what}`) ?? []);
  }

  number(node: Located | undefined, what: string, min: number, max: number): number | undefined {
    if (node === undefined) return undefined;
    const { scalar } = node;
    if (typeof scalar === 'number' && scalar >= min && scalar <= max) return scalar;
    const range = max === Infinity ? `above or at ${min}` : `from ${min} to ${max}`;
    this.error('LIB-005', `${what} must be a number ${range}`, node);
    return undefined;
  }
}

/** The keys of one map. */
export class Fields {
  readonly node: Located;
  readonly #reader: FieldReader;
  readonly #what: string;

  constructor(reader: FieldReader, node: Located, what: string) {
    this.#reader = reader;
    this.node = node;
    this.#what = what;
  }

  get(key: string): Located | undefined {
    return this.node.map?.get(key)?.value;
  }

  require(key: string): Located | undefined {
    const value = this.get(key);
    if (value === undefined) this.#reader.error('LIB-004', `${this.#what} needs "${key}"`, this.node);
    return value;
  }
}

export function didYouMean(word: string, vocabulary: Iterable<string>): string | undefined {
  const nearest = nearestWord(word, vocabulary);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}
