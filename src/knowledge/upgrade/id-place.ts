/**
 * Where a user's file names a record of the edition that is left, and how it writes it.
 */
import { RENUMBERED } from '../resolve-mappings.ts';

/** A piece of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface IdPlace {
  readonly id: Span & { readonly text: string };
  /** The edition beside it, where the file states it. */
  readonly edition?: Span;
  /** The record's name beside it, where the file repeats it as it was. */
  readonly label?: Span;
  /** What the place is, for people: `/accepted/0/technique`. */
  readonly what: string;
}

/** An edition that a file states once for all it names. */
export interface EditionPlace extends Span {
  readonly what: string;
}

export interface FilePlaces {
  readonly ids: readonly IdPlace[];
  readonly editions: readonly EditionPlace[];
}

/** The edition that is left, and its records by id. */
export interface Left {
  readonly framework: string;
  readonly edition: string;
  readonly names: ReadonlyMap<string, string>;
}

/**
 * An id as the whole of a text: `AML.T0051`, `LLM05:2025`, `atlas:AML.T0051`, `owasp-llm@2025:LLM05`. Of lists that give their
 * numbers anew, one without its edition names nothing.
 *
 * @param start offset of the text in its file
 */
export function placeOf(text: string, start: number, left: Left, what: string): IdPlace | undefined {
  const { framework, edition, names } = left;
  const at = (from: number, length: number): Span => ({ start: start + from, end: start + from + length });
  const [, foreign, of, foreignId] = /^([a-z0-9][a-z0-9-]*)(@[^:@\s]+)?:(\S.*)$/.exec(text) ?? [];
  if (foreign === framework && foreignId !== undefined && names.has(foreignId)) {
    if (of === undefined ? RENUMBERED.has(framework) : of !== `@${edition}`) return undefined;
    const id = { ...at(text.length - foreignId.length, foreignId.length), text: foreignId };
    return { id, what, ...(of === undefined ? {} : { edition: at(foreign.length + 1, edition.length) }) };
  }
  const id = text.endsWith(`:${edition}`) ? text.slice(0, -edition.length - 1) : text;
  const stated = id !== text;
  if (!names.has(id) || (!stated && RENUMBERED.has(framework))) return undefined;
  return {
    id: { ...at(0, id.length), text: id },
    what,
    ...(stated ? { edition: at(id.length + 1, edition.length) } : {}),
  };
}
