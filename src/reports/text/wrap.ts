/**
 * Text in columns: sentences go on below themselves instead of being cut.
 */
import { singleLine } from './single-line.ts';

/**
 * Breaks at blanks so that no line is longer than `width`; a word that is longer stands alone on its line, whole, so
 * that it can be copied. What names of a model could do to a terminal is taken out, see `singleLine`.
 *
 * @param text without colours, whose codes would count
 * @returns at least one line
 *
 * @example
 * wrap('Leave a prompt in the mailbox', 12) // ['Leave a', 'prompt in', 'the mailbox']
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of singleLine(text).split(' ')) {
    if (line === undefined) line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line ?? ''];
}

/**
 * A block of lines, each behind `indent` blanks but the first, which comes behind what the caller put there: as many
 * columns.
 *
 * @param note after the text, on its last line where it fits, else on lines of its own
 * @param dim paints the note
 */
export function hanging(
  text: string,
  { indent, width }: { readonly indent: number; readonly width: number },
  note = '',
  dim: (text: string) => string = (plain) => plain,
): string {
  const room = Math.max(20, width - indent);
  const lines = wrap(text, room);
  if (note !== '') {
    const last = lines.at(-1)!;
    if (last.length + 2 + note.length <= room) lines[lines.length - 1] = `${last}  ${dim(note)}`;
    else lines.push(...wrap(note, room).map(dim));
  }
  return `${lines.join(`\n${' '.repeat(indent)}`)}\n`;
}
