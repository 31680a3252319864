import { readReferences, type Reference } from './references.ts';

/** One of the ten entries, read from its own markdown file. */
export interface Entry {
  /** `LLM01` … `LLM10`. */
  readonly id: string;
  /** As the heading gives it, e.g. `2025`; v1.1 gives none. */
  readonly edition?: string;
  readonly name: string;
  readonly description?: string;
  readonly references: readonly Reference[];
}

const HEADING = /^#{1,2}\s*(LLM(?:0[1-9]|10))\s*:\s*(?:(\d{4})\s+)?(\S.*)$/;
const DESCRIPTION_HEADING = /^###\s*(?:Description|描述)\s*$/;

/**
 * Reads one entry; its first line is a heading such as `## LLM01:2025 Prompt Injection`.
 *
 * @returns undefined for the other files of the folder: preface, appendix, supplement
 */
export function readEntry(text: string): Entry | undefined {
  const lines = text.split(/\r?\n/);
  const heading = HEADING.exec(lines.find((line) => line.trim() !== '')?.trim() ?? '');
  const [, id, edition, name] = heading ?? [];
  if (id === undefined || name === undefined) return undefined;
  const description = descriptionOf(lines);
  return {
    id,
    ...(edition === undefined ? {} : { edition }),
    name,
    ...(description === '' ? {} : { description }),
    references: readReferences(lines),
  };
}

function descriptionOf(lines: readonly string[]): string {
  const start = lines.findIndex((line) => DESCRIPTION_HEADING.test(line));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('#'));
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .join('\n')
    .trim();
}
