import { htmlText } from '../../formats/html-text.ts';

/** Marks of an icon font in a label: `fa:fa-robot`, `fab:fa-aws`. */
const ICON = /\bfa[a-z]?:fa-[\w-]+/g;

export interface Label {
  readonly text: string;
  readonly icons: readonly string[];
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
  const icons = text.match(ICON) ?? [];
  const entities = text.replaceAll(/#(\d{1,7}|[a-z]{2,8});/gi, (_, name: string) =>
    /^\d/.test(name) ? `&#${name};` : `&${name};`,
  );
  return { text: htmlText(entities.replaceAll(ICON, ' ').replaceAll('\\n', ' ')), icons };
}
