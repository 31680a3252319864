import { labelText } from '../../formats/label-text.ts';

/** Marks of an icon font in a label: `fa:fa-robot`, `fab:fa-aws`. */
const ICON = /\bfa[a-z]?:fa-[\w-]+/g;

/** Emphasis, which newer versions read in every label: pairs of two stars, and one around a whole line. */
const STRONG = /\*\*([^*\n]{1,400})\*\*/g;
const LINE = /^[ \t]*\*([^*\n]{1,400})\*[ \t]*$/gm;

export interface Label {
  readonly text: string;
  /** Points, ports and addresses under it, which are no part of a name. */
  readonly remark?: string;
  /** Of the remark, what may say what it is. */
  readonly below?: string;
  readonly person?: true;
  readonly icons: readonly string[];
}

/** All that a label says, on one line: of links and subgraphs, which have no place for a remark. */
export function wholeLabel(written: string): string {
  const { text, remark } = readLabel(written);
  return remark === undefined ? text : `${text} ${remark}`;
}

/**
 * What a person reads of a label: without quotation marks, Markdown, HTML, entities and icons.
 *
 * @example readLabel('"`**RAG**<br>module`"').text // RAG module
 */
export function readLabel(written: string): Label {
  let text = written.trim();
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) text = text.slice(1, -1).trim();
  if (text.length > 1 && text.startsWith('`') && text.endsWith('`')) {
    text = text.slice(1, -1).replaceAll(/\*\*|__|[*`]/g, '');
  }
  text = text.replaceAll(STRONG, '$1').replaceAll(LINE, '$1');
  const icons = text.match(ICON) ?? [];
  const entities = text.replaceAll(/#(\d{1,7}|[a-z]{2,8});/gi, (_, name: string) =>
    /^\d/.test(name) ? `&#${name};` : `&${name};`,
  );
  const { name, ...more } = labelText(entities.replaceAll(ICON, ' ').replaceAll('\\n', '<br>'));
  return { text: name, ...more, icons };
}
